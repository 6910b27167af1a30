package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// part is the ground of every widget here: a list of canvas objects, a
// function that arranges them in a size and may make new ones, and one that
// says the least size and makes none.
// A widget embeds it, fills the three, and calls ExtendBaseWidget on itself.
type part struct {
	widget.BaseWidget
	objects []fyne.CanvasObject
	arrange func(fyne.Size)
	least   func() fyne.Size
	stands  fyne.Size // the size that objects are arranged for
}

// CreateRenderer hands the part to Fyne; nobody else calls it.
func (p *part) CreateRenderer() fyne.WidgetRenderer { return &partRenderer{p} }

// redraw arranges and repaints after something inside has changed. It is safe
// before the part was ever shown.
func (p *part) redraw() {
	p.stands = fyne.Size{}
	if size := p.Size(); !size.IsZero() {
		p.settle(size)
	}
	p.Refresh()
}

// settle arranges the part for a size, once: Fyne asks for a layout whenever an
// object is new to it, so objects made anew at each layout would make it draw
// for ever.
func (p *part) settle(size fyne.Size) {
	if p.arrange == nil || size == p.stands {
		return
	}
	p.stands = size
	p.arrange(size)
}

type partRenderer struct{ p *part }

func (r *partRenderer) Destroy() {}

func (r *partRenderer) Layout(size fyne.Size) { r.p.settle(size) }

func (r *partRenderer) MinSize() fyne.Size {
	if r.p.least == nil {
		return fyne.Size{}
	}
	return r.p.least()
}

func (r *partRenderer) Objects() []fyne.CanvasObject { return r.p.objects }

func (r *partRenderer) Refresh() {
	for _, o := range r.p.objects {
		canvas.Refresh(o)
	}
}

// put moves and sizes an object in one step.
func put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(max(0, w), max(0, h))) // a picture of less than nothing ends the program
}

// Wrapper is anything whose height depends on the width it is given, as text
// that wraps. Every layout of this package asks for it.
type Wrapper interface {
	HeightFor(width float32) float32
}

// HeightFor is the height an object needs at a width: what it says itself if
// it is a Wrapper or lies in a layout of this package, else its least height.
func HeightFor(o fyne.CanvasObject, width float32) float32 {
	switch o := o.(type) {
	case Wrapper:
		return o.HeightFor(width)
	case *fyne.Container:
		if l, ok := o.Layout.(tall); ok {
			return l.heightFor(o.Objects, width)
		}
	}
	return o.MinSize().Height
}

// tall is a layout that knows its height at a width.
type tall interface {
	heightFor(objects []fyne.CanvasObject, width float32) float32
}
