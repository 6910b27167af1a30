package kiosk

import (
	"fyne.io/fyne/v2"

	"turno/kiosk/flow"
	"turno/look"
)

// service is one service: what it is, how long it takes, what to bring.
func (p *page) service() {
	p.panel(p.foot())
	p.head()
	primary, others := p.rest()
	var back []flow.Button
	if p.v.Landscape && !p.compact() {
		back, others = p.backOf(others)
	}
	floor := p.h - p.foot() - 24
	switch {
	case p.v.Landscape && p.v.Ease.Low:
		floor = p.low(primary, others) - 24
	default:
		y := p.stack(p.serviceWords, func() []fyne.CanvasObject {
			var rows []fyne.CanvasObject
			if primary != nil {
				high := p.primaryHeight()
				if p.split() && !p.compact() {
					high = p.lower(224)
				}
				rows = append(rows, p.primary(*primary, high))
			}
			if p.split() {
				rows = append(rows, p.plains(others)...)
			} else {
				rows = append(rows, pairs(p.gap(), p.plains(others)...)...)
			}
			return append(rows, p.folded()...)
		})
		if !p.split() {
			floor = y - 24
		}
	}
	p.bar(back...)
	p.add(margin, p.top(), p.column(), 0, p.fit(p.column(), floor-p.top(), p.serviceWords))
}

// serviceWords are what stands on the left, or above.
func (p *page) serviceWords() []fyne.CanvasObject {
	d := p.v.Detail
	words := []fyne.CanvasObject{p.title(p.v.Title)}
	if p.v.Lead != "" {
		words = append(words, p.gapOf(20), p.text(p.v.Lead, 34))
	}
	if d.For != "" {
		words = append(words, p.gapOf(12), look.NewParagraph(d.For, p.s.Body(34), look.SemiBold, p.ink()))
	}
	if n := p.notice(); n != nil {
		words = append(words, p.gapOf(28), n)
	}
	words = append(words, p.gapOf(44), look.Rule(p.s.Palette.Ink, p.sized(3, 4, 6)), p.gapOf(28))
	if p.v.Landscape && p.v.Ease.Low && len(d.Bring) > 0 {
		// Low controls leave a landscape screen little height and much width.
		facts := look.VStack(24*p.air, p.facts()...)
		return append(words, look.Grid(2, 40, 0, facts, look.VStack(16*p.air, p.bring(1)...)))
	}
	if len(d.Facts) == 1 && d.Facts[0].Note != "" && p.v.Landscape && p.v.Ease.Percent > 100 {
		return append(words, p.factRow(d.Facts[0]))
	}
	if len(d.Facts) > 0 {
		columns := len(d.Facts)
		if p.large() && !(p.v.Landscape && p.v.Ease.Low) {
			columns = 1
		}
		words = append(words, look.Grid(columns, 40, 28, p.facts()...))
	}
	if len(d.Bring) > 0 {
		columns := 1
		if p.v.Ease.Percent == 100 {
			columns = 2
		}
		words = append(words, p.gapOf(40), look.VStack(16*p.air, p.bring(columns)...))
	}
	return words
}

// factRow is one fact across the screen, where its height is dear.
func (p *page) factRow(f flow.Fact) fyne.CanvasObject {
	var people []fyne.CanvasObject
	if f.Ahead >= 0 {
		people = append(people, look.Left(look.PeopleAhead(f.Ahead, p.s.Heading(30), p.tint())))
	}
	return look.HStack(64,
		look.VStack(0,
			look.NewParagraph(f.Label, p.s.Body(30), look.Regular, p.quiet()),
			look.NewLine(f.Value, p.s.Body(48), look.Bold, p.ink())),
		look.Grow(look.VStack(8, append(people, look.NewParagraph(f.Note, p.s.Body(30), look.Regular, p.quiet()).LineHeight(1.2))...)))
}

func (p *page) facts() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, f := range p.v.Detail.Facts {
		value := look.NewParagraph(f.Value, p.s.Body(p.sized(56, 48, 48)), look.Bold, p.ink()).LineHeight(1.15)
		lines := []fyne.CanvasObject{look.NewParagraph(f.Label, p.s.Body(30), look.Regular, p.quiet()), value}
		note := look.NewParagraph(f.Note, p.s.Body(30), look.Regular, p.quiet())
		if f.Ahead >= 0 {
			lines = append(lines, p.gapOf(8), look.Left(look.PeopleAhead(f.Ahead, p.s.Heading(30), p.tint())))
		}
		out = append(out, look.VStack(6, append(lines, note)...))
	}
	return out
}

func (p *page) bring(columns int) []fyne.CanvasObject {
	d := p.v.Detail
	var items []fyne.CanvasObject
	for _, line := range d.Bring {
		size := p.s.Body(34)
		items = append(items, look.HStackTop(20,
			look.Inset(size*0.12, 0, 0, 0, look.NewIcon("check-bold", size*1.1, p.tint())),
			look.Grow(look.NewParagraph(line, size, look.Regular, p.ink()).LineHeight(1.3))))
	}
	list := look.Grid(columns, 40, 18*p.air, items...)
	if d.BringTitle == "" {
		return []fyne.CanvasObject{list}
	}
	return []fyne.CanvasObject{look.NewParagraph(d.BringTitle, p.s.Body(36), look.SemiBold, p.ink()).LineHeight(1.2), list}
}
