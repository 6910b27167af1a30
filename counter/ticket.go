package counter

import (
	"image/color"
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"turno/counter/desk"
	"turno/look"
)

// The ticket's measures at a desk.
const (
	ticketLeft = 330 // the number's side, up to the tear line
	signLeft   = 144 // the side of a card with no number, which has a sign there
	tearWidth  = 3
	notchR     = 18
)

// ticket is the visit as a card lying on its side: the number, a tear line
// between two half-notches, the facts, and, in service, the running time. The
// running time and its bar change in place; nothing else moves.
type ticket struct {
	widget.BaseWidget
	style    look.Style
	card     desk.Card
	high     float32
	shown    bool
	running  *look.Line
	bar      *look.RangeBar
	barAt    float32
	left     fyne.CanvasObject
	facts    fyne.CanvasObject
	clock    fyne.CanvasObject
	box      *look.Box
	tear     *look.Tear
	notches  []*canvas.Circle
	covers   []*canvas.Rectangle
	children []fyne.CanvasObject
}

// newTicket makes a ticket that is high units high, more where words wrap.
func newTicket(s look.Style, high float32) *ticket {
	t := &ticket{style: s, high: high, running: look.NewLine("", s.Heading(44), look.Bold, s.Palette.Ink), bar: look.NewRangeBar(s)}
	for range 2 {
		t.notches = append(t.notches, canvas.NewCircle(s.Palette.Ground))
		t.covers = append(t.covers, canvas.NewRectangle(s.Palette.Ground))
	}
	t.ExtendBaseWidget(t)
	return t
}

// show draws a card. Where only the time has run on, only the time is drawn.
func (t *ticket) show(c desk.Card) {
	before, now := t.card, c
	before.Running, now.Running, before.Bar, now.Bar = "", "", nil, nil
	same := t.shown && reflect.DeepEqual(before, now) && (t.card.Running == "") == (c.Running == "") && (t.card.Bar == nil) == (c.Bar == nil)
	t.card = c
	t.running.SetText(c.Running)
	if c.Bar != nil && (!same || int(c.Bar.At*244) != int(t.barAt*244)) {
		t.barAt = c.Bar.At
		t.bar.Set(c.Bar.At, c.Bar.From, c.Bar.To)
	}
	if !same {
		t.shown = true
		t.build()
		if !t.Size().IsZero() {
			t.Refresh()
		}
	}
}

// inks are the colours of a card: words, quieter words, the edge.
func (t *ticket) inks() (ink, ink2, edge color.NRGBA) {
	p := t.style.Palette
	switch {
	case t.card.Stale:
		return p.Ink2, p.Ink2, p.Edge
	case t.card.Look == desk.CardCalled:
		return p.OnCall, p.OnCall, p.OnCall
	}
	return p.Ink, p.Ink2, p.Edge
}

func (t *ticket) build() {
	s, p := t.style, t.style.Palette
	ink, ink2, edge := t.inks()
	none := t.card.Look == desk.CardNone
	switch {
	case t.card.Stale || none:
		t.box = look.NewBox(color.NRGBA{}, s.TicketRadius()).Dashed(p.Edge, max(2, s.EdgeWidth()))
	case t.card.Look == desk.CardCalled:
		t.box = look.NewBox(p.Call, s.TicketRadius())
	default:
		t.box = look.NewBox(p.Surface, s.TicketRadius()).Edge(p.Edge, s.EdgeWidth())
	}
	t.tear = look.NewTear(edge, tearWidth)
	t.left, t.facts, t.clock = t.numberSide(ink, ink2), t.factSide(ink, ink2), nil
	t.running.SetColor(ink)
	if t.card.Running != "" && (s.Scale <= 1 || none) {
		t.clock = t.clockSide(ink2)
	}
	t.children = []fyne.CanvasObject{t.box}
	for i, n := range t.notches {
		n.FillColor, n.StrokeColor, n.StrokeWidth = p.Ground, edge, s.EdgeWidth()
		if t.card.Look == desk.CardCalled {
			n.StrokeWidth = 0
		}
		n.Hidden, t.covers[i].Hidden = none, none
		t.children = append(t.children, n, t.covers[i])
	}
	if !none {
		t.children = append(t.children, t.tear)
	}
	t.children = append(t.children, t.left, t.facts)
	if t.clock != nil {
		t.children = append(t.children, t.clock)
	}
}

func (t *ticket) numberSide(ink, ink2 color.NRGBA) fyne.CanvasObject {
	s, p, c := t.style, t.style.Palette, t.card
	if c.Look == desk.CardNone {
		return look.Middle(look.NewIcon(c.Icon, 72, ink2))
	}
	tagInk := ink2
	if c.Look == desk.CardServing && !c.Stale {
		tagInk = p.Brand
	}
	tag := []fyne.CanvasObject{}
	if c.TagIcon != "" {
		tag = append(tag, look.NewIcon(c.TagIcon, s.Body(20), tagInk))
	}
	tag = append(tag, look.NewLine(c.Tag, s.BodySize(), look.SemiBold, tagInk))
	size := look.NumberSizeFor(c.Ticket, s.NumberSize(), ticketLeft-36)
	number := look.NewLine(c.Ticket, size, look.Bold, ink)
	lines := []fyne.CanvasObject{look.Spacer(), look.HStack(8, tag...), look.Inset(-size*0.13, 0, -size*0.13, -size*0.048, number)}
	if s.Scale > 1 && c.Running != "" { // large text: the time stands under the number
		lines = append(lines, look.Inset(12, 24, 0, 0, t.clockSide(ink2)))
	}
	return look.VStack(0, append(lines, look.Spacer())...)
}

