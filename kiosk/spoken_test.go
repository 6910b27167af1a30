package kiosk_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"turno/hub/words"
	"turno/kiosk"
	"turno/kiosk/flow"
)

// TestEverythingIsSpoken: every word that stands on a screen is in what is read
// of it. What is left out: the bank's name, the clock, and the keys, which are
// heard one by one.
func TestEverythingIsSpoken(t *testing.T) {
	if walkOneIn > 1 {
		t.Skip("one goroutine: walked without the race detector")
	}
	test.NewApp()
	for _, lang := range []words.Lang{words.CS, words.EN} {
		for _, name := range kiosk.SceneNames() {
			v := kiosk.Scene(name, lang, flow.Ease{Percent: 100, Contrast: flow.Light}, false)
			k := kiosk.Bare()
			k.Show(v)
			k.Object().Resize(fyne.NewSize(1080, 1920))
			var all []string
			for _, l := range flow.Spoken(v) {
				all = append(all, l.Text)
			}
			for _, c := range v.Cards {
				if opens := strings.Fields(c.Wait); c.Closed && len(opens) > 0 && strings.Contains(c.Hint, opens[len(opens)-1]) {
					all = append(all, c.Wait) // heard from the hint
				}
			}
			heard := bare(strings.Join(all, " "))
			for _, text := range scanOf(k.Object()).texts {
				said := bare(flow.Legible(text.words, lang))
				if text.in != nil && text.in.key || text.words == v.Bank || text.words == v.Clock || said == "" {
					continue
				}
				if !strings.Contains(heard, said) {
					t.Errorf("%s, %s: %q is on the screen and not heard", name, lang, text.words)
				}
			}
		}
	}
}

// bare is a text without what makes no difference to the ear.
func bare(s string) string {
	keep := func(r rune) rune {
		if strings.ContainsRune(".,:;…|–-·()\u00a0 ", r) {
			return -1
		}
		return r
	}
	return strings.ToLower(strings.Map(keep, s))
}

// TestNoScreenNamesAProgram: what is missing on the machine is for the staff,
// who have a page of their own.
func TestNoScreenNamesAProgram(t *testing.T) {
	for _, lang := range words.All {
		for _, name := range kiosk.SceneNames() {
			for _, line := range flow.Spoken(kiosk.Scene(name, lang, flow.Ease{Percent: 100, Contrast: flow.Light}, false)) {
				for _, program := range []string{"espeak", "aplay", "cups", "xrandr"} {
					if strings.Contains(strings.ToLower(line.Text), program) {
						t.Errorf("%s, %s: %q", name, lang, line.Text)
					}
				}
			}
		}
	}
}
