package kiosk

import (
	"fmt"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"turno/look"
	"turno/look/brand"
)

// tree is one cypress of the avenue, in a picture of 1080 by 800: its left
// side, its top, and its measures in parts of the first one's.
type tree struct {
	x, y, wide, tall float32
	foot             float32 // where the trunk begins
	trunk            float32 // its width
	shade            int     // 0 the farthest
}

// avenue is the bank's picture: two rows of cypresses and a path between them,
// w by h units, in the colours of a palette.
func avenue(p brand.Palette, w, h float32) fyne.CanvasObject {
	far, near, front, sun := p.Soft, p.Deep, p.Brand, p.Ground
	if p.IsDark {
		near, front, sun = p.Surface, p.Sunken, p.Ink2 // by night: a moon, and trees against it
	}
	trees := []tree{
		{-60, 250, 1.5, .977, 664, 10.5, 0}, {330, 372, .86, .721, 676, 6, 0}, {424, 452, .6, .553, 684, 4.2, 0},
		{488, 520, .38, .409, 690, 2.7, 0}, {554, 520, .38, .409, 690, 2.7, 0}, {596, 452, .6, .553, 684, 4.2, 0},
		{664, 372, .86, .721, 676, 6, 0}, {990, 250, 1.5, .977, 664, 10.5, 0},
		{214, 290, 1.16, .888, 666, 8.1, 1}, {750, 290, 1.16, .888, 666, 8.1, 1},
		{58, 150, 1.64, 1.191, 656, 11.5, 2}, {858, 150, 1.64, 1.191, 656, 11.5, 2},
	}
	// Trees keep their shape: they stand as high as the picture leaves them
	// under the head, and as far apart as it is wide.
	v := vista{kx: w / 1080, ground: h - min(88, h*0.13)}
	v.tall = (v.ground - 140) / (712 - 150)
	v.wide = min(v.kx, max(v.tall, 0.6*v.kx))
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f">`, w, h, w, h)
	fmt.Fprintf(&b, `<circle cx="%.1f" cy="%.1f" r="%.1f" fill="%s"/>`, w/2, v.y(330), 112*min(v.wide, v.tall), brand.Hex(sun))
	// One path a colour: Fyne's reader goes over the whole picture for each.
	for shade, c := range []color.NRGBA{far, near, front} {
		b.WriteString(`<path d="`)
		for _, t := range trees {
			if t.shade == shade {
				t.draw(&b, v)
			}
		}
		if c == front {
			block(&b, 0, v.ground, w, h-v.ground+1)
		}
		fmt.Fprintf(&b, `" fill="%s"/>`, brand.Hex(c))
	}
	fmt.Fprintf(&b, `<path d="M %.1f %.1f L %.1f %.1f L %.1f %.1f L %.1f %.1f Z" fill="%s"/></svg>`,
		w/2-16*v.wide, v.ground-1, w/2+16*v.wide, v.ground-1, w/2+200*v.wide, h+1, w/2-200*v.wide, h+1, brand.Hex(p.Ground))
	name := fmt.Sprintf("avenue-%.0f-%.0f-%s-%s-%s", w, h, brand.Hex(p.Ground), brand.Hex(far), brand.Hex(front))
	return look.Fill(canvas.NewRectangle(p.Wash), look.SVG(name, []byte(b.String()), w, h))
}

// block adds a rectangle to a path, in the same turn as a crown.
func block(b *strings.Builder, x, y, w, h float32) {
	fmt.Fprintf(b, "M %.1f %.1f L %.1f %.1f L %.1f %.1f L %.1f %.1f Z ", x, y, x+w, y, x+w, y+h, x, y+h)
}

// vista places the trees of the 1080 by 800 picture in one of another size.
type vista struct {
	kx, wide, tall float32 // where trees stand; how wide and how tall they are
	ground         float32 // y of the ground
}

func (v vista) y(y float32) float32 { return v.ground - (712-y)*v.tall }

// draw adds the tree to a path: a leaf-shaped crown, 100 by 430 in its own
// measures, and a trunk down to the ground.
func (t tree) draw(b *strings.Builder, v vista) {
	middle := (t.x + 50*t.wide) * v.kx
	at := func(x, y float32) string {
		return fmt.Sprintf("%.1f %.1f", middle+(x-50)*t.wide*v.wide, v.y(t.y+y*t.tall))
	}
	fmt.Fprintf(b, "M %s C %s %s %s C %s %s %s C %s %s %s C %s %s %s Z ",
		at(50, 0), at(82, 62), at(100, 165), at(100, 268), at(100, 372), at(82, 430), at(50, 430),
		at(18, 430), at(0, 372), at(0, 268), at(0, 165), at(18, 62), at(50, 0))
	trunk := t.trunk * v.wide
	block(b, middle-trunk/2, v.y(t.foot), trunk, v.ground-v.y(t.foot)+1)
}
