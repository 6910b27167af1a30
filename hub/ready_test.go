package hub_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"turno/hub"
	"turno/hub/hubtest"
	"turno/hub/wire"
)

// A writer that hangs, as on a disk that does, is noticed from outside, and so
// is its coming back.
func TestReadyzNoticesAWriterThatHangs(t *testing.T) {
	hub.AnswersWithin(t, 20*time.Millisecond)
	var gate sync.Mutex
	b := hubtest.Start(t, hubtest.Options{Gate: func() { gate.Lock(); defer gate.Unlock() }})
	kiosk := b.Actor("demo-kiosk-1")
	if word := hubtest.Readyz(t, b.URL); word != "ready" {
		t.Fatal(word)
	}
	gate.Lock()
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		_, _ = kiosk.Do(context.Background(), wire.Issue{Service: "cash", Language: "es"})
	}()
	for hubtest.Readyz(t, b.URL) != "stuck" { // until the command has come to the gate
	}
	if ready := value(t, scrape(t, b.URL), "turno_ready"); ready != 0 {
		t.Errorf("turno_ready is %v", ready)
	}
	gate.Unlock()
	<-answered
	for hubtest.Readyz(t, b.URL) != "ready" {
	}
}
