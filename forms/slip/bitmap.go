package slip

import (
	"image"
	"image/color"
)

// Bitmap is a picture of black dots on paper, one bit each, as receipt
// printers take them: rows of whole bytes, the leftmost dot in the highest bit.
// It is an image.Image, for previews and PNG.
type Bitmap struct {
	W, H int
	Bits []byte // (W+7)/8 bytes a row
}

// NewBitmap is blank paper of w by h dots.
func NewBitmap(w, h int) *Bitmap {
	return &Bitmap{W: w, H: h, Bits: make([]byte, (w+7)/8*h)}
}

// Stride is the number of bytes of a row.
func (b *Bitmap) Stride() int { return (b.W + 7) / 8 }

// Black reports whether the dot is black; outside all is paper.
func (b *Bitmap) Black(x, y int) bool {
	if x < 0 || y < 0 || x >= b.W || y >= b.H {
		return false
	}
	return b.Bits[y*b.Stride()+x/8]&(0x80>>(x%8)) != 0
}

// Dot blackens a dot; outside nothing happens.
func (b *Bitmap) Dot(x, y int) {
	if x >= 0 && y >= 0 && x < b.W && y < b.H {
		b.Bits[y*b.Stride()+x/8] |= 0x80 >> (x % 8)
	}
}

// ColorModel is part of image.Image.
func (b *Bitmap) ColorModel() color.Model { return color.GrayModel }

// Bounds is part of image.Image.
func (b *Bitmap) Bounds() image.Rectangle { return image.Rect(0, 0, b.W, b.H) }

// At is part of image.Image.
func (b *Bitmap) At(x, y int) color.Color {
	if b.Black(x, y) {
		return color.Gray{}
	}
	return color.Gray{Y: 255}
}
