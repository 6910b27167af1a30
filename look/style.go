package look

import (
	"turno/look/brand"
)

// Device says which kind of screen a part is drawn for. It decides sizes,
// strokes and hit areas; it never decides colours.
type Device int

// The three kinds of screen. A kiosk is touched standing, a desk is used with
// mouse and keyboard, a display is read from ten metres and touched by nobody.
const (
	Kiosk Device = iota
	Desk
	Display
)

// Style is what every constructor of this package is given: colours, text
// scale, kind of screen, and whether things may move. It is a plain value;
// a person who changes contrast or text size gets a new Style and new parts.
type Style struct {
	Palette brand.Palette
	Scale   float32 // 1, 1.5 or 2; anything below 1 counts as 1, above 2 as 2
	Device  Device
	Calm    bool    // reduced motion: no fades, no beats, no drifting
	Zoom    float32 // of strokes and parts on a screen drawn larger than 1080p; 0 is 1
}

// NewStyle is a Style at 100 % text.
func NewStyle(p brand.Palette, d Device) Style {
	return Style{Palette: p, Scale: 1, Device: d}
}

// At is the same style at another text scale (1, 1.5, 2).
func (s Style) At(scale float32) Style {
	s.Scale = scale
	return s
}

func (s Style) scale() float32 {
	return min(max(s.Scale, 1), 2)
}

// Body scales a text size fully: running text, labels, actions, icons beside
// them. size is in canvas units at 100 %.
func (s Style) Body(size float32) float32 { return size * s.scale() }

// Heading scales a title, by a quarter at most: it is large as it is, and the
// words below it need the room.
func (s Style) Heading(size float32) float32 { return size * min(s.scale(), 1.25) }

// pick chooses by kind of screen.
func (s Style) pick(kiosk, desk, display float32) float32 {
	v := kiosk
	switch s.Device {
	case Desk:
		v = desk
	case Display:
		v = display
	}
	if s.Zoom > 0 {
		v *= s.Zoom
	}
	return v
}

// The text sizes of the roles, in canvas units, with the text scale applied
// where the role scales. A Number never scales: it is the largest thing there.

// NumberSize is the size of a ticket's number.
func (s Style) NumberSize() float32 { return s.pick(336, 104, 416) }

// HeroSize is the one word a screen opens with.
func (s Style) HeroSize() float32 { return s.Heading(s.pick(124, 40, 144)) }

// TitleSize is the sentence a screen is about.
func (s Style) TitleSize() float32 { return s.Heading(s.pick(84, 26, 112)) }

// HeadingSize heads a part of a screen.
func (s Style) HeadingSize() float32 { return s.Body(s.pick(44, 20, 68)) }

// ActionSize is the label of a button.
func (s Style) ActionSize() float32 { return s.Body(s.pick(40, 17, 48)) }

// PrimarySize is the label of the one primary button.
func (s Style) PrimarySize() float32 { return s.Body(s.pick(60, 22, 48)) }

// BodySize is running text.
func (s Style) BodySize() float32 { return s.Body(s.pick(34, 16, 48)) }

// SmallSize is the smallest text there is on this kind of screen.
func (s Style) SmallSize() float32 { return s.Body(s.pick(28, 15, 44)) }

// EdgeWidth is the stroke of a control's edge.
func (s Style) EdgeWidth() float32 {
	if s.Palette.HighContrast {
		return 4
	}
	return s.pick(2, 1, 4)
}

// chosenWidth is the edge of a control that is pressed or chosen.
func (s Style) chosenWidth() float32 {
	if s.Palette.HighContrast {
		return 8
	}
	return s.pick(3, 2, 3)
}

// LineWidth is the stroke of a rule that is no control.
func (s Style) LineWidth() float32 {
	if s.Palette.HighContrast {
		return 2
	}
	return s.pick(1, 1, 3)
}

// Radius is the corner of a control.
func (s Style) Radius() float32 { return s.pick(20, 12, 20) }

// CardRadius is the corner of a card.
func (s Style) CardRadius() float32 { return s.pick(24, 16, 24) }

// TicketRadius is the corner of a ticket.
func (s Style) TicketRadius() float32 { return s.pick(28, 16, 40) }

// FocusRing is the width of the gap around a focused control, and of the ring
// around the gap: the ring reaches twice this far outside the control.
func (s Style) FocusRing() float32 { return s.pick(4, 3, 4) }

// MinTarget is the smallest side of anything that can be touched.
func (s Style) MinTarget() float32 { return s.pick(72, 32, 0) }
