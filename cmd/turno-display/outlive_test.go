package main

import (
	"os"
	"testing"

	"turno/cmd/internal/unheard"
)

// Whoever reads its words may go away, a restarted journal, say: the display goes on.
func TestItOutlivesWhoeverReadsItsWords(t *testing.T) {
	if state := unheard.State(); state != "" {
		os.Exit(run([]string{"-state", state}, os.Stdout, os.Stderr)) // it says that there is no screen
	}
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	unheard.Survives(t, t.TempDir(), 1)
}
