package display

import (
	"strings"

	"fyne.io/fyne/v2"

	"turno/hub/pairing"
	"turno/look"
)

// pairing is the screen of a display that the hub does not know yet: what is
// done about it, and a code that can be read from the far end of the hall.
func (f frame) pairing(t *pairing.Text) []fyne.CanvasObject {
	if t == nil {
		return []fyne.CanvasObject{}
	}
	const top = 136
	wide, room := f.w-2*f.margin, f.h-f.tickerHigh-28-top
	for share := float32(1); ; share -= 0.04 {
		words := f.pairWords(*t, wide*f.k, share)
		high := look.HeightFor(words, wide*f.k) / f.k
		if high <= room || share < 0.4 {
			return []fyne.CanvasObject{f.put(words, f.margin, top+max(0, room-high)/2, wide, high)}
		}
	}
}

// pairWords are the sentences in a share of their sizes; the code keeps its own.
func (f frame) pairWords(t pairing.Text, wide, share float32) fyne.CanvasObject {
	p := f.Palette
	ink := p.Ink
	if t.Bad {
		ink = p.Warn
	}
	at := func(size float32) float32 { return size * share * f.k }
	rows := []fyne.CanvasObject{look.HStack(36*f.k,
		look.NewIcon(t.Icon, at(104), ink), look.Grow(look.NewParagraph(t.Title, at(88), look.Bold, p.Ink).LineHeight(1.1)))}
	if t.Code != "" {
		pad := 56 * f.k
		code := look.NewLine(t.Code, look.NumberSizeFor(t.Code, 300*f.k, wide-2*pad), look.Bold, p.Ink)
		rows = append(rows, look.Fill(look.NewBox(p.Surface, 40*f.k).Edge(p.Edge, 4*f.k), look.Inset(0, pad, 0, pad, look.Middle(code))))
	}
	rows = append(rows, look.NewParagraph(t.Lead, at(60), look.Regular, p.Ink).LineHeight(1.25))
	if t.Note != "" {
		rows = append(rows, look.NewParagraph(t.Note, at(52), look.SemiBold, p.Ink).LineHeight(1.2))
	}
	var each []string // none is broken in the middle
	for _, fact := range t.Facts {
		each = append(each, strings.ReplaceAll(fact, " ", "\u00a0"))
	}
	facts := look.NewParagraph(strings.Join(each, "   "), at(40), look.Regular, p.Ink2).LineHeight(1.2)
	return look.VStack(30*share*f.k, append(rows, facts)...)
}
