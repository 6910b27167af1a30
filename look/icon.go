package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"turno/look/brand"
)

// Icon is a picture beside a word, square, in one colour.
type Icon struct{ part }

// NewIcon makes an icon by its name in look/brand ("ticket-bold",
// "timer-fill"), size units a side. An unknown name panics.
func NewIcon(name string, size float32, c color.NRGBA) *Icon {
	i := &Icon{}
	image := &canvas.Image{FillMode: canvas.ImageFillContain, Resource: iconResource(name, c)}
	i.objects = []fyne.CanvasObject{image}
	i.arrange = func(s fyne.Size) {
		put(image, (s.Width-size)/2, (s.Height-size)/2, size, size)
	}
	i.least = func() fyne.Size { return fyne.NewSquareSize(size) }
	i.ExtendBaseWidget(i)
	return i
}

func iconResource(name string, c color.NRGBA) fyne.Resource {
	return fyne.NewStaticResource(name+brand.Hex(c)+".svg", brand.Tint(brand.Icon(name), c))
}

// Mark is the bank's sign, height units high, in one colour.
func Mark(height float32, c color.NRGBA) fyne.CanvasObject {
	return SVG("mark"+brand.Hex(c), brand.Mark(c), height, height)
}

// SVG shows a picture at a size. The name must tell the picture from every
// other that is ever drawn: Fyne keeps drawn pictures by their names.
func SVG(name string, source []byte, w, h float32) fyne.CanvasObject {
	img := &canvas.Image{FillMode: canvas.ImageFillContain, Resource: fyne.NewStaticResource(name+".svg", source)}
	img.SetMinSize(fyne.NewSize(w, h))
	return img
}
