package brand

import (
	"image/color"
	"math"
)

// Contrast is the ratio of two opaque colours by WCAG 2.2: 1 to 21, whichever
// comes first.
func Contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	if la < lb {
		la, lb = lb, la
	}
	return (la + 0.05) / (lb + 0.05)
}

// luminance is the relative luminance of WCAG 2.2, 0 to 1.
func luminance(c color.NRGBA) float64 {
	r, g, b := linear(c)
	return 0.2126*r + 0.7152*g + 0.0722*b
}

// linear undoes the sRGB transfer curve (IEC 61966-2-1).
func linear(c color.NRGBA) (r, g, b float64) {
	f := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return f(c.R), f(c.G), f(c.B)
}
