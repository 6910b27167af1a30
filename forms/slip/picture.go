package slip

import (
	"strconv"
	"unicode/utf8"

	"turno/forms"
)

// Width is the width of a slip in dots: 72 mm of an 80 mm roll at 203 dpi.
const Width = 576

// The measures of a slip, in dots.
const (
	margin   = 24
	inner    = Width - 2*margin
	rule     = 4
	body     = 26.0
	bodyLine = 33.8
	maxH     = 6000 // more than the fullest slip needs
)

// painter draws from the top down.
type painter struct {
	*canvas
	y float64
}

// Picture draws the slip. It fails on a slip that Check refuses.
func (s Slip) Picture() (*Bitmap, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	return s.content().picture()
}

func (c content) picture() (*Bitmap, error) {
	p := &painter{newCanvas(Width, maxH), margin}
	for _, part := range layouts()[c.layout] {
		if err := drawn[part](p, c); err != nil {
			return nil, err
		}
	}
	return p.dots(min(int(p.y)+margin, maxH)), nil
}

// drawn are the parts of a slip as they are drawn.
var drawn map[string]func(*painter, content) error

func init() {
	plainly := func(draw func(*painter, content)) func(*painter, content) error {
		return func(p *painter, c content) error { draw(p, c); return nil }
	}
	drawn = map[string]func(*painter, content) error{
		"head":    plainly((*painter).head),
		"service": plainly(func(p *painter, c content) { p.lines(18, semibold, 30, 39, margin, inner, c.service) }),
		"ticket":  plainly((*painter).ticket),
		"ahead":   plainly((*painter).ahead),
		"times":   plainly((*painter).times),
		"note":    plainly(func(p *painter, c content) { p.lines(20, regular, body, bodyLine, margin, inner, c.note) }),
		"phone":   (*painter).phone,
		"bring":   plainly((*painter).bring),
		"place":   plainly(func(p *painter, c content) { p.lines(22, regular, 24, 31.2, margin, inner, c.place) }),
		"title":   plainly(func(p *painter, c content) { p.lines(20, bold, 44, 50.6, margin, inner, c.title) }),
		"lead":    plainly((*painter).lead),
		"list":    plainly((*painter).list),
	}
}

// lines sets a text in lines below the last, gap dots further down.
func (p *painter) lines(gap float64, k cut, size, lead, x, w float64, text string) {
	p.y += gap
	for _, line := range p.wrap(k, size, w, text) {
		p.text(x, p.y+lead/2, k, size, line)
		p.y += lead
	}
}

func (p *painter) rule(gap float64) {
	p.y += gap
	p.box(margin, int(p.y), inner, rule)
	p.y += rule
}

func (p *painter) head(c content) {
	const side = 44
	p.mark(margin, int(p.y), side)
	lines := p.wrap(bold, 32, inner-side-14, c.bank)
	for i, line := range lines {
		p.text(margin+side+14, p.y+side/2+float64(i)*40, bold, 32, line)
	}
	p.y += side + float64(len(lines)-1)*40
	p.rule(20)
}

func (p *painter) lead(c content) {
	if c.lead != "" {
		p.lines(12, regular, body, bodyLine, margin, inner, c.lead)
	}
}

// ticket sets the number as large as the paper allows: its left edge stands
// under the text's, so the letter's own space is taken back.
func (p *painter) ticket(c content) {
	size := 206.0
	if utf8.RuneCountInString(c.ticket) > 4 {
		size *= .8
	}
	for p.width(bold, size, c.ticket)-.048*size > inner {
		size -= 2
	}
	p.y += 4
	p.text(margin-.048*size, p.y+size*.51, bold, size, c.ticket)
	p.y += size * 1.02
}

// ahead says how many are before one, and shows it: a ring for each, the disc
// for oneself. From eight on a figure stands for the rings.
func (p *painter) ahead(c content) {
	if c.people < 0 {
		return
	}
	p.lines(10, bold, 44, 50.6, margin, inner, c.ahead)
	const step, r = 55.3, 15.5
	p.y += 16
	x, centre := margin+2+r, p.y+19
	rings := c.people
	if rings >= 8 {
		figure := strconv.Itoa(rings)
		p.text(margin, centre, bold, 38, figure)
		x += p.width(bold, 38, figure) + 12
		rings = 1
	}
	for range rings {
		p.ring(x, centre, r, 4)
		x += step
	}
	p.ring(x, centre, r+3, 0)
	p.y += 38
}

// times sets the wait and the arrival side by side; the arrival alone where
// nobody knows the wait.
func (p *painter) times(c content) {
	p.rule(26)
	p.y += 18
	const right = Width - margin - 212.0
	put := func(x, w float64, label, value string) float64 {
		y := p.y
		for _, line := range p.wrap(regular, body, w, label) {
			p.text(x, y+bodyLine/2, regular, body, line)
			y += bodyLine
		}
		for _, line := range p.wrap(bold, 42, w, value) {
			p.text(x, y+25.2, bold, 42, line)
			y += 50.4
		}
		return y
	}
	if c.wait == "" {
		p.y = put(margin, inner, c.arrivedLabel, c.arrived)
		return
	}
	p.y = max(put(margin, right-margin-24, c.waitLabel, c.wait), put(right, 212, c.arrivedLabel, c.arrived))
}

// phone sets the code of the phone page and says what it is for. Modules are
// whole dots, and four of them stay white at its right.
func (p *painter) phone(c content) error {
	if c.page == "" {
		return nil
	}
	modules, err := forms.QR(c.page)
	if err != nil {
		return err
	}
	p.y += 24
	p.dashes(margin, int(p.y), inner, rule)
	p.y += rule + 24
	n := len(modules)
	scale := max(240/n, 4)
	side := scale * n
	p.qr(margin, int(p.y), scale, modules)
	below := p.y + float64(side)
	x := float64(margin + side + 4*scale)
	p.y -= 4 // the title's capitals begin where the code does
	p.lines(0, bold, 32, 36.8, x, Width-margin-x, c.pageTitle)
	p.lines(8, regular, body, bodyLine, x, Width-margin-x, c.pageNote)
	p.y = max(p.y, below)
	return nil
}

func (p *painter) bring(c content) {
	if len(c.bring) == 0 {
		return
	}
	gap := 26.0
	if c.page == "" {
		p.y += 24
		p.dashes(margin, int(p.y), inner, rule)
		p.y += rule
		gap = 20
	}
	p.ticks(gap, c)
}

// list is the whole of an info slip.
func (p *painter) list(c content) {
	if len(c.bring) > 0 {
		p.rule(22)
		p.ticks(18, c)
	}
}

// ticks are lines with boxes under their heading.
func (p *painter) ticks(gap float64, c content) {
	p.lines(gap, semibold, 28, 36.4, margin, inner, c.bringTitle)
	p.y += 2
	for _, text := range c.bring {
		p.y += 4
		p.square(margin+3, int(p.y+bodyLine/2)-12, 24, 3)
		p.lines(0, regular, body, bodyLine, margin+44, inner-44, text)
	}
}
