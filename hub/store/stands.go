package store

import "syscall"

// names remembers which files the store has open, by disk and number.
type names struct{ data, journal fileID }

type fileID struct {
	path string
	disk uint64
	ino  uint64
}

// fileAt tells which file a path stands for.
func fileAt(path string) (fileID, error) {
	var info syscall.Stat_t
	err := syscall.Stat(path, &info)
	return fileID{path, uint64(info.Dev), uint64(info.Ino)}, err
}

// nameFiles takes down which files have the folder's names; called when they
// were opened, or one has taken another's place. The caller holds mu, or is alone.
func (s *Store) nameFiles() (err error) {
	if s.names.data, err = fileAt(s.path); err == nil {
		s.names.journal, err = fileAt(journalOf(s.path))
	}
	if err != nil {
		return unusable(s.path, "the data folder can't be read", err)
	}
	return nil
}

// stands proves that the folder's names still stand for the files that are open. A
// commit into a file that somebody removed, moved or replaced would be acknowledged
// and never found again. It takes some microseconds, so every commit asks.
func (s *Store) stands() error {
	if err := s.names.data.stands(); err != nil {
		return err
	}
	return s.names.journal.stands()
}

func (f *fileID) stands() error {
	now, err := fileAt(f.path)
	if err == nil && now == *f {
		return nil
	}
	return &Problem{Kind: ErrUnusable, Path: f.path, Err: err, What: "the file was moved, removed or replaced while the hub has it open",
		Do: "Put it back where it was, then the hub goes on; if it is gone for good, stop the hub and restore the last backup."}
}
