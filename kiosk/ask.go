package kiosk

import (
	"strings"

	"fyne.io/fyne/v2"

	"turno/kiosk/flow"
	"turno/look"
)

// asks tells the screens of the forms and of the rating: a question with many
// controls, which have less room than those of a service.
func asks(s flow.Screen) bool {
	switch s {
	case flow.RateTicket, flow.RateCSAT, flow.RateNPS, flow.RateCES, flow.RateComment, flow.Rated,
		flow.FormList, flow.FormStart, flow.FormAsk, flow.FormChoose, flow.FormRead, flow.FormReview, flow.FormHand, flow.FormSent:
		return true
	}
	return false
}

// ask draws a question: words and field above, controls below; on a landscape
// screen choices stand right, and keys left of the other controls.
func (p *page) ask() {
	keyed := len(p.v.Keys) > 0
	across := p.v.Landscape && (keyed || p.v.Ease.Low)
	if !across {
		p.panel(p.foot())
	}
	p.head()
	primary, others := p.rest()
	var back []flow.Button
	if p.v.Landscape && p.foot() > 0 {
		back, others = p.backOf(others)
	}
	width, floor := p.column(), p.h-p.foot()-24
	switch {
	case across && keyed:
		floor = p.askKeysAcross(primary, others) - 24
		width = p.w - 2*margin
	case across:
		floor = p.askLow(primary, others) - 24
		width = p.w - 2*margin
	default:
		if y := p.askActions(primary, others); !p.split() {
			floor = y - 24
		}
	}
	p.bar(back...)
	top := p.top()
	if across && !p.large() {
		top = 136
	}
	if p.split() && p.v.Screen == flow.FormReview && len(p.v.Choices) > 0 {
		list := p.answers()
		high := look.HeightFor(list, width)
		p.add(margin, floor-high, width, high, list)
		floor -= high + 24
	}
	p.add(margin, top, width, 0, p.fit(width, floor-top, p.askWords))
}

// askActions puts the controls where they belong and answers where they begin.
// They have the lowest third where somebody asked for it.
func (p *page) askActions(primary *flow.Button, others []flow.Button) float32 {
	if p.split() || !p.compact() {
		return p.actions(p.askRows(primary, others)...)
	}
	p.air = leastAir
	room := p.h - 28 - 24 - p.top() - look.HeightFor(look.VStack(0, p.askWords()...), p.column())
	if p.air = 1; p.v.Ease.Low {
		room = min(room, p.h/3-28)
	}
	var column *fyne.Container
	var high float32
	p.largest(func() bool {
		column = look.VStack(16, p.askRows(primary, others)...)
		high = look.HeightFor(column, p.w-2*margin)
		return high <= room
	})
	y := p.h - 28 - high
	p.add(margin, y, p.w-2*margin, high, column)
	return y
}

// askRows are the controls of a portrait screen, or of the right column of a
// landscape one.
func (p *page) askRows(primary *flow.Button, others []flow.Button) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	if len(p.v.Choices) > 0 && !(p.split() && p.v.Screen == flow.FormReview) {
		rows = append(rows, p.askChoices())
	}
	if len(p.v.Keys) > 0 {
		rows = append(rows, p.keyboard(p.w-2*margin, p.keyHeight()))
	}
	var small []fyne.CanvasObject
	for _, b := range others {
		small = append(small, p.askButton(b))
	}
	switch {
	case primary != nil && p.v.Ease.Low && !p.split() && len(p.v.Choices)+len(p.v.Keys) > 0 && len(small)%2 == 1:
		small = append(small[:1:1], append([]fyne.CanvasObject{p.askButton(*primary)}, small[1:]...)...) // back left, on right
	case primary != nil:
		rows = append(rows, p.primary(*primary, p.askPrimary()))
	}
	if p.split() {
		return append(append(rows, small...), p.askTools()...)
	}
	gap := float32(gutter)
	if p.compact() {
		gap = 16
	}
	if p.words > 0 { // the tools have a row of their own
		return append(append(rows, pairs(gap, small...)...), p.askTools()...)
	}
	return append(rows, pairs(gap, append(small, p.askTools()...)...)...)
}

