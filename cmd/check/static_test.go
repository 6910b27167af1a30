package main

import (
	"debug/elf"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestStaticTellsALoadedProgram(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("programs of this system are not ELF")
	}
	if err := static(staticProgram(t)); err != nil {
		t.Errorf("a program built without C: %v", err)
	}
	loaded := "/bin/sh"
	if f, err := elf.Open(loaded); err != nil {
		t.Skipf("%s is no ELF program here: %v", loaded, err)
	} else {
		f.Close()
	}
	if err := static(loaded); err == nil || !strings.Contains(err.Error(), "not static") {
		t.Errorf("%s: got %v, want that it is not static", loaded, err)
	}
	text := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(text, []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := static(text); err == nil {
		t.Error("a script passed as a static program")
	}
}

func TestATestThatFailedOnceHasFailed(t *testing.T) {
	plain, race := newTally(), newTally()
	plain.set("turno/hub TestA", passed)
	plain.set("turno/hub TestB", skipped)
	plain.set("turno/hub TestC", skipped)
	race.set("turno/hub TestA", failed)
	race.set("turno/hub TestB", passed)
	race.set("turno/hub TestC", skipped)
	all := newTally()
	all.merge(plain)
	all.merge(race)
	if got := all.line(); got != "1 passed, 1 failed, 1 skipped" {
		t.Error(got)
	}
	if all.failedIn("turno/hub") != 1 || all.failedIn("turno/hu") != 0 {
		t.Error("failures of a package are counted by its whole name")
	}
}
