package counter

import (
	"fmt"
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"turno/counter/desk"
	"turno/hub/words"
	"turno/look"
)

// rect is a place on the screen, in units.
type rect struct{ x, y, w, h float32 }

func (r rect) String() string { return fmt.Sprintf("%.0f,%.0f %.0f×%.0f", r.x, r.y, r.w, r.h) }

func (r rect) meets(o rect) bool {
	return r.x+1 < o.x+o.w && o.x+1 < r.x+r.w && r.y+1 < o.y+o.h && o.y+1 < r.y+r.h
}

func (r rect) within(o rect) rect {
	x, y := max(r.x, o.x), max(r.y, o.y)
	return rect{x, y, max(0, min(r.x+r.w, o.x+o.w)-x), max(0, min(r.y+r.h, o.y+o.h)-y)}
}

func (r rect) holds(o rect) bool {
	return o.x >= r.x-1.5 && o.y >= r.y-1.5 && o.x+o.w <= r.x+r.w+1.5 && o.y+o.h <= r.y+r.h+1.5
}

// seen is a text or a target as a person finds it on the screen.
type seen struct {
	rect            // what is to be seen of it
	whole   rect    // all of it
	scrolls bool    // lies in something that scrolls, which may end in the middle of it
	words   string  // of a text
	lacks   float32 // the width that a text lacks
	order   int     // in which it is painted
}

// walker collects what is on a screen.
type walker struct {
	texts, targets, paints []seen
	order                  int
}

func (w *walker) walk(o fyne.CanvasObject, at fyne.Position, clip rect, scrolls bool) {
	if !o.Visible() {
		return
	}
	w.order++
	p, z := at.Add(o.Position()), o.Size()
	r := rect{p.X, p.Y, z.Width, z.Height}
	put := func(list *[]seen, r rect, text string, lacks float32) {
		if v := r.within(clip); v.w > 1 && v.h > 1 || !scrolls {
			*list = append(*list, seen{v, r, scrolls, text, lacks, w.order})
		}
	}
	if _, ok := o.(fyne.Tappable); ok {
		put(&w.targets, r, "", 0)
	}
	switch o := o.(type) {
	case *canvas.Text:
		if strings.TrimSpace(o.Text) == "" {
			return
		}
		m := o.MinSize()
		high := o.TextSize * 0.72 // letters, without the room above and below
		t := rect{p.X, p.Y + (z.Height-high)/2, m.Width, high}
		if o.Alignment == fyne.TextAlignTrailing {
			t.x = p.X + z.Width - m.Width
		}
		put(&w.texts, t, o.Text, m.Width-z.Width)
	case *canvas.Rectangle:
		if opaque(o.FillColor) {
			put(&w.paints, r, "", 0)
		}
	case *fyne.Container:
		for _, c := range o.Objects {
			w.walk(c, p, clip, scrolls)
		}
	case fyne.Widget:
		switch o.(type) {
		case *look.Scroll, *container.Scroll:
			clip, scrolls = clip.within(r), true
		}
		for _, c := range test.WidgetRenderer(o).Objects() {
			w.walk(c, p, clip, scrolls)
		}
	}
}

func opaque(c color.Color) bool {
	if c == nil {
		return false
	}
	_, _, _, a := c.RGBA()
	return a > 0xf000
}

// faults are what is wrong with a screen: text that is cut or hidden by other
// text, text outside the screen, targets that are too small or lie over others.
func faults(o fyne.CanvasObject, width, height, least float32) []string {
	w := &walker{}
	screen := rect{0, 0, width, height}
	w.walk(o, fyne.Position{}, screen, false)
	var out []string
	bad := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for i, t := range w.texts {
		if t.lacks > 1.5 {
			bad("%q is cut: it lacks %.0f", t.words, t.lacks)
		}
		if !screen.holds(t.whole) && !t.scrolls {
			bad("%q leaves the screen at %v", t.words, t.whole)
		}
		if t.scrolls && (t.whole.x < t.x-1.5 || t.whole.x+t.whole.w > t.x+t.w+1.5) {
			bad("%q is cut at the side of what scrolls, at %v", t.words, t.whole)
		}
		for _, u := range w.texts[:i] {
			if t.meets(u.rect) && !w.hidden(u, t.order) {
				bad("%q at %v lies over %q at %v", t.words, t.rect, u.words, u.rect)
			}
		}
	}
	for i, t := range w.targets {
		if (t.whole.w < least || t.whole.h < least) && !w.inTarget(t, least) {
			bad("a target of %v is too small", t.whole)
		}
		for _, u := range w.targets[:i] {
			// A field and its frame, a list and its rows lie in one another.
			if t.meets(u.rect) && !t.holds(u.rect) && !u.holds(t.rect) {
				bad("targets %v and %v lie over one another", t.rect, u.rect)
			}
		}
	}
	return out
}

// inTarget tells whether a small target lies in one that does the same and is
// large enough: the text of a field in its frame.
func (w *walker) inTarget(t seen, least float32) bool {
	for _, u := range w.targets {
		if u.order != t.order && u.whole.w >= least && u.whole.h >= least && u.holds(t.rect) {
			return true
		}
	}
	return false
}

