package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// CheckSpec says what a checkbox row shows.
type CheckSpec struct {
	Label   string
	Note    string // at the right: "seen 10:36"
	Key     string // a key cap at the right, shown where the row is current
	Checked bool
	Current bool // the one the keyboard is at: wash and a bar at the left
	NoLine  bool
	Side    float32 // room left and right of the words
	OnTap   func()  // the owner decides what becomes of it, and says so by SetSpec
}

// Check is a row with a box that is ticked or not. It holds no truth of its
// own: a tap asks the owner, who answers by SetSpec.
type Check struct {
	control
	spec CheckSpec
}

// NewCheck makes a checkbox row, 44 high at a desk and 88 on a kiosk.
func NewCheck(s Style, spec CheckSpec) *Check {
	c := &Check{spec: spec}
	c.style = s
	c.live = func() bool { return c.spec.OnTap != nil }
	c.tap = func() { c.spec.OnTap() }
	c.arrange = c.lay
	c.least = func() fyne.Size {
		w := c.build().MinSize().Width + 2*spec.Side
		return fyne.NewSize(w, c.HeightFor(max(w, c.Size().Width)))
	}
	c.ExtendBaseWidget(c)
	return c
}

// SetSpec changes what the row shows.
func (c *Check) SetSpec(spec CheckSpec) {
	c.spec = spec
	c.redraw()
}

// Spec is what the row shows.
func (c *Check) Spec() CheckSpec { return c.spec }

func (c *Check) build() *fyne.Container {
	s, p, spec := c.style, c.style.Palette, c.spec
	icon, tint := "square-bold", p.Edge
	if spec.Checked {
		icon, tint = "check-square-fill", p.OK
	}
	weight := Regular
	if spec.Current {
		weight = SemiBold
	}
	cells := []fyne.CanvasObject{
		NewIcon(icon, s.Body(s.pick(52, 26, 52)), tint),
		Grow(NewParagraph(spec.Label, s.BodySize(), weight, p.Ink)),
	}
	if spec.Note != "" {
		cells = append(cells, NewLine(spec.Note, s.SmallSize(), Regular, p.Ink2))
	}
	if spec.Key != "" {
		cells = append(cells, NewKeyCap(s, spec.Key, p.Ink))
	}
	return HStack(s.pick(24, 12, 24), cells...)
}

// HeightFor is the height at a width.
func (c *Check) HeightFor(width float32) float32 {
	return max(c.style.pick(88, 44, 88), HeightFor(c.build(), width-2*c.spec.Side)+c.style.pick(24, 8, 24))
}

func (c *Check) lay(size fyne.Size) {
	s, p := c.style, c.style.Palette
	c.objects = c.objects[:0]
	add := func(o fyne.CanvasObject, x, y, w, h float32) {
		put(o, x, y, w, h)
		c.objects = append(c.objects, o)
	}
	if c.focused {
		c.objects = append(c.objects, focusRing(s, OnGround, size, s.pick(12, 6, 12))...)
	}
	if c.spec.Current || c.pressed || c.focused {
		fill := p.Surface
		if c.spec.Current || c.pressed {
			fill = p.Wash
		}
		add(canvas.NewRectangle(fill), 0, 0, size.Width, size.Height)
	}
	if c.spec.Current {
		add(canvas.NewRectangle(p.Brand), 0, 0, s.pick(8, 4, 8), size.Height)
	}
	add(c.build(), c.spec.Side, 0, size.Width-2*c.spec.Side, size.Height-s.LineWidth())
	if !c.spec.NoLine {
		inset := c.spec.Side
		if c.spec.Current {
			inset = 0
		}
		add(canvas.NewRectangle(p.Line), inset, size.Height-s.LineWidth(), size.Width-2*inset, s.LineWidth())
	}
}

var _ fyne.Focusable = (*Check)(nil)
