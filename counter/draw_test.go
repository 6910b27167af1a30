package counter

import (
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"turno/look"
)

// TestDraw draws the stories that TURNO_DRAW names ("serving@cs@200@dark",
// separated by commas; "*@en" is all) into the folder TURNO_PNG, for a person
// to look at.
func TestDraw(t *testing.T) {
	want, dir := os.Getenv("TURNO_DRAW"), os.Getenv("TURNO_PNG")
	if want == "" || dir == "" {
		t.Skip("TURNO_DRAW and TURNO_PNG say what to draw, and where")
	}
	test.NewTempApp(t)
	for _, w := range strings.Split(want, ",") {
		part := append(strings.Split(w, "@"), "", "", "")
		o := look.Options{Scale: map[string]float32{"": 1, "150": 1.5, "200": 2}[part[2]], HighContrast: part[3] == "high", Dark: part[3] == "dark"}
		for _, s := range Stories() {
			if s.Name != part[0] && part[0] != "*" {
				continue
			}
			img, err := look.Draw(s.Build(part[1], o), o.Style(look.Desk), s.W, s.H)
			if err != nil {
				t.Fatal(err)
			}
			name := strings.Join(append([]string{s.Name}, part[1:]...), "_")
			f, err := os.Create(filepath.Join(dir, strings.TrimRight(name, "_")+".png"))
			if err != nil {
				t.Fatal(err)
			}
			if err := png.Encode(f, img); err != nil {
				t.Fatal(err)
			}
			f.Close()
		}
	}
}