// lay puts an object on a canvas of a size, without painting it.
func lay(o fyne.CanvasObject, s look.Style, w, h float32) {
	fyne.CurrentApp().Settings().SetTheme(look.NewTheme(s))
	c := test.NewCanvas()
	c.SetPadded(false)
	c.SetContent(o)
	c.Resize(fyne.NewSize(w, h))
}

// hidden tells whether something opaque was painted over a text later.
func (w *walker) hidden(t seen, before int) bool {
	for _, p := range w.paints {
		if p.order > t.order && p.order < before && p.holds(t.rect) {
			return true
		}
	}
	return false
}

// TestEveryScreenIsWhole draws every story in five languages, at 100 and 200 %
// text on the smallest screen: nothing is cut, nothing lies over another thing,
// everything can be hit. At 100 % the page needs no scrolling: what to do is
// always in sight.
func TestEveryScreenIsWhole(t *testing.T) {
	test.NewTempApp(t)
	for name, play := range scenes() {
		for _, l := range words.All {
			for _, scale := range []float32{1, 2} {
				if scale > 1 && l != words.CS && l != words.PT {
					continue // the longest words of the five
				}
				s := look.Options{Scale: scale}.Style(look.Desk)
				v := Scene(play, l, s)
				content := v.Content()
				lay(content, s, 1366, 768)
				for _, f := range faults(content, 1366, 768, 32) {
					t.Errorf("%s %s %.0f %%: %s", name, l, scale*100, f)
				}
				if need, room := v.page.MinSize().Height, v.body.Objects[0].Size().Height; scale == 1 && need > room {
					t.Errorf("%s %s: the page needs %.0f and has %.0f", name, l, need, room)
				}
				if got := v.bar.row.Size().Height; scale == 1 && got > barHigh {
					t.Errorf("%s %s: the actions take two rows", name, l)
				}
			}
		}
	}
}

func TestTheStripIsWhole(t *testing.T) {
	test.NewTempApp(t)
	for _, name := range stripScenes {
		for _, l := range words.All {
			for _, scale := range []float32{1, 2} {
				if scale > 1 && l != words.CS && l != words.PT {
					continue // the longest words of the five
				}
				s := look.Options{Scale: scale}.Style(look.Desk)
				content := stripScene(scenes()[name], l, s).Content()
				wide := max(stripWide, content.MinSize().Width) // a window is never narrower
				lay(content, s, wide, 900)
				for _, f := range faults(content, wide, 900, 32) {
					t.Errorf("strip %s %s %.0f %%, %.0f wide: %s", name, l, scale*100, wide, f)
				}
			}
		}
	}
}

// A window that is pulled small, and a part that is filled before it has any
// room, must not end the program: a picture of negative size does.
func TestNoWindowIsTooSmall(t *testing.T) {
	test.NewTempApp(t)
	s := look.Options{Scale: 1}.Style(look.Desk)
	for name, play := range scenes() {
		if strings.HasPrefix(name, "pair-") && name != "pair-where" {
			continue // laid out as pair is
		}
		v := Scene(play, words.EN, s)
		strip := stripScene(play, words.EN, s)
		for _, content := range []fyne.CanvasObject{v.Content(), strip.Content()} {
			for _, size := range []float32{1366, 300, 40, 1} {
				lay(content, s, size, size/2)
			}
		}
		// The next model comes while the window has no height.
		for _, other := range []string{"idle", "serving-note", "transfer"} {
			d := desk.New(desk.Config{Lang: words.EN, Counter: "3"})
			scenes()[other](d, storyTime)
			m := d.Model(storyTime)
			for _, show := range []func(){func() { v.Show(m) }, func() { strip.Show(m) }} {
				if p := panics(show); p != nil {
					t.Fatalf("%s after %s: %v", other, name, p)
				}
			}
		}
	}
}

func panics(f func()) (p any) {
	defer func() { p = recover() }()
	f()
	return nil
}

func TestTheWalkerFindsFaults(t *testing.T) {
	test.NewTempApp(t)
	line := func(text string) *look.Line { return look.NewLine(text, 16, look.Regular, color.Black) }
	tap := func() fyne.CanvasObject { return shielded(look.Gap(10, 10), func() {}) }
	for name, o := range map[string]fyne.CanvasObject{
		"cut":      look.Place(200, 100, look.At(10, 10, 20, 30, line("much too long"))),
		"outside":  look.Place(200, 100, look.At(150, 10, 0, 30, line("much too long"))),
		"over":     look.Place(200, 100, look.At(10, 10, 0, 30, line("one")), look.At(12, 14, 0, 30, line("two"))),
		"small":    look.Place(200, 100, look.At(10, 10, 20, 40, tap())),
		"crossing": look.Place(200, 100, look.At(10, 10, 40, 40, tap()), look.At(40, 20, 40, 40, tap())),
	} {
		lay(o, look.Options{Scale: 1}.Style(look.Desk), 200, 100)
		if len(faults(o, 200, 100, 32)) == 0 {
			t.Errorf("%s: nothing was found", name)
		}
	}
}
