package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
)

// EntrySpec says what a text entry holds and asks for.
type EntrySpec struct {
	Label    string // over the entry; a word, not a hint inside
	Hint     string // under it, in secondary ink
	Value    string
	Max      int  // longest value in letters; 0 is 200
	Lines    int  // least lines shown; 0 and 1 is one line, more wraps
	Plain    bool // no edge of its own: a note on a card
	Figures  bool // takes digits alone
	OnChange func(string)
	OnDone   func(string) // Enter in an entry of one line
}

// Entry is a text a person writes, by a keyboard or by the one on the screen
// (Type, Back). It says what is wrong in words under itself.
type Entry struct {
	control
	spec   EntrySpec
	value  []rune
	caret  int // letters before it
	wrong  string
	always bool // the caret shows without focus, for a keyboard on the screen
}

// NewEntry makes an entry.
func NewEntry(s Style, spec EntrySpec) *Entry {
	e := &Entry{spec: spec}
	e.style = s
	e.setValue([]rune(spec.Value))
	e.arrange = e.lay
	e.least = func() fyne.Size {
		w := s.pick(400, 160, 400)
		return fyne.NewSize(w, e.HeightFor(max(w, e.Size().Width)))
	}
	e.ExtendBaseWidget(e)
	return e
}

// Value is what has been written.
func (e *Entry) Value() string { return string(e.value) }

// SetValue replaces what is written, without OnChange.
func (e *Entry) SetValue(v string) {
	e.setValue([]rune(v))
	e.redraw()
}

func (e *Entry) setValue(v []rune) {
	e.value = v
	e.caret = len(v)
}

// Wrong says in words what is wrong with the value; empty takes it back.
func (e *Entry) Wrong(why string) {
	e.wrong = why
	e.redraw()
}

// ShowCaret keeps the caret to be seen while the keyboard on the screen types.
func (e *Entry) ShowCaret(on bool) {
	e.always = on
	e.redraw()
}

func (e *Entry) longest() int {
	if e.spec.Max > 0 {
		return e.spec.Max
	}
	return 200
}

// Type writes a letter at the caret, if it may be there.
func (e *Entry) Type(r rune) {
	if len(e.value) >= e.longest() || r < ' ' && r != '\n' || e.spec.Figures && (r < '0' || r > '9') {
		return
	}
	v := append([]rune{}, e.value[:e.caret]...)
	v = append(v, r)
	e.value = append(v, e.value[e.caret:]...)
	e.caret++
	e.changed()
}

// Back takes the letter before the caret away.
func (e *Entry) Back() {
	if e.caret == 0 {
		return
	}
	e.value = append(append([]rune{}, e.value[:e.caret-1]...), e.value[e.caret:]...)
	e.caret--
	e.changed()
}

func (e *Entry) changed() {
	e.redraw()
	if e.spec.OnChange != nil {
		e.spec.OnChange(string(e.value))
	}
}

// TypedRune is called by Fyne.
func (e *Entry) TypedRune(r rune) { e.Type(r) }

// TypedKey is called by Fyne.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyBackspace:
		e.Back()
	case fyne.KeyDelete:
		if e.caret < len(e.value) {
			e.caret++
			e.Back()
		}
	case fyne.KeyLeft:
		e.moveTo(e.caret - 1)
	case fyne.KeyRight:
		e.moveTo(e.caret + 1)
	case fyne.KeyHome:
		e.moveTo(0)
	case fyne.KeyEnd:
		e.moveTo(len(e.value))
	case fyne.KeyReturn, fyne.KeyEnter:
		if e.spec.Lines > 1 {
			e.Type('\n')
		} else if e.spec.OnDone != nil {
			e.spec.OnDone(string(e.value))
		}
	}
}

// TypedShortcut is called by Fyne: paste and copy.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutPaste:
		for _, r := range s.Clipboard.Content() {
			e.Type(r)
		}
	case *fyne.ShortcutCopy:
		s.Clipboard.SetContent(string(e.value))
	}
}

func (e *Entry) moveTo(at int) {
	e.caret = min(max(at, 0), len(e.value))
	e.redraw()
}

// Tapped is called by Fyne: the entry takes the focus.
func (e *Entry) Tapped(*fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(e); c != nil {
		c.Focus(e)
	}
	e.moveTo(len(e.value))
}

// Cursor is called by Fyne.
func (e *Entry) Cursor() desktop.Cursor { return desktop.TextCursor }

type entryMeasures struct{ text, label, small, pad, line, gap float32 }

func (e *Entry) measures() entryMeasures {
	s := e.style
	m := entryMeasures{
		text: s.Body(s.pick(40, 17, 40)), label: s.Body(s.pick(34, 16, 34)), small: s.SmallSize(),
		pad: s.pick(28, 12, 28), gap: s.pick(12, 6, 12),
	}
	m.line = m.text * 1.4
	if e.spec.Plain {
		m.pad = 0
	}
	return m
}

