package display

import (
	"flag"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"turno/display/board"
	"turno/hub/words"
	"turno/look"
)

var pictures = flag.String("pictures", "", "draw the stories into this `folder`, to be looked at")

// Every story in five languages: no text is cut or reaches out of the screen,
// and the screen comes to rest.
func TestNothingIsCut(t *testing.T) {
	for _, s := range Stories() {
		for _, lang := range []string{"es", "cs", "pt", "sv", "en"} {
			o := s.Build(lang, look.Options{})
			o.Resize(fyne.NewSize(s.W, s.H))
			for _, cut := range look.Cut(o, s.W, s.H) {
				t.Errorf("%s, %s: %s", s.Name, lang, cut)
			}
			for _, r := range look.Restless(o) {
				t.Errorf("%s, %s: never comes to rest: %s", s.Name, lang, r)
			}
			if *pictures == "" || lang == "pt" || lang == "sv" {
				continue
			}
			img, err := look.Draw(s.Build(lang, look.Options{}), look.Options{Dark: true}.Style(look.Display), s.W, s.H)
			if err != nil {
				t.Fatal(err)
			}
			f, err := os.Create(filepath.Join(*pictures, fmt.Sprintf("%s-%s.png", s.Name, lang)))
			if err != nil {
				t.Fatal(err)
			}
			if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(f, img); err != nil {
				t.Fatal(err)
			}
			f.Close()
		}
	}
}

// A wait is never smaller than what the smallest words of the wall may be, in no
// language and however many services share the line.
func TestWaitsAreLarge(t *testing.T) {
	const least = 44
	for _, s := range Stories() {
		if s.W != 1920 {
			continue
		}
		for _, lang := range []string{"es", "cs", "pt", "sv", "en"} {
			o := s.Build(lang, look.Options{})
			o.Resize(fyne.NewSize(s.W, s.H))
			for _, w := range waitsIn(o, lang) {
				if w.TextSize < least {
					t.Errorf("%s, %s: %q in %.0f", s.Name, lang, w.Text, w.TextSize)
				}
			}
		}
	}
}

// The veil of a screen that stands has its title on two lines at most: beside its
// icon there was room for a word a line.
func TestUprightVeilIsRead(t *testing.T) {
	for _, s := range Stories() {
		if s.Name != "upright-veil" {
			continue
		}
		for _, lang := range []string{"es", "cs", "pt", "sv", "en"} {
			o := s.Build(lang, look.Options{})
			o.Resize(fyne.NewSize(s.W, s.H))
			if title := textsIn(o, func(x *canvas.Text) bool { return x.TextSize == 112 }); len(title) == 0 || len(title) > 2 {
				t.Errorf("%s: the title has %d lines", lang, len(title))
			}
		}
	}
}

// waitsIn are the waits on a screen.
func waitsIn(o fyne.CanvasObject, lang string) []*canvas.Text {
	return textsIn(o, func(x *canvas.Text) bool {
		return strings.HasSuffix(x.Text, "\u00a0min") || x.Text == words.T(words.Lang(lang), "display.wait.unknown")
	})
}

func textsIn(o fyne.CanvasObject, want func(*canvas.Text) bool) []*canvas.Text {
	var all []*canvas.Text
	switch o := o.(type) {
	case *canvas.Text:
		if want(o) {
			all = append(all, o)
		}
	case *fyne.Container:
		for _, c := range o.Objects {
			all = append(all, textsIn(c, want)...)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(o).Objects() {
			all = append(all, textsIn(c, want)...)
		}
	}
	return all
}

// The colour of the call is on the screen while a call stands, and at no
// other time: not when it was served, not on the veil, not on an empty screen.
func TestSunMeansNow(t *testing.T) {
	want := map[string]bool{"called": true, "crowd": true, "served": false, "veil": false, "no-calls": false, "closed": false, "start": false}
	for _, s := range Stories() {
		sun, ok := want[s.Name]
		if !ok {
			continue
		}
		screen := New(Config{})
		style := screen.Style()
		img, err := look.Draw(s.Build("es", look.Options{}), style, s.W, s.H)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		call := style.Palette.Call
		for y := 0; y < int(s.H) && !found; y += 4 {
			for x := 0; x < int(s.W); x += 4 {
				r, g, b, _ := img.At(x, y).RGBA()
				if uint8(r>>8) == call.R && uint8(g>>8) == call.G && uint8(b>>8) == call.B {
					found = true
					break
				}
			}
		}
		if found != sun {
			t.Errorf("%s: the colour of the call is there: %v, want %v", s.Name, found, sun)
		}
	}
}

// An idle screen draws nothing: the same model again makes no new object.
func TestSameModelDrawsNothing(t *testing.T) {
	s := New(Config{})
	m := modelOf("es", look.Options{}, 4, func(*hall) {})
	s.Show(m)
	s.Object().Resize(fyne.NewSize(1920, 1080))
	before := append([]fyne.CanvasObject{}, s.stage.Objects...)
	s.Show(modelOf("es", look.Options{}, 4, func(*hall) {}))
	for i, o := range s.stage.Objects {
		if before[i] != o {
			t.Fatalf("object %d was made again", i)
		}
	}
	m.Clock = "10:42"
	s.Show(m)
	same := 0
	for _, o := range s.stage.Objects {
		for _, b := range before {
			if o == b {
				same++
			}
		}
	}
	if same != len(s.stage.Objects)-len(s.parts[partHead].objects) {
		t.Errorf("a new minute kept %d of %d objects, want all but the head", same, len(s.stage.Objects))
	}
}

// On a 4K panel everything is where it was, twice as large.
func TestTwiceOn4K(t *testing.T) {
	at := func(w, h float32) map[string]fyne.Position {
		s := New(Config{})
		s.Show(modelOf("es", look.Options{}, 4, func(*hall) {}))
		s.Object().Resize(fyne.NewSize(w, h))
		places := map[string]fyne.Position{}
		for i, o := range s.stage.Objects {
			places[fmt.Sprint(i)] = o.Position()
		}
		return places
	}
	small, large := at(1920, 1080), at(3840, 2160)
	for name, p := range small {
		if q := large[name]; abs(q.X-2*p.X) > 3 || abs(q.Y-2*p.Y) > 3 {
			t.Errorf("object %s is at %v, and at %v on 4K", name, p, q)
		}
	}
}

func abs(v float32) float32 { return max(v, -v) }

// What a person reads from afar is in the order of its importance.
func TestVeilKeepsTheClock(t *testing.T) {
	m := modelOf("es", look.Options{}, 4, func(h *hall) { h.cut(); h.after(6 * time.Minute) })
	if m.Clock != "10:47" || m.Veil.Title == "" || len(m.Waits) != 0 {
		t.Errorf("clock %s, veil %q, waits %v", m.Clock, m.Veil.Title, m.Waits)
	}
	var _ board.Model = m
}
