package main

import (
	"os"
	"testing"

	"turno/cmd/internal/unheard"
)

// Whoever reads its words may go away, a restarted journal, say: the counter goes on.
func TestItOutlivesWhoeverReadsItsWords(t *testing.T) {
	if state := unheard.State(); state != "" {
		os.Args = []string{"turno-counter", "-state", state, "-hub", "http://127.0.0.1:1", "-sign-in"}
		main() // it logs where forms go
		os.Exit(0)
	}
	unheard.Survives(t, t.TempDir(), 0)
}
