package look

import (
	"fyne.io/fyne/v2"
)

// ServiceSpec says what a service card shows. Closed, if it is not empty, is
// when the service opens ("od 13:00"): the card is then dashed and dead.
type ServiceSpec struct {
	Icon   string // by its name in look/brand, "money-bold"
	Name   string
	Hint   string
	Wait   string // "5–10 min"
	People string // "2 lidé před vámi"
	Closed string
	OnTap  func()
}

// ServiceCard is one service to choose: icon, name, hint, and at the right how
// long it takes and how many are before. It grows with its words.
type ServiceCard struct {
	control
	spec ServiceSpec
}

// NewServiceCard makes a service card.
func NewServiceCard(s Style, spec ServiceSpec) *ServiceCard {
	c := &ServiceCard{spec: spec}
	c.style = s
	c.live = func() bool { return c.spec.Closed == "" }
	c.tap = func() {
		if c.spec.OnTap != nil {
			c.spec.OnTap()
		}
	}
	c.arrange = c.lay
	c.least = func() fyne.Size {
		w := c.measures().least
		return fyne.NewSize(w, c.HeightFor(max(w, c.Size().Width)))
	}
	c.ExtendBaseWidget(c)
	return c
}

// SetSpec changes what the card shows.
func (c *ServiceCard) SetSpec(spec ServiceSpec) {
	c.spec = spec
	c.redraw()
}

// cardMeasures are a card's inner sizes.
type cardMeasures struct {
	tile, icon, left, right, gap, pad float32
	name, hint, wait, people          float32
	side                              float32 // width of the right column
	below                             bool    // the right column stands under the words
	least                             float32
}

func (c *ServiceCard) measures() cardMeasures {
	s := c.style
	m := cardMeasures{
		tile: s.pick(112, 56, 112), icon: s.pick(64, 32, 64),
		left: s.pick(32, 20, 32), right: s.pick(40, 20, 40), gap: s.pick(32, 18, 32), pad: s.pick(26, 16, 26),
		name: s.Body(s.pick(44, 22, 44)), hint: s.Body(s.pick(30, 16, 30)),
		wait: s.Body(s.pick(44, 22, 44)), people: s.Body(s.pick(28, 15, 28)),
	}
	if c.spec.Closed != "" {
		m.side = Measure(c.spec.Closed, s.Body(s.pick(32, 17, 32)), SemiBold).Width + s.Body(s.pick(48, 26, 48))
	} else {
		m.side = max(Measure(c.spec.Wait, m.wait, Bold).Width, Measure(c.spec.People, m.people, Regular).Width)
	}
	m.side = max(m.side, s.pick(232, 0, 232))
	m.below = s.scale() > 1
	words := max(widestWord(c.spec.Name, m.name, SemiBold), widestWord(c.spec.Hint, m.hint, Regular))
	m.least = m.left + m.tile + m.gap + words + m.right
	if m.below {
		m.least = max(m.least, m.left+m.tile+m.gap+m.side+m.right)
	} else {
		m.least += m.gap + m.side
	}
	return m
}

func widestWord(text string, size float32, w Weight) float32 {
	return NewParagraph(text, size, w, nil).widest()
}

