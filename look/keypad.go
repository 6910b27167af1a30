package look

import "fyne.io/fyne/v2"

// KeypadSpec says what a keypad's keys do.
type KeypadSpec struct {
	OnRune func(rune) // '0' to '9'
	OnBack func()     // the last digit goes
	OnDone func()
	Done   string // a word on the last key in place of a tick; optional
}

// Keypad is twelve keys for a number: 1-9, back, 0, done.
type Keypad struct{ part }

// NewKeypad makes a keypad with keys 168×120 on a kiosk (84×60 at a desk).
func NewKeypad(s Style, spec KeypadSpec) *Keypad {
	size := s.pick(52, 26, 52)
	w, h, gap := s.pick(168, 84, 168), s.pick(120, 60, 120), s.pick(16, 10, 16)
	var keys []fyne.CanvasObject
	add := func(k *key) { keys = append(keys, Sized(w, h, k)) }
	digit := func(r rune) *key { return newKey(s, string(r), "", size, func() { spec.OnRune(r) }) }
	for r := '1'; r <= '9'; r++ {
		add(digit(r))
	}
	add(newKey(s, "", "backspace-bold", size, spec.OnBack))
	add(digit('0'))
	done := newKey(s, spec.Done, "check-bold", size, spec.OnDone)
	if spec.Done != "" {
		done.icon = ""
		done.size = s.pick(38, 20, 38)
	}
	done.primary = true
	add(done)
	l := &grid{3, gap, gap}
	pad := &Keypad{}
	pad.objects = keys
	pad.least = func() fyne.Size { return l.MinSize(keys) }
	pad.arrange = func(size fyne.Size) { l.Layout(keys, size) }
	pad.ExtendBaseWidget(pad)
	return pad
}
