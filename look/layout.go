package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"image/color"
)

// VStack puts objects below one another at full width, gap apart, each as high
// as it needs at that width. Grow and Spacer take what is left.
func VStack(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&vstack{gap}, objects...)
}

// HStack puts objects beside one another, gap apart, each as wide as its least
// width and centred from top to bottom. Grow and Spacer take what is left.
func HStack(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&hstack{gap: gap}, objects...)
}

// HStackTop is HStack with everything at the top.
func HStackTop(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&hstack{gap: gap, top: true}, objects...)
}

// Grow lets an object take what a stack has left. Several share it evenly.
func Grow(o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&grow{}, o)
}

// Spacer is empty room that takes what a stack has left.
func Spacer() fyne.CanvasObject { return Grow(Gap(0, 0)) }

// Gap is empty room of a least size.
func Gap(w, h float32) fyne.CanvasObject {
	r := canvas.NewRectangle(color.Transparent)
	r.SetMinSize(fyne.NewSize(w, h))
	return r
}

// Sized gives an object a fixed size; a side of 0 keeps what the object wants.
func Sized(w, h float32, o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&sized{w, h}, o)
}

// Left, Middle and Right keep an object at its least width at one side of
// the room it is given.
func Left(o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&aside{0}, o)
}

// Middle centres an object both ways at its least size.
func Middle(o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&aside{0.5}, o)
}

// Right keeps an object at its least width at the right.
func Right(o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&aside{1}, o)
}

// Inset leaves room around an object.
func Inset(top, right, bottom, left float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&inset{top, right, bottom, left}, o)
}

// Fill lays objects over one another, all in the same size, the last on top.
func Fill(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&fill{}, objects...)
}

// Grid puts objects in equal columns, row by row; a row is as high as the
// highest in it.
func Grid(columns int, gapX, gapY float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&grid{max(columns, 1), gapX, gapY}, objects...)
}

// Placed is an object with its place; see At.
type Placed struct {
	object     fyne.CanvasObject
	x, y, w, h float32
}

// At names an object's place in a Place. A width of 0 takes the object's least
// width, a height of 0 what it needs at its width.
func At(x, y, w, h float32, o fyne.CanvasObject) Placed { return Placed{o, x, y, w, h} }

// Place is a plane of a given size with each object at its own place.
func Place(w, h float32, objects ...Placed) *fyne.Container {
	l := &plane{size: fyne.NewSize(w, h), at: map[fyne.CanvasObject]Placed{}}
	c := container.New(l)
	for _, p := range objects {
		l.at[p.object] = p
		c.Objects = append(c.Objects, p.object)
	}
	return c
}

type plane struct {
	size fyne.Size
	at   map[fyne.CanvasObject]Placed
}

func (l *plane) MinSize([]fyne.CanvasObject) fyne.Size { return l.size }

func (l *plane) heightFor([]fyne.CanvasObject, float32) float32 { return l.size.Height }

func (l *plane) Layout(objects []fyne.CanvasObject, _ fyne.Size) {
	for _, o := range objects {
		p := l.at[o]
		w, h := p.w, p.h
		if w == 0 {
			w = o.MinSize().Width
		}
		if h == 0 {
			h = HeightFor(o, w)
		}
		put(o, p.x, p.y, w, h)
	}
}

type grow struct{}

func (grow) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

func (grow) Layout(o []fyne.CanvasObject, s fyne.Size) { put(o[0], 0, 0, s.Width, s.Height) }

func (grow) heightFor(o []fyne.CanvasObject, width float32) float32 { return HeightFor(o[0], width) }

func grows(o fyne.CanvasObject) bool {
	c, ok := o.(*fyne.Container)
	if !ok {
		return false
	}
	_, ok = c.Layout.(*grow)
	return ok
}

type vstack struct{ gap float32 }

func visible(objects []fyne.CanvasObject) []fyne.CanvasObject {
	var seen []fyne.CanvasObject
	for _, o := range objects {
		if o.Visible() {
			seen = append(seen, o)
		}
	}
	return seen
}

func (l *vstack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	for i, o := range visible(objects) {
		m := o.MinSize()
		s.Width = max(s.Width, m.Width)
		s.Height += m.Height
		if i > 0 {
			s.Height += l.gap
		}
	}
	return s
}

func (l *vstack) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	h := float32(0)
	for i, o := range visible(objects) {
		h += HeightFor(o, width)
		if i > 0 {
			h += l.gap
		}
	}
	return h
}

func (l *vstack) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	objects = visible(objects)
	n := 0
	for _, o := range objects {
		if grows(o) {
			n++
		}
	}
	extra := float32(0)
	if n > 0 {
		extra = max(0, s.Height-l.heightFor(objects, s.Width)) / float32(n)
	}
	y := float32(0)
	for _, o := range objects {
		h := HeightFor(o, s.Width)
		if grows(o) {
			h += extra
		}
		put(o, 0, y, s.Width, h)
		y += h + l.gap
	}
}

