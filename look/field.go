package look

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// FieldSpec says what a field shows. Caret is how many letters stand before
// it; less than 0 draws none.
type FieldSpec struct {
	Label   string // over the field
	Value   string
	Hint    string // under it, in secondary ink
	Problem string // in the hint's place: what is wrong, as a sentence
	Caret   int
	Dots    bool // each letter is drawn as a dot
}

// Field shows a text that is written elsewhere: it takes no touch and keeps
// nothing.
type Field struct {
	part
	style   Style
	spec    FieldSpec
	focused bool
}

// NewField makes a field.
func NewField(s Style, spec FieldSpec) *Field {
	f := &Field{style: s, spec: spec}
	f.arrange = f.lay
	f.least = func() fyne.Size {
		w := s.pick(400, 160, 400)
		return fyne.NewSize(w, f.HeightFor(max(w, f.Size().Width)))
	}
	f.ExtendBaseWidget(f)
	return f
}

// FocusGained draws the ring of the focus; whoever writes the text calls it.
func (f *Field) FocusGained() {
	f.focused = true
	f.redraw()
}

// FocusLost takes the ring away.
func (f *Field) FocusLost() {
	f.focused = false
	f.redraw()
}

// TypedRune is nothing: the text is written elsewhere.
func (f *Field) TypedRune(rune) {}

// TypedKey is nothing.
func (f *Field) TypedKey(*fyne.KeyEvent) {}

// SetSpec changes what the field shows.
func (f *Field) SetSpec(spec FieldSpec) {
	f.spec = spec
	f.redraw()
}

func (f *Field) sizes() (text, label, small, pad, high, gap float32) {
	s := f.style
	return s.Body(s.pick(40, 17, 40)), s.Body(s.pick(34, 16, 34)), s.SmallSize(), s.pick(28, 12, 28), s.Body(s.pick(104, 48, 104)), s.pick(12, 6, 12)
}

// under is the line below the box, or nil.
func (f *Field) under(small float32) fyne.CanvasObject {
	p := f.style.Palette
	switch {
	case f.spec.Problem != "":
		return HStackTop(small*0.4, NewIcon("warning-octagon-fill", small*1.2, p.Bad), Grow(NewParagraph(f.spec.Problem, small, SemiBold, p.Bad)))
	case f.spec.Hint != "":
		return NewParagraph(f.spec.Hint, small, Regular, p.Ink2)
	}
	return nil
}

// HeightFor is the height at a width, with label and what is under the box.
func (f *Field) HeightFor(width float32) float32 {
	_, label, small, _, h, gap := f.sizes()
	h = min(h, f.style.pick(144, 80, 144))
	if f.spec.Label != "" {
		h += NewParagraph(f.spec.Label, label, SemiBold, nil).HeightFor(width) + gap
	}
	if u := f.under(small); u != nil {
		h += gap + HeightFor(u, width)
	}
	return h
}

func (f *Field) lay(size fyne.Size) {
	s, p := f.style, f.style.Palette
	text, labelSize, small, pad, high, gap := f.sizes()
	high = min(high, s.pick(144, 80, 144))
	f.objects = f.objects[:0]
	add := func(o fyne.CanvasObject, x, y, w, h float32) {
		put(o, x, y, w, h)
		f.objects = append(f.objects, o)
	}
	y := float32(0)
	if f.spec.Label != "" {
		label := NewParagraph(f.spec.Label, labelSize, SemiBold, p.Ink)
		y = label.HeightFor(size.Width)
		add(label, 0, 0, size.Width, y)
		y += gap
	}
	edge, stroke := p.Edge, s.EdgeWidth()
	switch {
	case f.spec.Problem != "":
		edge, stroke = p.Bad, max(3, s.EdgeWidth())
	case f.spec.Caret >= 0:
		edge, stroke = p.Brand, s.chosenWidth()
	}
	if f.focused {
		ring := focusRing(s, OnGround, fyne.NewSize(size.Width, high), s.Radius())
		for _, o := range ring {
			o.Move(o.Position().AddXY(0, y))
		}
		f.objects = append(f.objects, ring...)
	}
	add(NewBox(p.Surface, s.Radius()).Edge(edge, stroke), 0, y, size.Width, high)

	value := []rune(f.spec.Value)
	if f.spec.Dots {
		value = []rune(strings.Repeat("•", len(value)))
	}
	caret, room := min(max(f.spec.Caret, 0), len(value)), size.Width-2*pad
	from := 0 // a text too long shows the end that the caret is in
	for from < caret && Measure(string(value[from:caret]), text, Regular).Width > room-4 {
		from++
	}
	to := len(value)
	for to > caret && Measure(string(value[from:to]), text, Regular).Width > room {
		to--
	}
	line := text * 1.4
	at := y + (high-line)/2
	add(&canvas.Text{Text: string(value[from:to]), TextSize: text, FontSource: Regular.font(), Color: p.Ink}, pad, at, room, line)
	if f.spec.Caret >= 0 {
		x := pad + Measure(string(value[from:caret]), text, Regular).Width
		add(canvas.NewRectangle(p.Brand), x, at+line*0.12, s.pick(4, 2, 4), line*0.76)
	}
	if u := f.under(small); u != nil {
		add(u, 0, y+high+gap, size.Width, HeightFor(u, size.Width))
	}
}

var _ fyne.Focusable = (*Field)(nil)