// askPrimary is the height of the one large button.
func (p *page) askPrimary() float32 {
	switch {
	case p.split() && !p.compact():
		return 168
	case p.v.Ease.Low || p.split():
		return 128
	}
	return 152
}

// askHeight is that of the others.
func (p *page) askHeight() float32 {
	if p.compact() {
		return 104
	}
	return 112
}

func (p *page) askButton(b flow.Button) fyne.CanvasObject {
	spec := look.ButtonSpec{Height: p.askHeight(), TextSize: max(p.sized(40, 46, 52), p.words)}
	p.icon(&spec, b)
	return p.button(b, spec)
}

// askTools are the folded tools, the time that is left in their own line.
func (p *page) askTools() []fyne.CanvasObject {
	if !p.compact() {
		return nil
	}
	var out []fyne.CanvasObject
	for _, b := range p.v.Tools {
		if b.Action.Verb == flow.More && p.v.Left != nil {
			out = append(out, p.askMore(b))
			continue
		}
		spec := look.ButtonSpec{Height: p.askHeight(), TextSize: max(p.sized(34, 40, 44), p.words), Selected: b.Selected}
		if len(p.v.Tools) == 1 { // else two stand in the place of one, and their words need it
			p.icon(&spec, b)
		}
		out = append(out, p.button(b, spec))
	}
	if len(out) < 2 {
		return out
	}
	return []fyne.CanvasObject{look.Grid(len(out), 16, 0, out...)}
}

// askMore stops the countdown; one line says both.
func (p *page) askMore(b flow.Button) fyne.CanvasObject {
	word := b.Label
	spec := look.ButtonSpec{Height: p.askHeight(), TextSize: p.sized(34, 40, 40)}
	p.icon(&spec, b)
	b.Label = word + " · " + p.v.Left.Short
	o := p.button(b, spec)
	p.k.short = func(text string) {
		s := o.Spec()
		s.Label = word + " · " + text
		o.SetSpec(s)
	}
	return o
}

// askKeysAcross puts the keys at the foot of a landscape screen and the other
// controls beside them; it answers where they begin.
func (p *page) askKeysAcross(primary *flow.Button, others []flow.Button) float32 {
	high, foot := float32(84), p.foot()+24
	if p.v.Ease.Low {
		high, foot = 74, 28
	}
	rows := float32(len(p.v.Keys))
	all := rows*high + (rows-1)*keyGap
	y := p.h - foot - all
	p.add(margin, y, factWidth, all, p.keyboard(factWidth, high))

	var side []fyne.CanvasObject
	n := float32(len(others) + len(p.askTools()))
	if primary != nil {
		n++
	}
	each := min(max((all-(n-1)*20)/n, 96), 168)
	place := func(b flow.Button) {
		spec := look.ButtonSpec{Height: each, TextSize: p.sized(44, 46, 48)}
		p.icon(&spec, b)
		side = append(side, p.button(b, spec))
	}
	if primary != nil {
		place(*primary)
	}
	for _, b := range others {
		place(b)
	}
	for _, o := range p.askTools() {
		side = append(side, look.Sized(0, each, o))
	}
	column := look.VStack(20, side...)
	deep := look.HeightFor(column, actWidth)
	p.add(p.w-margin-actWidth, p.h-foot-deep, actWidth, deep, column)
	return min(y, p.h-foot-deep)
}

// askLow puts all controls of a low landscape screen into rows.
func (p *page) askLow(primary *flow.Button, others []flow.Button) float32 {
	var rows []fyne.CanvasObject
	if len(p.v.Choices) > 0 {
		rows = append(rows, p.askChoices())
	}
	var cells []fyne.CanvasObject
	for _, b := range others {
		cells = append(cells, p.askButton(b))
	}
	if primary != nil {
		cells = append(cells, p.askButton(*primary))
	}
	cells = append(cells, p.askTools()...)
	columns := min(len(cells), 3)
	if len(cells) == 4 {
		columns = 2
	}
	if len(cells) > 0 {
		rows = append(rows, look.Grid(columns, gutter, 16, cells...))
	}
	return p.actions(rows...)
}

