package forms

import (
	"image/color"
	"strings"

	"github.com/go-pdf/fpdf"

	"turno/look/brand"
)

// The sheet in mm: A4, the margins, the cells of a line and the edge of a box.
const (
	paperW, paperH = 210.0, 297.0
	left, right    = 16.0, paperW - 16
	cellW, cellH   = (right - left) / cellsALine, 7.5
	edge           = u
	footY          = 1665 * u // the rule above the foot
	bottom         = footY - 20*u
)

// sheet is one page while it is put together.
type sheet struct {
	ruler *fpdf.Fpdf // measures text; every page is drawn on it later
	ink   brand.Palette
	marks []mark
}

func (s *sheet) add(m mark) { s.marks = append(s.marks, m) }

// width is the length of a text in mm.
func (s *sheet) width(c cut, size float64, text string) float64 {
	s.ruler.SetFont(string(c), "", size*0.48)
	return s.ruler.GetStringWidth(text)
}

// text sets one line so that its capitals stand in the middle of centre, and
// answers where it ends.
func (s *sheet) text(x, centre float64, c cut, size float64, ink color.NRGBA, text string) float64 {
	w := s.width(c, size, text)
	s.add(textMark{x: x, y: centre + capHalf*size*u, size: size, w: w, cut: c, ink: ink, s: text})
	return x + w
}

// capHalf is half the height of capitals of the typeface, in parts of its size.
const capHalf = 0.334

// textEnd is text that ends at x.
func (s *sheet) textEnd(x, centre float64, c cut, size float64, ink color.NRGBA, text string) {
	s.text(x-s.width(c, size, text), centre, c, size, ink, text)
}

// wrap breaks a text into lines of at most w mm, between words; a word wider
// than that stays whole. A no-break space never breaks.
func (s *sheet) wrap(c cut, size, w float64, text string) []string {
	var lines []string
	line := ""
	for word := range strings.SplitSeq(text, " ") {
		longer := word
		if line != "" {
			longer = line + " " + word
		}
		if line != "" && s.width(c, size, longer) > w {
			lines = append(lines, line)
			longer = word
		}
		line = longer
	}
	return append(lines, line)
}

// fit answers the size, at most size and at least least, at which the text is
// no wider than w.
func (s *sheet) fit(c cut, size, least, w float64, text string) float64 {
	if have := s.width(c, size, text); have > w {
		size = max(least, size*w/have)
	}
	return size
}

// tickBox draws a box to tick, round for one of several, and what stands in it.
func (s *sheet) tickBox(x, centre float64, round, ticked bool) {
	const side = 28 * u
	r := 4 * u
	if round {
		r = side / 2
	}
	top := centre - side/2
	s.add(boxMark{x: x, y: top, w: side, h: side, r: r, fill: &s.ink.Surface, edge: &s.ink.Edge})
	switch {
	case ticked && round:
		s.add(boxMark{x: x + 7*u, y: top + 7*u, w: 14 * u, h: 14 * u, r: 7 * u, fill: &s.ink.Ink})
	case ticked:
		a, b := 7*u, 21*u
		s.add(ruleMark{x + a, top + a, x + b, top + b, 3 * u, s.ink.Ink})
		s.add(ruleMark{x + a, top + b, x + b, top + a, 3 * u, s.ink.Ink})
	}
}
