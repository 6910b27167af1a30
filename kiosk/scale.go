package kiosk

import (
	"fyne.io/fyne/v2"

	"turno/kiosk/flow"
	"turno/look"
)

// askChoices are the answers to choose from: faces, a scale of figures, or
// words one below the other.
func (p *page) askChoices() fyne.CanvasObject {
	switch p.v.Screen {
	case flow.RateCSAT:
		return p.faces()
	case flow.RateNPS:
		return p.scale(p.scaleColumns(11))
	case flow.RateCES:
		return p.scale(p.scaleColumns(7))
	case flow.FormReview:
		return p.answers()
	}
	columns := 1
	if p.v.Landscape && p.v.Ease.Low {
		columns = max(len(p.v.Choices), 1)
	}
	var cells []fyne.CanvasObject
	for _, b := range p.v.Choices {
		cells = append(cells, p.askChoice(b))
	}
	return look.Grid(columns, gutter, 16, cells...)
}

// askChoice is one answer in words: the chosen one has a tick besides its
// edge; of several the box says which are ticked.
func (p *page) askChoice(b flow.Button) fyne.CanvasObject {
	high := p.sized(120, 120, 112)
	if p.v.Ease.Low {
		high = 104
	}
	spec := look.ButtonSpec{Height: high, TextSize: p.sized(40, 46, 52), Leading: true, Note: b.Note}
	if p.v.Screen == flow.FormChoose && len(p.v.Choices) <= 2 && p.compact() && !p.v.Landscape { // yes or no: there is room for large words
		spec.Height, spec.TextSize = 152, p.sized(46, 56, 64)
	}
	if b.Icon != "" {
		spec.Icon = b.Icon + "-bold"
	}
	if b.Selected && b.Icon == "" {
		spec.IconEnd = "check-circle-fill"
	}
	return p.button(b, spec)
}

// scaleColumns is how many figures stand side by side.
func (p *page) scaleColumns(n int) int {
	switch {
	case p.v.Landscape && p.v.Ease.Low, n == 7 && !p.v.Landscape:
		return n
	case p.v.Landscape:
		return 4
	}
	return 6
}

// scale are the figures of a scale. What the first and the last one mean
// stands above, once, as the notes of both are said aloud.
func (p *page) scale(columns int) fyne.CanvasObject {
	high := p.sized(132, 132, 120)
	if p.v.Ease.Low {
		high = 112
	}
	var cells []fyne.CanvasObject
	for _, b := range p.v.Choices {
		cells = append(cells, p.button(b, look.ButtonSpec{Height: high, TextSize: p.sized(52, 56, 60)}))
	}
	return look.Grid(columns, 16, 16, cells...)
}

// faces are the five answers to how it was: a face and its words, one below
// the other; where controls are low, a face and its figure side by side, with
// the words above.
func (p *page) faces() fyne.CanvasObject {
	var cells []fyne.CanvasObject
	for _, b := range p.v.Choices {
		spec := look.ButtonSpec{Icon: "face-" + b.Action.Arg + "-bold", Height: p.sized(128, 128, 112), TextSize: p.sized(44, 50, 56), Leading: true}
		if p.split() {
			spec.Height = 104
		}
		if !p.v.Ease.Low {
			b.Label = b.Note
			if b.Selected {
				spec.IconEnd = "check-circle-fill"
			}
			cells = append(cells, p.button(b, spec))
			continue
		}
		spec.Icon, spec.Leading, spec.Height = "", false, 168
		face := look.Middle(look.NewIcon("face-"+b.Action.Arg+"-bold", 72, p.s.Palette.Ink))
		spec.TextSize = 44
		figure := look.NewLine(b.Label, 44, look.SemiBold, p.s.Palette.Ink).Align(fyne.TextAlignCenter)
		b.Label = " "
		cells = append(cells, look.Fill(p.button(b, spec), look.VStack(6, look.Spacer(), face, figure, look.Spacer())))
	}
	if !p.v.Ease.Low {
		return look.Grid(1, 0, 16, cells...)
	}
	return look.Grid(5, 16, 0, cells...)
}

// answers are those of the review, each with the question above it.
func (p *page) answers() fyne.CanvasObject {
	var cells []fyne.CanvasObject
	for _, b := range p.v.Choices {
		cells = append(cells, p.button(b, look.ButtonSpec{Height: 120, TextSize: p.sized(36, 42, 48), Leading: true, Note: b.Note}))
	}
	return look.Grid(1, 0, 16, cells...)
}

// legend says what each face means, where its button has no room for words.
func (p *page) legend() fyne.CanvasObject {
	var rows []fyne.CanvasObject
	size := p.s.Body(34)
	for _, b := range p.v.Choices {
		rows = append(rows, look.HStack(20,
			look.NewIcon("face-"+b.Action.Arg+"-bold", size*1.3, p.tint()),
			look.NewLine(b.Label, size, look.Bold, p.ink()),
			look.Grow(look.NewParagraph(b.Note, size, look.Regular, p.ink()).LineHeight(1.25))))
	}
	columns := 1
	if p.v.Landscape {
		columns = 3
	}
	return look.Grid(columns, 40, 8*p.air, rows...)
}