type hstack struct {
	gap float32
	top bool
}

func (l *hstack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	for i, o := range visible(objects) {
		m := o.MinSize()
		s.Height = max(s.Height, m.Height)
		s.Width += m.Width
		if i > 0 {
			s.Width += l.gap
		}
	}
	return s
}

func (l *hstack) widths(objects []fyne.CanvasObject, width float32) []float32 {
	n, used := 0, float32(0)
	out := make([]float32, len(objects))
	for i, o := range objects {
		out[i] = o.MinSize().Width
		used += out[i]
		if i > 0 {
			used += l.gap
		}
		if grows(o) {
			n++
		}
	}
	for i, o := range objects {
		if grows(o) && n > 0 {
			out[i] += max(0, width-used) / float32(n)
		}
	}
	return out
}

func (l *hstack) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	objects = visible(objects)
	h := float32(0)
	for i, w := range l.widths(objects, width) {
		h = max(h, HeightFor(objects[i], w))
	}
	return h
}

func (l *hstack) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	objects = visible(objects)
	x := float32(0)
	for i, w := range l.widths(objects, s.Width) {
		o := objects[i]
		h := min(HeightFor(o, w), s.Height)
		y := (s.Height - h) / 2
		if l.top {
			y = 0
		}
		put(o, x, y, w, h)
		x += w + l.gap
	}
}

type sized struct{ w, h float32 }

func (l *sized) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := o[0].MinSize()
	if l.w > 0 {
		m.Width = l.w
		m.Height = HeightFor(o[0], l.w)
	}
	if l.h > 0 {
		m.Height = l.h
	}
	return m
}

func (l *sized) heightFor(o []fyne.CanvasObject, width float32) float32 {
	if l.h > 0 {
		return l.h
	}
	if l.w > 0 {
		width = l.w
	}
	return HeightFor(o[0], width)
}

func (l *sized) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := s.Width
	if l.w > 0 {
		w = l.w
	}
	h := s.Height
	if l.h > 0 {
		h = l.h
	}
	put(o[0], 0, 0, w, h)
}

type aside struct{ share float32 }

func (l *aside) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

func (l *aside) heightFor(o []fyne.CanvasObject, width float32) float32 {
	return HeightFor(o[0], min(width, o[0].MinSize().Width))
}

func (l *aside) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := min(o[0].MinSize().Width, s.Width)
	h := min(HeightFor(o[0], w), s.Height)
	put(o[0], (s.Width-w)*l.share, (s.Height-h)/2, w, h)
}

type inset struct{ top, right, bottom, left float32 }

func (l *inset) MinSize(o []fyne.CanvasObject) fyne.Size {
	return o[0].MinSize().AddWidthHeight(l.left+l.right, l.top+l.bottom)
}

func (l *inset) heightFor(o []fyne.CanvasObject, width float32) float32 {
	return HeightFor(o[0], width-l.left-l.right) + l.top + l.bottom
}

func (l *inset) Layout(o []fyne.CanvasObject, s fyne.Size) {
	put(o[0], l.left, l.top, s.Width-l.left-l.right, s.Height-l.top-l.bottom)
}

type fill struct{}

func (*fill) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	for _, o := range visible(objects) {
		s = s.Max(o.MinSize())
	}
	return s
}

func (*fill) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	h := float32(0)
	for _, o := range visible(objects) {
		h = max(h, HeightFor(o, width))
	}
	return h
}

func (*fill) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objects {
		put(o, 0, 0, s.Width, s.Height)
	}
}

type grid struct {
	columns    int
	gapX, gapY float32
}

func (l *grid) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := float32(0)
	for _, o := range objects {
		w = max(w, o.MinSize().Width)
	}
	width := w*float32(l.columns) + l.gapX*float32(l.columns-1)
	return fyne.NewSize(width, l.heightFor(objects, width))
}

func (l *grid) rows(objects []fyne.CanvasObject, width float32) (cell float32, heights []float32) {
	cell = (width - l.gapX*float32(l.columns-1)) / float32(l.columns)
	for i, o := range objects {
		if i%l.columns == 0 {
			heights = append(heights, 0)
		}
		last := len(heights) - 1
		heights[last] = max(heights[last], HeightFor(o, cell))
	}
	return cell, heights
}

func (l *grid) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	_, heights := l.rows(visible(objects), width)
	h := max(0, l.gapY*float32(len(heights)-1))
	for _, r := range heights {
		h += r
	}
	return h
}

func (l *grid) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	objects = visible(objects)
	cell, heights := l.rows(objects, s.Width)
	y := float32(0)
	for i, o := range objects {
		if i > 0 && i%l.columns == 0 {
			y += heights[i/l.columns-1] + l.gapY
		}
		put(o, float32(i%l.columns)*(cell+l.gapX), y, cell, heights[i/l.columns])
	}
}