// askWords are the question and what belongs to it.
func (p *page) askWords() []fyne.CanvasObject {
	var words []fyne.CanvasObject
	if s := p.v.Step; s != nil {
		words = append(words, look.Stepper(p.s, s.At, s.Of, s.Label), p.gapOf(32))
	}
	words = append(words, p.askTitle())
	if p.v.Lead != "" {
		words = append(words, p.gapOf(18), p.text(p.v.Lead, 36))
	}
	if p.v.Pages.Label != "" && p.v.Pages.Of > 1 {
		words = append(words, p.gapOf(20), look.NewLine(p.v.Pages.Label, p.s.Body(34), look.Bold, p.tint()))
	}
	if n := p.notice(); n != nil {
		words = append(words, p.gapOf(28), n)
	}
	if p.v.Screen == flow.RateCSAT && p.v.Ease.Low {
		words = append(words, p.gapOf(36), p.legend())
	}
	for _, s := range p.v.Text {
		words = append(words, p.gapOf(36), p.askSection(s))
	}
	if f := p.v.Field; f != nil && f.Kind != flow.Choice {
		words = append(words, p.gapOf(28), p.askField())
	}
	return words
}

// askTitle is smaller than a greeting's: questions of forms are long.
func (p *page) askTitle() fyne.CanvasObject {
	size := p.s.Heading(72)
	if p.v.Step != nil && (p.v.Landscape || p.v.Ease.Percent > 100) {
		size = p.s.Heading(58)
	}
	return look.NewParagraph(p.v.Title, size, look.Bold, p.strong()).LineHeight(1.1)
}

// askSection is something to read. The one answer of a review stands large.
func (p *page) askSection(s flow.Section) fyne.CanvasObject {
	if !p.v.Pages.Single {
		return p.section(s)
	}
	rows := []fyne.CanvasObject{look.NewParagraph(s.Title, p.s.Body(34), look.Regular, p.quiet()).LineHeight(1.2)}
	for _, line := range s.Lines {
		rows = append(rows, look.NewParagraph(line, p.s.Heading(64), look.Bold, p.ink()).LineHeight(1.15))
	}
	return look.VStack(16*p.air, rows...)
}

// askField is what is being written, all of it where it is a comment.
func (p *page) askField() fyne.CanvasObject {
	if p.v.Screen != flow.RateComment {
		return p.field()
	}
	f := p.v.Field
	lines, width := 8, p.w-2*margin-56
	switch {
	case p.v.Landscape:
		lines = 2
	case p.v.Ease.Percent > 100:
		lines = 4
	}
	text := look.NewParagraph(withCaret(f.Value, f.Caret), p.s.Body(38), look.Regular, p.ink()).LineHeight(1.3)
	for from := 0; text.Lines(width) > lines; { // the end of a long text is what is being written
		from += len([]rune(f.Value)) / 20
		text = look.NewParagraph("… "+withCaret(string([]rune(f.Value)[from:]), f.Caret-from), p.s.Body(38), look.Regular, p.ink()).LineHeight(1.3)
	}
	box := look.NewBox(p.s.Palette.Surface, p.s.Radius()).Edge(p.s.Palette.Brand, 3)
	written := look.Fill(box, look.Gap(0, p.s.Body(38)*2.6+40), look.Inset(20, 28, 20, 28, text))
	return keep(p.k, "field", func() *look.Framed { return look.NewFramed(p.s, written) }, func(o *look.Framed) { o.SetContent(written) })
}

// withCaret is a text with a bar where the next letter comes.
func withCaret(text string, caret int) string {
	r := []rune(text)
	caret = min(max(caret, 0), len(r))
	// An asterisk would make a paragraph's words bold.
	return strings.ReplaceAll(string(r[:caret])+"|"+string(r[caret:]), "*", "∗")
}
