package kiosk

import (
	"slices"

	"fyne.io/fyne/v2"

	"turno/kiosk/flow"
	"turno/look"
)

// services is the list; with large text or low controls, one service a page.
func (p *page) services() {
	if p.v.Pages.Single {
		p.single()
		return
	}
	p.head()
	y := p.top()
	if p.v.Landscape {
		y = 120
	}
	title := p.title(p.v.Title)
	top := y
	y += look.HeightFor(title, p.w-2*margin) + 56
	if p.v.Landscape {
		y -= 36
	}
	if p.v.Lead != "" {
		p.add(margin, y, p.column(), 0, p.text(p.v.Lead, 40))
	}
	floor := p.listFoot() - 24
	list := p.list(p.v.Cards)
	if y+look.HeightFor(list, p.w-2*margin) > floor {
		// Long names on a low screen: the service's own page has the hint.
		cards := slices.Clone(p.v.Cards)
		for i := range cards {
			if !cards[i].Closed {
				cards[i].Hint = ""
			}
		}
		list = p.list(cards)
	}
	if p.v.Landscape {
		// What height is left goes between the head and the title.
		left := floor - 28 - y - look.HeightFor(list, p.w-2*margin)
		y += min(max(left, 0), 44)
		top += min(max(left, 0), 32)
	}
	p.add(margin, top, p.w-2*margin, 0, title)
	p.add(margin, y, p.w-2*margin, 0, list)
}

// list are the cards, below a notice if there is one.
func (p *page) list(all []flow.Card) fyne.CanvasObject {
	var cards []fyne.CanvasObject
	for _, c := range all {
		cards = append(cards, p.card(c))
	}
	columns, gap := 1, float32(20)
	if p.v.Landscape {
		columns, gap = 2, 16
	}
	list := look.Grid(columns, gutter, gap, cards...)
	if n := p.notice(); n != nil {
		return look.VStack(20, n, list)
	}
	return list
}

// listFoot are the controls under the list: pages, what else one can do, and
// the folded tools. It answers where they begin.
func (p *page) listFoot() float32 {
	_, others := p.rest()
	if p.v.Landscape && p.compact() {
		var row []fyne.CanvasObject
		for _, b := range others {
			row = append(row, p.tool(b))
		}
		row = append(row, p.foldedTools()...)
		foot := look.Grid(max(len(row), 4), gutter, 0, row...)
		high := look.HeightFor(foot, p.w-2*margin)
		p.add(margin, p.h-32-high, p.w-2*margin, high, foot)
		return p.h - 32 - high
	}
	if p.v.Landscape {
		// They stand in the bar, before the tools.
		p.bar(others...)
		return p.h - p.foot()
	}
	p.bar()
	if len(others) == 0 && !p.compact() {
		return p.h - p.foot()
	}
	return p.stack(nil, func() []fyne.CanvasObject {
		return append(pairs(gutter, p.plains(others)...), p.folded()...)
	})
}

func (p *page) card(c flow.Card) *look.ServiceCard {
	spec := look.ServiceSpec{
		Icon: c.Icon + "-bold", Name: c.Name, Hint: c.Hint, Wait: c.Wait, People: c.People,
		OnTap: func() { p.k.act(c.Action) },
	}
	if c.Closed {
		spec.Closed, spec.Wait = c.Wait, ""
	}
	return keep(p.k, "card "+c.Action.String(),
		func() *look.ServiceCard { return look.NewServiceCard(p.s, spec) },
		func(o *look.ServiceCard) { o.SetSpec(spec) })
}

// single is one service a page: it is looked at above and chosen below.
func (p *page) single() {
	p.panel(0)
	p.head()
	primary, others := p.rest()
	if p.v.Landscape && p.v.Ease.Low {
		floor := p.low(primary, others) - 24
		const right = 660
		left := p.w - 2*margin - right - 48
		words := p.fit(left, floor-p.top(), p.singleWords)
		p.add(margin, p.top(), left, 0, words)
		wait := look.VStack(0, p.singleWait()...)
		y := p.top() + look.HeightFor(words, left) - look.HeightFor(wait, right)
		p.add(p.w-margin-right, max(y, p.top()), right, 0, wait)
		return
	}
	y := p.stack(p.singleAll, func() []fyne.CanvasObject {
		var rows []fyne.CanvasObject
		if primary != nil {
			rows = append(rows, p.primary(*primary, p.primaryHeight()))
		}
		if p.split() {
			rows = append(rows, p.plains(others)...)
		} else {
			rows = append(rows, pairs(p.gap(), p.plains(others)...)...)
		}
		return append(rows, p.folded()...)
	})
	floor := p.h - 24
	if !p.split() {
		floor = y - 24
	}
	p.add(margin, p.top(), p.column(), 0, p.fit(p.column(), floor-p.top(), p.singleAll))
}

func (p *page) singleAll() []fyne.CanvasObject {
	words := p.singleWords()
	if wait := p.singleWait(); len(wait) > 0 {
		words = append(words, append([]fyne.CanvasObject{p.gapOf(48)}, wait...)...)
	}
	return words
}

// singleWords are what the service is.
func (p *page) singleWords() []fyne.CanvasObject {
	c := p.v.Cards[0]
	heading, name := p.s.Heading(58), p.s.Heading(84)
	if p.v.Landscape && p.v.Ease.Low {
		heading, name = p.s.Heading(44), p.sized(p.s.Heading(84), p.s.Heading(72), p.s.Heading(72))
	}
	return []fyne.CanvasObject{
		look.NewParagraph(p.v.Title, heading, look.SemiBold, p.ink()).LineHeight(1.15),
		p.gapOf(36), look.Rule(p.s.Palette.Ink, p.sized(3, 4, 6)), p.gapOf(40),
		look.HStack(32, look.NewIcon(c.Icon+"-bold", p.s.Body(64), p.tint()), look.NewLine(p.v.Pages.Label, p.s.Body(36), look.Bold, p.tint())),
		p.gapOf(36), look.NewParagraph(c.Name, name, look.Bold, p.strong()).LineHeight(1.08),
		p.gapOf(32), look.NewParagraph(c.Hint, p.s.Body(32), look.Regular, p.quiet()).LineHeight(1.25),
	}
}

// singleWait is how long and how many, or nothing for a closed service.
func (p *page) singleWait() []fyne.CanvasObject {
	c := p.v.Cards[0]
	if c.Closed {
		return nil
	}
	size := p.s.Body(48)
	wait := look.NewLine(c.Wait, size, look.Bold, p.s.Palette.Ink)
	drop := (wait.MinSize().Height - size) / 2
	people := look.NewParagraph(c.People, p.s.Body(32), look.Regular, p.quiet()).LineHeight(1.25)
	return []fyne.CanvasObject{look.HStackTop(36,
		look.Inset(drop, 0, 0, 0, look.NewIcon("clock-bold", size, p.s.Palette.Ink)),
		look.Grow(look.VStack(8, wait, people)))}
}
