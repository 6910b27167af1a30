package kiosk

import (
	"fyne.io/fyne/v2"

	"turno/kiosk/flow"
	"turno/look"
)

// actions puts a column of controls where they belong: low on a portrait
// screen, in the right column of a landscape one, in the lowest third for who
// asked for it. It answers where the controls begin.
func (p *page) actions(rows ...fyne.CanvasObject) float32 {
	x, w := float32(margin), p.w-2*margin
	if p.split() {
		x, w = p.w-margin-actWidth, actWidth
	}
	gap := p.gap()
	if !p.compact() {
		gap = gutter
	}
	column := look.VStack(gap, rows...)
	high := look.HeightFor(column, w)
	y := p.h - p.foot() - margin - high
	if p.v.Pass != nil {
		y += 28 // a ticket is large; the countdown may come nearer to the bar
	}
	switch {
	case p.split() && p.foot() > 0:
		y = 176
	case p.compact():
		y = p.h - high - p.floor()
	}
	if p.split() && p.compact() {
		y = max(24, (p.h-high)/2)
	}
	p.add(x, y, w, high, column)
	return y
}

// floor is the room under the lowest control of a folded bar.
func (p *page) floor() float32 {
	if p.v.Landscape {
		return 32
	}
	if p.tight() {
		return 36
	}
	return 60
}

// folded are the tools as they stand among the other controls.
func (p *page) folded() []fyne.CanvasObject {
	if !p.compact() {
		return nil
	}
	var out []fyne.CanvasObject
	for _, t := range p.v.Tools {
		out = append(out, p.tool(t))
	}
	return out
}

// column is the width in which the words of a screen stand.
func (p *page) column() float32 {
	if p.split() {
		return factWidth
	}
	return p.w - 2*margin
}

// low puts the controls of a low landscape screen in two rows: what matters
// above, the rest below. Pages are turned left and right of what is chosen.
func (p *page) low(primary *flow.Button, others []flow.Button) float32 {
	const high = 140
	var all []fyne.CanvasObject
	if primary != nil {
		b := p.primary(*primary, high)
		spec := b.Spec()
		spec.TextSize = min(spec.TextSize, 64)
		b.SetSpec(spec)
		all = append(all, b)
	}
	for _, b := range others {
		if b.Action.Verb == flow.More && p.v.Left != nil {
			all = append(all, p.tool(b))
			continue
		}
		all = append(all, p.plain(b, high))
	}
	tools := p.folded()
	if len(others) == 2 && others[0].Action.Verb == flow.Previous {
		all[0], all[1] = all[1], all[0]
		return p.actions(look.Grid(3, gutter, 0, all...), look.Grid(max(len(tools), 1), gutter, 0, tools...))
	}
	all = append(all, tools...)
	if len(all) < 2 {
		return p.actions(all...)
	}
	return p.actions(pairs(gutter, all...)...)
}
