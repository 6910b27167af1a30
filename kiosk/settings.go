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
	var cells []fyne.CanvasObject
	for _, b := range others {
		cells = append(cells, p.setting(b))
	}
	tools := p.v.Tools
	for _, t := range tools {
		if t.Action.Verb == flow.More {
			cells = append(cells, p.tool(t))
		} else {
			cells = append(cells, p.lowButton(t, p.settingHeight(), p.toolSize()))
		}
	}
	if primary != nil && p.v.Landscape && p.v.Ease.Low {
		cells = append(cells, p.lowButton(*primary, 96, 48))
		p.actions(look.Grid(3, gutter, 16, cells...))
		return
	}
	high := p.sized(132, 136, 140)
	switch {
	case p.split():
		high = 112
		p.actions(append(cells, p.primary(*primary, high))...)
	case len(cells) == 0:
		p.actions(p.primary(*primary, p.primaryHeight()))
	case len(cells)%2 == 1:
		// The one that is left over and the way out share a row.
		p.actions(pairs(p.gap(), append(cells, p.primary(*primary, p.settingHeight()))...)...)
	default:
		if p.tight() {
			high = 120
		}
		p.actions(append(pairs(p.gap(), cells...), p.primary(*primary, high))...)
	}
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
		spec.Note, spec.TextSize = "", min(spec.TextSize, 44)
	}
	return p.button(b, spec)
}
