package brand

import (
	"bytes"
	"fmt"
	"image/color"
)

// Hex writes a colour as SVG and CSS want it: #0F4F55.
func Hex(c color.NRGBA) string {
	return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B)
}

// Tint returns an icon's SVG with its black turned into a colour. The icons
// are drawn in black alone, so nothing else changes.
func Tint(svg []byte, c color.NRGBA) []byte {
	out := bytes.ReplaceAll(svg, []byte("#000000"), []byte(Hex(c)))
	return out
}
