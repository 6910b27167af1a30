package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"turno/cmd/internal/device"
)

const (
	crashName  = "crash"
	trailName  = "trail"
	trailLines = 64
	trailWidth = 80
	maxCrashes = 10

	keptForm     = "crash-20060102-150405.txt" // a crash that was put aside, UTC
	shownCrashes = 3
)

// trail is what the kiosk did last: a ring of short lines in a file that is
// mapped into memory. It costs no system call, and it is there after a crash.
type trail struct {
	at  []byte
	n   int
	now func() time.Time
}

func openTrail(file string) (*trail, error) {
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if err := f.Truncate(trailLines * trailWidth); err != nil {
		return nil, err
	}
	at, err := syscall.Mmap(int(f.Fd()), 0, trailLines*trailWidth, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("mapping %s: %w", file, err)
	}
	clear(at)
	return &trail{at: at, now: time.Now}, nil
}

// add notes what was done. It belongs to the goroutine that draws; nothing that
// a person has written or chosen about themselves may stand in it.
func (t *trail) add(what string) {
	line := t.at[t.n%trailLines*trailWidth:][:trailWidth]
	clear(line)
	copy(line, fmt.Sprintf("%08d %s %s", t.n, t.now().UTC().Format("15:04:05.000"), what))
	line[trailWidth-1] = '\n'
	t.n++
}

// readTrail gives the lines of a file in the order in which they were made.
func readTrail(data []byte) []string {
	var lines []string
	for len(data) >= trailWidth {
		if line := string(bytes.Trim(data[:trailWidth], "\x00\n ")); line != "" {
			lines = append(lines, line)
		}
		data = data[trailWidth:]
	}
	slices.Sort(lines)
	return lines
}

// watchCrashes lets the runtime write the stacks of whatever ends the program
// into the folder, and says what was found there from the last time: "" is
// nothing, else the file in which it was put aside.
func watchCrashes(dir string, log *slog.Logger) (*trail, string, error) {
	left, err := putAside(dir, time.Now())
	if err != nil {
		log.Warn("what is left of a crash can't be put aside", "err", err)
	}
	if left != "" {
		log.Error("this kiosk crashed the last time; its stacks and what it did before are kept", "file", left)
	}
	f, err := os.OpenFile(filepath.Join(dir, crashName), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, left, err
	}
	err = debug.SetCrashOutput(f, debug.CrashOptions{})
	f.Close() // the runtime has its own
	if err != nil {
		return nil, left, err
	}
	t, err := openTrail(filepath.Join(dir, trailName))
	return t, left, err
}

// putAside makes a file of what a crash left behind, and keeps the last ten.
func putAside(dir string, now time.Time) (string, error) {
	stacks, err := os.ReadFile(filepath.Join(dir, crashName))
	if err != nil || len(bytes.TrimSpace(stacks)) == 0 {
		return "", nil
	}
	trail, _ := os.ReadFile(filepath.Join(dir, trailName))
	file := filepath.Join(dir, now.UTC().Format(keptForm))
	text := fmt.Sprintf("Turno kiosk %s\n\nWhat it did last:\n%s\n\n%s", appVersion, strings.Join(readTrail(trail), "\n"), stacks)
	if err := device.Keep(file, []byte(text), 0o600); err != nil {
		return "", err
	}
	all, err := filepath.Glob(filepath.Join(dir, "crash-*.txt"))
	if err != nil {
		return file, err
	}
	slices.Sort(all)
	for _, old := range all[:max(0, len(all)-maxCrashes)] {
		if err := os.Remove(old); err != nil {
			return file, err
		}
	}
	return file, nil
}

// lastCrashes are when the last crashes in the folder were found, the newest
// first, in a zone. The staff sees them however often the kiosk has ended well
// since.
func lastCrashes(dir string, zone *time.Location) []time.Time {
	files, _ := filepath.Glob(filepath.Join(dir, "crash-*.txt")) // the pattern is a good one
	var all []time.Time
	for _, f := range files {
		if at, err := time.Parse(keptForm, filepath.Base(f)); err == nil {
			all = append(all, at.In(zone))
		}
	}
	slices.SortFunc(all, func(a, b time.Time) int { return b.Compare(a) })
	return all[:min(len(all), shownCrashes)]
}

// endedWell takes the empty crash file away.
func endedWell(dir string) {
	_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
	_ = os.Remove(filepath.Join(dir, crashName))
}
