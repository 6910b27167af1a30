package hub_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"turno/hub"
	"turno/hub/hubtest"
	"turno/hub/wire"
)

// readyz gives the word of /readyz.
func readyz(t *testing.T, url string) string {
	t.Helper()
	resp, err := http.Get(url + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	word := strings.TrimSpace(string(b))
	if err != nil || (resp.StatusCode == http.StatusOK) != (word == "ready") {
		t.Fatalf("%s with %q: %v", resp.Status, word, err)
	}
	return word
}

// A writer that hangs, as on a disk that does, is noticed from outside, and so
// is its coming back.
func TestReadyzNoticesAWriterThatHangs(t *testing.T) {
	hub.AnswersWithin(t, 20*time.Millisecond)
	var gate sync.Mutex
	b := hubtest.Start(t, hubtest.Options{Gate: func() { gate.Lock(); defer gate.Unlock() }})
	kiosk := b.Actor("demo-kiosk-1")
	if word := readyz(t, b.URL); word != "ready" {
		t.Fatal(word)
	}
	gate.Lock()
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		_, _ = kiosk.Do(context.Background(), wire.Issue{Service: "cash", Language: "es"})
	}()
	for readyz(t, b.URL) != "stuck" { // until the command has come to the gate
	}
	if ready := value(t, scrape(t, b.URL), "turno_ready"); ready != 0 {
		t.Errorf("turno_ready is %v", ready)
	}
	gate.Unlock()
	<-answered
	for readyz(t, b.URL) != "ready" {
	}
}
