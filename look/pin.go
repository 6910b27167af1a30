package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// PIN shows how much of a secret number has been typed: a ring for what is to
// come, a dot for what is there. It never holds the number.
type PIN struct {
	part
	style  Style
	length int
	typed  int
	wrong  bool
}

// NewPIN makes the rings of a number of a given length.
func NewPIN(s Style, length int) *PIN {
	p := &PIN{style: s, length: max(1, length)}
	d, gap := s.Body(s.pick(44, 22, 44)), s.pick(32, 16, 32)
	p.least = func() fyne.Size {
		return fyne.NewSize(float32(p.length)*d+float32(p.length-1)*gap, d)
	}
	p.arrange = func(size fyne.Size) {
		c := s.Palette.Ink
		if p.wrong {
			c = s.Palette.Bad
		}
		p.objects = p.objects[:0]
		x := (size.Width - p.least().Width) / 2
		for i := range p.length {
			if i < p.typed {
				dot := canvas.NewCircle(c)
				put(dot, x, (size.Height-d)/2, d, d)
				p.objects = append(p.objects, dot)
			} else {
				ring := NewBox(noColor, d/2).Edge(c, max(2, d*0.1))
				put(ring, x, (size.Height-d)/2, d, d)
				p.objects = append(p.objects, ring)
			}
			x += d + gap
		}
	}
	p.ExtendBaseWidget(p)
	return p
}

// SetTyped says how many digits are there.
func (p *PIN) SetTyped(n int) {
	p.typed, p.wrong = min(max(n, 0), p.length), false
	p.redraw()
}

// Wrong shows that the number was refused; say it in words as well.
func (p *PIN) Wrong() {
	p.typed, p.wrong = 0, true
	p.redraw()
}
