package forms

import "turno/hub/words"

// The measures of the washed panel, in u.
const (
	panelPad   = 28.0
	panelTop   = 22.0
	panelTitle = 29.7 // the line of its title
	panelRound = 12.0
)

// documents makes the panel that lists what to bring, in two columns, with the
// bank's own cells at its right where the page has some.
func (t setter) documents(f Form, office []Row) block {
	half := (len(f.Documents) + 1) / 2
	height := (panelTop*2 + panelTitle + 6 + float64(half)*optionLine) * u
	title := words.T(t.p.Lang, "forms.form.bring")
	return block{before: 44 * u, height: height, draw: func(s *sheet, top float64) {
		s.wash(top, height)
		x := left + panelPad*u
		s.text(x, top+(panelTop+panelTitle/2)*u, bold, 22, s.ink.Ink, title)
		first := top + (panelTop+panelTitle+6)*u
		column := 367 * u
		if len(office) == 0 {
			column = (right - left - 2*panelPad*u) / 2
		}
		for i, d := range f.Documents {
			at, centre := x+float64(i%2)*column, first+(float64(i/2)+.5)*optionLine*u
			s.tickBox(at, centre, false, false)
			at += (optionBox + optionGap) * u
			text := t.pick(d.Label)
			room := column - (optionBox+optionGap+12)*u
			s.text(at, centre, regular, s.fit(regular, optionSize, 1, room, text), s.ink.Ink, text)
		}
		if len(office) > 0 {
			t.beside(s, office[0].Fields[0], top+panelTop*u)
		}
	}}
}

// beside draws the bank's one field at the right of the documents: whose it is
// above, what goes into it below.
func (t setter) beside(s *sheet, f Field, top float64) {
	x := right - 60*u - float64(f.span())*cellW
	w := right - 12*u - x
	title := words.T(t.p.Lang, "forms.form.office")
	s.text(x, top+labelLine*u/2, semibold, s.fit(semibold, labelSize, 1, w, title), s.ink.Ink, title)
	s.cells(f, "", x, top+33*u)
	text := t.pick(f.Label)
	s.text(x, top+33*u+cellH+17*u, regular, s.fit(regular, leastSize, 1, w, text), s.ink.Ink, text)
}

// office makes the panel that the bank fills in.
func (t setter) office(rows []Row) block {
	x, w := left+panelPad*u, right-left-2*panelPad*u
	var blocks []block
	height := (panelTop + panelTitle) * u
	before := rowNone
	for _, r := range rows {
		b := t.row(r, before, x, w)
		before = r.kind()
		height += b.before + b.height
		blocks = append(blocks, b)
	}
	height += (panelTop + 4) * u
	title := words.T(t.p.Lang, "forms.form.office")
	return block{before: 36 * u, height: height, draw: func(s *sheet, top float64) {
		s.wash(top, height)
		s.text(x, top+(panelTop+panelTitle/2)*u, bold, 22, s.ink.Ink, title)
		at := top + (panelTop+panelTitle)*u
		for _, b := range blocks {
			at += b.before
			b.draw(s, at)
			at += b.height
		}
	}}
}

func (s *sheet) wash(top, height float64) {
	s.add(boxMark{x: left, y: top, w: right - left, h: height, r: panelRound * u, fill: &s.ink.Wash})
}
