package look

import (
	"unicode"

	"fyne.io/fyne/v2"
)

// KeyboardSpec says whose letters a keyboard has and what its keys do. Space
// and Done are the words on those keys.
type KeyboardSpec struct {
	Lang   string // "es", "cs", "pt", "sv", "en"; another gets English letters
	Space  string
	Done   string
	OnRune func(rune)
	OnBack func()
	OnDone func()
}

// Keyboard is a keyboard on the screen that follows the language: letters,
// accents, and a plane of figures and signs. Shift holds for one letter.
type Keyboard struct {
	part
	style Style
	spec  KeyboardSpec
	plane int // 0 letters, 1 accents, 2 figures
	upper bool
	done  *key
	rows  [][]wideKey
}

// wideKey is a key and its width in parts of a letter's.
type wideKey struct {
	*key
	share float32
}

// planes are the three planes of a language's keys, three rows each. Rows of
// letters leave room for shift and back in the third.
type planes struct {
	letters [3]string
	accents [3]string
	sign    string // what the key to the accents shows
}

var figures = [3]string{"1234567890", "@._-+/:;()", "&'\"!?,€%"}

var boards = map[string]planes{
	"es": {[3]string{"qwertyuiop", "asdfghjklñ", "zxcvbnm"}, [3]string{"áéíóúü", "ñçàèìòù", "¿¡ªº·«»"}, "áéñ"},
	"cs": {[3]string{"qwertzuiop", "asdfghjklů", "yxcvbnm"}, [3]string{"ěščřžýáíéú", "ůťďňóäöüł", "„“–§"}, "ěšč"},
	"pt": {[3]string{"qwertyuiop", "asdfghjklç", "zxcvbnm"}, [3]string{"áéíóúâêô", "ãõàüçñ", "ªº«»–"}, "ãéç"},
	"sv": {[3]string{"qwertyuiopå", "asdfghjklöä", "zxcvbnm"}, [3]string{"éèáàüøæ", "ñçëïöäå", "–§"}, "éüø"},
	"en": {[3]string{"qwertyuiop", "asdfghjkl", "zxcvbnm"}, [3]string{"áéíóúñçü", "àèòâêôãõ", "äöåøæß"}, "éñü"},
}

// NewKeyboard makes a keyboard; its keys fill the width it is given, 86×104
// with gaps of 10 in 952.
func NewKeyboard(s Style, spec KeyboardSpec) *Keyboard {
	k := &Keyboard{style: s, spec: spec}
	k.arrange, k.least = k.lay, k.minSize
	k.build()
	k.ExtendBaseWidget(k)
	return k
}

// SetDone says whether the done key is live.
func (k *Keyboard) SetDone(live bool) {
	k.done.disabled = !live
	k.done.redraw()
}

func (k *Keyboard) board() planes {
	b, ok := boards[k.spec.Lang]
	if !ok {
		b = boards["en"]
	}
	return b
}

func (k *Keyboard) build() {
	b, s := k.board(), k.style
	rows := b.letters
	switch k.plane {
	case 1:
		rows = b.accents
	case 2:
		rows = figures
	}
	size := s.pick(44, 26, 44)
	disabled := k.done != nil && k.done.disabled
	k.rows = nil
	for _, letters := range rows {
		var row []wideKey
		for _, r := range letters {
			if k.upper {
				r = unicode.ToUpper(r)
			}
			row = append(row, wideKey{newKey(s, string(r), "", size, func() { k.typed(r) }), 1})
		}
		k.rows = append(k.rows, row)
	}
	shift := newKey(s, "", "arrow-fat-up-bold", size, func() { k.turn(k.plane, !k.upper) })
	shift.held = k.upper
	shift.disabled = k.plane == 2
	back := newKey(s, "", "backspace-bold", size, k.spec.OnBack)
	last := append([]wideKey{{shift, 1.5}}, k.rows[2]...)
	k.rows[2] = append(last, wideKey{back, 1.5})

	word := s.pick(32, 20, 32)
	figure := newKey(s, "123", "", word, func() { k.turn(2, false) })
	if k.plane == 2 {
		figure.setFace("abc")
		figure.tap = func() { k.turn(0, false) }
	}
	accent := newKey(s, b.sign, "", word, func() { k.turn(1, k.upper) })
	if k.plane == 1 {
		accent.setFace("abc")
		accent.tap = func() { k.turn(0, k.upper) }
	}
	space := newKey(s, k.spec.Space, "", word, func() { k.typed(' ') })
	k.done = newKey(s, k.spec.Done, "", s.pick(36, 22, 36), k.spec.OnDone)
	k.done.primary, k.done.disabled = true, disabled
	k.rows = append(k.rows, []wideKey{{figure, 1.5}, {accent, 1.5}, {space, 4}, {k.done, 3}})
	k.objects = nil
	for _, row := range k.rows {
		for _, w := range row {
			k.objects = append(k.objects, w.key)
		}
	}
}

func (k *Keyboard) turn(plane int, upper bool) {
	k.plane, k.upper = plane, upper
	k.build()
	k.redraw()
}

func (k *Keyboard) typed(r rune) {
	if k.spec.OnRune != nil {
		k.spec.OnRune(r)
	}
	if k.upper {
		k.turn(k.plane, false)
	}
}

// widest is how many letters' widths the widest row takes.
func (k *Keyboard) widest() float32 {
	most := float32(10)
	for _, rows := range []([3]string){k.board().letters, k.board().accents} {
		for i, r := range rows {
			n := float32(len([]rune(r)))
			if i == 2 {
				n += 3
			}
			most = max(most, n)
		}
	}
	return most
}

func (k *Keyboard) sizes() (gap, high float32) {
	return k.style.pick(10, 6, 10), k.style.pick(104, 60, 104)
}

func (k *Keyboard) minSize() fyne.Size {
	gap, high := k.sizes()
	n := k.widest()
	least := max(k.style.pick(76, 44, 76), k.style.MinTarget())
	return fyne.NewSize(n*least+(n-1)*gap, 4*high+3*gap)
}

func (k *Keyboard) lay(size fyne.Size) {
	gap, _ := k.sizes()
	high := (size.Height - 3*gap) / 4
	letter := (size.Width - (k.widest()-1)*gap) / k.widest()
	for i, row := range k.rows {
		// The gaps that lie inside a wide key belong to it.
		total := float32(-1) * gap
		for _, w := range row {
			total += w.share*(letter+gap) - gap + gap
		}
		x := (size.Width - total) / 2
		stretch := float32(1)
		if i == 3 {
			stretch, x = size.Width/total, 0
		}
		for _, w := range row {
			wide := (w.share*(letter+gap) - gap) * stretch
			if i == 3 {
				wide = w.share*(letter+gap)*stretch - gap*stretch
			}
			put(w.key, x, float32(i)*(high+gap), wide, high)
			x += wide + gap*stretch
		}
	}
}
