package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"turno/hub/dial"
	"turno/hub/wire"
)

// A backup taken while the hub serves, restored elsewhere, shows what was there;
// the restored log is another epoch.
func TestBackupWhileServingAndRestore(t *testing.T) {
	dir, work := t.TempDir(), t.TempDir()
	p := serving(t, "--data", dir, "--demo", "--listen", "127.0.0.1:0")
	c := client(t, p.url, "demo-kiosk-1")
	for range 5 {
		ask(t, c, wire.Issue{Service: "loans", Language: "cs"})
	}
	before, err := dial.Fetch(t.Context(), p.url, "demo-manager-1")
	if err != nil {
		t.Fatal(err)
	}
	token, file := filepath.Join(work, "token"), filepath.Join(work, "day.backup")
	if err := os.WriteFile(token, []byte("demo-kiosk-1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if words, _ := refused(t, "backup", "--hub", p.url, "--token-file", token, "--to", file); !strings.Contains(words, "403") {
		t.Errorf("a kiosk's backup: %s", words)
	}
	if err := os.WriteFile(token, []byte("demo-admin-1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out := done(t, "backup", "--hub", p.url, "--token-file", token, "--to", file); !strings.Contains(out, "whole") {
		t.Errorf("backup says %s", out)
	}
	if words, _ := refused(t, "backup", "--hub", p.url, "--token-file", token, "--to", file); !strings.Contains(words, "never replaces") {
		t.Errorf("a second backup to the same file: %s", words)
	}
	if words, _ := refused(t, "restore", "--from", file, "--data", dir); !strings.Contains(words, "already") {
		t.Errorf("restore over a folder in use: %s", words)
	}
	restored := filepath.Join(work, "restored")
	done(t, "restore", "--from", file, "--data", restored)
	p.end(syscall.SIGTERM)
	again := serving(t, "--data", restored, "--demo", "--listen", "127.0.0.1:0")
	after, err := dial.Fetch(t.Context(), again.url, "demo-manager-1")
	if err != nil {
		t.Fatal(err)
	}
	if after.Epoch == before.Epoch {
		t.Error("the restored log has the epoch of the old one")
	}
	if len(after.Visits) != 5 || after.Visits[4].Ticket != "C005" {
		t.Errorf("restored: %+v", after.Visits)
	}
}

func TestQuickstartShowsTokensOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "branch")
	out := done(t, "quickstart", "--data", dir, "--branch", "demo")
	var kiosk string
	for line := range strings.Lines(out) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "kiosk-1" {
			kiosk = f[2]
		}
	}
	if len(kiosk) < 22 {
		t.Fatalf("no token for the kiosk in\n%s", out)
	}
	if words, _ := refused(t, "quickstart", "--data", dir, "--branch", "demo"); !strings.Contains(words, "already") {
		t.Errorf("the second quickstart: %s", words)
	}
	p := serving(t, "--data", dir, "--branch", "demo", "--listen", "127.0.0.1:0")
	if a := ask(t, client(t, p.url, kiosk), wire.Issue{Service: "cash", Language: "sv"}); a.Result.Ticket != "A001" {
		t.Errorf("%+v", a)
	}
	if _, err := dial.Fetch(t.Context(), p.url, "demo-kiosk-1"); err == nil {
		t.Error("a demo token opens a hub that is no demo")
	}
	if b, err := os.ReadFile(filepath.Join(dir, "turno.db")); err != nil || strings.Contains(string(b), kiosk) {
		t.Errorf("the token stands in the data file (%v)", err)
	}
}

func TestHelpNamesEveryVerbAndItsFlags(t *testing.T) {
	out := done(t, "help")
	for _, v := range verbs {
		if !strings.Contains(out, v.name) {
			t.Errorf("help does not name %s", v.name)
		}
		if h := done(t, "help", v.name); !strings.Contains(h, "usage: turno-hub "+v.name) {
			t.Errorf("help %s says %s", v.name, h)
		}
	}
}

