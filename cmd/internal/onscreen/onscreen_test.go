package onscreen_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"turno/cmd/internal/onscreen"
)

// slow is an app whose goroutine that draws does its work when a test says so.
type slow struct {
	fyne.App
	work chan func()
}

func (s slow) Driver() fyne.Driver { return slowDriver{s.App.Driver(), s.work} }

type slowDriver struct {
	fyne.Driver
	work chan func()
}

func (d slowDriver) DoFromGoroutine(f func(), _ bool) { d.work <- f }

func newSlow(t *testing.T) slow {
	s := slow{App: test.NewTempApp(t), work: make(chan func(), 8)}
	before := fyne.CurrentApp()
	fyne.SetCurrentApp(s)
	t.Cleanup(func() { fyne.SetCurrentApp(before) })
	return s
}

func TestDoWaitsUntilItIsDrawn(t *testing.T) {
	s := newSlow(t)
	drawn, returned := 0, make(chan struct{})
	go func() {
		onscreen.Do(context.Background(), func() { drawn++ })
		close(returned)
	}()
	f := <-s.work
	select {
	case <-returned:
		t.Fatal("it returned before anything was drawn")
	default:
	}
	f()
	<-returned
	if drawn != 1 {
		t.Errorf("drawn %d times", drawn)
	}
}

func TestDoLeavesAWindowThatCloses(t *testing.T) {
	newSlow(t) // which never draws
	ctx, cancel := context.WithCancel(context.Background())
	returned := make(chan struct{})
	go func() {
		onscreen.Do(ctx, func() { t.Error("drawn after the end") })
		close(returned)
	}()
	cancel()
	<-returned
}
