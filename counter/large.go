package counter

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"turno/counter/desk"
	"turno/hub/words"
	"turno/look"
)

// large is the one large button of a free counter: an icon, words of 40, the
// key that does the same. It always bears the focus ring while it is live, as
// Return does what it says.
type large struct {
	widget.BaseWidget
	style   look.Style
	lang    words.Lang
	b       desk.Button
	box     *look.Box
	content *fyne.Container
	ring    []*canvas.Rectangle
	pressed bool
	ringed  bool // bears the focus ring while it is live
	narrow  bool // the size of an ordinary button, for the strip
}

func newLarge(s look.Style) *large {
	l := &large{style: s, box: look.NewBox(s.Palette.Brand, s.CardRadius()), content: look.Fill(), ringed: true}
	for range 2 {
		l.ring = append(l.ring, &canvas.Rectangle{})
	}
	l.ExtendBaseWidget(l)
	return l
}

// show draws the button as it stands now.
func (l *large) show(b desk.Button, lang words.Lang) {
	l.b, l.lang = b, lang
	l.paint()
}

func (l *large) paint() {
	p, s := l.style.Palette, l.style
	fill, ink, dashed := p.Brand, p.OnBrand, false
	icon, note := l.b.Icon, ""
	switch {
	case l.b.Sent:
		icon = "circle-notch-bold"
	case !l.b.Live:
		fill, ink, dashed = color.NRGBA{}, p.Ink2, true
		note = l.b.Why
	case l.pressed:
		fill = p.Press
	}
	l.box.Fill(fill)
	if dashed {
		l.box.Dashed(p.Edge, max(2, s.EdgeWidth()))
	} else {
		l.box.Edge(fill, 0)
	}
	for i, r := range l.ring {
		r.FillColor = p.Ink
		if i == 1 {
			r.FillColor = p.Ground
		}
		r.CornerRadius = s.CardRadius() + float32(8-4*i)
		r.Hidden = !l.b.Live || !l.ringed
	}
	text, side, gap, caps := s.Heading(40), float32(32), float32(20), s.At(1.7)
	if l.narrow {
		text, side, gap, caps = s.PrimarySize(), 14, 10, s
	}
	words := []fyne.CanvasObject{look.NewParagraph(l.b.Label, text, look.Bold, ink).LineHeight(1.15)}
	if note != "" {
		words = append(words, look.NewParagraph(note, s.BodySize(), look.Regular, ink))
	}
	row := []fyne.CanvasObject{look.NewIcon(icon, text*1.1, ink), look.Grow(look.VStack(2, words...))}
	if l.b.Key != "" {
		row = append(row, look.NewKeyCap(caps, capName(l.b, l.lang), ink))
	}
	l.content.Objects = []fyne.CanvasObject{look.Inset(0, side, 0, side, look.HStack(gap, row...))}
	if !l.Size().IsZero() {
		l.content.Refresh()
		l.Refresh()
	}
}

// MouseDown and MouseUp are called by the shield over the button.
func (l *large) MouseDown(*desktop.MouseEvent) { l.press(true) }

// MouseUp ends a press.
func (l *large) MouseUp(*desktop.MouseEvent) { l.press(false) }

func (l *large) press(down bool) {
	if l.pressed != down {
		l.pressed = down && l.b.Live
		l.paint()
	}
}

// HeightFor is the height at a width: 104, more where the words wrap.
func (l *large) HeightFor(width float32) float32 {
	return max(l.least(), look.HeightFor(l.content, width)+24)
}

// MinSize is called by Fyne.
func (l *large) MinSize() fyne.Size {
	m := l.content.MinSize()
	return fyne.NewSize(m.Width, max(l.least(), m.Height+24))
}

func (l *large) least() float32 {
	if l.narrow {
		return 64
	}
	return 104
}

// CreateRenderer is called by Fyne.
func (l *large) CreateRenderer() fyne.WidgetRenderer { return &largeRenderer{l} }

type largeRenderer struct{ l *large }

func (r *largeRenderer) Layout(size fyne.Size) {
	for i, ring := range r.l.ring {
		by := float32(8 - 4*i)
		ring.Move(fyne.NewPos(-by, -by))
		ring.Resize(size.AddWidthHeight(2*by, 2*by))
	}
	for _, o := range []fyne.CanvasObject{r.l.box, r.l.content} {
		o.Move(fyne.Position{})
		o.Resize(size)
	}
}

func (r *largeRenderer) MinSize() fyne.Size { return r.l.MinSize() }

func (r *largeRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.l.ring[0], r.l.ring[1], r.l.box, r.l.content}
}

func (r *largeRenderer) Refresh() {
	r.Layout(r.l.Size())
	for _, o := range r.Objects() {
		canvas.Refresh(o)
	}
}

func (r *largeRenderer) Destroy() {}
