package kiosk

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"turno/kiosk/flow"
	"turno/look"
	"turno/look/brand"
)

// Kiosk is the one picture that fills a kiosk's screen.
type Kiosk struct {
	act     func(flow.Action)
	theme   *look.Theme
	content *fyne.Container
	glass   *glass
	turned  func(landscape bool)
	size    fyne.Size
	vista   func(p brand.Palette, w, h float32) fyne.CanvasObject // above the greeting
	view    flow.View
	shown   bool
	style   look.Style

	// Controls outlive a redraw: a finger that is down while the queues change
	// must come up on the control it went down on.
	made, kept map[string]fyne.CanvasObject

	// Where the keys are, and the control that shows it.
	ringAt flow.Action
	ringOn bool
	ringed fyne.Focusable

	door *door // nil: nobody gets behind the screen

	// What changes by itself is changed in place.
	clock *look.Line
	left  *look.Paragraph
	bar   *look.Progress
	short func(string)
}

// New makes a kiosk that tells act what was touched. theme may be nil; else
// it follows the person's contrast, as Fyne paints the window's ground by it.
func New(theme *look.Theme, act func(flow.Action)) *Kiosk {
	k := &Kiosk{act: act, theme: theme, vista: avenue, made: map[string]fyne.CanvasObject{}}
	k.content = container.New(&resized{k})
	k.glass = newGlass(k.content)
	return k
}

// Object is what a window shows.
func (k *Kiosk) Object() fyne.CanvasObject { return k.glass }

// HideCursor takes the pointer away: a finger needs none.
func (k *Kiosk) HideCursor() { k.glass.hidden = true }

// Show draws a view. A view that differs from the last one by its clock and
// its countdown alone changes nothing else.
func (k *Kiosk) Show(v flow.View) {
	if k.guarded() && k.door.pass() {
		k.shown = false // whatever it is, it is drawn anew
	}
	if k.shown && reflect.DeepEqual(v, k.view) {
		return
	}
	quiet := k.shown && k.tick(v)
	k.view, k.shown = v, true
	if !quiet {
		k.redraw()
	}
}

// tick changes clock and countdown in place if nothing else is new.
func (k *Kiosk) tick(v flow.View) bool {
	a, b := k.view, v
	a.Clock, b.Clock = "", ""
	if (a.Left == nil) != (b.Left == nil) {
		return false
	}
	a.Left, b.Left = nil, nil
	if !reflect.DeepEqual(a, b) || k.size.IsZero() {
		return false
	}
	if k.clock != nil {
		k.clock.SetText(v.Clock)
	}
	if v.Left == nil {
		return true
	}
	if k.left != nil {
		k.left.SetText(v.Left.Text)
	}
	if k.bar != nil {
		k.bar.Set(float32(v.Left.Share))
	}
	if k.short != nil {
		k.short(v.Left.Short)
	}
	return true
}

// redraw builds the screen anew, around the controls that are still there.
func (k *Kiosk) redraw() {
	if !k.shown || k.size.IsZero() {
		return
	}
	style := styleOf(k.view.Ease, k.view.Brand)
	if style != k.style {
		k.style = style
		k.made = map[string]fyne.CanvasObject{}
		if k.theme != nil {
			k.theme.Use(style)
		}
	}
	k.clock, k.left, k.bar, k.short = nil, nil, nil, nil
	k.kept = map[string]fyne.CanvasObject{}
	p := newPage(k)
	p.draw()
	k.made = k.kept
	k.ring()
	k.content.Objects = []fyne.CanvasObject{look.Place(p.w, p.h, p.placed...)}
	k.content.Objects[0].Resize(k.size)
	k.content.Refresh()
}

// styleOf is the style that a person's ease and the bank's colour ask for. A
// colour that is none leaves the default brand.
func styleOf(e flow.Ease, colour string) look.Style {
	p := brand.Light()
	switch e.Contrast {
	case flow.High:
		p = brand.HighContrast()
	case flow.Dark:
		p = brand.Dark()
	}
	if c, err := brand.ParseHex(colour); err == nil && colour != "" {
		p = p.WithBrand(c)
	}
	return look.NewStyle(p, look.Kiosk).At(float32(e.Percent) / 100)
}

// resized draws anew when the window gives the kiosk another size.
type resized struct{ k *Kiosk }

// MinSize is small and not nothing: X refuses a window of no size.
func (r *resized) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 320) }

func (r *resized) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	k := r.k
	if s == k.size {
		return
	}
	first := k.size.IsZero()
	was := k.size.Width > k.size.Height
	k.size = s
	if is := s.Width > s.Height; (first || is != was) && k.turned != nil {
		k.turned(is) // the flow knows what a page holds; its view comes back by Show
	}
	k.redraw()
}
