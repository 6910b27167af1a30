package counter

import (
	"fyne.io/fyne/v2"

	"turno/counter/desk"
	"turno/hub/words"
	"turno/look"
)

// capName is what stands in a button's key cap: the countdown while one runs,
// else the key as keyboards of the language print it.
func capName(b desk.Button, l words.Lang) string {
	switch {
	case b.Cap != "":
		return b.Cap
	case b.Key == "Return":
		return words.T(l, "counter.key.return")
	case b.Key == "Escape":
		return words.T(l, "counter.key.escape")
	}
	return b.Key
}

// top is the bar over everything: which counter, for what, whether it is
// live, who sits there, the time. Narrow, it leaves the services out first.
func top(s look.Style, t desk.Top) fyne.CanvasObject {
	p := s.Palette
	row := []fyne.CanvasObject{
		look.Mark(s.Body(26), p.Brand),
		look.NewLine(t.Title, s.Body(22), look.Bold, p.Ink),
	}
	if s.Scale <= 1 {
		row = append(row, look.Grow(look.NewParagraph(t.Services, s.BodySize(), look.Regular, p.Ink2)))
	} else {
		row = append(row, look.Spacer())
	}
	switch {
	case t.Link == "":
	case t.Live:
		row = append(row, look.NewChip(s, look.Good, "broadcast-bold", t.Link))
	default:
		row = append(row, look.NewChip(s, look.Unsure, "wifi-slash-bold", t.Link))
	}
	if t.Teller != "" {
		row = append(row, look.NewLine(t.Teller, s.BodySize(), look.SemiBold, p.Ink))
	}
	row = append(row, look.NewLine(t.Clock, s.Body(22), look.Bold, p.Ink))
	return look.Fill(look.NewBox(p.Surface, 0),
		look.Inset(0, 20, 0, 20, look.HStack(20, row...)),
		look.VStack(0, look.Spacer(), look.Rule(p.Line, s.LineWidth())))
}
