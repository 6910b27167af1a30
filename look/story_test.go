package look_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"turno/look"
)

// A picture is drawn whole or not at all: a folder that does not exist, a story
// that can't be drawn and a broken builder leave no file.
func TestStoryIsDrawnWholeOrNotAtAll(t *testing.T) {
	stories := []look.Story{
		{Name: "line", W: 300, H: 100, Build: func(lang string, o look.Options) fyne.CanvasObject {
			s := o.Style(look.Kiosk)
			return look.NewLine(lang, s.Body(40), look.Bold, s.Palette.Ink)
		}},
		{Name: "nothing", Build: func(string, look.Options) fyne.CanvasObject { return look.Gap(1, 1) }},
		{Name: "broken", W: 10, H: 10, Build: func(string, look.Options) fyne.CanvasObject {
			return look.Grow(nil)
		}},
	}
	dir := t.TempDir()
	draw := func(args ...string) error {
		fs := flag.NewFlagSet("story", flag.ContinueOnError)
		f := look.AddStoryFlags(fs)
		if err := fs.Parse(args); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		return f.Run(stories, "es", &out)
	}
	good := filepath.Join(dir, "line.png")
	if err := draw("-story", "line", "-png", good, "-text", "2", "-contrast"); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(good); err != nil || info.Size() < 200 {
		t.Errorf("no picture: %v", err)
	}
	for name, args := range map[string][]string{
		"no size":   {"-story", "nothing", "-png", filepath.Join(dir, "nothing.png")},
		"a panic":   {"-story", "broken", "-png", filepath.Join(dir, "broken.png")},
		"no folder": {"-story", "line", "-png", filepath.Join(dir, "none", "line.png")},
	} {
		if err := draw(args...); err == nil || !strings.Contains(err.Error(), "story "+args[1]) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(args[3]); err == nil {
			t.Errorf("%s: a file was left", name)
		}
	}
}

func TestOptionsChooseThePalette(t *testing.T) {
	if p := (look.Options{HighContrast: true, Dark: true}).Style(look.Desk).Palette; !p.HighContrast {
		t.Error("high contrast does not win over dark")
	}
	if p := (look.Options{Dark: true}).Style(look.Desk).Palette; !p.IsDark || p.HighContrast {
		t.Error("dark is not dark")
	}
	if s := (look.Options{Scale: 7, Calm: true}).Style(look.Kiosk); s.Body(10) != 20 || s.Heading(100) != 125 || !s.Calm {
		t.Errorf("text grows to %v, titles to %v", s.Body(10), s.Heading(100))
	}
}

// Codes keep four modules of quiet zone, and their modules are whole units.
func TestQRKeepsItsQuietZone(t *testing.T) {
	modules := make([][]bool, 21)
	for i := range modules {
		modules[i] = make([]bool, 21)
		for j := range modules[i] {
			modules[i][j] = true // all dark: whatever is white is rim
		}
	}
	s := kiosk
	img, err := look.Draw(look.Place(300, 300, look.At(0, 0, 300, 300, look.NewQR(modules, 300))), s, 300, 300)
	if err != nil {
		t.Fatal(err)
	}
	dark := func(x, y int) bool { r, _, _, _ := img.At(x, y).RGBA(); return r < 0x8000 }
	first := 0
	for !dark(first, 150) {
		first++
	}
	const module = 300 / 29
	if first < 4*module || !dark(first, first) || dark(first-1, 150) || dark(150, first-1) {
		t.Errorf("the code begins at %d, want %d or more", first, 4*module)
	}
	last := 299
	for !dark(last, 150) {
		last--
	}
	if (last-first+1)%21 != 0 {
		t.Errorf("%d units for 21 modules", last-first+1)
	}
}
