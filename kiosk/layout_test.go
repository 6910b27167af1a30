package kiosk_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"turno/hub/words"
	"turno/kiosk"
	"turno/kiosk/flow"
)

// TestLayout walks every screen in every language, text size, contrast,
// orientation and reach, and finds nothing cut, covered or out of reach.
func TestLayout(t *testing.T) {
	test.NewApp()
	only := os.Getenv("TURNO_ONLY") // a part of the name, while drawing
	for _, landscape := range []bool{false, true} {
		size := fyne.NewSize(1080, 1920)
		if landscape {
			size = fyne.NewSize(1920, 1080)
		}
		for _, low := range []bool{false, true} {
			for _, percent := range sizes {
				for _, tone := range tones {
					for _, lang := range languages {
						for _, name := range kiosk.SceneNames() {
							if tone != flow.Light && lang != words.CS {
								continue // another contrast has other strokes; one language shows it
							}
							id := fmt.Sprintf("%s/landscape=%v/low=%v/%d/%s/%s", name, landscape, low, percent, tone, lang)
							if !strings.Contains(id, only) {
								continue
							}
							k := kiosk.New(nil, func(flow.Action) {})
							ease := flow.Ease{Percent: percent, Contrast: tone, Low: low}
							k.Show(kiosk.Scene(name, lang, ease, landscape))
							k.Object().Resize(size)
							for _, f := range scanOf(k.Object()).faults(size.Width, size.Height, low) {
								t.Errorf("%s: %s", id, f)
							}
						}
					}
				}
			}
		}
	}
}
