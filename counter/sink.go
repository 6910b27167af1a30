package counter

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"image/color"
)

// sink has the keyboard whenever no text field has it, and hands every key on.
type sink struct {
	widget.BaseWidget
	onKey func(string)
}

func newSink(onKey func(string)) *sink {
	s := &sink{onKey: onKey}
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer is called by Fyne: a sink shows nothing.
func (s *sink) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

// FocusGained is called by Fyne.
func (s *sink) FocusGained() {}

// FocusLost is called by Fyne.
func (s *sink) FocusLost() {}

// TypedRune is called by Fyne; keys say all that a desk needs.
func (s *sink) TypedRune(rune) {}

// TypedKey is called by Fyne.
func (s *sink) TypedKey(e *fyne.KeyEvent) { s.onKey(keyName(e.Name)) }

// AcceptsTab keeps Tab from wandering over the screen.
func (s *sink) AcceptsTab() bool { return true }

// keyName is the key as the desk knows it; Tab with Shift goes back.
func keyName(n fyne.KeyName) string {
	switch n {
	case fyne.KeyEnter:
		return "Return"
	case fyne.KeyTab:
		if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0 {
			return "BackTab"
		}
	}
	return string(n)
}

var (
	_ fyne.Focusable = (*sink)(nil)
	_ fyne.Tabbable  = (*sink)(nil)
)
