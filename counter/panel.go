package counter

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"turno/counter/desk"
	"turno/hub/words"
	"turno/look"
)

// panel is a question in the visit's place: columns of answers, one button
// that sends and one that leaves.
type panel struct {
	style   look.Style
	calls   *Calls
	kind    desk.Action
	choice  *choice
	field   *field
	ok      *look.Button
	back    *look.Button
	title   *look.Paragraph
	root    fyne.CanvasObject
	columns int
}

// newPanel makes the parts of a panel; stacked, its columns stand one below
// the other, for large text and for the strip; narrow, in the strip, its buttons
// do, too.
func newPanel(s look.Style, m desk.Panel, l words.Lang, c *Calls, stacked, narrow bool) *panel {
	p := s.Palette
	side := float32(24)
	if stacked {
		side = 16
	}
	v := &panel{style: s, calls: c, kind: m.For, columns: len(m.Choice.Columns)}
	v.title = look.NewParagraph(m.Title, s.TitleSize(), look.Bold, p.Ink)
	rows := []fyne.CanvasObject{look.Inset(0, side, 0, side, v.title.LineHeight(1.2))}
	if m.Help != "" {
		rows = append(rows, look.Inset(0, side, 0, side, look.NewParagraph(m.Help, s.BodySize(), look.Regular, p.Ink2)))
	}
	if m.Field != nil {
		v.field = newField(s, m.Field.ID, false, c)
		label := look.NewLine(m.Field.Label, s.BodySize(), look.SemiBold, p.Ink)
		row := look.HStack(16, label, look.Sized(s.Body(220), 0, v.field.boxed(s.Body(44))), look.Spacer())
		if stacked {
			row = look.VStack(4, label, v.field.boxed(s.Body(44)))
		}
		rows = append(rows, look.Inset(0, side, 0, side, row))
	}
	v.choice = newChoice(s, m.Choice, c.Pick, stacked)
	rows = append(rows, look.Grow(look.Inset(8, side, 0, side, v.choice.root)))
	v.ok = look.NewButton(s, spec(m.OK, l))
	v.back = look.NewButton(s, spec(m.Back, l))
	ok := shielded(v.ok, func() { c.Press(desk.Accept) })
	back := shielded(v.back, func() { c.Press(desk.Cancel) })
	foot := container.New(&flow{gap: 12, right: -1}, container.New(hold(s, m.OK, l, 200), ok), back)
	if narrow {
		foot = look.VStack(8, ok, back)
	}
	rows = append(rows, look.Inset(0, side, 0, side, foot))
	v.root = cardOf(s, look.Inset(20, 0, 20, 0, look.VStack(12, rows...)))
	return v
}

func (v *panel) fits(m desk.Panel) bool {
	return v.kind == m.For && v.columns == len(m.Choice.Columns) && (v.field != nil) == (m.Field != nil)
}

func (v *panel) show(m desk.Panel, l words.Lang) {
	v.title.SetText(m.Title)
	v.choice.show(m.Choice)
	if v.field != nil {
		v.field.show(m.Field.Text)
	}
	dress(v.ok, m.OK, l)
	dress(v.back, m.Back, l)
}

// choice is columns of options, each column scrolling by itself.
type choice struct {
	style   look.Style
	stacked bool
	pick    func(column, row int)
	lists   []*fyne.Container
	scrolls []*look.Scroll
	titles  []*look.Paragraph
	root    fyne.CanvasObject
}

func newChoice(s look.Style, m desk.Choice, pick func(int, int), stacked bool) *choice {
	c := &choice{style: s, pick: pick, stacked: stacked}
	var cols []fyne.CanvasObject
	if stacked { // one question below the other
		for _, col := range m.Columns {
			title, list := look.NewParagraph(col.Title, s.SmallSize(), look.SemiBold, s.Palette.Ink2), look.VStack(0)
			c.titles, c.lists = append(c.titles, title), append(c.lists, list)
			cols = append(cols, look.Inset(8, 0, 6, 0, title), list)
		}
		scroll := look.NewScroll(look.VStack(0, cols...))
		for range m.Columns {
			c.scrolls = append(c.scrolls, scroll)
		}
		c.root = look.Fill(look.Gap(0, s.Body(130)), scroll)
		return c
	}
	for _, col := range m.Columns {
		title := look.NewParagraph(col.Title, s.SmallSize(), look.SemiBold, s.Palette.Ink2)
		list := look.VStack(0)
		scroll := look.NewScroll(list)
		c.titles, c.lists, c.scrolls = append(c.titles, title), append(c.lists, list), append(c.scrolls, scroll)
		cols = append(cols, look.VStack(6, title, look.Grow(scroll)))
	}
	c.root = container.New(columns{20}, cols...)
	return c
}

func (c *choice) show(m desk.Choice) {
	for i, col := range m.Columns {
		here := i == m.Focus
		c.titles[i].SetText(col.Title)
		c.lists[i].Objects = c.rows(i, col, here)
		c.lists[i].Refresh()
		c.scrolls[i].Refresh()
		if !c.stacked || here {
			reveal(c.scrolls[i], c.lists[i], col.Cursor)
		}
	}
}

func (c *choice) rows(i int, col desk.Column, here bool) []fyne.CanvasObject {
	s, p := c.style, c.style.Palette
	if len(col.Options) == 0 {
		return []fyne.CanvasObject{look.Inset(10, 4, 10, 8, look.NewParagraph(col.None, s.BodySize(), look.Regular, p.Ink2))}
	}
	var out []fyne.CanvasObject
	for j, o := range col.Options {
		ink, weight := p.Ink, look.Regular
		if !o.Live {
			ink = p.Ink2
		}
		if col.Plain {
			row := look.VStack(0, look.NewParagraph(o.Detail, s.SmallSize(), look.Regular, p.Ink2), look.NewParagraph(o.Label, s.BodySize(), look.SemiBold, ink))
			out = append(out, shielded(marked(s, here && j == col.Cursor, j == len(col.Options)-1, 10, s.Body(40), row), func() { c.pick(i, j) }))
			continue
		}
		if o.Chosen {
			weight = look.SemiBold
		}
		lines := []fyne.CanvasObject{look.NewParagraph(o.Label, s.BodySize(), weight, ink)}
		if o.Detail != "" {
			lines = append(lines, look.NewParagraph(o.Detail, s.SmallSize(), look.Regular, p.Ink2))
		}
		row := look.HStack(10, radio(s, o.Chosen, o.Live), look.Grow(look.VStack(0, lines...)))
		at := here && j == col.Cursor
		out = append(out, shielded(marked(s, at, j == len(col.Options)-1, 10, s.Body(40), row), func() { c.pick(i, j) }))
	}
	return out
}

// radio is the round mark of one answer among several.
func radio(s look.Style, on, live bool) fyne.CanvasObject {
	p := s.Palette
	d := s.Body(20)
	edge := p.Edge
	if on {
		edge = p.Brand
	}
	ring := look.NewBox(p.Surface, d/2).Edge(edge, 2)
	if !live {
		ring = look.NewBox(p.Surface, d/2).Dashed(p.Edge, 1)
	}
	if !on {
		return look.Sized(d, d, ring)
	}
	dot := canvas.NewCircle(p.Brand)
	return look.Sized(d, d, look.Fill(ring, look.Inset(d/4, d/4, d/4, d/4, dot)))
}
