package kiosk

import (
	"fyne.io/fyne/v2"

	"turno/kiosk/flow"
	"turno/look"
)

// general draws any view: its words and its field above or left, its keys,
// choices and buttons below or right. Screens that need no hand of their own,
// those of the parts among them, are drawn by it.
func (p *page) general() {
	p.panel(p.foot())
	p.head()
	primary, others := p.rest()
	var back []flow.Button
	if p.v.Landscape && !p.compact() {
		back, others = p.backOf(others)
	}
	floor := p.h - p.foot() - 24
	if p.v.Landscape && len(p.v.Keys) > 0 {
		floor = p.keysLeft() - 24
	}
	if y := p.controls(primary, others); !p.split() {
		floor = min(floor, y-24)
	}
	p.bar(back...)
	width := p.column()
	words := p.fit(width, floor-p.top(), p.generalWords)
	p.add(margin, p.top(), width, 0, words)
	if len(p.v.Cards) > 0 && !p.v.Landscape {
		y := p.top() + look.HeightFor(words, width) + 24
		p.add(margin, y, width, 0, p.column1(floor-y))
	}
}

// column1 are a search's finds, one a row; as many as the room has.
func (p *page) column1(room float32) fyne.CanvasObject {
	var cells []fyne.CanvasObject
	for _, c := range p.v.Cards {
		cells = append(cells, p.find(c))
		if look.HeightFor(look.VStack(16, cells...), p.w-2*margin) > room {
			cells = cells[:len(cells)-1]
			break
		}
	}
	return look.VStack(16, cells...)
}

// find is one of a search's finds.
func (p *page) find(c flow.Card) fyne.CanvasObject {
	return p.button(flow.Button{Action: c.Action, Off: c.Closed, Label: c.Name},
		look.ButtonSpec{Icon: c.Icon + "-bold", Leading: true, Note: c.Wait, Height: 116, TextSize: p.sized(40, 46, 52)})
}

// backOf takes the way back out of a list: a landscape bar has it.
func (p *page) backOf(others []flow.Button) (back, rest []flow.Button) {
	for i, b := range others {
		if b.Action.Verb == flow.Back {
			return others[i : i+1 : i+1], append(others[:i:i], others[i+1:]...)
		}
	}
	return nil, others
}

// controls puts what can be touched where it belongs, and answers where it
// begins.
func (p *page) controls(primary *flow.Button, others []flow.Button) float32 {
	if p.v.Landscape && p.v.Ease.Low {
		if len(p.v.Keys) == 0 {
			return p.low(primary, others)
		}
		return p.lowBeside(primary, others)
	}
	return p.stack(p.generalWords, func() []fyne.CanvasObject {
		var rows []fyne.CanvasObject
		if len(p.v.Choices) > 0 {
			rows = append(rows, p.choices())
		}
		if p.v.Landscape {
			for _, c := range p.v.Cards {
				rows = append(rows, p.find(c))
			}
		}
		if len(p.v.Keys) > 0 && !p.v.Landscape {
			rows = append(rows, p.keyboard(p.w-2*margin, p.keyHeight()))
		}
		if primary != nil && len(p.v.Keys) > 0 && p.v.Ease.Low {
			both := []fyne.CanvasObject{p.primary(*primary, p.plainHeight())}
			return append(append(rows, pairs(p.gap(), append(both, p.plains(others)...)...)...), p.folded()...)
		}
		if primary != nil {
			rows = append(rows, p.primary(*primary, p.primaryHeight()))
		}
		if p.split() {
			rows = append(rows, p.plains(others)...)
		} else {
			rows = append(rows, pairs(p.gap(), p.plains(others)...)...)
		}
		return append(rows, p.folded()...)
	})
}

