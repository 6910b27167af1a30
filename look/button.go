package look

import (
	"image/color"

	"fyne.io/fyne/v2"
)

// Rank is what a button means among the others of its screen.
type Rank int

// The ranks. A screen has one Primary at most.
const (
	Secondary   Rank = iota // surface and edge
	Primary                 // filled with the brand
	Destructive             // bad edge, and an icon; asks once
	Quiet                   // an underlined word
)

// Face is where a button stands: on the page, or on a page filled with the
// brand, where colours turn round.
type Face int

// The two faces.
const (
	OnGround Face = iota
	OnBrand
)

// ButtonSpec says what a button is. Only Label is needed.
type ButtonSpec struct {
	Label string
	Note  string // a second, smaller line
	Rank  Rank
	Face  Face

	Icon    string // left of the label, by its name in look/brand
	IconEnd string // right: a Primary's at the far edge, another's beside the label
	Key     string // the key that does the same, as a key cap at the right ("F8")

	Height   float32 // 0: 120 kiosk, 64 desk; it grows where the label wraps
	TextSize float32 // 0: the role's size; given sizes are taken as they are
	Leading  bool    // label at the left rather than centred
	Selected bool    // chosen among others: wash and brand edge

	OnTap func()
}

// Button does one thing when it is tapped, or when Enter or Space is pressed
// while it has the focus. After Sent it stays where it was and does nothing
// until Ready; disabled, it says why.
type Button struct {
	control
	spec     ButtonSpec
	disabled bool
	reason   string
	sent     string
	tight    bool // no room for the icon of a state
}

// NewButton makes a button, ready to be tapped.
func NewButton(s Style, spec ButtonSpec) *Button {
	b := &Button{spec: spec}
	b.style = s
	b.live = func() bool { return !b.disabled && b.sent == "" }
	b.tap = func() {
		if b.spec.OnTap != nil {
			b.spec.OnTap()
		}
	}
	b.arrange = b.lay
	b.least = b.minSize
	b.ExtendBaseWidget(b)
	return b
}

// Ready makes the button live again, after Sent or Disable.
func (b *Button) Ready() {
	b.disabled, b.sent, b.reason = false, "", ""
	b.redraw()
}

// Sent shows that the command is on its way ("A tirar…"); taps do nothing.
// An empty label keeps the button's own.
func (b *Button) Sent(label string) {
	if label == "" {
		label = b.spec.Label
	}
	b.sent, b.pressed = label, false
	b.redraw()
}

// Disable makes the button dashed and dead, with the reason under its label
// ("od 13:00"). An empty reason shows none; give one wherever a person may ask.
func (b *Button) Disable(reason string) {
	b.disabled, b.reason, b.pressed = true, reason, false
	b.redraw()
}

// IsDisabled says whether the button is disabled.
func (b *Button) IsDisabled() bool { return b.disabled }

// IsSent says whether the button waits for an answer.
func (b *Button) IsSent() bool { return b.sent != "" }

// SetSpec changes what the button is, and keeps its state and focus.
func (b *Button) SetSpec(spec ButtonSpec) {
	b.spec = spec
	b.redraw()
}

// Spec is what the button is.
func (b *Button) Spec() ButtonSpec { return b.spec }

// buttonColors are what a button is painted with in its present state.
type buttonColors struct {
	fill, edge, text, note color.NRGBA
	stroke                 float32
	dashed                 bool
}

func (b *Button) colors() buttonColors {
	p, w := b.style.Palette, b.style.EdgeWidth()
	clear := color.NRGBA{}
	if b.disabled {
		c := buttonColors{clear, p.Edge, p.Ink2, p.Ink2, w, true}
		if b.spec.Face == OnBrand {
			c.edge, c.text, c.note = p.OnBrand, p.OnBrand, p.OnBrand
		}
		return c
	}
	if b.spec.Face == OnBrand {
		return b.colorsOnBrand()
	}
	switch b.spec.Rank {
	case Primary:
		c := buttonColors{p.Brand, p.Brand, p.OnBrand, p.OnBrand, 0, false}
		if b.pressed {
			c.fill = p.Press
		}
		return c
	case Destructive:
		c := buttonColors{p.Surface, p.Bad, p.Bad, p.Ink2, max(2, w), false}
		if b.pressed {
			c.fill = p.BadWash
		}
		return c
	case Quiet:
		return buttonColors{clear, clear, p.Ink, p.Ink2, 0, false}
	}
	c := buttonColors{p.Surface, p.Edge, p.Ink, p.Ink2, w, false}
	if b.pressed || b.spec.Selected {
		c.fill, c.edge, c.stroke = p.Wash, p.Brand, b.style.chosenWidth()
	}
	return c
}

func (b *Button) colorsOnBrand() buttonColors {
	p := b.style.Palette
	clear := color.NRGBA{}
	switch b.spec.Rank {
	case Primary:
		c := buttonColors{p.Surface, p.Surface, p.Brand, p.Ink2, 0, false}
		if p.HighContrast {
			c.fill, c.text, c.note = p.OnBrand, p.Brand, p.Brand
		}
		if b.pressed {
			c.fill = p.Wash
		}
		return c
	case Quiet:
		return buttonColors{clear, clear, p.OnBrand, p.OnBrand, 0, false}
	}
	c := buttonColors{clear, p.OnBrand, p.OnBrand, p.OnBrand, 3, false}
	if b.pressed {
		c.fill = p.Press
	}
	return c
}

var _ fyne.Focusable = (*Button)(nil)
