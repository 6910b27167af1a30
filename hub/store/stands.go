package store

import (
	"errors"
	"os"
)

// names remembers which files the store has open.
type names struct {
	data, journal os.FileInfo
}

// nameFiles takes down which files have the folder's names; called when they
// were opened, or one has taken another's place. The caller holds mu, or is alone.
func (s *Store) nameFiles() (err error) {
	var bad error
	s.names.data, err = os.Stat(s.path)
	s.names.journal, bad = s.journal.file.Stat()
	if err = errors.Join(err, bad); err != nil {
		return unusable(s.path, "the data folder can't be read", err)
	}
	return nil
}

// stands proves that the folder's names still stand for the files that are open. A
// commit into a file that somebody removed, moved or replaced would be acknowledged
// and never found again. It takes some microseconds, so every commit asks.
func (s *Store) stands() error {
	for path, opened := range map[string]os.FileInfo{s.path: s.names.data, journalOf(s.path): s.names.journal} {
		now, err := os.Stat(path)
		if err == nil && os.SameFile(now, opened) {
			continue
		}
		return &Problem{Kind: ErrUnusable, Path: path, Err: err, What: "the file was moved, removed or replaced while the hub has it open",
			Do: "Put it back where it was, then the hub goes on; if it is gone for good, stop the hub and restore the last backup."}
	}
	return nil
}
