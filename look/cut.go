package look

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// Cut lists the texts of a drawn screen that are wider than the room they have
// or reach out of the screen: what a person would not read to the end. Screens'
// tests call it after Draw, and want nothing.
func Cut(o fyne.CanvasObject, w, h float32) []string {
	var found []string
	walk(o, fyne.Position{}, func(o fyne.CanvasObject, at fyne.Position, scrolled bool) {
		t, ok := o.(*canvas.Text)
		if !ok || t.Text == "" {
			return
		}
		const slack = 1.5 // widths are rounded where runs meet
		m := t.MinSize()
		switch {
		case m.Width > t.Size().Width+slack:
			found = append(found, fmt.Sprintf("%q is %.0f wide and has %.0f", t.Text, m.Width, t.Size().Width))
		case at.X < -slack || at.X+m.Width > w+slack:
			found = append(found, fmt.Sprintf("%q reaches from %.0f to %.0f of %.0f", t.Text, at.X, at.X+m.Width, w))
		case !scrolled && (at.Y < -slack || at.Y+t.TextSize > h+slack):
			found = append(found, fmt.Sprintf("%q stands at %.0f of %.0f", t.Text, at.Y, h))
		}
	})
	return found
}

// Target is something that can be touched, and where.
type Target struct {
	Object   fyne.CanvasObject
	Position fyne.Position
	Size     fyne.Size
}

// Targets lists everything on a drawn screen that can be tapped.
func Targets(o fyne.CanvasObject) []Target {
	var found []Target
	walk(o, fyne.Position{}, func(o fyne.CanvasObject, at fyne.Position, _ bool) {
		if _, ok := o.(fyne.Tappable); ok {
			found = append(found, Target{o, at, o.Size()})
		}
	})
	return found
}

// Restless lists the widgets of a drawn screen that make new objects when they
// are only laid out again at the same size. Fyne lays out whenever it meets an
// object that is new to it, so such a widget keeps a screen drawing for ever.
func Restless(o fyne.CanvasObject) []string {
	var found []string
	walk(o, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position, _ bool) {
		w, ok := o.(fyne.Widget)
		if !ok {
			return
		}
		r := test.WidgetRenderer(w)
		before := append([]fyne.CanvasObject{}, r.Objects()...)
		r.MinSize()
		r.Layout(w.Size())
		for i, after := range r.Objects() {
			if i >= len(before) || before[i] != after {
				found = append(found, fmt.Sprintf("%T at %v", o, w.Size()))
				return
			}
		}
	})
	return found
}

// Texts lists everything a drawn screen says, in the order it is drawn.
func Texts(o fyne.CanvasObject) []string {
	var found []string
	walk(o, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position, _ bool) {
		if t, ok := o.(*canvas.Text); ok && t.Text != "" {
			found = append(found, t.Text)
		}
	})
	return found
}

// walk visits what is visible, with its place on the screen.
func walk(o fyne.CanvasObject, at fyne.Position, visit func(o fyne.CanvasObject, at fyne.Position, scrolled bool)) {
	var down func(fyne.CanvasObject, fyne.Position, bool)
	down = func(o fyne.CanvasObject, at fyne.Position, scrolled bool) {
		if o == nil || !o.Visible() {
			return
		}
		at = at.Add(o.Position())
		visit(o, at, scrolled)
		switch o := o.(type) {
		case *fyne.Container:
			for _, c := range o.Objects {
				down(c, at, scrolled)
			}
		case fyne.Widget:
			switch o.(type) {
			case *Scroll, *container.Scroll:
				scrolled = true
			}
			for _, c := range test.WidgetRenderer(o).Objects() {
				down(c, at, scrolled)
			}
		}
	}
	down(o, at.Subtract(o.Position()), false)
}
