package look

import "image/color"

// Tone is what a chip or a banner means. The colour comes last: both always
// bear an icon and words as well.
type Tone int

// The tones.
const (
	Plain   Tone = iota // surface and edge
	Info                // the brand's wash
	Good                // done, live
	Warning             // late, out of paper
	Wrong               // failed, due
	Now                 // a live call, and nothing else
	Busy                // brand fill: serving
	Muted               // paused, closed
	Unsure              // not live: dashed, never coloured
)

// toneColors are the ground, the words and the edge of a tone.
type toneColors struct {
	fill, text, edge color.NRGBA
	stroke           float32
	dashed           bool
}

func (s Style) tone(t Tone) toneColors {
	p := s.Palette
	c := toneColors{}
	switch t {
	case Info:
		c = toneColors{fill: p.Wash, text: p.Brand}
	case Good:
		c = toneColors{fill: p.OKWash, text: p.OK}
	case Warning:
		c = toneColors{fill: p.WarnWash, text: p.Warn}
	case Wrong:
		c = toneColors{fill: p.BadWash, text: p.Bad}
	case Now:
		return toneColors{fill: p.Call, text: p.OnCall}
	case Busy:
		return toneColors{fill: p.Brand, text: p.OnBrand}
	case Muted:
		c = toneColors{fill: p.Sunken, text: p.Ink2}
	case Unsure:
		return toneColors{fill: p.Surface, text: p.Ink, edge: p.Ink, stroke: 2, dashed: true}
	default:
		return toneColors{fill: p.Surface, text: p.Ink, edge: p.Edge, stroke: s.EdgeWidth()}
	}
	if p.HighContrast {
		c.edge, c.stroke = p.Edge, s.EdgeWidth()
	}
	return c
}

func (c toneColors) box(radius float32) *Box {
	b := NewBox(c.fill, radius)
	switch {
	case c.dashed:
		b.Dashed(c.edge, c.stroke)
	case c.stroke > 0:
		b.Edge(c.edge, c.stroke)
	}
	return b
}
