package look

import "fyne.io/fyne/v2"

// Framed is something that takes no touch and may have the focus: a ring is
// drawn around it then.
type Framed struct {
	part
	style   Style
	content fyne.CanvasObject
	focused bool
}

// NewFramed makes a place for the focus around an object.
func NewFramed(s Style, content fyne.CanvasObject) *Framed {
	f := &Framed{style: s, content: content}
	f.arrange = func(size fyne.Size) {
		f.objects = f.objects[:0]
		if f.focused {
			f.objects = append(f.objects, focusRing(s, OnGround, size, s.Radius())...)
		}
		put(f.content, 0, 0, size.Width, size.Height)
		f.objects = append(f.objects, f.content)
	}
	f.least = func() fyne.Size { return f.content.MinSize() }
	f.ExtendBaseWidget(f)
	return f
}

// HeightFor is the content's height at a width.
func (f *Framed) HeightFor(width float32) float32 { return HeightFor(f.content, width) }

// SetContent changes what is inside, and keeps the focus.
func (f *Framed) SetContent(o fyne.CanvasObject) {
	f.content = o
	f.redraw()
}

// FocusGained draws the ring.
func (f *Framed) FocusGained() {
	f.focused = true
	f.redraw()
}

// FocusLost takes it away.
func (f *Framed) FocusLost() {
	f.focused = false
	f.redraw()
}

// TypedRune is nothing: whoever gives the focus takes the keys.
func (f *Framed) TypedRune(rune) {}

// TypedKey is nothing.
func (f *Framed) TypedKey(*fyne.KeyEvent) {}

var _ fyne.Focusable = (*Framed)(nil)
