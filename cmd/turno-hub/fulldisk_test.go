package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"turno/hub/hubtest"
	"turno/hub/wire"
)

// On a full disk the hub says that nothing was changed, and goes on by itself
// when there is room again; nothing acknowledged is lost on the way.
func TestAFullDiskRefusesAndRecovers(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("turno-test", disk, "tmpfs", 0, "size=24m"); err != nil {
		t.Skipf("a small disk can't be had here (it takes root): %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(disk, syscall.MNT_DETACH) })
	dir := filepath.Join(disk, "data")
	p := serving(t, "--data", dir, "--demo", "--listen", "127.0.0.1:0", "--disk-floor", "0")
	c := client(t, p.url, "demo-kiosk-1")
	issued := 0
	issue := func() wire.Answer {
		t.Helper()
		a := ask(t, c, wire.Issue{Service: "cash", Language: "es"})
		if a.OK {
			issued++
		}
		return a
	}
	for range 10 {
		issue()
	}
	filler := filepath.Join(disk, "filler")
	fill(t, filler)
	refused := false
	for range 2000 {
		if a := issue(); !a.OK {
			if a.Code != wire.Unavailable || !a.Retry || a.Message == "" {
				t.Fatalf("on a full disk: %+v", a)
			}
			refused = true
			break
		}
	}
	if !refused {
		t.Fatal("the disk never filled")
	}
	if word := hubtest.Readyz(t, p.url); word != "full" {
		t.Errorf("readyz says %q on a full disk", word)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	if word := hubtest.Readyz(t, p.url); word != "ready" {
		t.Errorf("readyz says %q with room again, before anybody asks for anything", word)
	}
	if a := issue(); !a.OK {
		t.Fatalf("with room again: %+v; %s", a, p.errs.String())
	}
	p.end(syscall.SIGTERM)
	again := serving(t, "--data", dir, "--demo", "--listen", "127.0.0.1:0", "--disk-floor", "0")
	next := ask(t, client(t, again.url, "demo-kiosk-1"), wire.Issue{Service: "cash", Language: "es"})
	if next.Result == nil || *next.Result.PeopleAhead != issued {
		t.Errorf("after a restart %+v; want %d ahead", next, issued)
	}
	again.end(syscall.SIGTERM)
	if out := done(t, "check", dir); !strings.Contains(out, "whole") {
		t.Errorf("check says %s", out)
	}
}

// On a disk that is nearly full no new visit begins, and who is here is served;
// with room again all goes on.
func TestADiskNearlyFullServesWhoIsHere(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("turno-test", disk, "tmpfs", 0, "size=40m"); err != nil {
		t.Skipf("a small disk can't be had here (it takes root): %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(disk, syscall.MNT_DETACH) })
	p := serving(t, "--data", filepath.Join(disk, "data"), "--demo", "--listen", "127.0.0.1:0", "--disk-warn", "20", "--disk-floor", "10")
	kiosk, desk := client(t, p.url, "demo-kiosk-1"), client(t, p.url, "demo-counter-1")
	issue := wire.Issue{Service: "cash", Language: "es"}
	first := ask(t, kiosk, issue)
	filler := filepath.Join(disk, "filler")
	fill(t, filler)
	info, err := os.Stat(filler)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(filler, info.Size()-6<<20); err != nil {
		t.Fatal(err)
	}
	if a := ask(t, kiosk, issue); a.Code != wire.DiskNearlyFull || a.Message == "" {
		t.Fatalf("with 6 MiB left: %+v", a)
	}
	for _, do := range []wire.Body{wire.OpenCounter{Counter: "1"}, wire.CallNext{Counter: "1"}, wire.Serve{Counter: "1"}, wire.Finish{Counter: "1"}} {
		if a := ask(t, desk, do); !a.OK {
			t.Fatalf("%s with 6 MiB left: %+v", do.Do(), a)
		}
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	if a := ask(t, kiosk, issue); !a.OK || first.Result.Ticket == a.Result.Ticket {
		t.Errorf("with room again: %+v", a)
	}
	p.end(syscall.SIGTERM)
	for _, says := range []string{"concern=disk_full", "this is over"} {
		if !strings.Contains(p.errs.String(), says) {
			t.Errorf("the log lacks %q: %s", says, p.errs.String())
		}
	}
}

// fill writes until the disk has no room left.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for block := make([]byte, 1<<20); len(block) >= 512; {
		if _, err := f.Write(block); errors.Is(err, syscall.ENOSPC) {
			block = block[:len(block)/2]
		} else if err != nil {
			t.Fatal(err)
		}
	}
}
