// Package onscreen hands work to the goroutine that draws a window, one piece
// at a time, for the pumps of the three apps.
//
// fyne.Do only queues. A pump that calls it for each update of the hub takes
// the next one at once, so that nothing is ever coalesced: on a busy day a slow
// screen falls behind further and further, and shows an hour that has long
// gone. Here the pump waits until its piece is drawn, and meanwhile the client
// of the hub folds what comes into one newest state.
//
// It decides nothing and holds nothing. Only the apps' commands may use it, and
// never from the goroutine that draws: that would wait for itself.
package onscreen

import (
	"context"

	"fyne.io/fyne/v2"
)

// Do runs f on the goroutine that draws and returns when f has, or when ctx
// ends: a window that is closing takes no more work, and whoever waits for it
// must be able to stop.
func Do(ctx context.Context, f func()) {
	done := make(chan struct{})
	fyne.Do(func() {
		defer close(done)
		f()
	})
	select {
	case <-done:
	case <-ctx.Done():
	}
}
