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
		return 20
	}
	return 60
}

// folded are the tools as rows among the other controls: two a row where the
// screen is wide enough for their words.
func (p *page) folded() []fyne.CanvasObject {
	tools := p.foldedTools()
	return pairs(p.gap(), tools...)
}

// foldedTools are the same, each by itself.
func (p *page) foldedTools() []fyne.CanvasObject {
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

// low puts the controls of a low landscape screen in rows: what matters above,
// the rest below, in words as large as the rows have room for. Pages are turned
// left and right of what is chosen.
func (p *page) low(primary *flow.Button, others []flow.Button) float32 {
	room := p.h/3 - p.floor()
	var rows fyne.CanvasObject
	for _, try := range []struct{ high, text float32 }{{140, 64}, {140, 56}, {140, 48}, {92, 48}, {92, 44}, {88, 40}, {84, 36}} {
		rows = p.lowRows(primary, others, try.high, try.text)
		if look.HeightFor(rows, p.w-2*margin) <= room {
			break
		}
	}
	return p.actions(rows)
}

func (p *page) lowRows(primary *flow.Button, others []flow.Button, high, text float32) fyne.CanvasObject {
	var tools []fyne.CanvasObject
	if p.compact() {
		for _, b := range p.v.Tools {
			tools = append(tools, p.lowButton(b, high, min(text, 48)))
		}
	}
	var turn, cells []fyne.CanvasObject
	for _, b := range p.v.Choices {
		cells = append(cells, p.lowChoice(b, high, text))
	}
	if primary != nil {
		cells = append(cells, p.lowButton(*primary, high, text))
	}
	for _, b := range others {
		o := p.lowButton(b, high, text)
		if v := b.Action.Verb; v == flow.Previous || v == flow.Next {
			turn = append(turn, o)
			continue
		}
		cells = append(cells, o)
	}
	if len(turn) == 2 && primary != nil {
		rest := append(cells[1:], tools...)
		return look.VStack(16, look.Grid(3, gutter, 0, turn[0], cells[0], turn[1]), look.Grid(max(len(rest), 1), gutter, 0, rest...))
	}
	cells = append(append(cells, turn...), tools...)
	columns := 2
	if len(cells) > 4 {
		columns = 3
	}
	if len(cells) == 1 {
		columns = 1
	}
	return look.Grid(columns, gutter, 16, cells...)
}

func (p *page) lowChoice(b flow.Button, high, text float32) fyne.CanvasObject {
	o := p.choice(b, high)
	spec := o.Spec()
	spec.TextSize = min(spec.TextSize, text)
	o.SetSpec(spec)
	return o
}

// lowButton is one of them.
func (p *page) lowButton(b flow.Button, high, text float32) fyne.CanvasObject {
	if b.Action.Verb == flow.More && p.v.Left != nil {
		return p.tool(b)
	}
	size := p.actionSize()
	if b.Primary {
		size = p.primarySize()
	}
	spec := look.ButtonSpec{Height: high, TextSize: min(size, text), Selected: b.Selected}
	p.icon(&spec, b)
	if b.Primary && b.Off {
		spec.Icon, spec.IconEnd = b.Icon+"-bold", ""
	}
	return p.button(b, spec)
}
