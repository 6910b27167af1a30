package brand

import (
	"fmt"
	"image/color"
	"strings"
)

// planted is one tree of the avenue: the left of its crown, its top, its width
// and height in parts of the drawn outline, and how near it stands.
type planted struct {
	x, y, sx, sy float64
	trunkY       float64
	near         int // 0 far, 1 middle, 2 near
}

var avenueTrees = []planted{
	{-60, 250, 1.5, 0.977, 664, 0}, {330, 372, 0.86, 0.721, 676, 0}, {424, 452, 0.6, 0.553, 684, 0}, {488, 520, 0.38, 0.409, 690, 0},
	{554, 520, 0.38, 0.409, 690, 0}, {596, 452, 0.6, 0.553, 684, 0}, {664, 372, 0.86, 0.721, 676, 0}, {990, 250, 1.5, 0.977, 664, 0},
	{214, 290, 1.16, 0.888, 666, 1}, {750, 290, 1.16, 0.888, 666, 1},
	{58, 150, 1.64, 1.191, 656, 2}, {858, 150, 1.64, 1.191, 656, 2},
}

// Avenue is the picture of the greeting as SVG, 1080 by 800: an avenue of
// trees in the bank's own tones, with the light at its end.
func Avenue(p Palette) []byte {
	sky, light, road, ground := p.Wash, p.Ground, p.Ground, p.Brand
	tones := [3]color.NRGBA{p.Soft, p.Deep, p.Brand}
	if p.HighContrast {
		sky, light, road, ground = p.Ground, p.Brand, p.Ground, p.Ink
		tones = [3]color.NRGBA{p.Ink, p.Ink, p.Ink}
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="800" viewBox="0 0 1080 800"><rect x="0" y="0" width="1080" height="800" fill="%s"/><circle cx="540" cy="330" r="112" fill="%s"/>`, Hex(sky), Hex(light))
	for _, t := range avenueTrees {
		fmt.Fprintf(&b, `<g fill="%s"><path d="%s"/><rect x="%.1f" y="%.0f" width="%.1f" height="%.0f"/></g>`,
			Hex(tones[t.near]), scaled(tree, t.x, t.y, t.sx, t.sy),
			t.x+50*t.sx-3.5*t.sx, t.trunkY, 7*t.sx, 720-t.trunkY)
	}
	fmt.Fprintf(&b, `<rect x="0" y="712" width="1080" height="88" fill="%s"/><path d="M 524 712 L 556 712 L 740 800 L 340 800 Z" fill="%s"/></svg>`, Hex(ground), Hex(road))
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
