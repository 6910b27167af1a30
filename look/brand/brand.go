// Package brand holds what every surface of Turno shares and draws with: the
// three cuts of the typeface, the icons, the bank's mark, and the colour
// tokens. Screens, web pages, PDF forms and slips all take them from here, so
// that a bank changes its face in one place.
//
// It knows nothing of Fyne, of HTML or of paper, and imports nothing of ours.
package brand

import (
	"embed"
	"fmt"
)

// The typeface: Atkinson Hyperlegible Next with tabular digits and a plain
// zero, as TrueType. Its licence (OFL 1.1) stands beside it in fonts/OFL.txt.
var (
	//go:embed fonts/Turno-Regular.ttf
	Regular []byte // weight 400: running text
	//go:embed fonts/Turno-SemiBold.ttf
	SemiBold []byte // weight 600: labels, buttons
	//go:embed fonts/Turno-Bold.ttf
	Bold []byte // weight 700: titles and numbers
)

//go:embed icons/*.svg
var icons embed.FS

// Icon returns the SVG source of an icon by its file name without the ending
// ("ticket-bold", "timer-fill"), drawn in black on a 256 grid. An unknown name
// is a mistake in the program, not in its data, and panics.
func Icon(name string) []byte {
	b, err := icons.ReadFile("icons/" + name + ".svg")
	if err != nil {
		panic(fmt.Sprintf("brand: no icon %q", name))
	}
	return b
}
