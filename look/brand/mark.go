package brand

import (
	"fmt"
	"image/color"
	"strings"
)

// tree is the outline of the avenue's poplars, 100 wide and 430 high, in
// absolute curves, as Fyne's reader of SVG wants them.
const tree = "M 50 0 C 82 62 100 165 100 268 C 100 372 82 430 50 430 C 18 430 0 372 0 268 C 0 165 18 62 50 0 Z"

// Mark is the default bank's sign as SVG on a 56 grid: three trees of an
// avenue on their ground line, in one colour.
func Mark(c color.NRGBA) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="56" height="56" viewBox="0 0 56 56" fill="%s">`, Hex(c))
	leaf := func(x, y, w, h float64) {
		fmt.Fprintf(&b, `<g transform="translate(%g %g) scale(%.4f %.4f)"><path d="%s"/></g>`, x, y, w/100, h/430, tree)
	}
	leaf(1.5, 15, 15, 32)
	leaf(19.5, 0, 17, 47)
	leaf(39.5, 15, 15, 32)
	b.WriteString(`<rect x="0" y="50" width="56" height="6" rx="3"/></svg>`)
	return []byte(b.String())
}
