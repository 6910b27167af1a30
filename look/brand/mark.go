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
		fmt.Fprintf(&b, `<path d="%s"/>`, scaled(tree, x, y, w/100, h/430))
	}
	leaf(1, 17.5, 15.5, 29)
	leaf(19.25, 0, 17.5, 46.5)
	leaf(39.5, 17.5, 15.5, 29)
	b.WriteString(`<path d="M 3 50 L 53 50 C 54.66 50 56 51.34 56 53 C 56 54.66 54.66 56 53 56 L 3 56 C 1.34 56 0 54.66 0 53 C 0 51.34 1.34 50 3 50 Z"/></svg>`)
	return []byte(b.String())
}

// scaled moves and stretches a path of absolute commands and points.
func scaled(path string, x, y, sx, sy float64) string {
	var b strings.Builder
	odd := false
	for _, f := range strings.Fields(path) {
		var v float64
		if _, err := fmt.Sscanf(f, "%g", &v); err != nil {
			b.WriteString(f + " ")
			continue
		}
		if odd {
			fmt.Fprintf(&b, "%.2f ", y+v*sy)
		} else {
			fmt.Fprintf(&b, "%.2f ", x+v*sx)
		}
		odd = !odd
	}
	return strings.TrimSpace(b.String())
}
