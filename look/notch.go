package look

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"turno/look/brand"
)

// halfNotch is a notch with an edge: a circle of the ground's colour whose
// inner half bears the ticket's edge. Side d; right tells which half.
func halfNotch(right bool, d, stroke float32, edge, ground color.NRGBA, dashed bool) fyne.CanvasObject {
	r := d / 2
	x, k := r, (r-stroke/2)*0.5523
	rr := r - stroke/2
	sign := float32(1)
	if right {
		sign = -1
	}
	dash := ""
	if dashed {
		dash = fmt.Sprintf(` stroke-dasharray="%g %g"`, max(3, 3*stroke), max(3, 3*stroke)*0.7)
	}
	svg := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%g" height="%g" viewBox="0 0 %g %g"><circle cx="%g" cy="%g" r="%g" fill="%s"/><path d="M %g %g C %g %g %g %g %g %g C %g %g %g %g %g %g" fill="none" stroke="%s" stroke-width="%g"%s/></svg>`,
		d, d, d, d, r, r, r, brand.Hex(ground),
		x, r-rr, x+sign*k, r-rr, x+sign*rr, r-k, x+sign*rr, r,
		x+sign*rr, r+k, x+sign*k, r+rr, x, r+rr,
		brand.Hex(edge), stroke, dash)
	name := fmt.Sprintf("notch-%v-%g-%g-%s-%s-%v.svg", right, d, stroke, brand.Hex(edge), brand.Hex(ground), dashed)
	return &canvas.Image{FillMode: canvas.ImageFillStretch, Resource: fyne.NewStaticResource(name, []byte(svg))}
}
