package slip

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"turno/forms"
)

// printer is a receipt printer on paper 576 dots wide, written from what the
// commands mean and not from the encoder: it takes bytes, and paper comes out.
// A byte that it does not understand is an error, as a real one would print
// rubbish. A foreign judge, which knows no QR codes and draws no letters, is
// asked in foreign_test.go.
type printer struct {
	in    []byte
	at    int
	paper *canvas
	y     int // where the next line begins
	x     int
	page  *charmap.Charmap
	pages map[byte]*charmap.Charmap
	wide  int
	high  int
	bold  bool
	tall  int // of the line so far
	line  []rune
	lines []string // what was written, with its size: "2x2b 10:41"
	store string
	side  int
	cuts  []int // where the knife fell
}

func play(in []byte, pages map[byte]*charmap.Charmap) (*printer, error) {
	p := &printer{in: in, paper: newCanvas(Width, maxH), pages: pages}
	p.reset()
	for p.at < len(p.in) {
		start := p.at
		if err := p.step(); err != nil {
			return p, fmt.Errorf("byte %d: %w", start, err)
		}
	}
	if len(p.line) > 0 {
		return p, errors.New("a line was never ended")
	}
	return p, nil
}

func (p *printer) reset() {
	p.wide, p.high, p.bold, p.page, p.side = 1, 1, false, charmap.CodePage437, 3
}

var errShort = errors.New("the bytes end inside a command")

func (p *printer) take(n int) ([]byte, error) {
	if p.at+n > len(p.in) {
		return nil, errShort
	}
	b := p.in[p.at : p.at+n]
	p.at += n
	return b, nil
}

func (p *printer) step() error {
	first, _ := p.take(1)
	switch c := first[0]; {
	case c == 0x1b:
		return p.escape()
	case c == 0x1d:
		return p.group()
	case c == '\n':
		p.feedLine()
		return nil
	case c >= 0x20 && c != 0x7f:
		return p.put(p.page.DecodeByte(c))
	default:
		return fmt.Errorf("%#x is no letter", c)
	}
}

func (p *printer) escape() error {
	b, err := p.take(1)
	if err != nil {
		return err
	}
	if b[0] == '@' {
		p.reset()
		return nil
	}
	n, err := p.take(1)
	if err != nil {
		return err
	}
	switch b[0] {
	case 't':
		page, ok := p.pages[n[0]]
		if !ok {
			return fmt.Errorf("no code page %d", n[0])
		}
		p.page = page
	case 'E':
		p.bold = n[0]&1 == 1
	case 'J':
		p.y += int(n[0])
	default:
		return fmt.Errorf("ESC %q is unknown", b[0])
	}
	return nil
}

func (p *printer) group() error {
	b, err := p.take(1)
	if err != nil {
		return err
	}
	switch b[0] {
	case '!':
		n, err := p.take(1)
		if err != nil {
			return err
		}
		p.wide, p.high = int(n[0]>>4)+1, int(n[0]&15)+1
		if p.wide > 8 || p.high > 8 {
			return fmt.Errorf("letters %dx%d", p.wide, p.high)
		}
	case 'V':
		n, err := p.take(2)
		if err != nil {
			return err
		}
		if n[0] != 65 && n[0] != 66 {
			return fmt.Errorf("cut %d", n[0])
		}
		if p.x > 0 {
			return errors.New("a cut in the middle of a line")
		}
		p.y += int(n[1])
		p.cuts = append(p.cuts, p.y)
	case 'v':
		return p.raster()
	case '(':
		return p.symbol()
	default:
		return fmt.Errorf("GS %q is unknown", b[0])
	}
	return nil
}

func (p *printer) raster() error {
	h, err := p.take(6)
	if err != nil {
		return err
	}
	if h[0] != '0' || h[1] != 0 {
		return fmt.Errorf("raster mode %q %d", h[0], h[1])
	}
	stride, rows := int(h[2])+int(h[3])<<8, int(h[4])+int(h[5])<<8
	bits, err := p.take(stride * rows)
	if err != nil {
		return err
	}
	if p.x > 0 {
		return errors.New("a picture in the middle of a line")
	}
	for i, b := range bits {
		for k := range 8 {
			if x := i%stride*8 + k; b&(0x80>>k) != 0 {
				if x >= Width {
					return fmt.Errorf("a dot at %d, beside the paper", x)
				}
				p.paper.box(x, p.y+i/stride, 1, 1)
			}
		}
	}
	p.y += rows
	return nil
}

// symbol is GS ( k, of which only QR's (cn 49) is known.
func (p *printer) symbol() error {
	h, err := p.take(3)
	if err != nil {
		return err
	}
	body, err := p.take(int(h[1]) + int(h[2])<<8)
	if err != nil {
		return err
	}
	if h[0] != 'k' || len(body) < 3 || body[0] != 49 {
		return fmt.Errorf("GS ( %q %v is unknown", h[0], body)
	}
	switch args := body[2:]; body[1] {
	case 65: // model
		if args[0] != 50 {
			return fmt.Errorf("QR model %d", args[0])
		}
	case 67:
		p.side = int(args[0])
	case 69: // level: 48 to 51 are L, M, Q, H
		if args[0] != 49 {
			return fmt.Errorf("QR level %d", args[0])
		}
	case 80:
		p.store = string(args[1:])
	case 81:
		modules, err := forms.QR(p.store)
		if err != nil {
			return err
		}
		p.paper.qr(4*p.side, p.y, p.side, modules)
		p.y += len(modules) * p.side
		p.lines = append(p.lines, fmt.Sprintf("qr%d %s", p.side, p.store))
	default:
		return fmt.Errorf("QR function %d", body[1])
	}
	return nil
}

// put draws a letter in its cell of 12 by 24 dots, so many times enlarged.
func (p *printer) put(r rune) error {
	w, h := 12*p.wide, 24*p.high
	if p.x+w > Width {
		return fmt.Errorf("%q runs off the line %q", r, string(p.line))
	}
	k := regular
	if p.bold {
		k = bold
	}
	cell := newCanvas(12, 24)
	cell.text((12-cell.width(k, 19, string(r)))/2, 11, k, 19, string(r))
	if r == '─' { // not in the typeface
		cell.box(0, 11, 12, 2)
	}
	for y := range h {
		for x := range w {
			if cell.ink.AlphaAt(x/p.wide, y/p.high).A >= 0x70 {
				p.paper.box(p.x+x, p.y+y, 1, 1)
			}
		}
	}
	p.x += w
	p.tall = max(p.tall, h)
	p.line = append(p.line, r)
	return nil
}

func (p *printer) feedLine() {
	if len(p.line) > 0 {
		size := fmt.Sprintf("%dx%d", p.wide, p.high)
		if p.bold {
			size += "b"
		}
		p.lines = append(p.lines, size+" "+strings.TrimRight(string(p.line), " "))
	}
	p.y += max(p.tall, 24) + 6
	p.x, p.tall, p.line = 0, 0, nil
}

func (p *printer) picture() *Bitmap { return p.paper.dots(p.y) }
