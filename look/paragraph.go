package look

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Paragraph is text that wraps by its measured width and is never cut. U+00A0
// keeps words together; "\n" starts a new line; a part between two asterisks,
// as in "Counter *3* now", is set in bold.
type Paragraph struct {
	part
	source string
	size   float32
	weight Weight
	color  color.Color
	height float32 // line height in parts of the size
	align  fyne.TextAlign
	laid   float32 // the width the lines were broken for
	lines  [][]run
}

// run is a stretch of one weight on one line.
type run struct {
	text   string
	weight Weight
	width  float32
}

// NewParagraph makes a paragraph with lines 1.35 times its size.
func NewParagraph(text string, size float32, w Weight, c color.Color) *Paragraph {
	p := &Paragraph{source: text, size: size, weight: w, color: c, height: 1.35}
	p.arrange = p.lay
	p.least = func() fyne.Size {
		width := p.widest()
		at := max(p.laid, width)
		return fyne.NewSize(width, p.HeightFor(at))
	}
	p.ExtendBaseWidget(p)
	return p
}

// LineHeight sets the height of a line in parts of the text size (1.1 for
// titles), and returns the paragraph.
func (p *Paragraph) LineHeight(h float32) *Paragraph {
	p.height = h
	p.redraw()
	return p
}

// Align sets where the lines stand in the width, and returns the paragraph.
func (p *Paragraph) Align(a fyne.TextAlign) *Paragraph {
	p.align = a
	p.redraw()
	return p
}

// SetText changes what the paragraph says.
func (p *Paragraph) SetText(text string) {
	if p.source == text {
		return
	}
	p.source = text
	p.laid = 0
	p.redraw()
}

// HeightFor is the height at a width.
func (p *Paragraph) HeightFor(width float32) float32 {
	return float32(len(p.broken(width))) * p.size * p.height
}

// Lines is how many lines the paragraph takes at a width.
func (p *Paragraph) Lines(width float32) int { return len(p.broken(width)) }

func (p *Paragraph) lay(size fyne.Size) {
	p.lines = p.broken(size.Width)
	p.laid = size.Width
	p.objects = p.objects[:0]
	for i, line := range p.lines {
		x := float32(0)
		total := float32(0)
		for _, r := range line {
			total += r.width
		}
		switch p.align {
		case fyne.TextAlignCenter:
			x = (size.Width - total) / 2
		case fyne.TextAlignTrailing:
			x = size.Width - total
		}
		for _, r := range line {
			t := &canvas.Text{Text: r.text, TextSize: p.size, FontSource: r.weight.font(), Color: p.color}
			// The typeface's own line is centred in ours, which may be lower.
			own := t.MinSize().Height
			put(t, x, float32(i)*p.size*p.height+(p.size*p.height-own)/2, r.width, own)
			p.objects = append(p.objects, t)
			x += r.width
		}
	}
}

// word is what cannot be broken: its runs, and whether it begins a new line.
type word struct {
	runs  []run
	fresh bool
}

func (p *Paragraph) words() []word {
	var words []word
	bold := false
	for n, line := range strings.Split(p.source, "\n") {
		first := true
		for _, w := range strings.Split(line, " ") {
			var runs []run
			for i, piece := range strings.Split(w, "*") {
				if i > 0 {
					bold = !bold
				}
				if piece == "" {
					continue
				}
				weight := p.weight
				if bold {
					weight = Bold
				}
				runs = append(runs, run{piece, weight, Measure(piece, p.size, weight).Width})
			}
			words = append(words, word{runs, first && n > 0})
			first = false
		}
	}
	return words
}

func (w word) width() float32 {
	total := float32(0)
	for _, r := range w.runs {
		total += r.width
	}
	return total
}

func (p *Paragraph) widest() float32 {
	most := float32(0)
	for _, w := range p.words() {
		most = max(most, w.width())
	}
	return most
}

// alone is the share of the width below which a word on the last line is short.
const alone = 1.0 / 4

// broken breaks the text into lines no wider than width, save for a single
// word that is wider by itself.
func (p *Paragraph) broken(width float32) [][]run {
	space := Measure(" ", p.size, p.weight).Width
	var lines [][]run
	var stretch [][]word // lines up to one that has to begin anew
	end := func() {
		settle(stretch, space, width)
		for _, l := range stretch {
			lines = append(lines, p.set(l, space))
		}
		stretch = nil
	}
	used := float32(0)
	for i, w := range p.words() {
		need := w.width()
		switch {
		case i == 0 || w.fresh:
			end()
			fallthrough
		case used+space+need > width+0.5:
			stretch, used = append(stretch, nil), 0
		default:
			used += space
		}
		last := len(stretch) - 1
		stretch[last] = append(stretch[last], w)
		used += need
	}
	end()
	return lines
}

// settle gives a short word that stands alone on the last line the one before
// it for company, where the line above keeps two and nothing grows wider.
func settle(lines [][]word, space, width float32) {
	n := len(lines) - 1
	if n < 1 || len(lines[n]) != 1 || len(lines[n-1]) < 3 {
		return
	}
	last, above := lines[n][0], lines[n-1]
	down := above[len(above)-1]
	if last.width() > width*alone || down.width()+space+last.width() > width {
		return
	}
	lines[n-1], lines[n] = above[:len(above)-1], []word{down, last}
}

// set makes a line of its words.
func (p *Paragraph) set(words []word, space float32) []run {
	var line []run
	for i, w := range words {
		if i > 0 {
			// A space between two bold words is bold too.
			gap := run{" ", p.weight, space}
			if n := len(line); n > 0 && len(w.runs) > 0 && w.runs[0].weight == line[n-1].weight {
				gap.weight = line[n-1].weight
			}
			line = join(line, gap)
		}
		for _, r := range w.runs {
			line = join(line, r)
		}
	}
	return line
}

// join adds a run to a line, into the last run where the weights agree.
func join(line []run, r run) []run {
	if n := len(line); n > 0 && line[n-1].weight == r.weight {
		line[n-1].text += r.text
		line[n-1].width += r.width
		return line
	}
	return append(line, r)
}

// used is the width of the widest line at a width.
func (p *Paragraph) used(width float32) float32 {
	most := float32(0)
	for _, line := range p.broken(width) {
		w := float32(0)
		for _, r := range line {
			w += r.width
		}
		most = max(most, w)
	}
	return most
}
