package look

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"turno/look/brand"
)

// Box is a rounded rectangle with an edge inside its bounds: the ground of
// every card and control. With no fill it is a frame; dashed, it is what a
// disabled or stale thing looks like.
//
// Fyne's two painters put a stroke at different places, one on the edge and
// one inside it, so a filled box is two filled rectangles and a frame is an SVG.
type Box struct {
	part
	fill, edge color.NRGBA
	stroke     float32
	radius     float32
	dash       float32 // length of a dash; 0 is a whole edge
	outer      *canvas.Rectangle
	inner      *canvas.Rectangle
	frame      *canvas.Image
}

// NewBox makes a box with no edge.
func NewBox(fill color.NRGBA, radius float32) *Box {
	b := &Box{fill: fill, radius: radius}
	b.outer = &canvas.Rectangle{}
	b.inner = &canvas.Rectangle{}
	b.frame = &canvas.Image{FillMode: canvas.ImageFillStretch}
	b.arrange = b.lay
	b.ExtendBaseWidget(b)
	b.paint()
	return b
}

// Edge gives the box an edge, and returns the box.
func (b *Box) Edge(c color.NRGBA, width float32) *Box {
	b.edge, b.stroke, b.dash = c, width, 0
	b.paint()
	return b
}

// Dashed gives the box a dashed edge, and returns the box.
func (b *Box) Dashed(c color.NRGBA, width float32) *Box {
	b.edge, b.stroke, b.dash = c, width, max(3, 3*width)
	b.paint()
	return b
}

// Fill changes the colour inside the edge, and returns the box.
func (b *Box) Fill(c color.NRGBA) *Box {
	b.fill = c
	b.paint()
	return b
}

func (b *Box) paint() {
	whole := b.stroke > 0 && b.dash == 0
	b.objects = b.objects[:0]
	switch {
	case whole && b.fill.A > 0:
		b.outer.FillColor, b.outer.CornerRadius = b.edge, b.radius
		b.inner.FillColor, b.inner.CornerRadius = b.fill, max(0, b.radius-b.stroke)
		b.objects = append(b.objects, b.outer, b.inner)
	default:
		if b.fill.A > 0 {
			b.outer.FillColor, b.outer.CornerRadius = b.fill, b.radius
			b.objects = append(b.objects, b.outer)
		}
		if b.stroke > 0 {
			b.objects = append(b.objects, b.frame)
		}
	}
	b.redraw()
}

func (b *Box) lay(s fyne.Size) {
	put(b.outer, 0, 0, s.Width, s.Height)
	put(b.inner, b.stroke, b.stroke, s.Width-2*b.stroke, s.Height-2*b.stroke)
	if b.stroke > 0 && (b.dash > 0 || b.fill.A == 0) {
		b.frame.Resource = frameSVG(s.Width, s.Height, b.radius, b.stroke, b.dash, b.edge)
		put(b.frame, 0, 0, s.Width, s.Height)
		b.frame.Refresh()
	}
}

// frameSVG draws a rounded rectangle's edge inside its bounds. Its name bears
// everything it is made of, as Fyne keeps drawn SVGs by their names.
func frameSVG(w, h, radius, stroke, dash float32, c color.NRGBA) fyne.Resource {
	name := fmt.Sprintf("frame-%g-%g-%g-%g-%g-%s.svg", w, h, radius, stroke, dash, brand.Hex(c))
	half := stroke / 2
	dashes := ""
	if dash > 0 {
		dashes = fmt.Sprintf(` stroke-dasharray="%g %g"`, dash, dash*0.7)
	}
	r := max(0, min(radius, min(w, h)/2)-half)
	x1, y1, x2, y2 := half, half, w-half, h-half
	k := r * 0.4477 // distance of a quarter circle's control point from its corner
	path := fmt.Sprintf("M %g %g L %g %g C %g %g %g %g %g %g L %g %g C %g %g %g %g %g %g L %g %g C %g %g %g %g %g %g L %g %g C %g %g %g %g %g %g Z",
		x1+r, y1, x2-r, y1, x2-k, y1, x2, y1+k, x2, y1+r,
		x2, y2-r, x2, y2-k, x2-k, y2, x2-r, y2,
		x1+r, y2, x1+k, y2, x1, y2-k, x1, y2-r,
		x1, y1+r, x1, y1+k, x1+k, y1, x1+r, y1)
	svg := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%g" height="%g" viewBox="0 0 %g %g"><path d="%s" fill="none" stroke="%s" stroke-width="%g"%s/></svg>`,
		w, h, w, h, path, brand.Hex(c), stroke, dashes)
	return fyne.NewStaticResource(name, []byte(svg))
}

// Rule is a straight line across the room it is given: as high (or, standing,
// as wide) as its width.
func Rule(c color.NRGBA, width float32) fyne.CanvasObject {
	r := canvas.NewRectangle(c)
	r.SetMinSize(fyne.NewSize(width, width))
	return r
}

// Tear is the dashed line of a ticket, drawn as short rectangles: along its
// longer side, width thick.
type Tear struct {
	part
	color           color.NRGBA
	width, dash, by float32
}

// NewTear makes a tear line of dashes 12 long with gaps of 8, scaled to the
// width (4 is the full measure).
func NewTear(c color.NRGBA, width float32) *Tear {
	t := &Tear{color: c, width: width, dash: 3 * width, by: 2 * width}
	t.least = func() fyne.Size { return fyne.NewSize(width, width) }
	t.arrange = t.lay
	t.ExtendBaseWidget(t)
	return t
}

func (t *Tear) lay(s fyne.Size) {
	t.objects = t.objects[:0]
	long := max(s.Width, s.Height)
	// Whole dashes at both ends: the gaps give a little.
	n := int((long + t.by) / (t.dash + t.by))
	if n < 1 {
		return
	}
	step := t.dash + t.by
	if n > 1 {
		step = (long - t.dash) / float32(n-1)
	}
	for i := range n {
		d := canvas.NewRectangle(t.color)
		at := float32(i) * step
		if s.Width >= s.Height {
			put(d, at, 0, t.dash, t.width)
		} else {
			put(d, 0, at, t.width, t.dash)
		}
		t.objects = append(t.objects, d)
	}
}

// noColor fills nothing.
var noColor = color.NRGBA{}
