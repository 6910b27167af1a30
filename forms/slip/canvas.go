package slip

import (
	"image"
	"image/draw"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"turno/forms"
	"turno/look/brand"
)

// cut is a weight of the typeface.
type cut int

const (
	regular cut = iota
	semibold
	bold
)

var fonts = sync.OnceValue(func() [3]*sfnt.Font {
	var out [3]*sfnt.Font
	for c, ttf := range map[cut][]byte{regular: brand.Regular, semibold: brand.SemiBold, bold: brand.Bold} {
		f, err := opentype.Parse(ttf)
		if err != nil {
			panic("slip: an embedded font can't be read: " + err.Error())
		}
		out[c] = f
	}
	return out
})

// canvas draws in shades and gives dots at the end: a dot is black when at
// least half of it is. It belongs to one goroutine.
type canvas struct {
	ink   *image.Alpha
	faces map[face]font.Face
}

type face struct {
	cut  cut
	size float64 // dots
}

// newCanvas is paper w dots wide and, for now, as high as any slip may get.
func newCanvas(w, h int) *canvas {
	return &canvas{ink: image.NewAlpha(image.Rect(0, 0, w, h)), faces: map[face]font.Face{}}
}

func (c *canvas) face(k cut, size float64) font.Face {
	key := face{k, size}
	if f, ok := c.faces[key]; ok {
		return f
	}
	f, err := opentype.NewFace(fonts()[k], &opentype.FaceOptions{Size: size, DPI: 72})
	if err != nil {
		panic("slip: no face of an embedded font: " + err.Error())
	}
	c.faces[key] = f
	return f
}

func (c *canvas) width(k cut, size float64, s string) float64 {
	return float64(font.MeasureString(c.face(k, size), s)) / 64
}

// capHalf is half the height of capitals, in parts of the size.
const capHalf = 0.334

// text sets a line with its capitals in the middle of centre.
func (c *canvas) text(x, centre float64, k cut, size float64, s string) {
	d := font.Drawer{
		Dst: c.ink, Src: image.Opaque, Face: c.face(k, size),
		Dot: fixed.Point26_6{X: fixed.Int26_6(x * 64), Y: fixed.Int26_6((centre + capHalf*size) * 64)},
	}
	d.DrawString(s)
}

// wrap breaks a text into lines of at most w dots, between words, and inside a
// word that alone is wider: on paper this narrow a word cut is better than one
// that runs off.
func (c *canvas) wrap(k cut, size, w float64, s string) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ' ' }) {
		longer := strings.TrimPrefix(line+" "+word, " ")
		if c.width(k, size, longer) <= w {
			line = longer
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		line = word
		for c.width(k, size, line) > w {
			head, tail := c.cut(k, size, w, line)
			lines = append(lines, head)
			line = tail
		}
	}
	return append(lines, line)
}

func (c *canvas) cut(k cut, size, w float64, s string) (head, tail string) {
	for i := range s {
		if i > 0 && c.width(k, size, s[:i]) > w {
			return head, s[len(head):]
		}
		if i > 0 {
			head = s[:i]
		}
	}
	return head, s[len(head):]
}

func (c *canvas) box(x, y, w, h int) {
	draw.Draw(c.ink, image.Rect(x, y, x+w, y+h), image.Opaque, image.Point{}, draw.Src)
}

// dashes draws a tear line: 12 dots on, 8 off.
func (c *canvas) dashes(x, y, w, h int) {
	for at := 0; at < w; at += 20 {
		c.box(x+at, y, min(12, w-at), h)
	}
}

// ring draws a circle of a radius around a centre, line dots thick, or a disc
// where line is nought.
func (c *canvas) ring(cx, cy, r, line float64) {
	for y := int(cy - r - 1); y <= int(cy+r+1); y++ {
		for x := int(cx - r - 1); x <= int(cx+r+1); x++ {
			dx, dy := float64(x)+.5-cx, float64(y)+.5-cy
			d := dx*dx + dy*dy
			if d <= r*r && (line == 0 || d >= (r-line)*(r-line)) {
				c.box(x, y, 1, 1)
			}
		}
	}
}

// square draws the outline of a box to tick.
func (c *canvas) square(x, y, side, line int) {
	c.box(x+2, y, side-4, line)
	c.box(x+2, y+side-line, side-4, line)
	c.box(x, y+2, line, side-4)
	c.box(x+side-line, y+2, line, side-4)
}

// qr draws a code with its modules of scale dots.
func (c *canvas) qr(x, y, scale int, modules [][]bool) {
	for r, row := range modules {
		for i, dark := range row {
			if dark {
				c.box(x+i*scale, y+r*scale, scale, scale)
			}
		}
	}
}

// mark draws the bank's sign, w dots wide.
func (c *canvas) mark(x, y, w int) {
	p := &pen{vector.NewRasterizer(w, w), float32(w) / forms.OutlineGrid}
	forms.Outline(p)
	p.z.Draw(c.ink, image.Rect(x, y, x+w, y+w), image.Opaque, image.Point{})
}

type pen struct {
	z *vector.Rasterizer
	k float32
}

func (p *pen) MoveTo(x, y float64) { p.z.MoveTo(float32(x)*p.k, float32(y)*p.k) }
func (p *pen) LineTo(x, y float64) { p.z.LineTo(float32(x)*p.k, float32(y)*p.k) }
func (p *pen) Close()              { p.z.ClosePath() }
func (p *pen) CurveTo(x1, y1, x2, y2, x, y float64) {
	p.z.CubeTo(float32(x1)*p.k, float32(y1)*p.k, float32(x2)*p.k, float32(y2)*p.k, float32(x)*p.k, float32(y)*p.k)
}

// dots answers the upper h rows as black and white.
func (c *canvas) dots(h int) *Bitmap {
	b := NewBitmap(c.ink.Rect.Dx(), h)
	for y := range h {
		for x := range b.W {
			if c.ink.AlphaAt(x, y).A >= 0x80 {
				b.Dot(x, y)
			}
		}
	}
	return b
}
