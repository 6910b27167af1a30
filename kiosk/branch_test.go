package kiosk_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"turno/hub/dial"
	"turno/hub/hubtest"
	"turno/kiosk"
	"turno/kiosk/flow"
)

// TestBranches walks the list and each service of the branches that come with
// the hub, as a running hub describes them: their names are not the stories'.
func TestBranches(t *testing.T) {
	test.NewApp()
	for _, name := range []string{"demo", "recorded", "of fifteen services"} {
		state := kiosk.Fifteen()
		if name == "demo" || name == "recorded" {
			b := hubtest.Start(t, hubtest.Options{Name: name})
			state = b.Actor("demo-kiosk-1").Wait("the branch", func(u dial.Update) bool { return u.State.Branch != nil }).State
			b.Stop()
		}
		if len(state.Branch.Services) == 0 {
			t.Errorf("branch %s has no services", name)
		}
		for _, percent := range sizes {
			for _, way := range []struct{ landscape, low bool }{{false, false}, {false, true}, {true, false}, {true, true}} {
				for _, lang := range languages {
					ease := flow.Ease{Percent: percent, Contrast: flow.Light, Low: way.low}
					for at, v := range kiosk.Walk(state, lang, ease, way.landscape) {
						k := kiosk.New(nil, func(flow.Action) {})
						k.Show(v)
						size := fyne.NewSize(1080, 1920)
						if way.landscape {
							size = fyne.NewSize(1920, 1080)
						}
						k.Object().Resize(size)
						id := fmt.Sprintf("%s/%s/%d/landscape=%v/low=%v/%s", name, at, percent, way.landscape, way.low, lang)
						for _, f := range scanOf(k.Object()).faults(size.Width, size.Height, way.low) {
							t.Errorf("%s: %s", id, f)
						}
					}
				}
			}
		}
	}
}
