package look

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// manyPeople is from where on rings are no longer counted at a glance.
const manyPeople = 8

// People shows who is ahead: one ring each and you the filled dot; from eight
// on a numeral, one ring and the dot.
type People struct {
	part
	ahead int
	size  float32
	color color.NRGBA
}

// PeopleAhead makes the rings, size units a ring.
func PeopleAhead(ahead int, size float32, c color.NRGBA) *People {
	p := &People{ahead: max(0, ahead), size: size, color: c}
	p.build()
	p.least = func() fyne.Size {
		last := p.objects[len(p.objects)-1]
		h := size
		if p.ahead >= manyPeople {
			h = max(h, p.objects[0].MinSize().Height)
		}
		return fyne.NewSize(last.Position().X+last.Size().Width, h)
	}
	p.ExtendBaseWidget(p)
	return p
}

func (p *People) build() {
	p.objects = nil
	d, gap, x, y := p.size, p.size*0.46, float32(0), float32(0)
	rings := p.ahead
	if p.ahead >= manyPeople {
		rings = 1
		line := NewLine(strconv.Itoa(p.ahead), d*0.9, Bold, p.color)
		m := line.MinSize()
		put(line, 0, 0, m.Width, m.Height)
		p.objects = append(p.objects, line)
		x, y = m.Width+gap, max(0, (m.Height-d)/2)
	}
	stroke := max(2, d*0.14)
	for range rings {
		ring := NewBox(noColor, d/2).Edge(p.color, stroke)
		inset := d * 0.1
		put(ring, x+inset/2, y+inset/2, d-inset, d-inset)
		p.objects = append(p.objects, ring)
		x += d + gap
	}
	dot := canvas.NewCircle(p.color)
	put(dot, x, y, d, d)
	p.objects = append(p.objects, dot)
}
