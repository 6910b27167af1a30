package counter

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"image/color"

	"turno/look"
)

// field is a place to type. It keeps the keys that write and gives the others
// to the desk, so that F8 finishes a visit while the note is being written.
type field struct {
	widget.Entry
	id      string
	onKey   func(string)
	onFocus func(id string)
	onText  func(id, text string)
	ring    *look.Box
	style   look.Style
	quiet   bool // Show is setting the text: nobody typed
}

func newField(s look.Style, id string, lines bool, c *Calls) *field {
	f := &field{id: id, style: s}
	f.onKey = func(k string) { c.Key(k) }
	f.onFocus = func(id string) { c.Focus(id) }
	f.onText = func(id, text string) { c.Type(id, text) }
	f.MultiLine = lines
	f.Wrapping = fyne.TextWrapOff
	f.Scroll = container.ScrollHorizontalOnly
	if lines {
		f.Wrapping, f.Scroll = fyne.TextWrapWord, container.ScrollVerticalOnly
	}
	f.OnChanged = func(text string) {
		if !f.quiet {
			f.onText(f.id, text)
		}
	}
	f.ExtendBaseWidget(f)
	return f
}

// secret hides what is typed, without the toolkit's eye.
func (f *field) secret() *field {
	f.Password = true
	f.ActionItem = canvas.NewRectangle(color.Transparent)
	return f
}

// boxed is the field in its frame, a control's height at least.
func (f *field) boxed(height float32) fyne.CanvasObject {
	p := f.style.Palette
	f.ring = look.NewBox(p.Surface, f.style.Radius()).Edge(p.Edge, f.style.EdgeWidth())
	pad := (height - look.Measure("Áy", f.style.BodySize(), look.Regular).Height) / 2
	in := container.NewThemeOverride(f, look.NewTheme(f.style))
	return look.Fill(shielded(f.ring, f.take), look.Inset(max(pad, 4), 14, max(pad, 4), 14, in))
}

// take gives the field the keyboard: its whole frame can be tapped.
func (f *field) take() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(f); c != nil {
		c.Focus(f)
	}
}

// bare is the field on a card of its own.
func (f *field) bare() fyne.CanvasObject {
	return container.NewThemeOverride(f, look.NewTheme(f.style))
}

// show sets the text without an echo.
func (f *field) show(text string) {
	if f.Text != text {
		f.quiet = true
		f.SetText(text)
		f.quiet = false
	}
}

// FocusGained is called by Fyne.
func (f *field) FocusGained() {
	f.Entry.FocusGained()
	f.mark(true)
	f.onFocus(f.id)
}

// FocusLost is called by Fyne.
func (f *field) FocusLost() {
	f.Entry.FocusLost()
	f.mark(false)
}

// mark draws the edge of the field that has the keyboard in brand.
func (f *field) mark(on bool) {
	if f.ring == nil {
		return
	}
	p := f.style.Palette
	if on {
		f.ring.Edge(p.Brand, 3)
	} else {
		f.ring.Edge(p.Edge, f.style.EdgeWidth())
	}
}

// AcceptsTab gives Tab to the desk, which knows what comes next.
func (f *field) AcceptsTab() bool { return true }

// TypedKey is called by Fyne.
func (f *field) TypedKey(e *fyne.KeyEvent) {
	name := keyName(e.Name)
	switch {
	case strings.HasPrefix(name, "F") && len(name) > 1, name == "Escape", name == "Tab", name == "BackTab":
		f.onKey(name)
	case !f.MultiLine && (name == "Return" || name == "Up" || name == "Down"):
		f.onKey(name)
	case !f.MultiLine && name == "Right" && f.CursorColumn >= len([]rune(f.Text)):
		f.onKey(name) // nothing is left to move over here
	default:
		f.Entry.TypedKey(e)
	}
}
