package look

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// quietZone is the empty rim a reader of QR codes needs, in modules.
const quietZone = 4

// NewQR draws a QR code from its modules (true is dark), black on white
// whatever the palette, with four modules of quiet zone within its side.
// Modules are a whole number of units wide, so that a camera sees them sharp.
// Rows of unequal length are a mistake of the caller and panic.
func NewQR(modules [][]bool, side float32) fyne.CanvasObject {
	n := len(modules) + 2*quietZone
	img := image.NewPaletted(image.Rect(0, 0, n, n), color.Palette{color.White, color.Black})
	for y, row := range modules {
		if len(row) != len(modules) {
			panic("look: a QR code is a square")
		}
		for x, dark := range row {
			if dark {
				img.SetColorIndex(x+quietZone, y+quietZone, 1)
			}
		}
	}
	code := canvas.NewImageFromImage(img)
	code.ScaleMode, code.FillMode = canvas.ImageScalePixels, canvas.ImageFillStretch
	module := float32(max(1, int(side)/n))
	white := canvas.NewRectangle(color.White)
	q := &part{objects: []fyne.CanvasObject{white, code}}
	q.least = func() fyne.Size { return fyne.NewSquareSize(max(side, module*float32(n))) }
	q.arrange = func(s fyne.Size) {
		put(white, 0, 0, s.Width, s.Height)
		d := module * float32(n)
		put(code, float32(int((s.Width-d)/2)), float32(int((s.Height-d)/2)), d, d)
	}
	q.ExtendBaseWidget(q)
	return q
}
