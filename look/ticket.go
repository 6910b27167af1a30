package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// TicketKind is what a ticket is to the person who reads it.
type TicketKind int

// The kinds. Called alone bears the colour of the call.
const (
	Yours   TicketKind = iota // brand fill; white on a page filled with the brand
	Called                    // call yellow: you, now
	Serving                   // surface and edge: on record
	Stale                     // dashed, no fill: not live
)

// TicketSpec says what a ticket shows. Above and Below are what stands over
// the number and under the tear line, in the ticket's own colour (Ink gives
// it); either may be nil.
type TicketSpec struct {
	Kind   TicketKind
	Face   Face // the page it lies on: the notches take its colour
	Number string
	Size   float32 // of the number; 0 is the role's size
	Above  fyne.CanvasObject
	Below  fyne.CanvasObject

	// Measures that pictures set exactly; 0 takes what fits the number's size.
	Tear   float32 // y of the tear line
	Notch  float32 // radius of the half-notches
	Side   float32 // room left and right of the number
	Radius float32
	Ground color.NRGBA // the notches' colour where it is neither ground nor brand
}

// Ticket is a card with a number over a tear line between two half-notches.
// The number is never cut and never wraps: five characters are drawn at 0.8,
// and a number too wide even so is drawn smaller. The stem of its first letter
// stands on the line where everything else in the ticket begins.
type Ticket struct {
	part
	style Style
	spec  TicketSpec
	beat  bool
}

// NewTicket makes a ticket.
func NewTicket(s Style, spec TicketSpec) *Ticket {
	t := &Ticket{style: s, spec: spec}
	t.arrange = t.lay
	t.least = func() fyne.Size {
		m := t.measures()
		w := 2*m.side + Measure(spec.Number, NumberSizeFor(spec.Number, m.size, 0), Bold).Width*0.98
		h := m.tear
		if spec.Below != nil {
			w = max(w, 2*m.side+spec.Below.MinSize().Width)
			h += m.gap + HeightFor(spec.Below, w-2*m.side) + m.gap
		} else {
			h += m.gap * 2
		}
		return fyne.NewSize(w, h)
	}
	t.ExtendBaseWidget(t)
	return t
}

// TicketInk is the colour of what is written on a ticket, and TicketInk2 of
// what is less important there.
func TicketInk(s Style, k TicketKind, f Face) color.NRGBA {
	p := s.Palette
	switch {
	case k == Called:
		return p.OnCall
	case k == Yours && f == OnGround:
		return p.OnBrand
	case k == Stale:
		return p.Ink2
	}
	return p.Ink
}

// TicketInk2 is the quieter colour on a ticket.
func TicketInk2(s Style, k TicketKind, f Face) color.NRGBA {
	p := s.Palette
	switch {
	case k == Called:
		return p.OnCall
	case k == Yours && f == OnGround:
		if p.IsDark {
			return p.OnBrand
		}
		return p.Wash
	}
	return p.Ink2
}

// Beat draws the border thick, for the beats of a new call.
func (t *Ticket) Beat(on bool) {
	t.beat = on
	t.redraw()
}

type ticketMeasures struct {
	size, side, tear, notch, gap, radius, top float32
	line                                      float32
}

func (t *Ticket) measures() ticketMeasures {
	s, spec := t.style, t.spec
	m := ticketMeasures{size: spec.Size, side: spec.Side, tear: spec.Tear, notch: spec.Notch, radius: spec.Radius}
	if m.size == 0 {
		m.size = s.NumberSize()
	}
	if m.radius == 0 {
		m.radius = s.TicketRadius()
	}
	if m.side == 0 {
		m.side = max(16, m.size*0.165)
	}
	if m.notch == 0 {
		m.notch = max(10, m.size*0.083)
	}
	m.gap = max(8, m.size*0.12)
	m.line = max(2, m.size*0.01)
	m.top = m.gap
	if spec.Above != nil {
		m.top += HeightFor(spec.Above, 0)
	}
	if m.tear == 0 {
		m.tear = m.top + m.size*1.0 + m.gap
	}
	return m
}

func (t *Ticket) lay(size fyne.Size) {
	s, p, m, spec := t.style, t.style.Palette, t.measures(), t.spec
	ground := p.Ground
	if spec.Face == OnBrand {
		ground = p.Brand
	}
	if spec.Ground.A > 0 {
		ground = spec.Ground
	}
	t.objects = t.objects[:0]
	add := func(o fyne.CanvasObject, x, y, w, h float32) {
		put(o, x, y, w, h)
		t.objects = append(t.objects, o)
	}
	box, edge, stroke, tear := t.shape(m, ground)
	add(box, 0, 0, size.Width, size.Height)
	notch := func(x float32) {
		if stroke > 0 {
			d := 2 * (m.notch)
			add(halfNotch(x > 0, d, stroke, edge, ground, spec.Kind == Stale), x-m.notch, m.tear-m.notch, d, d)
			return
		}
		c := canvas.NewCircle(ground)
		add(c, x-m.notch, m.tear-m.notch, 2*m.notch, 2*m.notch)
	}
	notch(0)
	notch(size.Width)
	inner := m.notch * 1.6
	add(NewTear(tear, m.line), inner, m.tear-m.line/2, size.Width-2*inner, m.line)

	room := size.Width - 2*m.side
	n := NumberSizeFor(spec.Number, m.size, room+m.size*0.1)
	line := NewLine(spec.Number, n, Bold, TicketInk(s, spec.Kind, spec.Face))
	ls := line.MinSize()
	top := m.top
	if spec.Above != nil {
		add(spec.Above, m.side, m.gap*0.9, room, HeightFor(spec.Above, room))
	}
	// The number's digits stand in the middle between what is above and the tear.
	mid := (top + m.tear) / 2
	if spec.Above == nil {
		mid = m.tear * 0.487 // what is under the line weighs as well
	}
	add(line, m.side-n*Stem(spec.Number), mid-digitMiddle(n, Bold), ls.Width, ls.Height)
	if spec.Below != nil {
		high := HeightFor(spec.Below, room)
		add(spec.Below, m.side, m.tear+(size.Height-m.tear-high)/2, room, high)
	}
}

func (t *Ticket) shape(m ticketMeasures, ground color.NRGBA) (box *Box, edge color.NRGBA, stroke float32, tear color.NRGBA) {
	s, p := t.style, t.style.Palette
	switch t.spec.Kind {
	case Called:
		box, tear = NewBox(p.Call, m.radius), p.OnCall
		if t.beat {
			box.Edge(p.Ink, max(6, m.size*0.03))
		}
	case Serving:
		stroke, edge, tear = max(1, s.EdgeWidth()), p.Edge, p.Edge
		box = NewBox(p.Surface, m.radius).Edge(edge, stroke)
	case Stale:
		stroke, edge, tear = max(2, s.EdgeWidth()), p.Edge, p.Edge
		box = NewBox(ground, m.radius).Dashed(edge, stroke)
	default:
		fill := p.Brand
		tear = p.Soft
		if p.IsDark {
			tear = p.OnBrand
		}
		if t.spec.Face == OnBrand {
			fill, tear = p.Surface, p.Brand
			if p.HighContrast {
				stroke, edge = 4, p.Edge
			}
		}
		box = NewBox(fill, m.radius)
		if stroke > 0 {
			box.Edge(edge, stroke)
		}
	}
	return box, edge, stroke, tear
}
