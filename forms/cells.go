package forms

import "turno/hub/words"

// The heights above the cells of a field, in u.
const (
	labelLine = 24.3 // the line of the label
	labelGap  = 5.0
	labelSize = 18.0
	leastSize = 16.7 // 8 pt, the smallest that the look allows on A4
)

// label sets a field's label, and its hint at the right, above cells w mm wide.
// A label too long for its cells goes down to 8 pt before it gives up its hint,
// and shrinks further only then: cutting off a word would say something else.
func (s *sheet) label(f Field, l words.Lang, x, top, w float64) {
	text, hint := words.Pick(f.Label, l), words.Pick(f.Hint, l)
	centre := top + labelLine*u/2
	size := s.fit(semibold, labelSize, leastSize, w, text)
	if hint != "" {
		room := w - s.width(semibold, size, text) - 12*u
		if small := s.fit(regular, labelSize, leastSize, room, hint); s.width(regular, small, hint) <= room {
			s.textEnd(x+w, centre, regular, small, s.ink.Ink2, hint)
		}
	}
	s.text(x, centre, semibold, s.fit(semibold, size, 1, w, text), s.ink.Ink, text)
}

// cells draws the boxes of a field and the letters of its value in them. A
// value with more letters than cells, as long addresses have, is written
// through one undivided box.
func (s *sheet) cells(f Field, value string, x, top float64) {
	letters, ok := f.inCells(value)
	if !ok {
		s.throughBox(f, value, x, top)
		return
	}
	groups := f.Groups
	if len(groups) == 0 {
		groups = []int{f.Cells}
	}
	gap := cellW / float64(max(len(groups)-1, 1))
	at := 0
	for _, n := range groups {
		w := float64(n) * cellW
		s.add(boxMark{x: x, y: top, w: w, h: cellH, fill: &s.ink.Surface, edge: &s.ink.Edge})
		for i := range n {
			if i > 0 {
				line := x + float64(i)*cellW
				s.add(ruleMark{line, top, line, top + cellH, edge, s.ink.Edge})
			}
			if r := letters[at+i]; r != 0 {
				s.letter(string(r), x+float64(i)*cellW, top)
			}
		}
		at += n
		x += w + gap
	}
}

func (s *sheet) letter(r string, x, top float64) {
	const size = 26
	w := s.width(regular, size, r)
	s.text(x+(cellW-w)/2, top+cellH/2, regular, size, s.ink.Ink, r)
}

func (s *sheet) throughBox(f Field, value string, x, top float64) {
	w := float64(f.span()) * cellW
	s.add(boxMark{x: x, y: top, w: w, h: cellH, fill: &s.ink.Surface, edge: &s.ink.Edge})
	text := f.letters(value)
	pad := 8 * u
	s.text(x+pad, top+cellH/2, regular, s.fit(regular, 24, 1, w-2*pad, text), s.ink.Ink, text)
}