// parts builds the words and the right column in the colours of the state.
func (c *ServiceCard) parts(m cardMeasures) (name, hint *Paragraph, side fyne.CanvasObject) {
	s, p := c.style, c.style.Palette
	ink := p.Ink
	if c.spec.Closed != "" {
		ink = p.Ink2
	}
	name = NewParagraph(c.spec.Name, m.name, SemiBold, ink).LineHeight(1.15)
	if c.spec.Hint != "" {
		hint = NewParagraph(c.spec.Hint, m.hint, Regular, p.Ink2).LineHeight(1.25)
	}
	align := fyne.TextAlignTrailing
	if m.below {
		align = fyne.TextAlignLeading
	}
	if c.spec.Closed != "" {
		size := s.Body(s.pick(32, 17, 32))
		row := HStack(s.pick(12, 8, 12), NewIcon("clock-bold", size*1.125, p.Ink2), NewLine(c.spec.Closed, size, SemiBold, p.Ink2))
		if m.below {
			return name, hint, Left(row)
		}
		return name, hint, Right(row)
	}
	lines := []fyne.CanvasObject{}
	if c.spec.Wait != "" {
		lines = append(lines, NewLine(c.spec.Wait, m.wait, Bold, p.Ink).Align(align))
	}
	if c.spec.People != "" {
		lines = append(lines, NewLine(c.spec.People, m.people, Regular, p.Ink2).Align(align))
	}
	return name, hint, VStack(s.pick(8, 2, 8), lines...)
}

func (m cardMeasures) words(width float32) float32 {
	w := width - m.left - m.tile - m.gap - m.right
	if !m.below {
		w -= m.gap + m.side
	}
	return w
}

func wordsHeight(name, hint *Paragraph, room, gap float32) float32 {
	h := name.HeightFor(room)
	if hint != nil {
		h += gap + hint.HeightFor(room)
	}
	return h
}

// HeightFor is the height of the card at a width.
func (c *ServiceCard) HeightFor(width float32) float32 {
	m := c.measures()
	name, hint, side := c.parts(m)
	h := wordsHeight(name, hint, m.words(width), c.style.pick(8, 2, 8))
	sideHigh := side.MinSize().Height
	if m.below {
		h += m.gap/2 + sideHigh
	} else {
		h = max(h, sideHigh)
	}
	return max(c.style.pick(188, 103, 188), max(h, m.tile)+2*m.pad)
}

func (c *ServiceCard) lay(size fyne.Size) {
	s, p, m := c.style, c.style.Palette, c.measures()
	c.objects = c.objects[:0]
	add := func(o fyne.CanvasObject, x, y, w, h float32) {
		put(o, x, y, w, h)
		c.objects = append(c.objects, o)
	}
	tile, tint := p.Wash, p.Brand
	box := NewBox(p.Surface, s.CardRadius()).Edge(p.Edge, s.EdgeWidth())
	switch {
	case c.spec.Closed != "":
		box.Fill(noColor).Dashed(p.Edge, s.EdgeWidth())
		tile, tint = p.Sunken, p.Ink2
	case c.pressed:
		box.Fill(p.Wash).Edge(p.Brand, max(3, s.chosenWidth()))
		tile, tint = p.Brand, p.OnBrand
	}
	if c.focused {
		c.objects = append(c.objects, focusRing(s, OnGround, size, s.CardRadius())...)
		if c.spec.Closed != "" {
			box.Fill(p.Ground)
		}
	}
	add(box, 0, 0, size.Width, size.Height)
	add(NewBox(tile, s.CardRadius()), m.left, (size.Height-m.tile)/2, m.tile, m.tile)
	add(NewIcon(c.spec.Icon, m.icon, tint), m.left+(m.tile-m.icon)/2, (size.Height-m.icon)/2, m.icon, m.icon)

	name, hint, side := c.parts(m)
	room, gap := m.words(size.Width), s.pick(8, 2, 8)
	x := m.left + m.tile + m.gap
	high := wordsHeight(name, hint, room, gap)
	sideHigh := side.MinSize().Height
	all := high
	if m.below {
		all += m.gap/2 + sideHigh
	}
	y := (size.Height - all) / 2
	add(name, x, y, room, name.HeightFor(room))
	if hint != nil {
		add(hint, x, y+name.HeightFor(room)+gap, room, hint.HeightFor(room))
	}
	if m.below {
		add(side, x, y+high+m.gap/2, room, sideHigh)
	} else {
		add(side, size.Width-m.right-m.side, (size.Height-sideHigh)/2, m.side, sideHigh)
	}
}
