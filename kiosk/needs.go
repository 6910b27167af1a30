package kiosk

import (
	"fyne.io/fyne/v2"

	"turno/kiosk/flow"
	"turno/look"
)

// needs is what people come for: a tile each, and below them, or right of
// them, what else one can do. With large text or low controls it is one a page.
func (p *page) needs() {
	if p.v.Pages.Single {
		p.single()
		return
	}
	p.panel(p.foot())
	p.head()
	_, others := p.rest()
	floor := p.h - p.foot() - 24
	y := p.stack(nil, func() []fyne.CanvasObject {
		var rows []fyne.CanvasObject
		if p.split() {
			rows = p.plains(others)
		} else {
			rows = pairs(gutter, p.plains(others)...)
		}
		return append(rows, p.folded()...)
	})
	if !p.split() {
		floor = y - 32
	}
	p.bar()
	title := p.title(p.v.Title)
	top, width := p.top(), p.column()
	if p.v.Landscape && !p.large() {
		top = 136
	}
	p.add(margin, top, width, 0, title)
	top += look.HeightFor(title, width) + p.sized(44, 36, 28)
	p.add(margin, top, width, 0, p.tiles(width, floor-top))
}

// tiles are the needs two a row, as high as the room lets them be.
func (p *page) tiles(width, room float32) fyne.CanvasObject {
	var grid fyne.CanvasObject
	for _, try := range []struct{ high, text float32 }{{p.sized(152, 200, 200), p.sized(40, 52, 64)}, {128, p.sized(38, 50, 64)}, {112, p.sized(36, 50, 64)}, {96, p.sized(34, 48, 60)}} {
		var cells []fyne.CanvasObject
		for _, c := range p.v.Cards {
			cells = append(cells, p.tile(c, try.high, try.text))
		}
		grid = look.Grid(2, gutter, 16, cells...)
		if p.v.Ease.Percent > 100 && !p.v.Landscape {
			grid = look.VStack(16, cells...)
		}
		if look.HeightFor(grid, width) <= room {
			break
		}
	}
	return grid
}

// tile is a need: its icon and its words. A closed one says from when it is open.
func (p *page) tile(c flow.Card, high, text float32) fyne.CanvasObject {
	b := flow.Button{Action: c.Action, Label: c.Name, Off: c.Closed}
	spec := look.ButtonSpec{Icon: c.Icon + "-bold", Leading: true, Height: high, TextSize: text}
	if c.Closed {
		spec.Note = c.Wait
	}
	return p.button(b, spec)
}
