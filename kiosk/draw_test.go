package kiosk_test

import (
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"turno/kiosk"
	"turno/look"
)

// TestDraw draws the stories that TURNO_DRAW names ("services@cs@200@high",
// separated by commas) into the folder TURNO_PNG, for a person to look at.
func TestDraw(t *testing.T) {
	want, dir := os.Getenv("TURNO_DRAW"), os.Getenv("TURNO_PNG")
	if want == "" || dir == "" {
		t.Skip("TURNO_DRAW and TURNO_PNG say what to draw, and where")
	}
	test.NewApp()
	for _, w := range strings.Split(want, ",") {
		part := append(strings.Split(w, "@"), "", "", "")
		o := look.Options{Scale: map[string]float32{"150": 1.5, "200": 2}[part[2]], HighContrast: part[3] == "high", Dark: part[3] == "dark"}
		o.Scale = max(o.Scale, 1)
		found := false
		for _, s := range kiosk.Stories() {
			if s.Name != part[0] {
				continue
			}
			found = true
			img, err := look.Draw(s.Build(part[1], o), o.Style(look.Kiosk), s.W, s.H)
			if err != nil {
				t.Fatal(err)
			}
			f, err := os.Create(filepath.Join(dir, strings.ReplaceAll(w, "@", "_")+".png"))
			if err != nil {
				t.Fatal(err)
			}
			if err := png.Encode(f, img); err != nil {
				t.Fatal(err)
			}
			f.Close()
		}
		if !found {
			t.Errorf("no story %q", part[0])
		}
	}
}
