// Package unheard runs a test's own program as one whose words nobody reads any
// more: a journal that is restarted, a terminal that is closed.
package unheard

import (
	"os"
	"os/exec"
	"testing"
)

// state is where the program that is started finds the folder of its state.
const state = "TURNO_TEST_STATE"

// State is the folder that the program was started with, "" in the test itself.
func State() string { return os.Getenv(state) }

// Survives starts the calling test anew, as a program of its own in which State gives
// dir, and whose outputs nobody reads. It fails the test unless that comes to its own
// end, with the exit status that is wanted.
func Survives(t *testing.T, dir string, status int) {
	t.Helper()
	words, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	words.Close()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), state+"="+dir, "TURNO_TOKEN=", "LANG=es_ES.UTF-8", "LC_ALL=")
	cmd.Stdout, cmd.Stderr = write, write
	err = cmd.Run()
	write.Close()
	if got := cmd.ProcessState.ExitCode(); got != status {
		t.Errorf("it ended with %d (%v), want %d", got, err, status)
	}
}