func (e *Entry) boxHeight(m entryMeasures, width float32) float32 {
	if e.spec.Lines > 1 {
		lines := max(e.spec.Lines, len(e.broken(m, width-2*m.pad)))
		return float32(lines)*m.line + 2*max(m.pad*0.7, 0)
	}
	if e.spec.Plain {
		return m.line
	}
	return e.style.Body(e.style.pick(104, 48, 104))
}

func (e *Entry) under(m entryMeasures) *Paragraph {
	switch {
	case e.wrong != "":
		return NewParagraph(e.wrong, m.small, SemiBold, e.style.Palette.Bad)
	case e.spec.Hint != "":
		return NewParagraph(e.spec.Hint, m.small, Regular, e.style.Palette.Ink2)
	}
	return nil
}

// HeightFor is the height at a width, with label and what is under the entry.
func (e *Entry) HeightFor(width float32) float32 {
	m := e.measures()
	h := e.boxHeight(m, width)
	if e.spec.Label != "" {
		h += NewParagraph(e.spec.Label, m.label, SemiBold, nil).HeightFor(width) + m.gap
	}
	if u := e.under(m); u != nil {
		h += m.gap + u.HeightFor(width)
	}
	return h
}

// entryLine is a stretch of the value on one line: the letters from, to.
type entryLine struct{ from, to int }

// broken breaks the value into lines; nothing is lost, a long word is broken too.
func (e *Entry) broken(m entryMeasures, width float32) []entryLine {
	if e.spec.Lines <= 1 {
		return []entryLine{{0, len(e.value)}}
	}
	var lines []entryLine
	start, blank := 0, -1
	for i := 0; i < len(e.value); i++ {
		switch {
		case e.value[i] == '\n':
			lines = append(lines, entryLine{start, i})
			start, blank = i+1, -1
			continue
		case e.value[i] == ' ':
			blank = i
		}
		if Measure(string(e.value[start:i+1]), m.text, Regular).Width > width && i > start && e.value[i] != ' ' {
			end, next := i, i
			if blank > start {
				end, next = blank, blank+1
			}
			lines = append(lines, entryLine{start, end})
			start, blank = next, -1
		}
	}
	return append(lines, entryLine{start, len(e.value)})
}

func (e *Entry) lay(size fyne.Size) {
	s, p, m := e.style, e.style.Palette, e.measures()
	e.objects = e.objects[:0]
	add := func(o fyne.CanvasObject, x, y, w, h float32) {
		put(o, x, y, w, h)
		e.objects = append(e.objects, o)
	}
	y := float32(0)
	if e.spec.Label != "" {
		label := NewParagraph(e.spec.Label, m.label, SemiBold, p.Ink)
		add(label, 0, 0, size.Width, label.HeightFor(size.Width))
		y = label.HeightFor(size.Width) + m.gap
	}
	high := e.boxHeight(m, size.Width)
	under := e.under(m)
	if e.spec.Lines > 1 && under == nil {
		high = max(high, size.Height-y)
	}
	if !e.spec.Plain {
		box := NewBox(p.Surface, s.Radius()).Edge(p.Edge, s.EdgeWidth())
		switch {
		case e.wrong != "":
			box.Edge(p.Bad, max(3, s.EdgeWidth()))
		case e.focused || e.always:
			box.Edge(p.Brand, max(3, s.chosenWidth()))
		}
		add(box, 0, y, size.Width, high)
	}
	room := size.Width - 2*m.pad
	lines := e.broken(m, room)
	top := y + (high-m.line)/2
	if e.spec.Lines > 1 {
		top = y + m.pad*0.7
	}
	for i, l := range lines {
		text := string(e.value[l.from:l.to])
		from := l.from
		if e.spec.Lines <= 1 {
			// A line too long shows the end that the caret is in.
			for from < e.caret && Measure(string(e.value[from:e.caret]), m.text, Regular).Width > room-4 {
				from++
			}
			text = string(e.value[from:])
			for len(text) > 0 && Measure(text, m.text, Regular).Width > room {
				r := []rune(text)
				text = string(r[:len(r)-1])
			}
		}
		at := top + float32(i)*m.line
		t := &canvas.Text{Text: text, TextSize: m.text, FontSource: Regular.font(), Color: p.Ink}
		add(t, m.pad, at, room, m.line)
		last := i == len(lines)-1
		if (e.focused || e.always) && e.caret >= l.from && (e.caret <= l.to && (last || e.caret < lines[i+1].from)) {
			x := m.pad + Measure(string(e.value[from:e.caret]), m.text, Regular).Width
			add(canvas.NewRectangle(p.Brand), x, at+m.line*0.12, s.pick(4, 2, 4), m.line*0.76)
		}
	}
	if under != nil {
		add(under, 0, y+high+m.gap, size.Width, under.HeightFor(size.Width))
	}
}

var (
	_ fyne.Focusable     = (*Entry)(nil)
	_ fyne.Shortcutable  = (*Entry)(nil)
	_ desktop.Cursorable = (*Entry)(nil)
)
