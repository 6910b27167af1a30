package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Whoever reads its words may go away, a restarted journal, say: the kiosk goes on.
func TestItOutlivesWhoeverReadsItsWords(t *testing.T) {
	if state := os.Getenv("TURNO_TEST_STATE"); state != "" {
		os.Exit(run([]string{"-state", state, "-hub", "http://127.0.0.1:1"}, os.Stdout, os.Stderr))
	}
	state := t.TempDir()
	if err := os.WriteFile(filepath.Join(state, crashName), []byte("goroutine 1"), 0o600); err != nil { // it logs that
		t.Fatal(err)
	}
	words, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	words.Close()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), "TURNO_TEST_STATE="+state, "TURNO_TOKEN=", "LANG=es_ES.UTF-8", "LC_ALL=")
	cmd.Stdout, cmd.Stderr = write, write
	err = cmd.Run()
	write.Close()
	if got := cmd.ProcessState.ExitCode(); got != 0 {
		t.Errorf("it ended with %d (%v), want 0", got, err)
	}
}
