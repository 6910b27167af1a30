package counter

import (
	"fyne.io/fyne/v2"

	"turno/hub/pairing"
	"turno/look"
)

// pairPage is a counter that the hub does not know yet: the code for the manager,
// readable at arm's length, and what becomes of it. wide is the room for a line.
func pairPage(s look.Style, t pairing.Text, wide float32) fyne.CanvasObject {
	p := s.Palette
	title, number, lead, pad, icon := s.HeroSize(), float32(150), s.Body(20), float32(32), float32(48)
	if wide < 400 {
		title, number, lead, pad, icon = s.TitleSize(), 80, s.BodySize(), 14, 28
	}
	ink := p.Ink
	if t.Bad {
		ink = p.Warn
	}
	rows := []fyne.CanvasObject{look.HStackTop(16, look.NewIcon(t.Icon, icon, ink), look.Grow(look.NewParagraph(t.Title, title, look.Bold, p.Ink).LineHeight(1.2)))}
	if t.Code != "" {
		code := look.NewLine(t.Code, look.NumberSizeFor(t.Code, number, wide-2*pad-4), look.Bold, p.Ink)
		rows = append(rows, look.Fill(look.NewBox(p.Surface, s.TicketRadius()).Edge(p.Edge, max(2, s.EdgeWidth())), look.Inset(8, pad, 8, pad, look.Middle(code))))
	}
	rows = append(rows, look.NewParagraph(t.Lead, lead, look.Regular, p.Ink).LineHeight(1.35))
	if t.Note != "" {
		rows = append(rows, look.NewParagraph(t.Note, lead, look.SemiBold, p.Ink).LineHeight(1.3))
	}
	var facts []fyne.CanvasObject
	for _, fact := range t.Facts {
		facts = append(facts, look.NewParagraph(fact, s.BodySize(), look.Regular, p.Ink2).LineHeight(1.3))
	}
	return look.VStack(20, append(rows, look.VStack(2, facts...))...)
}
