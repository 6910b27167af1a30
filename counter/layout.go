package counter

import (
	"fyne.io/fyne/v2"

	"turno/look"
)

// flow lays groups of controls out in a row with the last group at the right,
// and in as many rows as they need where one is too narrow. Nothing is cut.
type flow struct {
	gap   float32
	right int // from this object on at the right end, -1 for none
}

func (f *flow) rows(objects []fyne.CanvasObject, width float32) [][]fyne.CanvasObject {
	var rows [][]fyne.CanvasObject
	used := float32(0)
	for i, o := range objects {
		w := o.MinSize().Width
		if i == 0 || used+f.gap+w > width {
			rows = append(rows, nil)
			used = -f.gap
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], o)
		used += f.gap + w
	}
	return rows
}

func (f *flow) height(objects []fyne.CanvasObject, width float32) float32 {
	h := float32(0)
	for i, row := range f.rows(objects, width) {
		if i > 0 {
			h += f.gap
		}
		h += rowHeight(row)
	}
	return h
}

func rowHeight(row []fyne.CanvasObject) float32 {
	h := float32(0)
	for _, o := range row {
		h = max(h, o.MinSize().Height)
	}
	return h
}

// MinSize is called by Fyne.
func (f *flow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, rowHeight(objects))
}

// Layout is called by Fyne.
func (f *flow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	rows := f.rows(objects, size.Width)
	y, n := (size.Height-f.height(objects, size.Width))/2, 0
	for _, row := range rows {
		h, x := rowHeight(row), float32(0)
		rest := float32(0)
		for i := len(row) - 1; i >= 0; i-- {
			rest += row[i].MinSize().Width + f.gap
			if n+i == f.right {
				break
			}
		}
		for i, o := range row {
			if n+i == f.right || (i == 0 && f.right >= 0 && n+i > f.right) {
				x = max(x, size.Width-rest+f.gap)
			}
			w := o.MinSize().Width
			o.Move(fyne.NewPos(x, y))
			o.Resize(fyne.NewSize(w, h))
			x += w + f.gap
		}
		n += len(row)
		y += h + f.gap
	}
}

// frame is the whole screen: the bar over everything, the queue at the left,
// the actions at the bottom, and what is left for the visit.
type frame struct {
	style look.Style
	bar   *flow
	slots *frameParts
}

type frameParts struct {
	top, side, body, bar fyne.CanvasObject
	sideBack, barBack    fyne.CanvasObject
	sideLine, sink       fyne.CanvasObject
	actions              *fyne.Container
}

const (
	topHigh  = 56
	sideWide = 332
	barHigh  = 96
	margin   = 24
)

func (l *frame) sideWidth() float32 {
	return sideWide * (1 + (min(max(l.style.Scale, 1), 2)-1)*0.35)
}

// MinSize is called by Fyne: the smallest screen that the counter is made for.
func (l *frame) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1024, 600) }

// Layout is called by Fyne.
func (l *frame) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	p := l.slots
	place := func(o fyne.CanvasObject, x, y, w, h float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, h))
	}
	top := max(topHigh, look.HeightFor(p.top, size.Width))
	side := l.sideWidth()
	if !p.side.Visible() {
		side = 0
	}
	bar := float32(0)
	if len(p.actions.Objects) > 0 {
		bar = max(barHigh, l.bar.height(p.actions.Objects, size.Width-side-2*margin)+32)
	}
	place(p.top, 0, 0, size.Width, top)
	place(p.sideBack, 0, top, side, size.Height-top)
	place(p.side, 0, top, max(0, side-1), size.Height-top)
	place(p.sideLine, max(0, side-1), top, min(side, 1), size.Height-top)
	place(p.barBack, side, size.Height-bar, size.Width-side, bar)
	place(p.bar, side+margin, size.Height-bar, size.Width-side-2*margin, bar)
	place(p.body, side, top, size.Width-side, size.Height-top-bar)
	place(p.sink, 0, 0, 0, 0)
}

// stack lays objects one below another as long as they fit, and hides the
// rest: a list at the side that ends where the screen ends.
type stack struct{}

// MinSize is called by Fyne: a stack takes what it gets.
func (stack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := float32(0)
	for _, o := range objects {
		w = max(w, o.MinSize().Width)
	}
	return fyne.NewSize(w, 0)
}

// Layout is called by Fyne.
func (stack) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y, full := float32(0), false
	for _, o := range objects {
		h := look.HeightFor(o, size.Width)
		full = full || y+h > size.Height
		if full {
			o.Hide()
			continue
		}
		o.Show()
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, h))
		y += h
	}
}

// columns lays objects side by side in equal widths and the full height.
type columns struct{ gap float32 }

// MinSize is called by Fyne.
func (l columns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	s := fyne.Size{}
	for _, o := range objects {
		s = s.Max(o.MinSize())
	}
	n := float32(len(objects))
	return fyne.NewSize(s.Width*n+l.gap*(n-1), s.Height)
}

// Layout is called by Fyne.
func (l columns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	n := float32(len(objects))
	w := (size.Width - l.gap*(n-1)) / max(n, 1)
	for i, o := range objects {
		o.Move(fyne.NewPos(float32(i)*(w+l.gap), 0))
		o.Resize(fyne.NewSize(w, size.Height))
	}
}
