package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Scroll shows a part of something taller than the room for it. It moves with
// the wheel and under a finger: the toolkit's own does not follow a drag on a
// desktop.
type Scroll struct {
	container.Scroll
	inner *scrolled
}

// NewScroll makes a list that moves up and down; its content is as wide as the
// room and as high as it needs at that width.
func NewScroll(content fyne.CanvasObject) *Scroll {
	s := &Scroll{inner: &scrolled{}}
	s.Direction = container.ScrollVerticalOnly
	s.Content = container.New(s.inner, content)
	s.ExtendBaseWidget(s)
	return s
}

// Resize is called by layouts.
func (s *Scroll) Resize(size fyne.Size) {
	s.inner.width = size.Width
	s.Scroll.Resize(size)
}

// MinSize is small: whatever does not fit is scrolled to.
func (s *Scroll) MinSize() fyne.Size { return fyne.NewSize(s.Content.MinSize().Width, 32) }

// Dragged is called by Fyne while a finger moves the content.
func (s *Scroll) Dragged(e *fyne.DragEvent) {
	s.ScrollToOffset(s.Offset.SubtractXY(0, e.Dragged.DY))
}

// DragEnd is called by Fyne.
func (s *Scroll) DragEnd() {}

// scrolled gives content the height it needs at the width of the room.
type scrolled struct{ width float32 }

func (l *scrolled) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := o[0].MinSize()
	return fyne.NewSize(m.Width, HeightFor(o[0], max(l.width, m.Width)))
}

func (l *scrolled) Layout(o []fyne.CanvasObject, size fyne.Size) {
	put(o[0], 0, 0, size.Width, size.Height)
}

var _ fyne.Draggable = (*Scroll)(nil)