// Who has nothing but the program begins with the sample: it is a whole branch file,
// and every program that wants one says where it comes from.
func TestABranchFileToBeginWith(t *testing.T) {
	work := t.TempDir()
	file := filepath.Join(work, "branch.toml")
	none := filepath.Join(work, "none")
	for _, args := range [][]string{{"check", file}, {"quickstart", "--data", none, "--branch", file}, {"serve", "--data", none, "--branch", file}} {
		if words, _ := refused(t, args...); !strings.Contains(words, "turno-hub sample") {
			t.Errorf("%v: %s", args, words)
		}
	}
	lay(t, file, done(t, "sample"))
	if out := done(t, "check", file); !strings.Contains(out, "its rules hold together") {
		t.Errorf("check says %s", out)
	}
	out := done(t, "quickstart", "--data", filepath.Join(work, "one"), "--branch", file)
	if !strings.Contains(out, "--listen 127.0.0.1:8443") { // beyond this machine its PINs are refused
		t.Errorf("quickstart says %s", out)
	}
}

// Tokens that could not be shown are not kept quiet about.
func TestQuickstartThatCantSpeak(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no /dev/full here")
	}
	defer full.Close()
	cmd := command(t, "quickstart", "--data", filepath.Join(t.TempDir(), "branch"), "--branch", "demo")
	var errs strings.Builder
	cmd.Stdout, cmd.Stderr = full, &errs
	if err := cmd.Run(); err == nil || !strings.Contains(errs.String(), "empty the folder and begin anew") {
		t.Errorf("%v: %s", err, errs.String())
	}
}

// The wrong file is not called a damaged branch; a damaged one is.
func TestCheckOfTheWrongFile(t *testing.T) {
	dir := t.TempDir()
	letter := filepath.Join(dir, "letter.txt")
	lay(t, letter, "Dear bank,")
	if words, _ := refused(t, "check", letter); !strings.Contains(words, "is it the right file?") {
		t.Errorf("of a letter: %s", words)
	}
	backup := aBackup(t)
	text, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	lay(t, backup, string(text[:len(text)/2]))
	if words, _ := refused(t, "check", backup); strings.Contains(words, "right file") || !strings.Contains(words, "damage") {
		t.Errorf("of half a backup: %s", words)
	}
}

// A backup that can't be put where it is wanted is refused before the hub is asked
// for it: the chain tells of none. Who names the folder of a hub that runs is told
// how that hub makes one, and not to stop it.
func TestABackupIsRefusedInTime(t *testing.T) {
	dir, work := t.TempDir(), t.TempDir()
	p := serving(t, "--data", dir, "--demo", "--listen", "127.0.0.1:0")
	lay(t, filepath.Join(work, "file"), "")
	t.Setenv("TURNO_TOKEN", "demo-admin-1")
	for to, want := range map[string]string{
		filepath.Join(work, "none", "day.db"): "there is no folder " + filepath.Join(work, "none"),
		filepath.Join(work, "file", "day.db"): filepath.Join(work, "file") + " is no folder",
		work:                                  "is a folder: name the file in it",
	} {
		for _, source := range [][]string{{"--hub", p.url}, {"--data", dir}} {
			if words, exit := refused(t, append([]string{"backup", "--to", to}, source...)...); exit != 1 || !strings.Contains(words, want) {
				t.Errorf("%v to %s: %d %s", source, to, exit, words)
			}
		}
	}
	if words, _ := refused(t, "backup", "--data", dir, "--to", filepath.Join(work, "day.db")); !strings.Contains(words, "--hub URL") {
		t.Errorf("of a hub that runs: %s", words)
	}
	t.Setenv("TURNO_TOKEN", "demo-kiosk-1")
	if words, _ := refused(t, "backup", "--hub", p.url, "--to", filepath.Join(work, "day.db")); !strings.Contains(words, "an admin's is wanted") {
		t.Errorf("for a kiosk: %s", words)
	}
	p.end(syscall.SIGTERM)
	if trail := done(t, "audit", dir); strings.Contains(trail, "backup_taken") {
		t.Errorf("the chain tells of backups that were not made:\n%s", trail)
	}
}