func (t *ticket) factSide(ink, ink2 color.NRGBA) fyne.CanvasObject {
	s, p, c := t.style, t.style.Palette, t.card
	body := s.BodySize()
	if c.Look != desk.CardServing {
		body = s.Body(18)
	}
	lines := []fyne.CanvasObject{look.NewParagraph(c.Title, s.TitleSize(), look.Bold, ink).LineHeight(1.2)}
	if c.Language != "" {
		lines = append(lines, look.NewParagraph(c.Speaks+" *"+c.Language+"*", body, look.Regular, ink))
	}
	for _, l := range c.Lines {
		if l.Late && !c.Stale {
			lines = append(lines, look.HStack(8, look.NewIcon("timer-fill", s.Body(22), p.Warn),
				look.Grow(look.NewParagraph(l.Text, body, look.Regular, p.Warn))))
			continue
		}
		lines = append(lines, look.NewParagraph(l.Text, s.BodySize(), look.Regular, ink2))
	}
	return look.VStack(3, append(append([]fyne.CanvasObject{look.Spacer()}, lines...), look.Spacer())...)
}

func (t *ticket) clockSide(ink2 color.NRGBA) fyne.CanvasObject {
	s, c := t.style, t.card
	label := look.NewParagraph(c.RunLabel, s.BodySize(), look.Regular, ink2)
	lines := []fyne.CanvasObject{look.Spacer(), look.HStack(8, t.running, look.Grow(look.Inset(s.Heading(44)*0.28, 0, 0, 0, label)))}
	if s.Scale > 1 {
		lines = []fyne.CanvasObject{look.Spacer(), look.Left(t.running), label}
	}
	if c.Bar != nil {
		lines = append(lines, look.Sized(0, 26, t.bar))
	}
	if c.Usual != "" {
		lines = append(lines, look.NewParagraph(c.Usual, s.SmallSize(), look.Regular, ink2))
	}
	return look.VStack(8, append(lines, look.Spacer())...)
}

// leftSide is the width of the number's side; a sign leaves more to the words, as
// the reason for a pause is as long as a bank writes it.
func (t *ticket) leftSide() float32 {
	if t.card.Look == desk.CardNone {
		return signLeft
	}
	return ticketLeft
}

// columns are the three parts' places at a width.
func (t *ticket) columns(width float32) (facts, clock float32) {
	if t.clock != nil {
		clock = 244
		if t.style.Scale > 1 {
			clock = min(244*t.style.Scale, width*0.3)
		}
	}
	facts = width - t.leftSide() - tearWidth - 28 - 28
	if clock > 0 {
		facts -= clock + 28
	}
	return facts, clock
}

// HeightFor is the height at a width.
func (t *ticket) HeightFor(width float32) float32 {
	if !t.shown {
		return t.high
	}
	facts, clock := t.columns(width)
	h := max(t.high, look.HeightFor(t.facts, facts)+32, look.HeightFor(t.left, t.leftSide())+16)
	if t.clock != nil {
		h = max(h, look.HeightFor(t.clock, clock)+32)
	}
	return h
}

// MinSize is called by Fyne.
func (t *ticket) MinSize() fyne.Size {
	w := max(t.Size().Width, ticketLeft+300)
	return fyne.NewSize(ticketLeft+300, t.HeightFor(w))
}

// CreateRenderer is called by Fyne.
func (t *ticket) CreateRenderer() fyne.WidgetRenderer { return &ticketRenderer{t} }

type ticketRenderer struct{ t *ticket }

func (r *ticketRenderer) Layout(size fyne.Size) {
	t := r.t
	if !t.shown || size.Width < ticketLeft {
		return // before the first real layout
	}
	place := func(o fyne.CanvasObject, x, y, w, h float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, h))
	}
	place(t.box, 0, 0, size.Width, size.Height)
	place(t.tear, ticketLeft, 30, tearWidth, size.Height-60)
	mid := float32(ticketLeft) + tearWidth/2
	for i, n := range t.notches {
		y := float32(i) * size.Height
		place(n, mid-notchR, y-notchR, 2*notchR, 2*notchR)
		// What of a notch lies outside the card is ground.
		cover := -notchR - 2 + float32(i)*(size.Height+notchR+2)
		place(t.covers[i], mid-notchR-1, cover, 2*notchR+2, notchR+2)
	}
	facts, clock := t.columns(size.Width)
	left := t.leftSide()
	place(t.left, 24, 0, left-24, size.Height)
	place(t.facts, left+tearWidth+28, 0, facts, size.Height)
	if t.clock != nil {
		place(t.clock, size.Width-28-clock, 0, clock, size.Height)
	}
}

func (r *ticketRenderer) MinSize() fyne.Size { return r.t.MinSize() }

func (r *ticketRenderer) Objects() []fyne.CanvasObject { return r.t.children }

func (r *ticketRenderer) Refresh() {
	r.Layout(r.t.Size())
	for _, o := range r.t.children {
		canvas.Refresh(o)
	}
}

func (r *ticketRenderer) Destroy() {}
