package look

import "fyne.io/fyne/v2"

// Banner says what happened and what now, on a wash with an icon. It stands
// where it happened, and nothing waits behind it.
type Banner struct {
	part
	style Style
	tone  Tone
	icon  string
	what  string
	now   string
}

// NewBanner makes a banner. now may be empty; both may be as long as they like.
func NewBanner(s Style, tone Tone, icon, what, now string) *Banner {
	b := &Banner{style: s, tone: tone, icon: icon, what: what, now: now}
	b.arrange = b.lay
	b.least = func() fyne.Size {
		m := b.measures()
		w := m.side*2 + m.icon + m.gap + max(widestWord(b.what, m.what, m.weight), widestWord(b.now, m.now, Regular))
		return fyne.NewSize(w, b.HeightFor(max(w, b.Size().Width)))
	}
	b.ExtendBaseWidget(b)
	return b
}

type bannerMeasures struct {
	icon, gap, side, pad, between, what, now float32
	weight                                   Weight
}

func (b *Banner) measures() bannerMeasures {
	s := b.style
	m := bannerMeasures{
		icon: s.Body(s.pick(72, 34, 72)), gap: s.pick(28, 18, 28), side: s.pick(40, 22, 40), pad: s.pick(32, 14, 32),
		between: s.pick(6, 0, 6), what: s.Body(s.pick(42, 20, 56)), now: s.Body(s.pick(34, 17, 44)), weight: SemiBold,
	}
	if s.Device == Kiosk {
		m.weight = Bold
	}
	return m
}

func (b *Banner) words(m bannerMeasures) (what, now *Paragraph) {
	c := b.style.tone(b.tone)
	what = NewParagraph(b.what, m.what, m.weight, c.text).LineHeight(1.25)
	if b.now != "" {
		ink := b.style.Palette.Ink
		if b.tone == Now || b.tone == Busy {
			ink = c.text
		}
		now = NewParagraph(b.now, m.now, Regular, ink)
	}
	return what, now
}

// HeightFor is the height at a width.
func (b *Banner) HeightFor(width float32) float32 {
	m := b.measures()
	what, now := b.words(m)
	room := width - 2*m.side - m.icon - m.gap
	h := what.HeightFor(room)
	if now != nil {
		h += m.between + now.HeightFor(room)
	}
	return max(h, m.icon) + 2*m.pad
}

func (b *Banner) lay(size fyne.Size) {
	m := b.measures()
	c := b.style.tone(b.tone)
	box := c.box(b.style.pick(24, 12, 24))
	put(box, 0, 0, size.Width, size.Height)
	what, now := b.words(m)
	room := size.Width - 2*m.side - m.icon - m.gap
	h := what.HeightFor(room)
	if now != nil {
		h += m.between + now.HeightFor(room)
	}
	pic := NewIcon(b.icon, m.icon, c.text)
	put(pic, m.side, (size.Height-m.icon)/2, m.icon, m.icon)
	b.objects = []fyne.CanvasObject{box, pic}
	x, y := m.side+m.icon+m.gap, (size.Height-h)/2
	put(what, x, y, room, what.HeightFor(room))
	b.objects = append(b.objects, what)
	if now != nil {
		put(now, x, y+what.HeightFor(room)+m.between, room, now.HeightFor(room))
		b.objects = append(b.objects, now)
	}
}
