package kiosk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"turno/kiosk/flow"
)

// glass holds the screen. It decides what the pointer looks like over it, and
// takes every key: the focus that people see is the flow's, not Fyne's.
type glass struct {
	widget.BaseWidget
	content fyne.CanvasObject
	hidden  bool

	down func(fyne.Position) // told of every touch that no control takes

	keys    KeyMap
	shift   bool
	pressed func(flow.Key)
	wrote   func(rune)
}

func newGlass(content fyne.CanvasObject) *glass {
	g := &glass{content: content, keys: DefaultKeys()}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer hands the content to Fyne; nobody else calls it.
func (g *glass) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(g.content) }

// Cursor is asked by Fyne.
func (g *glass) Cursor() desktop.Cursor {
	if g.hidden {
		return desktop.HiddenCursor
	}
	return desktop.DefaultCursor
}

// MouseDown is called by Fyne, for touches where no control is.
func (g *glass) MouseDown(e *desktop.MouseEvent) {
	if g.down != nil {
		g.down(e.Position)
	}
}

// MouseUp is called by Fyne.
func (g *glass) MouseUp(*desktop.MouseEvent) {}

// AcceptsTab keeps Tab here; Fyne would walk its own focus with it.
func (g *glass) AcceptsTab() bool { return true }

// FocusGained is called by Fyne.
func (g *glass) FocusGained() {}

// FocusLost is called by Fyne.
func (g *glass) FocusLost() { g.shift = false }

// KeyDown is called by Fyne.
func (g *glass) KeyDown(e *fyne.KeyEvent) { g.held(e, true) }

// KeyUp is called by Fyne.
func (g *glass) KeyUp(e *fyne.KeyEvent) { g.held(e, false) }

func (g *glass) held(e *fyne.KeyEvent, down bool) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		g.shift = down
	}
}

// TypedKey is called by Fyne.
func (g *glass) TypedKey(e *fyne.KeyEvent) {
	if k, ok := g.keys.find(e, g.shift); ok && g.pressed != nil {
		g.pressed(k)
	}
}

// TypedRune is called by Fyne.
func (g *glass) TypedRune(r rune) {
	if g.wrote != nil {
		g.wrote(r)
	}
}

var (
	_ fyne.Focusable  = (*glass)(nil)
	_ fyne.Tabbable   = (*glass)(nil)
	_ desktop.Keyable = (*glass)(nil)
)
