package forms

import (
	"image/color"

	"github.com/go-pdf/fpdf"
)

// u is the grid that pages are drawn on: a 150th of an inch, in mm. Type sizes
// are in the same unit; 1 u is 0.48 pt.
const u = 25.4 / 150

// cut is a weight of the typeface, by the name it has in the PDF.
type cut string

const (
	regular  cut = "turno"
	semibold cut = "turno-semibold"
	bold     cut = "turno-bold"
)

// mark is one thing drawn on a page. Marks are data, so that tests can ask
// whether any two of them stand in each other's way.
type mark interface{ draw(p *fpdf.Fpdf) }

// textMark is one line of text: its left end and baseline in mm, its size in u.
type textMark struct {
	x, y, size, w float64
	cut           cut
	ink           color.NRGBA
	s             string
}

// boxMark is a rectangle in mm, filled, edged or both; a radius of half its
// side makes it round.
type boxMark struct {
	x, y, w, h, r float64
	fill, edge    *color.NRGBA
}

// ruleMark is a line in mm, level or upright.
type ruleMark struct {
	x1, y1, x2, y2, w float64
	ink               color.NRGBA
}

// qrMark is a code, w mm wide without its quiet zone.
type qrMark struct {
	x, y, w float64
	modules [][]bool
	ink     color.NRGBA
}

// signMark is the bank's mark: w mm wide and high.
type signMark struct {
	x, y, w float64
	ink     color.NRGBA
}

func (m textMark) draw(p *fpdf.Fpdf) {
	p.SetFont(string(m.cut), "", m.size*0.48)
	p.SetTextColor(rgb(m.ink))
	p.Text(m.x, m.y, m.s)
}

func (m boxMark) draw(p *fpdf.Fpdf) {
	style := ""
	if m.fill != nil {
		p.SetFillColor(rgb(*m.fill))
		style += "F"
	}
	if m.edge != nil {
		p.SetDrawColor(rgb(*m.edge))
		p.SetLineWidth(edge)
		style += "D"
	}
	switch {
	case m.r == 0:
		p.Rect(m.x, m.y, m.w, m.h, style)
	case m.r*2 >= m.w:
		p.Circle(m.x+m.w/2, m.y+m.h/2, m.w/2, style)
	default:
		p.RoundedRect(m.x, m.y, m.w, m.h, m.r, "1234", style)
	}
}

func (m ruleMark) draw(p *fpdf.Fpdf) {
	p.SetDrawColor(rgb(m.ink))
	p.SetLineWidth(m.w)
	p.Line(m.x1, m.y1, m.x2, m.y2)
}

// draw joins the dark modules of a row: fewer boxes, and no hairlines of paper
// between two of them on a screen.
func (m qrMark) draw(p *fpdf.Fpdf) {
	p.SetFillColor(rgb(m.ink))
	side := m.w / float64(len(m.modules))
	for r, row := range m.modules {
		for c := 0; c < len(row); c++ {
			from := c
			for c < len(row) && row[c] {
				c++
			}
			if c > from {
				p.Rect(m.x+float64(from)*side, m.y+float64(r)*side, float64(c-from)*side, side, "F")
			}
		}
	}
}

func (m signMark) draw(p *fpdf.Fpdf) {
	p.SetFillColor(rgb(m.ink))
	Outline(&signPen{p, m})
}

// signPen sets the mark's outline down at its place and size.
type signPen struct {
	*fpdf.Fpdf
	m signMark
}

func (s *signPen) at(x, y float64) (float64, float64) {
	return s.m.x + x*s.m.w/OutlineGrid, s.m.y + y*s.m.w/OutlineGrid
}

func (s *signPen) MoveTo(x, y float64) { s.Fpdf.MoveTo(s.at(x, y)) }

func (s *signPen) LineTo(x, y float64) { s.Fpdf.LineTo(s.at(x, y)) }

func (s *signPen) CurveTo(x1, y1, x2, y2, x, y float64) {
	x1, y1 = s.at(x1, y1)
	x2, y2 = s.at(x2, y2)
	x, y = s.at(x, y)
	s.CurveBezierCubicTo(x1, y1, x2, y2, x, y)
}

func (s *signPen) Close() {
	s.ClosePath()
	s.DrawPath("F")
}

func rgb(c color.NRGBA) (int, int, int) { return int(c.R), int(c.G), int(c.B) }
