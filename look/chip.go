package look

import "fyne.io/fyne/v2"

// Chip is a small rounded sign of a state: an icon and a word.
type Chip struct {
	part
	style Style
	tone  Tone
	icon  string
	word  string
}

// NewChip makes a chip, 28 high at a desk and 56 on a kiosk.
func NewChip(s Style, tone Tone, icon, word string) *Chip {
	c := &Chip{style: s, tone: tone, icon: icon, word: word}
	c.arrange, c.least = c.lay, c.minSize
	c.ExtendBaseWidget(c)
	return c
}

func (c *Chip) sizes() (high, text, icon, gap, left, right float32) {
	s := c.style
	return s.Body(s.pick(56, 28, 72)), s.Body(s.pick(28, 15, 44)), s.Body(s.pick(36, 18, 48)),
		s.pick(12, 6, 16), s.pick(18, 8, 24), s.pick(24, 10, 32)
}

func (c *Chip) minSize() fyne.Size {
	high, text, icon, gap, left, right := c.sizes()
	return fyne.NewSize(left+icon+gap+Measure(c.word, text, SemiBold).Width+right, high)
}

func (c *Chip) lay(size fyne.Size) {
	_, text, icon, gap, left, _ := c.sizes()
	col := c.style.tone(c.tone)
	box := col.box(size.Height / 2)
	put(box, 0, 0, size.Width, size.Height)
	pic := NewIcon(c.icon, icon, col.text)
	put(pic, left, (size.Height-icon)/2, icon, icon)
	line := NewLine(c.word, text, SemiBold, col.text)
	m := line.MinSize()
	put(line, left+icon+gap, (size.Height-m.Height)/2, m.Width, m.Height)
	c.objects = []fyne.CanvasObject{box, pic, line}
}
