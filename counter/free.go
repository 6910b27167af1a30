package counter

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"turno/counter/desk"
	"turno/look"
)

// free is the screen with one large button: a free counter, a call, a pause,
// wrap-up, and the counter before it is opened. The large button stays where
// it is from the call to the start of the service.
type free struct {
	style  look.Style
	kind   freeKind
	title  *look.Paragraph
	note   *look.Paragraph
	ticket *ticket
	choice *choice
	large  *large
	facts  []*look.Line
	labels []*look.Paragraph
	below  *fyne.Container
	root   fyne.CanvasObject
}

// freeKind is which parts a free screen has.
type freeKind struct {
	ticket  bool
	columns int // of a choice; -1 for none
	facts   int
}

func kindOf(m desk.Model) freeKind {
	k := freeKind{ticket: m.Card != nil, columns: -1, facts: len(m.Facts)}
	if m.Open != nil && len(m.Open.Columns) > 0 {
		k.columns = len(m.Open.Columns)
	}
	return k
}

func newFree(s look.Style, m desk.Model, c *Calls) *free {
	p := s.Palette
	v := &free{style: s, kind: kindOf(m), large: newLarge(s)}
	v.title = look.NewParagraph("", s.HeroSize(), look.Bold, p.Ink).LineHeight(1.2)
	v.note = look.NewParagraph("", s.Body(18), look.Regular, p.Ink2)
	hero := look.Fill(look.Gap(0, 82), look.VStack(4, v.title, v.note))
	rows := []fyne.CanvasObject{hero, look.Gap(0, 24)}
	press := []fyne.CanvasObject{shielded(v.large, func() { c.Press(v.large.b.Do) }), look.Gap(0, 28)}
	if s.Scale > 1 { // large text: what to do comes before what it is about
		rows = append(rows, press...)
	}
	if v.kind.ticket {
		v.ticket = newTicket(s, 176)
		rows = append(rows, v.ticket, look.Gap(0, 28))
	}
	if v.kind.columns >= 0 {
		v.choice = newChoice(s, *m.Open, c.Pick, s.Scale > 1)
		rowsOf := 0
		for _, col := range m.Open.Columns {
			rowsOf = max(rowsOf, len(col.Options))
		}
		high := s.Body(min(318, 66+49*float32(rowsOf)))
		rows = append(rows, look.Sized(0, high, cardOf(s, look.Inset(16, 24, 16, 24, v.choice.root))), look.Gap(0, 28))
	}
	if s.Scale <= 1 {
		rows = append(rows, press...)
	}
	v.below = look.VStack(0)
	if n := v.kind.facts; n > 0 {
		var cells []fyne.CanvasObject
		for range n {
			number := look.NewLine("", s.Heading(32), look.Bold, p.Ink)
			label := look.NewParagraph("", s.BodySize(), look.Regular, p.Ink2)
			v.facts, v.labels = append(v.facts, number), append(v.labels, label)
			rule := canvas.NewRectangle(p.Edge)
			rule.SetMinSize(fyne.NewSize(0, 2))
			cells = append(cells, look.VStack(0, rule, look.Gap(0, 8), number, label))
		}
		v.below = look.Grid(3, 32, 0, cells...)
	}
	rows = append(rows, look.Gap(0, 8), v.below)
	v.root = look.VStack(0, rows...)
	return v
}

func (v *free) fits(m desk.Model) bool { return v.kind == kindOf(m) }

func (v *free) show(m desk.Model) {
	v.title.SetText(m.Hero.Title)
	v.note.SetText(m.Hero.Note)
	if v.ticket != nil {
		v.ticket.show(*m.Card)
	}
	if v.choice != nil {
		v.choice.show(*m.Open)
	}
	if m.Primary != nil && v.large.b != *m.Primary {
		v.large.show(*m.Primary, m.Lang)
	}
	for i, f := range m.Facts {
		v.facts[i].SetText(f.Number)
		v.labels[i].SetText(f.Label)
	}
}
