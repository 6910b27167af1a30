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
	p.add(margin, p.top(), p.column(), 0, look.VStack(28, p.title(p.v.Title), look.NewParagraph(p.v.Lead, p.s.Body(34), look.Regular, p.quiet())))
	primary, others := p.rest()
	var cells []fyne.CanvasObject
	for _, b := range others {
		cells = append(cells, p.setting(b))
	}
	tools := p.v.Tools
	if p.v.Left != nil {
		for _, t := range tools {
			cells = append(cells, p.tool(t))
		}
	}
	high := p.sized(152, 160, 168)
	if p.v.Landscape && p.v.Ease.Low {
		if primary != nil {
			cells = append(cells, p.primary(*primary, 148))
		}
		p.actions(look.Grid(3, gutter, 20, cells...))
		return
	}
	var rows []fyne.CanvasObject
	if p.split() {
		rows = append(rows, cells...)
	} else {
		rows = append(rows, pairs(p.gap(), cells...)...)
	}
	if p.tight() {
		high = 120
	}
	p.actions(append(rows, p.primary(*primary, high))...)
}

func (p *page) setting(b flow.Button) fyne.CanvasObject {
	spec := look.ButtonSpec{Icon: b.Icon + "-bold", Note: b.Note, Leading: true, TextSize: p.toolSize(), Height: p.sized(136, 144, 144)}
	if p.v.Landscape && p.v.Ease.Low {
		b.Label += ": " + b.Note
		spec.Note, spec.Height, spec.TextSize = "", 128, min(spec.TextSize, 44)
	}
	return p.button(b, spec)
}
