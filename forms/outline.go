package forms

import (
	"image/color"
	"regexp"
	"strconv"
	"strings"

	"turno/look/brand"
)

// OutlineGrid is the side of the square that Outline draws in.
const OutlineGrid = 56

// Pen draws closed outlines: a PDF's path or a raster's.
type Pen interface {
	MoveTo(x, y float64)
	LineTo(x, y float64)
	CurveTo(x1, y1, x2, y2, x, y float64) // a cubic Bézier curve
	Close()                               // and fill
}

var (
	pathData = regexp.MustCompile(` d="([^"]+)"`)
	pathStep = regexp.MustCompile(`([MLCZ])([^MLCZ]*)`)
)

// Outline draws the bank's mark for paper, where no SVG can be placed: it reads
// the paths of look/brand's own drawing, which has only the steps M, L, C and Z
// with absolute places.
func Outline(p Pen) {
	for _, path := range pathData.FindAllStringSubmatch(string(brand.Mark(color.NRGBA{A: 255})), -1) {
		for _, step := range pathStep.FindAllStringSubmatch(path[1], -1) {
			var v [6]float64
			for i, field := range strings.Fields(step[2]) {
				if i < len(v) {
					v[i], _ = strconv.ParseFloat(field, 64) // our own file; a test looks at it
				}
			}
			switch step[1] {
			case "M":
				p.MoveTo(v[0], v[1])
			case "L":
				p.LineTo(v[0], v[1])
			case "C":
				p.CurveTo(v[0], v[1], v[2], v[3], v[4], v[5])
			case "Z":
				p.Close()
			}
		}
	}
}
