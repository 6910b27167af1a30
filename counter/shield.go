package counter

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"image/color"

	"turno/look"
)

// shield lies over a part and takes its taps, also while the part is dead: a
// dead button has to say why. It never takes the keyboard, which at a desk
// belongs to the screen as a whole: every action has a key of its own.
type shield struct {
	widget.BaseWidget
	onTap   func()
	onPress func(down bool)
}

// shielded lays a shield over an object.
func shielded(o fyne.CanvasObject, onTap func()) fyne.CanvasObject {
	s := &shield{onTap: onTap}
	if b, ok := o.(interface {
		MouseDown(*desktop.MouseEvent)
		MouseUp(*desktop.MouseEvent)
	}); ok {
		s.onPress = func(down bool) {
			if down {
				b.MouseDown(nil)
			} else {
				b.MouseUp(nil)
			}
		}
	}
	s.ExtendBaseWidget(s)
	return look.Fill(o, s)
}

// CreateRenderer is called by Fyne: a shield shows nothing.
func (s *shield) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

// MinSize is nothing: the shield is as large as what it covers.
func (s *shield) MinSize() fyne.Size { return fyne.Size{} }

// Tapped is called by Fyne.
func (s *shield) Tapped(*fyne.PointEvent) {
	if s.onTap != nil {
		s.onTap()
	}
}

// MouseDown is called by Fyne.
func (s *shield) MouseDown(*desktop.MouseEvent) { s.press(true) }

// MouseUp is called by Fyne.
func (s *shield) MouseUp(*desktop.MouseEvent) { s.press(false) }

// MouseIn is called by Fyne.
func (s *shield) MouseIn(*desktop.MouseEvent) {}

// MouseMoved is called by Fyne.
func (s *shield) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by Fyne when the pointer slides off.
func (s *shield) MouseOut() { s.press(false) }

func (s *shield) press(down bool) {
	if s.onPress != nil {
		s.onPress(down)
	}
}
