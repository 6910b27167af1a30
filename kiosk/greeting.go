package kiosk

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"turno/kiosk/flow"
	"turno/look"
)

// greeting is the first screen: the avenue, the word, the languages.
func (p *page) greeting() {
	words := look.VStack(16,
		look.NewParagraph(p.v.Title, p.s.HeroSize(), look.Bold, p.strong()).LineHeight(1.05),
		p.text(p.v.Lead, 44))
	p.panel(p.foot())
	top := p.languageRows()
	high := look.HeightFor(words, p.column())
	var y float32
	switch {
	case p.split():
		y = p.h - p.foot() - margin - high
	case p.v.Landscape:
		y = top - 48 - high
	default:
		y = top - 82 - high
	}
	sky := y - 72
	if p.large() {
		sky = y - 40
	}
	width := p.w
	if p.split() {
		width -= panelWidth
	}
	p.scenery(width, sky)
	p.add(margin, y, p.column(), high, words)
	p.head()
	p.bar()
}

// scenery is the avenue of the bank's name above the greeting. High contrast
// has none: there it would be in nobody's way but the reader's.
func (p *page) scenery(w, h float32) {
	if p.s.Palette.HighContrast {
		return
	}
	if h < 340 {
		p.add(0, 0, w, max(h, 0), canvas.NewRectangle(p.s.Palette.Wash))
		return
	}
	// Drawn once for each size: it takes as long as all the rest.
	key := fmt.Sprintf("avenue %.0f %.0f", w, h)
	p.add(0, 0, w, h, keep(p.k, key, func() fyne.CanvasObject { return p.k.vista(p.s.Palette, w, h) }, func(fyne.CanvasObject) {}))
}

// languageRows are the languages as controls; it answers where they begin.
func (p *page) languageRows() float32 {
	primary, others := p.rest()
	high := p.sized(148, 148, 128)
	switch {
	case p.tight():
		high = 112
	case p.split():
		high = 120
	case p.v.Ease.Low:
		high = 116
	}
	if p.backInBar() {
		others = others[:len(others)-1]
	}
	var cells []fyne.CanvasObject
	for _, b := range others {
		cells = append(cells, p.language(b, high))
	}
	if p.v.Landscape && p.v.Ease.Low {
		if primary != nil {
			cells = append([]fyne.CanvasObject{p.lowButton(*primary, 140, 60)}, cells...)
		}
		cells = append(cells, p.foldedTools()...)
		return p.actions(look.Grid((len(cells)+1)/2, gutter, 20, cells...))
	}
	var rows []fyne.CanvasObject
	gap := float32(gutter)
	if p.compact() {
		gap = p.gap()
	}
	if primary != nil {
		spec := p.primaryHeight()
		if p.split() && !p.compact() || p.v.Ease.Low && !p.tight() {
			spec = 156
		}
		rows = append(rows, p.primary(*primary, spec))
	}
	if p.split() {
		rows = append(rows, cells...)
	} else {
		rows = append(rows, pairs(gap, cells...)...)
	}
	return p.actions(append(rows, p.folded()...)...)
}

// backInBar tells whether the way back stands in the bar at the foot.
func (p *page) backInBar() bool {
	_, ok := p.v.Button(flow.Back)
	return ok && p.v.Landscape && !p.compact() && p.v.Screen != flow.Refused
}

// language is a language's button: its name, and how it greets.
func (p *page) language(b flow.Button, high float32) fyne.CanvasObject {
	spec := look.ButtonSpec{Height: high, TextSize: p.actionSize(), Leading: true}
	if p.v.Landscape && p.v.Ease.Low {
		spec.TextSize = min(spec.TextSize, 46)
	}
	p.icon(&spec, b)
	if b.Action.Verb == flow.Back {
		spec.Leading = false
	}
	if b.Selected {
		spec.IconEnd = "check-circle-fill"
	}
	o := p.button(b, spec)
	if b.Note == "" || b.Selected || p.v.Ease.Percent > 100 {
		return o
	}
	note := look.NewLine(b.Note, 30, look.Regular, p.s.Palette.Ink2)
	return look.Fill(o, look.Inset(0, 40, 0, 0, look.HStack(0, look.Spacer(), note)))
}

// message is a screen of one sentence with, where it helps, the languages:
// choosing one, a refusal, the hub away, the day closed, starting.
func (p *page) message() {
	p.panel(p.foot())
	words := []fyne.CanvasObject{p.title(p.v.Title)}
	if p.v.Lead != "" {
		words = append(words, look.NewParagraph(p.v.Lead, p.s.Body(40), look.Regular, p.quiet()))
	}
	if n := p.notice(); n != nil {
		words = append(words, look.Gap(0, 4), n)
	}
	p.add(margin, p.top(), p.column(), 0, look.VStack(28, words...))
	p.head()
	switch {
	case p.v.Screen == flow.Refused:
		primary, _ := p.rest()
		if p.v.Landscape && p.v.Ease.Low {
			p.low(primary, nil)
			return
		}
		p.actions(append([]fyne.CanvasObject{p.primary(*primary, p.primaryHeight())}, p.folded()...)...)
	case len(p.v.Buttons) > 0:
		p.languageRows()
	case p.compact() && len(p.v.Tools) > 0:
		p.actions(p.folded()...)
	}
	if p.backInBar() {
		b, _ := p.v.Button(flow.Back)
		p.bar(b)
		return
	}
	p.bar()
}
