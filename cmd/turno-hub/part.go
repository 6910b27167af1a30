package main

import (
	"os"
	"path/filepath"
	"regexp"
	"syscall"
)

// partName is how the files end in which backups grow that have no name yet.
var partName = regexp.MustCompile(`\.part-[0-9]+$`)

// newPart makes the file in which the backup for a target grows, in a folder, and
// clears those that killed programs have left there. It is held until it is closed.
func newPart(dir, to string) (*os.File, error) {
	clearParts(dir)
	f, err := os.CreateTemp(dir, filepath.Base(to)+".part-*")
	if err == nil {
		// Shared, as whoever checks it takes the same. Where a disk knows no locks
		// none is cleared either.
		_ = syscall.Flock(int(f.Fd()), syscall.LOCK_SH)
	}
	return f, err
}

// clearParts removes what backups have left that did not come to their end: parts
// that begin as a hub's data does and that nobody holds. One that was made just
// now holds nothing yet, and stays.
func clearParts(dir string) {
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if path := filepath.Join(dir, e.Name()); e.Type().IsRegular() && partName.MatchString(path) && !foreign(path) {
			removeUnheld(path)
		}
	}
}

func removeUnheld(path string) {
	f, err := os.OpenFile(path, os.O_RDWR|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return // another account's
	}
	defer f.Close()
	if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
		_ = os.Remove(path)
	}
}
