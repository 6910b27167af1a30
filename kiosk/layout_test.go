package kiosk_test

import (
	"flag"
	"fmt"
	"hash/fnv"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"turno/hub/words"
	"turno/kiosk"
	"turno/kiosk/flow"
)

var everyWay = flag.Bool("everyway", false, "walk the layouts by night in every language too")

// way is a screen as one person may have it.
type way struct {
	name      string
	lang      words.Lang
	percent   int
	low       bool
	landscape bool
}

func (w way) String() string {
	return fmt.Sprintf("%s/%s/%d/low=%v/landscape=%v", w.name, w.lang, w.percent, w.low, w.landscape)
}

func (w way) size() fyne.Size {
	if w.landscape {
		return fyne.NewSize(1920, 1080)
	}
	return fyne.NewSize(1080, 1920)
}

func (w way) view() flow.View {
	return kiosk.Scene(w.name, w.lang, flow.Ease{Percent: w.percent, Contrast: flow.Light, Low: w.low}, w.landscape)
}

// ways are all screens, in every language, text size, reach and orientation.
// Under the race detector, which is ten times slower and finds nothing in a
// walk of one goroutine, it is one in forty, always the same ones.
func ways() []way {
	only := os.Getenv("TURNO_ONLY") // a part of the name, while drawing
	var all []way
	for _, name := range kiosk.SceneNames() {
		for _, lang := range words.All {
			for _, percent := range []int{100, 150, 200} {
				for i := range 4 {
					w := way{name, lang, percent, i&1 > 0, i&2 > 0}
					h := fnv.New32()
					h.Write([]byte(w.String()))
					if strings.Contains(w.String(), only) && h.Sum32()%walkOneIn == 0 {
						all = append(all, w)
					}
				}
			}
		}
	}
	return all
}

// TestLayout walks every screen in every language, text size, contrast,
// orientation and reach, and finds nothing cut, covered, too small or out of
// reach, and no state that a colour alone would tell.
func TestLayout(t *testing.T) {
	test.NewApp()
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	sweep := sweeping(t)
	walked := 0
	for _, w := range ways() {
		v := w.view()
		for _, tone := range []flow.Tone{flow.Light, flow.High, flow.Dark} {
			if tone == flow.Dark && w.lang != words.CS && v.Pass == nil && !*everyWay {
				continue // by night all but tickets are built as by day
			}
			v.Ease.Contrast = tone
			k := kiosk.Bare()
			k.Show(v)
			k.Object().Resize(w.size())
			for _, f := range scanOf(k.Object()).faults(w.size().Width, w.size().Height, w.low) {
				t.Errorf("%v/%s: %s", w, tone, f)
			}
			if w.lang == words.CS && tone == flow.Light {
				for _, f := range colourAlone(k, v) {
					t.Errorf("%v: %s", w, f)
				}
			}
			walked++
			sweep()
		}
	}
	t.Logf("%d screens", walked)
}

// TestTicketIsNeverHalfEmpty: below the tear line stands something, whatever gave
// way to large text, and a ticket that has neither paper nor phone says that its
// number has to be noted.
func TestTicketIsNeverHalfEmpty(t *testing.T) {
	test.NewApp()
	sweep := sweeping(t)
	for _, w := range ways() {
		v := w.view()
		if v.Pass == nil {
			continue
		}
		k := kiosk.Bare()
		k.Show(v)
		k.Object().Resize(w.size())
		s := scanOf(k.Object())
		sweep()
		all, below := "", false
		for _, x := range s.texts {
			all += " " + strings.ReplaceAll(x.words, "\u00a0", " ")
			if i := slices.IndexFunc(s.texts, func(n text) bool { return n.words == v.Pass.Number }); i >= 0 {
				number := s.texts[i]
				below = below || slices.ContainsFunc(s.parts, func(r rect) bool {
					return number.y > r.y && number.y < r.y+r.h && x.y > number.y+number.h && x.y < r.y+r.h && x.x < r.x+r.w
				})
			}
		}
		if !below {
			t.Errorf("%v: nothing stands below the tear line", w)
		}
		if v.Pass.URL != "" || v.Pass.Paper == flow.Printed || v.Pass.Paper == flow.Printing {
			continue
		}
		if title, sentence := words.T(w.lang, "kiosk.ticket.note_title"), words.T(w.lang, "kiosk.ticket.note_text"); !strings.Contains(all, title) && !strings.Contains(all, sentence) {
			t.Errorf("%v: nobody is told to note the number: %s", w, all)
		}
	}
}

// TestWashEndsAtAnEdge: the wash behind a landscape screen's controls goes down to
// the bar, or to the panel's edge where there is none.
func TestWashEndsAtAnEdge(t *testing.T) {
	test.NewApp()
	for _, name := range kiosk.SceneNames() {
		v := kiosk.Scene(name, words.PT, flow.Ease{Percent: 100, Contrast: flow.Light}, true)
		k := kiosk.Bare()
		k.Show(v)
		k.Object().Resize(fyne.NewSize(1920, 1080))
		all := scanOf(k.Object()).paints
		for _, wash := range all {
			if foot := wash.y + wash.h; wash.w != 744 || foot == 1080 {
				continue
			} else if !slices.ContainsFunc(all, func(bar paint) bool { return bar.w == 1920 && bar.y == foot }) {
				t.Errorf("%s: the wash ends at %v, in the middle of nothing", name, foot)
			}
		}
	}
}

// colourAlone finds states that neither an icon nor a word tells.
func colourAlone(k *kiosk.Kiosk, v flow.View) []string {
	var faults []string
	for _, s := range v.Stops() {
		b, icons := s.Button, []string{}
		if o := k.Control(b.Action); o != nil {
			icons = iconsOf(o)
		}
		has := func(part string) bool { return strings.Contains(strings.Join(icons, " "), part) }
		switch {
		case s.Kind == flow.KindKey, s.Kind == flow.KindField, s.Kind == flow.KindTool:
			// Capitals are on every key; a field's problem has its own icon; what
			// a tool changes is the whole screen.
		case b.Selected && !has("check"):
			faults = append(faults, fmt.Sprintf("%q is chosen, and only a colour says so: %v", b.Label, icons))
		case b.Off && !has("clock") && !has("frame"):
			faults = append(faults, fmt.Sprintf("%q is off, and only a colour says so: %v", b.Label, icons))
		case b.Sent && !has("notch") && !strings.Contains(b.Label, "…"):
			faults = append(faults, fmt.Sprintf("%q is under way, and only a colour says so: %v", b.Label, icons))
		}
	}
	if v.Field != nil && v.Field.Problem != "" && !strings.Contains(strings.Join(iconsOf(k.Object()), " "), "warning") {
		faults = append(faults, fmt.Sprintf("the problem %q has no icon", v.Field.Problem))
	}
	return faults
}

// iconsOf are the names of the pictures in an object; a dashed edge is one.
func iconsOf(o fyne.CanvasObject) []string {
	var all []string
	var down func(fyne.CanvasObject)
	down = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *canvas.Image:
			if o.Resource != nil {
				all = append(all, o.Resource.Name())
			}
		case *fyne.Container:
			for _, c := range o.Objects {
				down(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(o).Objects() {
				down(c)
			}
		}
	}
	down(o)
	return all
}
