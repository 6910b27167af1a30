package look

import (
	"image/color"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"turno/look/brand"
)

// Weight is a cut of the typeface.
type Weight int

// The three cuts: running text, labels, titles and numbers.
const (
	Regular Weight = iota
	SemiBold
	Bold
)

var (
	regularFont  = fyne.NewStaticResource("Turno-Regular.ttf", brand.Regular)
	semiBoldFont = fyne.NewStaticResource("Turno-SemiBold.ttf", brand.SemiBold)
	boldFont     = fyne.NewStaticResource("Turno-Bold.ttf", brand.Bold)
)

func (w Weight) font() fyne.Resource {
	switch w {
	case SemiBold:
		return semiBoldFont
	case Bold:
		return boldFont
	}
	return regularFont
}

// Measure is the size one line of text takes, in canvas units: its advance,
// and the height of the typeface's own line.
func Measure(text string, size float32, w Weight) fyne.Size {
	t := canvas.Text{Text: text, TextSize: size, FontSource: w.font()}
	return t.MinSize()
}

// capHeight is how high a capital or a digit stands, in parts of the text size.
const capHeight = 0.668

// digitMiddle is where the middle of capitals and digits lies in a line, from
// its top, for placing a number by what is seen of it rather than by its line.
func digitMiddle(size float32, w Weight) float32 {
	return Baseline(size, w) - size*capHeight/2
}

// Baseline is how far below the top of a Line its letters stand.
func Baseline(size float32, w Weight) float32 {
	_, base := fyne.CurrentApp().Driver().RenderedTextSize("0", size, fyne.TextStyle{}, w.font())
	return base
}

// Line is one line of text that is never cut and never wraps: its least width
// is its whole width. Text that may need a second line is a Paragraph.
type Line struct {
	part
	text *canvas.Text
}

// NewLine makes a line of text.
func NewLine(text string, size float32, w Weight, c color.Color) *Line {
	l := &Line{text: &canvas.Text{Text: text, TextSize: size, FontSource: w.font(), Color: c}}
	l.objects = []fyne.CanvasObject{l.text}
	l.arrange = func(s fyne.Size) { put(l.text, 0, 0, s.Width, s.Height) }
	l.least = l.text.MinSize
	l.ExtendBaseWidget(l)
	return l
}

// SetText changes what the line says.
func (l *Line) SetText(text string) {
	if l.text.Text == text {
		return
	}
	l.text.Text = text
	l.redraw()
}

// SetColor changes its colour.
func (l *Line) SetColor(c color.Color) {
	l.text.Color = c
	l.redraw()
}

// Align puts the line at the leading edge, the middle or the trailing edge of
// the room it is given, and returns the line.
func (l *Line) Align(a fyne.TextAlign) *Line {
	l.text.Alignment = a
	l.redraw()
	return l
}

// Fit lowers the size in whole units until the line is no wider than width,
// but never below least, and returns the line. For names and titles of unknown
// length in a place of fixed width; numbers have NumberSizeFor.
func (l *Line) Fit(width, least float32) *Line {
	for l.text.TextSize > least && l.text.MinSize().Width > width {
		l.text.TextSize--
	}
	l.redraw()
	return l
}

// NumberSizeFor is the size a ticket's number takes: the full one up to four
// characters, 0.8 of it for five and more, and less only if width (0: no
// limit) would still be too narrow. It never wraps and is never cut.
func NumberSizeFor(number string, size, width float32) float32 {
	if len([]rune(number)) >= 5 {
		size *= 0.8
	}
	if width > 0 {
		if w := Measure(number, size, Bold).Width; w > width {
			// Sizes are rounded to sixty-fourths when they are drawn.
			size *= width / w * 0.995
		}
	}
	return size
}

// stems are the letters that do not begin with the upright stem of a B, and how
// far into the bold letter its ink begins, in parts of the size.
var stems = map[rune]float32{
	'A': 0.006, 'C': 0.033, 'G': 0.033, 'J': 0.007, 'T': 0.014, 'V': 0.01, 'W': 0.016, 'X': 0.01, 'Y': 0,
}

// Stem is how far into a number its first letter begins, in parts of the text
// size: put the line that much further left, and the letter stands on the edge
// on which everything else begins.
func Stem(number string) float32 {
	first, _ := utf8.DecodeRuneInString(number)
	if s, ok := stems[first]; ok {
		return s
	}
	return 0.06
}
