package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// control is the ground of everything that can be tapped: it keeps whether a
// finger is on it and whether it has the focus, and calls tap for a tap and
// for Enter or Space, unless it is not live.
type control struct {
	part
	style   Style
	live    func() bool
	tap     func()
	pressed bool
	focused bool
}

// Activate does what a tap does.
func (c *control) Activate() {
	if (c.live == nil || c.live()) && c.tap != nil {
		c.tap()
	}
}

// Tapped is called by Fyne.
func (c *control) Tapped(*fyne.PointEvent) { c.Activate() }

// MouseDown is called by Fyne when a finger or a mouse button goes down.
func (c *control) MouseDown(*desktop.MouseEvent) {
	if c.live == nil || c.live() {
		c.pressed = true
		c.redraw()
	}
}

// MouseUp is called by Fyne when it goes up again.
func (c *control) MouseUp(*desktop.MouseEvent) {
	if c.pressed {
		c.pressed = false
		c.redraw()
	}
}

// MouseIn is called by Fyne; a pointer that only passes changes nothing.
func (c *control) MouseIn(*desktop.MouseEvent) {}

// MouseMoved is called by Fyne.
func (c *control) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by Fyne when a finger slides off: what was pressed is let go.
func (c *control) MouseOut() { c.MouseUp(nil) }

// FocusGained is called by Fyne.
func (c *control) FocusGained() {
	c.focused = true
	c.redraw()
}

// FocusLost is called by Fyne.
func (c *control) FocusLost() {
	c.focused = false
	c.redraw()
}

// TypedRune is called by Fyne.
func (c *control) TypedRune(rune) {}

// TypedKey is called by Fyne: Enter and Space do what a tap does.
func (c *control) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		c.Activate()
	}
}

var (
	_ fyne.Tappable     = (*control)(nil)
	_ desktop.Mouseable = (*control)(nil)
	_ desktop.Hoverable = (*control)(nil)
)
