package kiosk

import (
	"fyne.io/fyne/v2"

	"turno/kiosk/flow"
	"turno/look"
)

// settings shows how text reads now and lets a touch change it. Each control
// says its present value; a touch goes to the next.
func (p *page) settings() {
	p.panel(p.foot())
	p.head()
	words := []fyne.CanvasObject{p.title(p.v.Title), look.NewParagraph(p.v.Lead, p.s.Body(34), look.Regular, p.quiet())}
	if n := p.notice(); n != nil {
		words = append(words, n)
	}
	p.add(margin, p.top(), p.column(), 0, look.VStack(28, words...))
	primary, others := p.rest()
	if primary != nil && p.v.Landscape && p.v.Ease.Low {
		p.actions(look.Grid(3, gutter, 16, append(p.settingCells(others), p.lowButton(*primary, 96, 48))...))
		return
	}
	var rows []fyne.CanvasObject
	p.largest(func() bool {
		rows = p.settingRows(primary, p.settingCells(others))
		return look.HeightFor(look.VStack(p.gap(), rows...), p.w-2*margin) <= p.h/3-p.floor()
	})
	p.actions(rows...)
}

func (p *page) settingCells(others []flow.Button) []fyne.CanvasObject {
	var cells []fyne.CanvasObject
	for _, b := range others {
		cells = append(cells, p.setting(b))
	}
	for _, t := range p.v.Tools {
		if t.Action.Verb == flow.More {
			cells = append(cells, p.tool(t))
		} else {
			cells = append(cells, p.lowButton(t, p.settingHeight(), p.toolSize()))
		}
	}
	return cells
}

// settingRows are the settings two a row, and the way out.
func (p *page) settingRows(primary *flow.Button, cells []fyne.CanvasObject) []fyne.CanvasObject {
	high := p.sized(132, 136, 140)
	switch {
	case p.split():
		return append(cells, p.primary(*primary, 112))
	case len(cells) == 0:
		return []fyne.CanvasObject{p.primary(*primary, p.primaryHeight())}
	case len(cells)%2 == 1:
		// The one that is left over and the way out share a row.
		return pairs(p.gap(), append(cells, p.primary(*primary, p.settingHeight()))...)
	case p.tight():
		high = 120
	}
	return append(pairs(p.gap(), cells...), p.primary(*primary, high))
}

// settingHeight is the least height of a setting's button.
func (p *page) settingHeight() float32 {
	if p.inline() {
		return 96
	}
	if p.split() {
		return 104
	}
	return p.sized(120, 124, 128)
}

// inline tells whether a setting has height for one line: label and value.
func (p *page) inline() bool {
	return p.v.Landscape && p.v.Ease.Percent >= 150 || p.v.Ease.Low || p.tight()
}

func (p *page) setting(b flow.Button) fyne.CanvasObject {
	spec := look.ButtonSpec{Note: b.Note, Leading: true, TextSize: p.toolSize(), Height: p.settingHeight()}
	p.icon(&spec, b)
	if p.inline() {
		if b.Note != "" {
			b.Label += ": " + b.Note
		}
		spec.Note, spec.TextSize = "", min(spec.TextSize, p.short())
	}
	return p.button(b, spec)
}
