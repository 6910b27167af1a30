package forms

import (
	"strings"

	"turno/hub/words"
)

// block is a piece of a page that is never torn: how much paper it needs in mm,
// how much before it, and how to draw it from a top edge on.
type block struct {
	before, height float64
	keep           bool // stays with the next block: a heading
	draw           func(s *sheet, top float64)
}

// kind of a row, for the space between two.
type rowKind int

const (
	rowNone    rowKind = iota // the heading's line
	rowCells                  // labels above cells
	rowBare                   // cells without labels
	rowOptions                // boxes to tick, in one line or more
	rowTexts                  // paragraphs
	rowSigns                  // places to sign
)

// rowSpace is the space before a row in u, by the row before it.
func rowSpace(before, kind rowKind) float64 {
	switch {
	case kind == rowBare:
		return 6
	case kind == rowTexts && before == rowOptions:
		return 5
	case kind == rowTexts:
		return 14
	case kind == rowOptions && before == rowOptions:
		return 0
	case kind == rowOptions && before == rowNone:
		return 10
	case kind == rowOptions && before == rowTexts:
		return 8
	case kind == rowOptions:
		return 14
	case before == rowOptions:
		return 12
	default:
		return 21
	}
}

func (r Row) kind() rowKind {
	if len(r.Texts) > 0 {
		return rowTexts
	}
	bare := true
	for _, f := range r.Fields {
		if f.Type == TypeSignature {
			return rowSigns
		}
		if !f.hasCells() {
			return rowOptions
		}
		bare = bare && f.Show == ShowNone
	}
	if bare {
		return rowBare
	}
	return rowCells
}

// setter puts rows on paper for one print: its words and its values.
type setter struct {
	sheet *sheet // to measure with
	p     Print
}

func (t setter) pick(text Text) string {
	return strings.ReplaceAll(words.Pick(text, t.p.Lang), "{bank}", t.p.Bank)
}

// row makes the block of a row that begins at x and may be w wide, in mm.
func (t setter) row(r Row, before rowKind, x, w float64) block {
	kind := r.kind()
	space := rowSpace(before, kind) * u
	switch kind {
	case rowTexts:
		return t.texts(r, space, x, w)
	case rowOptions:
		return t.options(r, space, x, w)
	}
	above := (labelLine + labelGap) * u
	if kind == rowBare {
		above = 0
	}
	height := above + cellH
	if kind == rowSigns {
		height = above + signH
	}
	return block{before: space, height: height, draw: func(s *sheet, top float64) {
		at := x
		for _, f := range r.Fields {
			width := float64(f.span()) * cellW
			if kind != rowBare {
				s.label(f, t.p.Lang, at, top, width)
			}
			box := boxMark{x: at, y: top + above, w: width, h: height - above, r: 4 * u, fill: &s.ink.Surface, edge: &s.ink.Edge}
			switch {
			case f.Type == TypeSignature:
				s.add(box)
			default: // beside a place to sign, cells stand at its top
				s.cells(f, t.p.Values[f.Key], at, top+above)
			}
			at += width + cellW
		}
	}}
}

// signH is the height of a place to sign, in mm.
const signH = 96 * u

// texts sets paragraphs side by side, in columns of one width.
func (t setter) texts(r Row, space, x, w float64) block {
	const size, lead = 19, 25.7
	gap := 36 * u
	each := (w - gap*float64(len(r.Texts)-1)) / float64(len(r.Texts))
	columns := make([][]string, len(r.Texts))
	most := 0
	for i, text := range r.Texts {
		columns[i] = t.sheet.wrap(regular, size, each, t.pick(text))
		most = max(most, len(columns[i]))
	}
	return block{before: space, height: float64(most) * lead * u, draw: func(s *sheet, top float64) {
		for i, lines := range columns {
			for j, line := range lines {
				s.text(x+float64(i)*(each+gap), top+(float64(j)+.5)*lead*u, regular, size, s.ink.Ink, line)
			}
		}
	}}
}
