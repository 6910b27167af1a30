package kiosk_test

import (
	"fmt"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"turno/look"
)

// rect is a place on the screen, in units.
type rect struct{ x, y, w, h float32 }

func (r rect) String() string { return fmt.Sprintf("%.0f,%.0f %.0f×%.0f", r.x, r.y, r.w, r.h) }

func (r rect) meets(o rect) bool {
	return r.x < o.x+o.w && o.x < r.x+r.w && r.y < o.y+o.h && o.y < r.y+r.h
}

func (r rect) holds(o rect) bool {
	return o.x >= r.x-1 && o.y >= r.y-1 && o.x+o.w <= r.x+r.w+1 && o.y+o.h <= r.y+r.h+1
}

func (r rect) grown(by float32) rect { return rect{r.x - by, r.y - by, r.w + 2*by, r.h + 2*by} }

// text is one run of words on the screen.
type text struct {
	rect
	words string
	need  float32 // the width that the words take
	order int     // in which it is painted
	in    *target
}

// target is something that can be touched.
type target struct {
	rect
	words []string
	order int
	key   bool // of a keyboard, whose keys stand closer
	tool  bool // in the bar
}

func (t *target) String() string { return fmt.Sprintf("%q at %v", strings.Join(t.words, " "), t.rect) }

// paint is an opaque shape that hides what was painted before it.
type paint struct {
	rect
	order int
	in    *target
	color color.Color
}

// scan is everything on a screen, found by walking its objects.
type scan struct {
	texts   []text
	targets []*target
	paints  []paint
	parts   []rect // tickets and banners
	order   int
}

func scanOf(o fyne.CanvasObject) *scan {
	s := &scan{}
	s.walk(o, fyne.NewPos(0, 0), nil)
	return s
}

func (s *scan) walk(o fyne.CanvasObject, at fyne.Position, in *target) {
	if !o.Visible() {
		return
	}
	s.order++
	p, z := at.Add(o.Position()), o.Size()
	r := rect{p.X, p.Y, z.Width, z.Height}
	switch o := o.(type) {
	case *fyne.Container:
		for _, c := range o.Objects {
			s.walk(c, p, in)
		}
	case *canvas.Text:
		if strings.TrimSpace(o.Text) != "" {
			m := o.MinSize()
			t := text{rect: rect{p.X, p.Y + (z.Height-o.TextSize*0.72)/2, m.Width, o.TextSize * 0.72}, words: o.Text, need: m.Width - z.Width, order: s.order, in: in}
			switch o.Alignment {
			case fyne.TextAlignTrailing:
				t.x = p.X + z.Width - m.Width
			case fyne.TextAlignCenter:
				t.x = p.X + (z.Width-m.Width)/2
			}
			s.texts = append(s.texts, t)
			if in != nil {
				in.words = append(in.words, o.Text)
			}
		}
	case *canvas.Rectangle:
		s.cover(r, o.FillColor, in)
	case fyne.Widget:
		if _, ok := o.(fyne.Tappable); ok && in == nil {
			_, key := o.(*look.Key)
			_, tool := o.(*look.Tool)
			in = &target{rect: r, order: s.order, key: key, tool: tool}
			s.targets = append(s.targets, in)
		}
		switch o.(type) {
		case *look.Ticket, *look.Banner:
			s.parts = append(s.parts, r)
		}
		for _, c := range test.WidgetRenderer(o).Objects() {
			s.walk(c, p, in)
		}
	}
}

func (s *scan) cover(r rect, c color.Color, in *target) {
	if c == nil {
		return
	}
	if _, _, _, a := c.RGBA(); a > 0x8000 {
		s.paints = append(s.paints, paint{r, s.order, in, c})
	}
}

// faults are what is wrong with a screen of w by h: parts that are cut, that
// lie over one another, that a finger can't hit or a hand can't reach.
func (s *scan) faults(w, h float32, low bool) []string {
	var faults []string
	bad := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	screen := rect{0, 0, w, h}
	reach := float32(0)
	if h > w {
		reach = 256
	}
	if low {
		reach = h * 2 / 3
	}
	for i, t := range s.targets {
		switch {
		case !screen.holds(t.rect):
			bad("%v leaves the screen", t)
		case t.w < 72 || t.h < 72:
			bad("%v is too small for a finger", t)
		case t.y < reach:
			bad("%v is out of reach above %.0f", t, reach)
		}
		for _, o := range s.targets[:i] {
			apart := float32(7.5) // half of it
			if t.key && o.key {
				apart = 4.5
			}
			if t.grown(apart).meets(o.grown(apart)) {
				bad("%v is too close to %v", t, o)
			}
		}
		for _, p := range s.paints {
			if p.order > t.order && p.in == nil && p.meets(t.rect) {
				bad("%v is covered by a shape at %v", t, p.rect)
			}
		}
	}
	for _, r := range s.parts {
		if !screen.holds(r) {
			bad("a part leaves the screen at %v", r)
		}
		for _, t := range s.targets {
			if r.meets(t.rect) {
				bad("a part at %v runs into the control %v", r, t)
			}
		}
	}
	for i, t := range s.texts {
		if t.need > 1 {
			bad("%q is cut: it lacks %.0f", t.words, t.need)
		}
		if !screen.holds(t.rect) {
			bad("%q leaves the screen at %v", t.words, t.rect)
		}
		if t.in != nil && !t.in.holds(t.rect) {
			bad("%q leaves its control %v at %v", t.words, t.in.rect, t.rect)
		}
		for _, o := range s.texts[:i] {
			if t.meets(o.rect) {
				bad("%q lies over %q at %v", t.words, o.words, t.rect)
			}
		}
		for _, o := range s.targets {
			if t.in != o && t.meets(o.rect) && !o.holds(t.rect) {
				bad("%q runs into the control %v", t.words, o)
			}
		}
		for _, p := range s.paints {
			if p.order > t.order && p.meets(t.rect) {
				bad("%q at %v is covered by a shape at %v", t.words, t.rect, p.rect)
			}
		}
	}
	return faults
}
