package kiosk

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"turno/kiosk/flow"
	"turno/look"
)

// foot is the height of the bar at the foot of the screen; 0 where its tools
// are folded into a button among the others.
func (p *page) foot() float32 {
	switch {
	case p.compact():
		return 0
	case p.v.Landscape:
		return 128
	}
	return 152
}

// bar draws the tools. On a landscape screen the ways back and on stand in it
// too, on the left.
func (p *page) bar(left ...flow.Button) {
	high := p.foot()
	if high == 0 || len(p.v.Tools) == 0 && len(left) == 0 {
		return
	}
	y := p.h - high
	p.add(0, y, p.w, high, canvas.NewRectangle(p.barColor()))
	x := float32(margin)
	for _, l := range left {
		spec := look.ButtonSpec{Height: 96, TextSize: 34}
		p.icon(&spec, l)
		b := p.button(l, spec)
		w := b.MinSize().Width
		p.add(x, y+16, w, 96, b)
		x += w + gutter
	}
	if len(p.v.Tools) > 0 && p.v.Tools[0].Action.Verb == flow.More {
		p.warning(x, y, high)
		return
	}
	if p.v.Landscape {
		room := p.w - margin - x
		beside := p.toolRow(true)
		if beside.MinSize().Width > room {
			beside = p.toolRow(false)
		}
		p.add(x, y+16, room, high-32, beside)
		return
	}
	var cells []fyne.CanvasObject
	for _, t := range p.v.Tools {
		cells = append(cells, look.Sized(0, high-32, p.barTool(t, false)))
	}
	p.add(margin, y+16, p.w-2*margin, high-32, look.Grid(len(cells), 16, 0, cells...))
}

// toolRow are the tools of a landscape bar, right of whatever else is there.
func (p *page) toolRow(beside bool) *fyne.Container {
	row := []fyne.CanvasObject{look.Spacer()}
	for _, t := range p.v.Tools {
		row = append(row, p.barTool(t, beside))
	}
	return look.HStack(16, row...)
}

// warning says in the bar that the screen will go, and stops it.
func (p *page) warning(x, y, high float32) {
	b := p.button(p.v.Tools[0], look.ButtonSpec{Icon: "timer-bold", Height: high - 40, TextSize: 34})
	w := b.MinSize().Width
	p.k.left = look.NewParagraph(p.v.Left.Text, 32, look.SemiBold, p.s.Palette.Ink).LineHeight(1.25)
	right := p.w - margin
	for _, t := range p.v.Tools[1:] {
		tool := p.barTool(t, false)
		wide := max(tool.MinSize().Width, 144)
		p.add(right-wide, y+16, wide, high-32, tool)
		right -= wide + 16
	}
	p.add(right-w, y+20, w, high-40, b)
	p.add(x, y+20, right-w-x-32, high-40, look.VStack(0, look.Spacer(), p.k.left, look.Spacer()))
}

func (p *page) barTool(b flow.Button, beside bool) fyne.CanvasObject {
	s, kind := p.s, "tool "
	if p.onBrand() {
		s, kind = turned(s), "tool on brand "
	}
	if beside {
		kind += "beside "
	}
	t := keep(p.k, kind+b.Action.String(), func() *look.Tool {
		tap := func() { p.k.act(b.Action) }
		if beside {
			return look.NewToolBeside(s, b.Icon+"-bold", b.Label, tap)
		}
		return look.NewTool(s, b.Icon+"-bold", b.Label, tap)
	}, func(t *look.Tool) { t.SetLabel(b.Label) })
	t.SetOn(b.Selected)
	return t
}

// barColor is the bar's ground: sunken on paper, pressed on the bank's colour.
func (p *page) barColor() color.NRGBA {
	if p.onBrand() {
		return p.s.Palette.Press
	}
	return p.s.Palette.Sunken
}

// turned is the style of tools that stand on the bank's colour.
func turned(s look.Style) look.Style {
	p := &s.Palette
	p.Ground, p.Sunken, p.Ink, p.Wash, p.Brand = p.Brand, p.Press, p.OnBrand, p.Brand, p.OnBrand
	return s
}
