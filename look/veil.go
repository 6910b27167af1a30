package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Dim lies over content that is no longer sure, and leaves 53 % of it to be
// seen on the given ground.
func Dim(ground color.NRGBA) fyne.CanvasObject {
	ground.A = 0x78
	return canvas.NewRectangle(ground)
}

// VeilSpec says what a veil's band says. Title is one sentence with the time
// of the last data in it; Text says what now.
type VeilSpec struct {
	Icon    string
	Title   string
	Text    string
	Upright bool // the screen is narrow: the icon stands above the words
}

// NewVeil makes the band of paper that lies across a screen which is not live:
// full width, an icon, since when, and what now. Put it over a Dim.
func NewVeil(s Style, spec VeilSpec) *fyne.Container {
	paper, ink := color.NRGBA{0xF6, 0xF3, 0xEA, 0xFF}, color.NRGBA{0x1B, 0x1A, 0x17, 0xFF}
	if s.Palette.HighContrast {
		paper, ink = s.Palette.Ink, s.Palette.Ground
	}
	icon := s.pick(120, 56, 240)
	words := VStack(s.pick(16, 6, 20),
		NewParagraph(spec.Title, s.TitleSize(), Bold, ink).LineHeight(1.1),
		NewParagraph(spec.Text, s.Body(s.pick(38, 17, 64)), Regular, ink).LineHeight(1.25))
	row := HStack(s.pick(40, 24, 72), NewIcon(spec.Icon, icon, ink), Grow(words))
	if spec.Upright {
		row = VStack(s.pick(20, 10, 28), Left(NewIcon(spec.Icon, icon*0.7, ink)), words)
	}
	side, pad := s.pick(64, 24, 96), s.pick(48, 20, 48)
	return Fill(canvas.NewRectangle(paper), Inset(pad, side, pad, side, row))
}
