package forms

// The measures of boxes to tick, in u.
const (
	optionSize = 20.0 // of their words
	optionLine = 44.0 // from one line of boxes to the next
	optionBox  = 28.0
	optionGap  = 10.0 // between a box and its words
	wordLine   = 27.0 // between two lines of words at one box
)

// piece is what an options row is made of: a word alone, or a box with its
// words, which may run over several lines.
type piece struct {
	box, round, ticked bool
	cut                cut
	lines              []string
	x, w               float64 // from the row's left edge
	line               int     // of boxes
}

// options sets boxes with their words one after the other, into the next line
// where they don't fit. Consents and checks are boxes like the others: a long
// one takes a line of its own.
func (t setter) options(r Row, space, x, w float64) block {
	pieces := t.place(t.pieces(r, w), w)
	last := pieces[len(pieces)-1]
	height := float64(last.line+1) * optionLine * u
	for _, p := range pieces { // words of several lines stand in one line of boxes
		height = max(height, (float64(p.line)*optionLine+float64(len(p.lines))*wordLine+8)*u)
	}
	return block{before: space, height: height, draw: func(s *sheet, top float64) {
		for _, p := range pieces {
			centre := top + (float64(p.line)+.5)*optionLine*u
			at := x + p.x
			if p.box {
				s.tickBox(at, centre, p.round, p.ticked)
				at += (optionBox + optionGap) * u
			}
			for i, text := range p.lines {
				s.text(at, centre+float64(i)*wordLine*u, p.cut, optionSize, s.ink.Ink, text)
			}
		}
	}}
}

func (t setter) pieces(r Row, w float64) []piece {
	var out []piece
	for _, f := range r.Fields {
		value := t.p.Values[f.Key]
		beside := w - (optionBox+optionGap)*u
		if f.Type == TypeConsent || f.Type == TypeCheck {
			lines := t.sheet.wrap(regular, optionSize, beside, t.pick(f.Label))
			out = append(out, piece{box: true, ticked: value == "yes", cut: regular, lines: lines})
			continue
		}
		switch f.Show {
		case ShowLabel:
			out = append(out, piece{cut: semibold, lines: t.sheet.wrap(semibold, optionSize, w, t.pick(f.Label))})
		case ShowQuestion:
			out = append(out, piece{cut: regular, lines: t.sheet.wrap(regular, optionSize, w, t.pick(f.Label))})
		}
		on := ticked(value)
		for _, o := range f.Options {
			out = append(out, piece{
				box: true, round: f.Type == TypeChoice, ticked: on[o.Key],
				cut: regular, lines: t.sheet.wrap(regular, optionSize, beside, t.pick(o.Label)),
			})
		}
	}
	return out
}

// place gives each piece its line and its left edge.
func (t setter) place(pieces []piece, w float64) []piece {
	at, line := 0.0, 0
	for i := range pieces {
		p := &pieces[i]
		for _, text := range p.lines {
			p.w = max(p.w, t.sheet.width(p.cut, optionSize, text))
		}
		if p.box {
			p.w += (optionBox + optionGap) * u
		}
		if at > 0 && at+p.w > w {
			at = 0
			line++
		}
		p.x, p.line = at, line
		at += p.w + cellW
	}
	return pieces
}