// lowBeside is the controls right of a low landscape keyboard.
func (p *page) lowBeside(primary *flow.Button, others []flow.Button) float32 {
	var rows []fyne.CanvasObject
	if primary != nil {
		rows = append(rows, p.small(*primary, 84))
	}
	for _, b := range others {
		rows = append(rows, p.small(b, 84))
	}
	var tools []fyne.CanvasObject
	if p.compact() {
		for _, b := range p.v.Tools {
			if b.Action.Verb == flow.More {
				tools = append(tools, p.tool(b))
			} else {
				tools = append(tools, p.small(b, 84))
			}
		}
	}
	rows = append(rows, pairs(16, tools...)...)
	column := look.VStack(16, rows...)
	high := look.HeightFor(column, actWidth)
	p.add(p.w-margin-actWidth, p.h-32-high, actWidth, high, column)
	return p.h - 32 - high
}

// small is a button of a screen with many of them.
func (p *page) small(b flow.Button, high float32) fyne.CanvasObject {
	spec := look.ButtonSpec{Height: high, TextSize: min(p.actionSize(), 44), Selected: b.Selected}
	p.icon(&spec, b)
	return p.button(b, spec)
}

// generalWords are what stands above the controls, or left of them.
func (p *page) generalWords() []fyne.CanvasObject {
	var words []fyne.CanvasObject
	if p.air > leastAir || len(p.v.Keys) == 0 { // the field's own label says as much
		words = append(words, p.title(p.v.Title))
	}
	if p.v.Step != nil {
		words = append([]fyne.CanvasObject{look.Stepper(p.s, p.v.Step.At, p.v.Step.Of, p.v.Step.Label), p.gapOf(28)}, words...)
	}
	if p.v.Lead != "" {
		words = append(words, p.gapOf(20), p.text(p.v.Lead, p.reading()))
	}
	if n := p.notice(); n != nil {
		words = append(words, p.gapOf(28), n)
	}
	for _, s := range p.v.Text {
		words = append(words, p.gapOf(36), p.section(s))
	}
	if f := p.v.Field; f != nil && f.Kind != flow.Choice {
		words = append(words, p.gapOf(32), p.field())
	}
	return words
}

// reading is the size of running text: larger where it has the screen alone.
func (p *page) reading() float32 {
	if p.v.Ease.Percent == 100 && !p.v.Landscape && len(p.v.Keys) == 0 && !asks(p.v.Screen) {
		return 40
	}
	return 34
}

// section is a stretch of words to read.
func (p *page) section(s flow.Section) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	if s.Title != "" {
		rows = append(rows, look.NewParagraph(s.Title, p.s.Body(36), look.SemiBold, p.ink()).LineHeight(1.2))
	}
	for _, line := range s.Lines {
		size := p.s.Body(p.reading())
		words := look.NewParagraph(line, size, look.Regular, p.ink()).LineHeight(1.3)
		if !s.Listed {
			rows = append(rows, words)
			continue
		}
		rows = append(rows, look.HStackTop(20, look.Inset(size*0.12, 0, 0, 0, look.NewIcon("check-bold", size*1.1, p.tint())), look.Grow(words)))
	}
	return look.VStack(16*p.air, rows...)
}

// field is what is being written.
func (p *page) field() fyne.CanvasObject {
	f := p.v.Field
	spec := look.FieldSpec{Label: f.Label, Hint: f.Hint, Value: f.Value, Problem: f.Problem, Caret: f.Caret, Dots: f.Kind == flow.Secret}
	return keep(p.k, "field", func() *look.Field { return look.NewField(p.s, spec) }, func(o *look.Field) { o.SetSpec(spec) })
}

// choices are things to choose one of.
func (p *page) choices() fyne.CanvasObject {
	columns, high := 1, p.lower(p.sized(112, 128, 144))
	if !p.split() && (len(p.v.Choices) > 4 || p.v.Ease.Low && len(p.v.Choices) > 1) {
		columns = 2
	}
	var cells []fyne.CanvasObject
	for _, b := range p.v.Choices {
		cells = append(cells, p.choice(b, high))
	}
	return look.Grid(columns, gutter, 16, cells...)
}

func (p *page) choice(b flow.Button, high float32) *look.Button {
	spec := look.ButtonSpec{Height: high, TextSize: p.toolSize(), Leading: true, Note: b.Note}
	if b.Icon != "" {
		spec.Icon = b.Icon + "-bold"
	}
	if b.Selected {
		spec.IconEnd = "check-circle-fill"
	}
	return p.button(b, spec)
}
