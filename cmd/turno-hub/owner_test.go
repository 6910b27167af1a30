package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"turno/hub"
	"turno/hub/queue"
	"turno/hub/wire"
)

// nobody is an account and a group that every machine has.
const nobody = 65534

// given makes an empty folder that belongs to the account that a hub runs as.
func given(t *testing.T) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root works for another account")
	}
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(dir, nobody, nobody); err != nil {
		t.Skip(err)
	}
	return dir
}

// kept are the files of a folder that root kept for itself.
func kept(t *testing.T, dir string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err == nil && info.Sys().(*syscall.Stat_t).Uid != nobody {
			all = append(all, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// What root makes, restores or erases in the folder of the account that the hub runs
// as belongs to that account: else the hub would not start again.
func TestRootWorksForTheAccountOfTheHub(t *testing.T) {
	dir := given(t)
	done(t, "quickstart", "--data", dir, "--branch", "demo")
	if all := kept(t, dir); len(all) > 0 {
		t.Errorf("of quickstart root keeps %v", all)
	}
	backup := aBackup(t)
	if out := done(t, "restore", "--from", backup, "--data", filepath.Join(t.TempDir(), "new")); !strings.Contains(out, "new and root's") {
		t.Errorf("of a folder that was not there restore says %s", out)
	}
	dir = given(t)
	if out := done(t, "restore", "--from", backup, "--data", dir); strings.Contains(out, "root's") {
		t.Errorf("of a folder that was there restore says %s", out)
	}
	if all := kept(t, dir); len(all) > 0 {
		t.Errorf("of a restore root keeps %v", all)
	}

	dir = given(t)
	p := serving(t, "--data", dir, "--demo", "--listen", "127.0.0.1:0")
	ask(t, client(t, p.url, "demo-kiosk-1"), wire.Issue{Service: "cash", Language: "es", Name: "Ana"})
	p.end(syscall.SIGTERM)
	if err := hub.HandOver(dir, dir); err != nil { // it ran as root
		t.Fatal(err)
	}
	day, _, _ := strings.Cut(done(t, "verify", dir), ":")
	if n, err := hub.EraseAt(dir, queue.Date(day), "A001", "a1", "a2"); err != nil || n == 0 {
		t.Fatalf("%d fields erased of %s: %v", n, day, err)
	}
	if all := kept(t, dir); len(all) > 0 {
		t.Errorf("of an erasure root keeps %v", all)
	}
}
