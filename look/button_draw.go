package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// buttonMeasures are the sizes of what is in a button.
type buttonMeasures struct {
	text, note, icon, gap, side float32
	weight                      Weight
}

func (b *Button) measures() buttonMeasures {
	s := b.style
	m := buttonMeasures{text: b.spec.TextSize, weight: SemiBold}
	if m.text == 0 {
		m.text = s.ActionSize()
		if b.spec.Rank == Primary {
			m.text = s.PrimarySize()
		}
	}
	if b.spec.Rank == Primary && m.text >= s.PrimarySize() {
		m.weight = Bold
	}
	m.note = s.Body(s.pick(30, 15, 44))
	m.icon = m.text * s.pick(1.3, 1.3, 1.2)
	m.gap = s.pick(20, 10, 24)
	m.side = s.pick(32, 14, 40)
	if b.spec.Rank == Quiet {
		m.side = 0
	}
	return m
}

func (b *Button) label() string {
	if b.sent != "" {
		return b.sent
	}
	return b.spec.Label
}

// note is the second line: why the button is dead, or what the spec says.
func (b *Button) noteText() string {
	if b.disabled && b.reason != "" {
		return b.reason
	}
	return b.spec.Note
}

// leadIcon is the icon before the words. That of a state gives way where the
// words would have to wrap for it: the button keeps its place and its height.
func (b *Button) leadIcon() string {
	state := ""
	switch {
	case b.sent != "":
		state = "circle-notch-bold"
	case b.disabled && b.reason != "":
		state = "clock-bold"
	}
	if state == "" || b.spec.Icon == "" && b.tight {
		return b.spec.Icon
	}
	return state
}

// fit notes whether a state's icon has no room at a width.
func (b *Button) fit(width float32, m buttonMeasures) {
	b.tight = false
	words := max(Measure(b.label(), m.text, m.weight).Width, Measure(b.noteText(), m.note, Regular).Width)
	b.tight = b.around(m)+words > width+1
}

func (b *Button) height() float32 {
	if b.spec.Height > 0 {
		return b.spec.Height
	}
	return b.style.pick(120, 64, 120)
}

// around is the width taken by everything but the words.
func (b *Button) around(m buttonMeasures) float32 {
	w := 2 * m.side
	if b.leadIcon() != "" {
		w += m.icon + m.gap
	}
	if b.spec.IconEnd != "" {
		w += m.icon + m.gap
	}
	if b.spec.Key != "" {
		w += NewKeyCap(b.style, b.spec.Key, b.style.Palette.Ink).MinSize().Width + m.gap
	}
	return w
}

func (b *Button) words(m buttonMeasures) (label, note *Paragraph) {
	c := b.colors()
	label = NewParagraph(b.label(), m.text, m.weight, c.text).LineHeight(1.2)
	if n := b.noteText(); n != "" {
		note = NewParagraph(n, m.note, Regular, c.note).LineHeight(1.25)
	}
	return label, note
}

func (b *Button) minSize() fyne.Size {
	m := b.measures()
	label, note := b.words(m)
	w := b.around(m)
	// The label wants one line; where it gets less it wraps and the button grows.
	wide := label.widest()
	if note != nil {
		wide = max(wide, note.widest())
	}
	oneLine := Measure(b.label(), m.text, m.weight).Width
	if oneLine < wide*3 && b.style.scale() == 1 {
		wide = max(wide, oneLine)
	}
	w += wide
	return fyne.NewSize(max(w, b.style.MinTarget()), b.HeightFor(w))
}

// HeightFor is the height the button needs at a width.
func (b *Button) HeightFor(width float32) float32 {
	m := b.measures()
	b.fit(width, m)
	label, note := b.words(m)
	room := width - b.around(m)
	h := label.HeightFor(room)
	if note != nil {
		h += note.HeightFor(room) + 4
	}
	return max(b.height(), h+b.style.pick(32, 16, 32))
}

func (b *Button) lay(size fyne.Size) {
	m, c, s := b.measures(), b.colors(), b.style
	b.fit(size.Width, m)
	b.objects = b.objects[:0]
	add := func(o fyne.CanvasObject, x, y, w, h float32) {
		put(o, x, y, w, h)
		b.objects = append(b.objects, o)
	}
	if b.focused {
		b.objects = append(b.objects, focusRing(s, b.spec.Face, size, s.Radius())...)
	}
	if b.spec.Rank != Quiet || b.disabled {
		box := NewBox(c.fill, s.Radius())
		if c.dashed {
			box.Dashed(c.edge, c.stroke)
		} else if c.stroke > 0 {
			box.Edge(c.edge, c.stroke)
		}
		add(box, 0, 0, size.Width, size.Height)
	}
	drop := float32(0)
	if b.pressed && b.spec.Rank == Primary {
		drop = 2
	}
	label, note := b.words(m)
	room := size.Width - b.around(m)
	wide := label.used(room)
	high := label.HeightFor(room)
	if note != nil {
		wide = max(wide, note.used(room))
		high += note.HeightFor(room) + 4
	}
	content := wide + b.around(m) - 2*m.side
	x := (size.Width - content) / 2
	lead, apart := b.ends()
	if lead {
		x = m.side
	}
	if icon := b.leadIcon(); icon != "" {
		add(NewIcon(icon, m.icon, c.text), x, (size.Height-m.icon)/2+drop, m.icon, m.icon)
		x += m.icon + m.gap
	}
	y := (size.Height-high)/2 + drop
	add(label, x, y, wide+1, label.HeightFor(room))
	if b.spec.Rank == Quiet && !b.disabled {
		// The underline of a word that can be tapped.
		line := canvas.NewRectangle(c.text)
		add(line, x, y+label.HeightFor(room)-m.text*0.08, wide, max(2, m.text*0.07))
	}
	if note != nil {
		add(note, x, y+label.HeightFor(room)+4, wide+1, note.HeightFor(room))
	}
	x += wide + m.gap
	if b.spec.IconEnd != "" {
		if apart {
			x = size.Width - m.side - m.icon
		}
		add(NewIcon(b.spec.IconEnd, m.icon, c.text), x, (size.Height-m.icon)/2+drop, m.icon, m.icon)
	}
	if b.spec.Key != "" {
		k := NewKeyCap(s, b.spec.Key, c.text)
		ks := k.MinSize()
		add(k, size.Width-m.side-ks.Width, (size.Height-ks.Height)/2+drop, ks.Width, ks.Height)
	}
}

// ends says whether the words begin at the left edge, and whether the icon at
// the end stands at the right one. In a narrow button both come to the same.
func (b *Button) ends() (lead, apart bool) {
	apart = b.spec.Leading || b.spec.Rank == Primary && b.spec.IconEnd != ""
	return apart || b.spec.Key != "", apart
}

// focusRing is a gap in the ground's colour and a ring in ink around a control.
func focusRing(s Style, face Face, size fyne.Size, radius float32) []fyne.CanvasObject {
	w := s.FocusRing()
	ring, gap := s.Palette.Ink, s.Palette.Ground
	if face == OnBrand {
		ring, gap = s.Palette.OnBrand, s.Palette.Brand
	}
	outer := &canvas.Rectangle{FillColor: ring, CornerRadius: radius + 2*w}
	put(outer, -2*w, -2*w, size.Width+4*w, size.Height+4*w)
	inner := &canvas.Rectangle{FillColor: gap, CornerRadius: radius + w}
	put(inner, -w, -w, size.Width+2*w, size.Height+2*w)
	return []fyne.CanvasObject{outer, inner}
}
