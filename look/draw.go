package look

import (
	"errors"
	"fmt"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
)

// Draw paints an object w by h units with no screen, a unit a pixel. It works
// in tests and in the built programs alike, as long as no app runs yet: Fyne's
// software painter brings a headless app of its own.
func Draw(o fyne.CanvasObject, s Style, w, h float32) (img image.Image, err error) {
	return DrawAt(o, s, w, h, 1)
}

// DrawAt is Draw with scale pixels to a unit, as on a 4K panel (2).
func DrawAt(o fyne.CanvasObject, s Style, w, h, scale float32) (img image.Image, err error) {
	if w < 1 || h < 1 {
		return nil, errors.New("look: a picture needs a width and a height")
	}
	if fyne.CurrentApp() == nil {
		return nil, errors.New("look: no app to measure text with")
	}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("look: drawing: %v", r)
		}
	}()
	fyne.CurrentApp().Settings().SetTheme(NewTheme(s))
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetScale(scale)
	c.SetContent(o)
	c.Resize(fyne.NewSize(w, h))
	return c.Capture(), nil
}
