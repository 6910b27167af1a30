package main

import (
	"os"
	"path/filepath"
	"testing"

	"turno/cmd/internal/unheard"
)

// Whoever reads its words may go away, a restarted journal, say: the kiosk goes on.
func TestItOutlivesWhoeverReadsItsWords(t *testing.T) {
	if state := unheard.State(); state != "" {
		os.Exit(run([]string{"-state", state, "-hub", "http://127.0.0.1:1"}, os.Stdout, os.Stderr))
	}
	state := t.TempDir()
	if err := os.WriteFile(filepath.Join(state, crashName), []byte("goroutine 1"), 0o600); err != nil { // it logs that
		t.Fatal(err)
	}
	unheard.Survives(t, state, 0)
}
