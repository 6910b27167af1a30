package forms

import (
	"errors"
	"fmt"
	"strconv"

	"turno/hub/words"
)

// Where the first block of a sheet begins, in mm: below the title on a form's
// first sheet, below the code on the others.
const (
	firstTop = 250 * u
	nextTop  = 226 * u
)

// tallest is what a sheet holds below a section's heading, in mm.
const tallest = bottom - firstTop - 80*u

// ErrTooTall is for a form with a row or a panel that is taller than a sheet.
var ErrTooTall = errors.New("a row is taller than a sheet")

// compose puts a form on as many sheets as it needs, without heads and feet.
// It fails with ErrTooTall on a piece that no sheet holds.
func (t setter) compose(f Form) ([]*sheet, error) {
	var sheets []*sheet
	number := 0
	for _, page := range f.Pages {
		var blocks []block
		for _, section := range page.Sections {
			number++
			blocks = append(blocks, t.heading(section, number))
			before := rowNone
			for _, r := range section.Rows {
				blocks = append(blocks, t.row(r, before, left, right-left))
				before = r.kind()
			}
		}
		switch {
		case page.Documents:
			blocks = append(blocks, t.documents(f, page.Office))
		case len(page.Office) > 0:
			blocks = append(blocks, t.office(page.Office))
		}
		for _, b := range blocks {
			if b.height > tallest {
				return nil, ErrTooTall
			}
		}
		sheets = t.flow(sheets, blocks)
	}
	return sheets, nil
}

// flow starts a new sheet, and another wherever a block does not fit any more.
func (t setter) flow(sheets []*sheet, blocks []block) []*sheet {
	var s *sheet
	top, start := 0.0, 0.0
	for i, b := range blocks {
		need := b.before + b.height
		if b.keep && i+1 < len(blocks) {
			need += blocks[i+1].before + blocks[i+1].height
		}
		if s == nil || top > start && top+need > bottom {
			s = &sheet{ruler: t.sheet.ruler, ink: t.sheet.ink}
			start = nextTop
			if len(sheets) == 0 {
				start = firstTop
			}
			top = start
			sheets = append(sheets, s)
		}
		if top > start {
			top += b.before
		}
		b.draw(s, top)
		top += b.height
	}
	return sheets
}

// heading makes the line that opens a section: its number on the brand's
// colour, its title, and a rule.
func (t setter) heading(section Section, number int) block {
	title := t.pick(section.Title)
	return block{before: 40 * u, height: 51 * u, keep: true, draw: func(s *sheet, top float64) {
		side := 40 * u
		s.add(boxMark{x: left, y: top, w: side, h: side, r: 8 * u, fill: &s.ink.Brand})
		n := strconv.Itoa(number)
		w := s.width(bold, 24, n)
		s.text(left+(side-w)/2, top+side/2, bold, 24, s.ink.OnBrand, n)
		room := right - left - side - 16*u
		s.text(left+side+16*u, top+side/2, bold, s.fit(bold, 26, 1, room, title), s.ink.Ink, title)
		y := top + 49.5*u
		s.add(ruleMark{left, y, right, y, 3 * u, s.ink.Ink})
	}}
}

// head draws what identifies a sheet when it lies on a desk without the others:
// bank, title, ticket, form, page and code.
func (t setter) head(s *sheet, f Form, page, pages int) error {
	const side = 132 * u
	modules, err := QR(t.code(f, page))
	if err != nil {
		return err
	}
	s.add(qrMark{x: right - side, y: 64 * u, w: side, modules: modules, ink: s.ink.Ink})
	end := right - side - 20*u
	top := 64 * u
	if t.p.Ticket != "" {
		s.textEnd(end, top+11.5*u, regular, 17, s.ink.Ink2, words.T(t.p.Lang, "forms.form.ticket"))
		s.textEnd(end, top+47*u, bold, 46, s.ink.Ink, t.p.Ticket)
	}
	s.textEnd(end, top+88.5*u, regular, 17, s.ink.Ink2, words.T(t.p.Lang, "forms.form.edition",
		words.A{"form": f.ID, "version": strconv.Itoa(f.Version)}))
	s.textEnd(end, top+111.5*u, regular, 17, s.ink.Ink2, words.T(t.p.Lang, "forms.form.page",
		words.A{"page": page, "pages": pages}))

	s.add(signMark{x: left, y: top, w: 34 * u, ink: s.ink.Brand})
	const bankRoom = 500 * u // as far as the ticket's column leaves free
	s.text(left+46*u, top+17*u, bold, s.fit(bold, 24, 1, bankRoom, t.p.Bank), s.ink.Brand, t.p.Bank)
	title, lead := t.pick(f.Title), t.pick(f.Lead)
	if page == 1 {
		s.text(left, top+82.4*u, bold, s.fit(bold, 48, 1, 640*u, title), s.ink.Ink, title)
		s.text(left, top+131.9*u, regular, s.fit(regular, 22, 1, 860*u, lead), s.ink.Ink, lead)
		return nil
	}
	s.text(left, top+82.4*u, bold, s.fit(bold, 32, 1, 640*u, title), s.ink.Ink, title)
	return nil
}

// foot draws whose data this is and the sheet's short name.
func (t setter) foot(s *sheet, f Form, page, pages int) {
	s.add(ruleMark{left, footY, right, footY, edge, s.ink.Edge})
	centre := footY + 26.5*u
	short := fmt.Sprintf("%s · %d · %s · %d/%d", f.ID, f.Version, t.p.Lang, page, pages)
	s.textEnd(right, centre, regular, leastSize, s.ink.Ink2, short)
	room := right - left - s.width(regular, leastSize, short) - 24*u
	text := t.pick(f.Foot)
	s.text(left, centre, regular, s.fit(regular, leastSize, 1, room, text), s.ink.Ink2, text)
}

// code is what a sheet's QR says: enough to file a scan by itself.
func (t setter) code(f Form, page int) string {
	code := fmt.Sprintf("TURNO:%s:%d:%d", f.ID, f.Version, page)
	if t.p.Code != "" {
		code += ":" + t.p.Code
	}
	return code
}
