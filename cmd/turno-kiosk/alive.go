package main

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
)

// drawTime is how long the window may take over one piece of work before it
// counts as stuck. The slowest screen takes a hundredth of it.
const drawTime = 10 * time.Second

// drawing answers whether the goroutine that draws still turns: it has to do a
// piece of work that is nothing.
func drawing(ctx context.Context) func() error {
	return func() error {
		done := make(chan struct{})
		go fyne.Do(func() { close(done) })
		timer := time.NewTimer(drawTime)
		defer timer.Stop()
		select {
		case <-done:
			return nil
		case <-ctx.Done():
			return nil
		case <-timer.C:
			return errors.New("the window does not draw any more")
		}
	}
}
