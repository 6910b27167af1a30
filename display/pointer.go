package display

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// glass lies over the whole screen and hides the pointer on a panel that
// nobody points at.
type glass struct {
	widget.BaseWidget
	hidden bool
}

// HidePointer hides the pointer while it is over the screen, or shows it again.
func (s *Screen) HidePointer(hidden bool) { s.glass.hidden = hidden }

// Cursor answers Fyne.
func (g *glass) Cursor() desktop.Cursor {
	if g.hidden {
		return desktop.HiddenCursor
	}
	return desktop.DefaultCursor
}

// CreateRenderer answers Fyne: there is nothing to see.
func (g *glass) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

var _ desktop.Cursorable = (*glass)(nil)
