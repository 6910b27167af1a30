package look

import (
	"image/color"

	"fyne.io/fyne/v2"
)

// KeyCap is a key of the keyboard beside the words it does: an edge, a name.
type KeyCap struct{ part }

// NewKeyCap makes a key cap, with its name and edge in one colour.
func NewKeyCap(s Style, key string, c color.NRGBA) *KeyCap {
	k := &KeyCap{}
	text := NewLine(key, s.Body(s.pick(28, 14, 28)), SemiBold, c)
	box := NewBox(color.NRGBA{}, s.pick(10, 6, 10)).Edge(c, s.pick(2, 1, 2))
	k.objects = []fyne.CanvasObject{box, text}
	high := s.Body(s.pick(52, 26, 52))
	k.least = func() fyne.Size {
		return fyne.NewSize(max(s.Body(s.pick(64, 32, 64)), text.MinSize().Width+2*s.pick(14, 7, 14)), high)
	}
	k.arrange = func(size fyne.Size) {
		put(box, 0, 0, size.Width, size.Height)
		m := text.MinSize()
		put(text, (size.Width-m.Width)/2, (size.Height-m.Height)/2, m.Width, m.Height)
	}
	k.ExtendBaseWidget(k)
	return k
}
