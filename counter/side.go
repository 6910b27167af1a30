package counter

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"turno/counter/desk"
	"turno/look"
	"turno/look/brand"
)

const sidePad = 20

// side is the queue beside the visit. Tickets that are parked can be tapped.
// whole is every row, for a place that scrolls by itself.
func side(s look.Style, m desk.Side, find func(ticket string), whole bool) fyne.CanvasObject {
	p := s.Palette
	heading := func(text string, above float32) fyne.CanvasObject {
		return look.Inset(above, sidePad, 10, sidePad, look.NewParagraph(text, s.HeadingSize(), look.Bold, p.Ink))
	}
	var rows []fyne.CanvasObject
	if m.Title != "" {
		rows = append(rows, look.Inset(18, sidePad, 10, sidePad, look.HStack(12,
			look.Grow(look.NewParagraph(m.Title, s.HeadingSize(), look.Bold, p.Ink)),
			look.NewLine(m.Longest, s.SmallSize(), look.Regular, p.Ink2))))
	}
	for _, q := range m.Queues {
		rows = append(rows, queueRow(s, q, !q.Mine || m.Stale))
	}
	parked := len(m.Parked) > 0
	if len(m.Queues) > 0 {
		next := m.Next
		if parked {
			next = next[:min(len(next), 2)] // room for those who wait for this counter alone
		}
		rows = append(rows, visitRows(s, heading(m.NextTitle, 22), next, m, nil)...)
		if len(next) == 0 && m.Nobody != "" && m.NextTitle != "" {
			rows = append(rows, heading(m.NextTitle, 22), look.Inset(0, sidePad, 0, sidePad, look.NewParagraph(m.Nobody, s.BodySize(), look.Regular, p.Ink2)))
		}
	}
	if parked {
		rows = append(rows, visitRows(s, heading(m.ParkedTitle, 22), m.Parked, m, find)...)
	}
	if whole {
		return look.VStack(0, rows...)
	}
	if s.Scale > 1 {
		return look.NewScroll(look.VStack(0, rows...))
	}
	return container.New(stack{}, rows...)
}

// serviceIcon is the icon that a branch file names ("money"). One that this
// program does not have is drawn as a ticket: a wrong part of the branch file
// costs itself alone.
func serviceIcon(name string) (icon string) {
	defer func() {
		if recover() != nil {
			icon = "ticket-bold"
		}
	}()
	icon = name + "-bold"
	brand.Icon(icon)
	return icon
}

// queueRow is one service's line: its name, late with a sign and a word, how
// many wait, and how long the first of them has.
func queueRow(s look.Style, q desk.QueueRow, muted bool) fyne.CanvasObject {
	p := s.Palette
	ink, timeInk, weight := p.Ink, p.Ink2, look.Regular
	if muted {
		ink = p.Ink2
	}
	name := look.NewParagraph(q.Name, s.BodySize(), look.Regular, ink).LineHeight(1.2)
	var words fyne.CanvasObject = name
	if q.Late != "" {
		timeInk, weight = p.Warn, look.SemiBold
		late := look.HStack(5, look.NewIcon("timer-fill", s.Body(20), p.Warn), look.NewLine(q.Late, s.SmallSize(), look.SemiBold, p.Warn))
		room := sideWide - 2*sidePad - 22 - 9 - 34 - 66 - 3*9
		if w := look.Measure(q.Name, s.BodySize(), look.Regular).Width; s.Scale <= 1 && w+14+late.MinSize().Width <= float32(room) {
			words = look.HStack(14, look.Sized(w+1, 0, name), late, look.Spacer())
		} else {
			words = look.VStack(0, name, look.Left(late))
		}
	}
	value := look.NewLine(q.Waiting, s.Body(20), look.Bold, ink).Align(fyne.TextAlignTrailing)
	long := look.NewLine(q.Longest, s.BodySize(), weight, timeInk).Align(fyne.TextAlignTrailing)
	icon := look.NewIcon(serviceIcon(q.Icon), s.Body(22), ink)
	row := look.HStack(9, icon, look.Grow(words), look.Sized(s.Body(34), 0, value), look.Sized(s.Body(66), 0, long))
	if s.Scale > 1 { // the numbers get a line of their own
		row = look.VStack(0, look.HStack(9, icon, look.Grow(words)), look.HStack(24, look.Spacer(), value, long))
	}
	return look.Fill(look.Gap(0, s.Body(54)), look.VStack(0, look.Gap(0, 4), look.Grow(look.Inset(0, sidePad, 0, sidePad, row)), look.Gap(0, 4), look.Rule(p.Line, s.LineWidth())))
}

// visitRows are a heading together with its first row, which never part, and
// the rows after it.
func visitRows(s look.Style, heading fyne.CanvasObject, visits []desk.VisitRow, m desk.Side, tap func(string)) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for i, v := range visits {
		spec := look.RowSpec{Lead: v.Ticket, Text: v.Line, Strong: true, Note: v.Detail, NoteLate: v.Late,
			Muted: m.Stale, NoLine: i == len(visits)-1, Side: sidePad}
		if v.Priority {
			spec.IconEnd = "star-four-bold"
		}
		var row fyne.CanvasObject = look.NewRow(s, spec)
		if tap != nil {
			row = shielded(row, func() { tap(v.Ticket) })
		}
		if i == 0 {
			row = look.VStack(0, heading, row)
		}
		out = append(out, row)
	}
	return out
}
