package kiosk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// glass holds the screen and decides what the pointer looks like over it.
type glass struct {
	widget.BaseWidget
	content fyne.CanvasObject
	hidden  bool
}

func newGlass(content fyne.CanvasObject) *glass {
	g := &glass{content: content}
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
