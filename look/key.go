package look

import (
	"fyne.io/fyne/v2"
)

// key is one key of a keypad or a keyboard on the screen: a sign or an icon.
type key struct {
	control
	face     string
	icon     string
	size     float32
	primary  bool
	held     bool // a shift that is on
	disabled bool
}

// Key is one key by itself, for who lays a keyboard out and keeps its state
// elsewhere.
type Key = key

// KeySpec says what a key is.
type KeySpec struct {
	Face string  // what stands on it
	Icon string  // drawn in its place
	Size float32 // of either
	Held bool    // a shift that is on
	Off  bool
}

// NewKey makes a key, 72 units wide at least.
func NewKey(s Style, spec KeySpec, onTap func()) *Key {
	k := newKey(s, spec.Face, spec.Icon, spec.Size, onTap)
	k.SetSpec(spec)
	return k
}

// SetSpec changes what the key is, and leaves a finger on it alone.
func (k *key) SetSpec(spec KeySpec) {
	if k.face == spec.Face && k.icon == spec.Icon && k.size == spec.Size && k.held == spec.Held && k.disabled == spec.Off {
		return
	}
	k.face, k.icon, k.size, k.held, k.disabled = spec.Face, spec.Icon, spec.Size, spec.Held, spec.Off
	k.redraw()
}

func newKey(s Style, face, icon string, size float32, onTap func()) *key {
	k := &key{face: face, icon: icon, size: size}
	k.style, k.tap = s, onTap
	k.live = func() bool { return !k.disabled }
	k.arrange = k.lay
	k.least = func() fyne.Size {
		w := s.MinTarget()
		if face != "" {
			w = max(w, Measure(face, size, SemiBold).Width+s.pick(24, 12, 24))
		}
		return fyne.NewSize(w, s.MinTarget())
	}
	k.ExtendBaseWidget(k)
	return k
}

func (k *key) lay(size fyne.Size) {
	s, p := k.style, k.style.Palette
	radius := s.pick(16, 10, 16)
	k.objects = k.objects[:0]
	if k.focused {
		k.objects = append(k.objects, focusRing(s, OnGround, size, radius)...)
	}
	box, ink := NewBox(p.Surface, radius).Edge(p.Edge, s.EdgeWidth()), p.Ink
	switch {
	case k.disabled:
		box, ink = NewBox(noColor, radius).Dashed(p.Edge, s.EdgeWidth()), p.Ink2
	case k.primary && k.pressed:
		box, ink = NewBox(p.Press, radius), p.OnBrand
	case k.primary:
		box, ink = NewBox(p.Brand, radius), p.OnBrand
	case k.pressed || k.held:
		box = NewBox(p.Wash, radius).Edge(p.Brand, s.chosenWidth())
	}
	put(box, 0, 0, size.Width, size.Height)
	k.objects = append(k.objects, box)
	if k.icon != "" {
		d := k.size * 1.15
		pic := NewIcon(k.icon, d, ink)
		put(pic, (size.Width-d)/2, (size.Height-d)/2, d, d)
		k.objects = append(k.objects, pic)
		return
	}
	line := NewLine(k.face, k.size, SemiBold, ink).Fit(size.Width-4, k.size*0.6)
	m := line.MinSize()
	put(line, (size.Width-m.Width)/2, (size.Height-m.Height)/2, m.Width, m.Height)
	k.objects = append(k.objects, line)
}

var _ fyne.Focusable = (*key)(nil)
