package display

import "fyne.io/fyne/v2"

// geometry is where things stand, in the units of a panel of 1920 by 1080 (or,
// standing, of 1080 by 1920), and how many real units one of these has.
type geometry struct {
	k          float32 // real units to one of the drawing's
	dx, dy     float32 // of the drawing in a window of another shape
	w, h       float32
	margin     float32
	card       rect
	tear       float32 // y within the card
	number     float32 // size of the large number
	word       float32 // size of the word beside the counter
	rows       rect    // with its heading
	rowHigh    float32
	rowNumber  float32
	sign       float32
	waits      rect
	perLine    int     // waits beside one another
	lines      float32 // of waits that have room below one another
	band       rect
	tickerHigh float32
}

type rect struct{ x, y, w, h float32 }

// The screen as it was drawn, and how it stands upright.
var (
	landscape = geometry{
		w: 1920, h: 1080, margin: 64,
		card: rect{64, 128, 1120, 640}, tear: 431, number: 416, word: 144,
		rows: rect{1248, 128, 608, 640}, rowHigh: 144, rowNumber: 118, sign: 112,
		waits: rect{64, 784, 1824, 180}, perLine: 4, lines: 1,
		band: rect{0, 516, 1920, 428}, tickerHigh: 104,
	}
	portrait = geometry{
		w: 1080, h: 1920, margin: 48,
		card: rect{48, 136, 984, 600}, tear: 396, number: 368, word: 124,
		rows: rect{48, 776, 984, 640}, rowHigh: 144, rowNumber: 118, sign: 112,
		waits: rect{48, 1440, 1016, 360}, perLine: 2, lines: 2,
		band: rect{0, 640, 1080, 560}, tickerHigh: 104,
	}
)

// fitted is the geometry for a window, with three rows where the panel is
// small: at ten metres a number wants 50 mm of height.
func fitted(size fyne.Size, rows int) geometry {
	g := landscape
	if size.Height > size.Width {
		g = portrait
	}
	if rows == 3 {
		g.rowHigh, g.rowNumber, g.sign = 192, 152, 144
	}
	g.k = min(size.Width/g.w, size.Height/g.h)
	g.dx, g.dy = (size.Width-g.w*g.k)/2, (size.Height-g.h*g.k)/2
	return g
}

// put places an object by the drawing's units.
func (g geometry) put(o fyne.CanvasObject, x, y, w, h float32) fyne.CanvasObject {
	o.Move(fyne.NewPos(g.dx+x*g.k, g.dy+y*g.k))
	o.Resize(fyne.NewSize(w*g.k, h*g.k))
	return o
}

// middle places an object at its own least size, its left edge (share 0), middle
// (0.5) or right edge (1) at x and its middle at y.
func (g geometry) middle(o fyne.CanvasObject, x, y, share float32) fyne.CanvasObject {
	m := o.MinSize()
	o.Move(fyne.NewPos(g.dx+x*g.k-m.Width*share, g.dy+y*g.k-m.Height/2))
	o.Resize(m)
	return o
}
