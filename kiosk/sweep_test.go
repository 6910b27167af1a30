package kiosk_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2/test"
)

// sweepEvery is after how many screens the toolkit drops those that are gone: a
// screen has some hundred widgets, and a megabyte with what hangs on them.
const sweepEvery = 50

// sweeping lets the toolkit drop what it keeps of widgets that are gone. It does
// so when a minute has passed since their last use and something is painted: in
// an app by itself, in a walk that paints nothing never, so that the walk of all
// layouts held each of them to its end. The function is called after each screen,
// by the goroutine that draws.
func sweeping(t *testing.T) func() {
	real, ahead, screens := toolkitNow, time.Duration(0), 0
	t.Cleanup(func() { toolkitNow = real })
	toolkitNow = func() time.Time { return real().Add(ahead) }
	glass := test.NewCanvas()
	return func() {
		if screens++; screens%sweepEvery == 0 {
			ahead += 2 * time.Minute
			glass.Capture()
		}
	}
}
