package counter

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"turno/counter/desk"
	"turno/look"
)

// visit is the screen while somebody is served: the ticket, what is needed,
// the note.
type visit struct {
	style  look.Style
	calls  *Calls
	ticket *ticket
	papers *fyne.Container
	shown  desk.Papers
	count  *look.Line
	scroll *look.Scroll
	note   *field
	print  *look.Button
	detail *look.Paragraph
	root   fyne.CanvasObject
	has    [2]bool
}

func newVisit(s look.Style, m desk.Model, c *Calls) *visit {
	p := s.Palette
	v := &visit{style: s, calls: c, ticket: newTicket(s, 184), papers: look.VStack(0)}
	v.has = [2]bool{m.Note != nil, m.Print != nil}
	v.count = look.NewLine("", s.BodySize(), look.Regular, p.Ink2)
	v.scroll = look.NewScroll(v.papers)
	head := look.HStack(12, look.Grow(look.NewParagraph(m.Papers.Title, s.HeadingSize(), look.Bold, p.Ink)), v.count)
	need := []fyne.CanvasObject{look.Inset(0, 24, 0, 24, head), look.Grow(look.Inset(0, 1, 0, 1, v.scroll))}
	if m.Print != nil {
		v.print = look.NewButton(s, look.ButtonSpec{Label: m.Print.Label, Icon: m.Print.Icon, Key: m.Print.Key, Height: 48})
		v.detail = look.NewParagraph(m.Print.Detail, s.SmallSize(), look.Regular, p.Ink2)
		need = append(need, look.Inset(0, 24, 0, 24, look.HStack(12, shielded(v.print, func() { c.Press(desk.PrintForm) }), look.Grow(v.detail))))
	}
	needs := cardOf(s, look.Inset(18, 0, 18, 0, look.VStack(8, need...)))
	below := []fyne.CanvasObject{needs}
	if m.Note != nil {
		v.note = newField(s, desk.FieldNote, true, c)
		v.note.SetPlaceHolder(m.Note.Empty)
		note := look.VStack(8, look.NewParagraph(m.Note.Title, s.HeadingSize(), look.Bold, p.Ink),
			look.Grow(v.note.bare()), look.NewParagraph(m.Note.Help, s.SmallSize(), look.Regular, p.Ink2))
		below = append(below, cardOf(s, look.Inset(18, 24, 18, 24, note)))
	}
	v.root = container.New(&visitLayout{s}, v.ticket, below[0], below[len(below)-1])
	return v
}

// show draws a model of the same kind into the parts that are there.
func (v *visit) show(m desk.Model) {
	v.ticket.show(*m.Card)
	if !reflect.DeepEqual(v.shown, *m.Papers) {
		v.shown = *m.Papers
		v.count.SetText(m.Papers.Count)
		v.papers.Objects = paperRows(v.style, *m.Papers, v.calls.Tick)
		v.papers.Refresh()
		v.scroll.Refresh()
		reveal(v.scroll, v.papers, m.Papers.Cursor)
	}
	if v.note != nil {
		v.note.show(m.Note.Text)
	}
	if v.print != nil {
		dress(v.print, *m.Print, m.Lang)
		v.detail.SetText(m.Print.Detail)
	}
}

// fits tells whether a model can be shown in these parts.
func (v *visit) fits(m desk.Model) bool {
	return v.has == [2]bool{m.Note != nil, m.Print != nil}
}

// visitLayout: the ticket on top, below it the list and, 300 wide, the note.
type visitLayout struct{ style look.Style }

// MinSize is called by Fyne.
func (l *visitLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	w := o[0].MinSize().Width
	return fyne.NewSize(w, l.HeightFor(o, max(w, o[0].Size().Width)))
}

func (l *visitLayout) noteWide() float32 { return 300 * (1 + (l.style.Scale-1)*0.2) }

// HeightFor is the least height: a list of three papers can be seen at once.
func (l *visitLayout) HeightFor(o []fyne.CanvasObject, width float32) float32 {
	h := look.HeightFor(o[0], width) + margin + l.style.Body(220)
	if l.style.Scale > 1 {
		h += l.style.Body(150+60) + margin
	}
	return h
}

// Layout is called by Fyne.
func (l *visitLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	high := look.HeightFor(o[0], size.Width)
	o[0].Move(fyne.Position{})
	o[0].Resize(fyne.NewSize(size.Width, high))
	y, rest := high+margin, size.Height-high-margin
	note := l.noteWide()
	if l.style.Scale > 1 && o[2] != o[1] { // large text: one below the other
		low := l.style.Body(150)
		o[1].Move(fyne.NewPos(0, y))
		o[1].Resize(fyne.NewSize(size.Width, rest-low-margin))
		o[2].Move(fyne.NewPos(0, size.Height-low))
		o[2].Resize(fyne.NewSize(size.Width, low))
		return
	}
	o[1].Move(fyne.NewPos(0, y))
	if o[2] == o[1] {
		o[1].Resize(fyne.NewSize(size.Width, rest))
		return
	}
	o[1].Resize(fyne.NewSize(size.Width-note-margin, rest))
	o[2].Move(fyne.NewPos(size.Width-note, y))
	o[2].Resize(fyne.NewSize(note, rest))
}

// cardOf is a surface with a line around it.
func cardOf(s look.Style, o fyne.CanvasObject) fyne.CanvasObject {
	return look.Fill(look.NewBox(s.Palette.Surface, s.CardRadius()).Edge(s.Palette.Line, s.LineWidth()), o)
}

// reveal scrolls so far that a row is seen whole.
func reveal(s *look.Scroll, list *fyne.Container, i int) {
	if i < 0 || i >= len(list.Objects) || s.Size().Height <= 0 {
		return
	}
	row := list.Objects[i]
	up := list.Position().Y + row.Position().Y
	low := up + row.Size().Height
	switch {
	case up < s.Offset.Y:
		s.ScrollToOffset(fyne.NewPos(0, up))
	case low > s.Offset.Y+s.Size().Height:
		s.ScrollToOffset(fyne.NewPos(0, low-s.Size().Height))
	}
}
