package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// RowSpec says what a row of a list shows; what is empty takes no room.
// From left to right: Lead, Icon, Text over Note, Late, End, Value, Time.
type RowSpec struct {
	Lead     string // bold, at the left: a ticket ("B043")
	Icon     string
	Text     string
	Strong   bool // Text in the weight of labels
	Note     string
	NoteLate bool   // Note in the colour of what is late
	Late     string // "late": a timer beside the text, and Time in its colour
	IconEnd  string
	Value    string // bold, at the right: how many
	Time     string // at the far right
	Muted    bool   // not this person's: secondary ink
	Selected bool
	NoLine   bool
	Height   float32 // 0: 54 (60 with a note) at a desk, 96 on a kiosk
	Side     float32 // room left and right of the words
	OnTap    func()
}

// Row is one line of a list with a rule below. It can be tapped where OnTap is given.
type Row struct {
	control
	spec RowSpec
}

// NewRow makes a row.
func NewRow(s Style, spec RowSpec) *Row {
	r := &Row{spec: spec}
	r.style = s
	r.live = func() bool { return r.spec.OnTap != nil }
	r.tap = func() { r.spec.OnTap() }
	r.arrange = r.lay
	r.least = func() fyne.Size {
		w := r.build().MinSize().Width + 2*r.spec.Side
		return fyne.NewSize(w, r.HeightFor(max(w, r.Size().Width)))
	}
	r.ExtendBaseWidget(r)
	return r
}

func (r *Row) build() *fyne.Container {
	s, p, spec := r.style, r.style.Palette, r.spec
	ink := p.Ink
	if spec.Muted {
		ink = p.Ink2
	}
	body, small := s.BodySize(), s.SmallSize()
	number := s.Body(s.pick(44, 20, 44))
	var cells []fyne.CanvasObject
	if spec.Lead != "" {
		cells = append(cells, NewLine(spec.Lead, s.Body(s.pick(52, 24, 52)), Bold, ink))
	}
	if spec.Icon != "" {
		cells = append(cells, NewIcon(spec.Icon, s.Body(s.pick(44, 22, 44)), ink))
	}
	weight := Regular
	if spec.Strong {
		weight = SemiBold
	}
	text := NewParagraph(spec.Text, body, weight, ink)
	var words fyne.CanvasObject = text
	if spec.Note != "" {
		c := p.Ink2
		if spec.NoteLate {
			c = p.Warn
		}
		words = VStack(0, text, NewParagraph(spec.Note, small, Regular, c))
	}
	if spec.Late != "" {
		late := HStack(s.pick(8, 5, 8), NewIcon("timer-fill", s.Body(s.pick(40, 20, 40)), p.Warn), NewLine(spec.Late, small, SemiBold, p.Warn))
		words = HStack(s.pick(20, 14, 20), Sized(min(Measure(spec.Text, body, weight).Width+1, s.pick(500, 150, 500)), 0, words), late, Spacer())
	}
	cells = append(cells, Grow(words))
	if spec.IconEnd != "" {
		cells = append(cells, NewIcon(spec.IconEnd, s.Body(s.pick(40, 20, 40)), ink))
	}
	if spec.Value != "" {
		cells = append(cells, NewLine(spec.Value, number, Bold, ink))
	}
	if spec.Time != "" {
		c, w := p.Ink2, Regular
		if spec.Late != "" {
			c, w = p.Warn, SemiBold
		}
		line := NewLine(spec.Time, body, w, color.Color(c)).Align(fyne.TextAlignTrailing)
		cells = append(cells, Sized(max(line.MinSize().Width, s.Body(s.pick(140, 66, 140))), 0, line))
	}
	return HStack(s.pick(20, 12, 20), cells...)
}

// HeightFor is the height at a width.
func (r *Row) HeightFor(width float32) float32 {
	least := r.spec.Height
	if least == 0 {
		least = r.style.pick(96, 54, 96)
		if r.spec.Note != "" {
			least = r.style.pick(120, 60, 120)
		}
	}
	return max(least, HeightFor(r.build(), width-2*r.spec.Side)+r.style.pick(24, 8, 24))
}

func (r *Row) lay(size fyne.Size) {
	s, p := r.style, r.style.Palette
	r.objects = r.objects[:0]
	if r.focused {
		r.objects = append(r.objects, focusRing(s, OnGround, size, s.pick(12, 6, 12))...)
	}
	if r.spec.Selected || r.pressed || r.focused {
		fill := p.Surface
		if r.spec.Selected || r.pressed {
			fill = p.Wash
		}
		back := canvas.NewRectangle(fill)
		put(back, 0, 0, size.Width, size.Height)
		r.objects = append(r.objects, back)
		if r.spec.Selected {
			bar := canvas.NewRectangle(p.Brand)
			put(bar, 0, 0, 4, size.Height)
			r.objects = append(r.objects, bar)
		}
	}
	c := r.build()
	put(c, r.spec.Side, 0, size.Width-2*r.spec.Side, size.Height-s.LineWidth())
	r.objects = append(r.objects, c)
	if !r.spec.NoLine {
		rule := canvas.NewRectangle(p.Line)
		put(rule, 0, size.Height-s.LineWidth(), size.Width, s.LineWidth())
		r.objects = append(r.objects, rule)
	}
}
