package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// RangeBar shows a running time against what is usual: a sunken track, the
// usual range in soft, the time in brand and a marker in ink at its end.
type RangeBar struct {
	part
	style           Style
	now, low, high  float32 // shares of the track, 0-1
	track           *Box
	soft            *canvas.Rectangle
	filled, pointer *canvas.Rectangle
}

// NewRangeBar makes an empty bar.
func NewRangeBar(s Style) *RangeBar {
	p := s.Palette
	thick := s.pick(16, 10, 16)
	r := &RangeBar{style: s,
		track:   NewBox(p.Sunken, thick/2),
		soft:    canvas.NewRectangle(p.Soft),
		filled:  &canvas.Rectangle{FillColor: p.Brand, CornerRadius: thick / 2},
		pointer: &canvas.Rectangle{FillColor: p.Ink, CornerRadius: s.pick(3, 2.5, 3)},
	}
	if p.HighContrast {
		// The track is a frame, what is usual is white, the time is yellow.
		r.track = NewBox(p.Ground, thick/2).Edge(p.Edge, 2)
		r.soft.FillColor = p.Ink
	}
	r.objects = []fyne.CanvasObject{r.track, r.soft, r.filled, r.pointer}
	high := s.pick(32, 26, 32)
	r.least = func() fyne.Size { return fyne.NewSize(thick*6, high) }
	r.arrange = func(size fyne.Size) {
		w, y := size.Width, (size.Height-thick)/2
		put(r.track, 0, y, w, thick)
		put(r.soft, w*r.low, y, w*(r.high-r.low), thick)
		put(r.filled, 0, y, max(thick, w*r.now), thick)
		pw := s.pick(6, 5, 6)
		put(r.pointer, min(max(0, w*r.now-pw/2), w-pw), (size.Height-high+2)/2, pw, high-2)
	}
	r.ExtendBaseWidget(r)
	return r
}

// Set moves the bar: now, and the low and high end of what is usual, all as
// parts of the whole track. What lies outside 0-1 is held at its end.
func (r *RangeBar) Set(now, low, high float32) {
	clamp := func(v float32) float32 { return min(max(v, 0), 1) }
	r.now, r.low, r.high = clamp(now), clamp(low), max(clamp(low), clamp(high))
	r.redraw()
}

// Progress is a plain bar for a countdown: how much is left of it.
type Progress struct {
	part
	share float32
}

// NewProgress makes a full bar, 12 high on a kiosk and 8 at a desk.
func NewProgress(s Style, f Face) *Progress {
	p := s.Palette
	track, fill := p.Sunken, p.Brand
	if f == OnBrand {
		track, fill = p.Press, p.OnBrand
	}
	if p.HighContrast {
		track, fill = p.Ground, p.Brand
	}
	high := s.pick(12, 8, 12)
	b := &Progress{share: 1}
	back := NewBox(track, high/2)
	if p.HighContrast {
		back.Edge(p.Edge, 2)
	}
	front := &canvas.Rectangle{FillColor: fill, CornerRadius: high / 2}
	b.objects = []fyne.CanvasObject{back, front}
	b.least = func() fyne.Size { return fyne.NewSize(high*4, high) }
	b.arrange = func(size fyne.Size) {
		put(back, 0, 0, size.Width, size.Height)
		w := size.Width * b.share
		if w < high {
			w = 0
		}
		put(front, 0, 0, w, size.Height)
	}
	b.ExtendBaseWidget(b)
	return b
}

// Set says how much is left, 0-1.
func (b *Progress) Set(share float32) {
	b.share = min(max(share, 0), 1)
	b.redraw()
}
