package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"turno/hub/cert"
	"turno/hub/store"
	"turno/hub/wire"
)

// aBackup is one of a branch that gave a ticket to somebody with a name.
func aBackup(t *testing.T) (file string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	p := serving(t, "--data", dir, "--demo", "--listen", "127.0.0.1:0")
	ask(t, client(t, p.url, "demo-kiosk-1"), wire.Issue{Service: "cash", Language: "es", Name: "Ana"})
	p.end(syscall.SIGTERM)
	file = filepath.Join(t.TempDir(), "day.db")
	done(t, "backup", "--data", dir, "--to", file)
	return file
}

// names are what a folder holds.
func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return strings.Join(all, " ")
}

func lay(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Wherever a restore was cut off, the same words begin it anew; and no hub takes
// what it left for a branch that has given out nothing.
func TestARestoreThatWasCutOffIsBegunAnew(t *testing.T) {
	from := aBackup(t)
	whole := filepath.Join(t.TempDir(), "whole")
	done(t, "restore", "--from", from, "--data", whole)
	piece := func(name string) string {
		b, err := os.ReadFile(filepath.Join(whole, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	for name, left := range map[string]map[string]string{
		"while it copied":         {making + "/turno.new-7/turno.db": "half a"},
		"while it decrypted":      {"turno.new-41/plain": "half a"},
		"before it put in place":  {making + "/turno.db": piece(store.FileName), making + "/turno.keys": "keys", making + "/turno.journal": piece(store.JournalName)},
		"when the keys were":      {making + "/turno.db": piece(store.FileName), making + "/turno.journal": piece(store.JournalName), "turno.keys": "keys"},
		"when all but the data":   {making + "/turno.db": piece(store.FileName), "turno.keys": "keys", "turno.journal": piece(store.JournalName)},
		"on a disk of its own":    {making + "/turno.db": "half a", "lost+found/x": ""},
		"beside the branch's own": {making + "/turno.db": "half a", cert.Folder + "/ca.pem": "certificate"},
	} {
		dir := filepath.Join(t.TempDir(), "cut")
		for file, text := range left {
			lay(t, filepath.Join(dir, file), text)
		}
		done(t, "restore", "--from", from, "--data", dir)
		if got := names(t, dir); strings.Contains(got, leftover) || !strings.Contains(got, store.FileName) {
			t.Errorf("%s: there is %s", name, got)
		}
		if out := done(t, "verify", dir); !strings.Contains(out, "1 ticket") {
			t.Errorf("%s: %s", name, out)
		}
		if out := done(t, "audit", dir); strings.Count(out, "restored") != 1 {
			t.Errorf("%s: %s", name, out)
		}
	}
}

// What is not a restore's own is never cleared.
func TestARestoreClearsNothingOfOthers(t *testing.T) {
	from := aBackup(t)
	for name, left := range map[string]string{
		"the keys of data that was moved away": "turno.keys",
		"a letter":                             "letter.txt",
		"data":                                 store.FileName,
	} {
		dir := t.TempDir()
		lay(t, filepath.Join(dir, left), "x")
		if words, _ := refused(t, "restore", "--from", from, "--data", dir); !strings.Contains(words, left) {
			t.Errorf("%s: %s", name, words)
		}
		if got := names(t, dir); got != left {
			t.Errorf("%s: there is %s", name, got)
		}
	}
	dir := filepath.Join(t.TempDir(), "two")
	first := &restoring{dir: dir}
	release, err := first.take()
	if err != nil {
		t.Fatal(err)
	}
	if words, _ := refused(t, "restore", "--from", from, "--data", dir); !strings.Contains(words, "another restore") {
		t.Errorf("two at once: %s", words)
	}
	release()
	if _, err := os.Stat(dir); err == nil {
		t.Error("a restore that did nothing leaves a folder")
	}
}

// A restore over data that is cut off while it moves what was there leaves a
// folder on which no hub begins anew, and everything that was there.
func TestWhatWasThereOutlivesACutRestore(t *testing.T) {
	from := aBackup(t)
	dir := filepath.Join(t.TempDir(), "branch")
	done(t, "quickstart", "--data", dir, "--branch", "demo")
	p := serving(t, "--data", dir, "--branch", "demo", "--listen", "127.0.0.1:0")
	p.end(syscall.SIGTERM)
	r := &restoring{from: from, dir: dir}
	kept := dir + ".before-now"
	cut := os.ErrDeadlineExceeded
	if err := r.run("a1 a2", func() error {
		if err := keepBeside(dir, kept); err != nil {
			t.Fatal(err)
		}
		if words, _ := refused(t, "serve", "--data", dir, "--demo", "--listen", "127.0.0.1:0"); !strings.Contains(words, "the data file is not there") {
			t.Errorf("a hub started on it: %s", words)
		}
		return cut
	}); err != cut && !strings.Contains(err.Error(), cut.Error()) {
		t.Fatal(err)
	}
	if out := done(t, "check", kept); !strings.Contains(out, "whole") {
		t.Errorf("what was there: %s", out)
	}
	if got := names(t, kept); strings.Contains(got, cert.Folder) || !strings.Contains(got, store.FileName) {
		t.Errorf("kept is %s", got)
	}
}
