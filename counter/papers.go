package counter

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"turno/counter/desk"
	"turno/look"
)

// paperRows are the rows of what is needed; the one that the keyboard is at is
// washed and names its key.
func paperRows(s look.Style, m desk.Papers, tick func(int)) []fyne.CanvasObject {
	if m.None != "" {
		return []fyne.CanvasObject{look.Inset(8, 24, 8, 24, look.NewParagraph(m.None, s.BodySize(), look.Regular, s.Palette.Ink2))}
	}
	var out []fyne.CanvasObject
	for i, r := range m.Rows {
		out = append(out, shielded(paperRow(s, m, i, r), func() { tick(i) }))
	}
	return out
}

func paperRow(s look.Style, m desk.Papers, i int, r desk.Paper) fyne.CanvasObject {
	p := s.Palette
	here := m.HasFocus && i == m.Cursor
	icon, c, weight := "square-bold", p.Edge, look.Regular
	if r.Done {
		icon, c = "check-square-fill", p.OK
	}
	if here {
		weight = look.SemiBold
	}
	cells := []fyne.CanvasObject{look.NewIcon(icon, s.Body(26), c), look.Grow(look.NewParagraph(r.Text, s.BodySize(), weight, p.Ink))}
	if r.Done {
		cells = append(cells, look.NewLine(r.Seen, s.SmallSize(), look.Regular, p.Ink2))
	}
	if here {
		cells = append(cells, look.NewKeyCap(s, m.Space, p.Ink))
	}
	last := i == len(m.Rows)-1
	return marked(s, here, last, 24, s.Body(44), look.HStack(12, cells...))
}

// marked is a row of a list: washed, with a bar of brand at its left, where the
// keyboard is; else with a rule below, save for the last.
func marked(s look.Style, here, last bool, side, high float32, row fyne.CanvasObject) fyne.CanvasObject {
	p := s.Palette
	back := canvas.NewRectangle(p.Surface)
	strip := canvas.NewRectangle(p.Surface)
	if here {
		back.FillColor, strip.FillColor = p.Wash, p.Brand
	}
	rule := look.Rule(p.Line, s.LineWidth())
	if here || last {
		rule = look.Gap(0, s.LineWidth())
	}
	inner := look.VStack(0, look.Gap(0, 3), look.Grow(look.Inset(0, side, 0, side, row)), look.Gap(0, 3), look.Inset(0, side, 0, side, rule))
	return look.Fill(look.Gap(0, high), back, container.New(edge{}, strip), inner)
}

// edge lays an object along the left edge, 4 wide and as high as there is.
type edge struct{}

// MinSize is called by Fyne.
func (edge) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(4, 0) }

// Layout is called by Fyne.
func (edge) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Move(fyne.Position{})
	o[0].Resize(fyne.NewSize(4, size.Height))
}
