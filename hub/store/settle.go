package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"
)

// What is about to be believed at a start need not be on the disk. A program that
// was killed between a write and its sync leaves a file, or a name, that can be read
// and is not safe yet. And where a sync failed, the kernel may show what it could
// not write and take it for written: a later sync finds nothing to do and says that
// all is well. The next hub tells its clients of what it reads; so what may be the
// last thing written is written once more, the same bytes in the same place, before
// that sync, and a start that can't do this is refused. In the data file it is the
// newer head: bbolt writes one when what it names is synced. In the journal it is
// the last record: after a sync that failed none is written.

// settle makes durable what the data file says, and its name.
func (s *Store) settle(dir string) error {
	return guarded(s.path, func() error {
		if err := settleHead(s.db); err != nil {
			return err
		}
		if err := syncPath(dir); err != nil {
			return unusable(s.path, "what is stored can't be made durable", err)
		}
		_ = syncPath(filepath.Join(dir, "..")) // where this account may read it
		return nil
	})
}

// settleHead makes durable what the data file says. Nothing may be written to the file
// before: the pages that are free by a head which is lost are needed by the one before it.
func settleHead(db *bbolt.DB) error {
	if err := errors.Join(rewriteHead(db), db.Sync()); err != nil {
		return unusable(db.Path(), "what is stored can't be made durable", err)
	}
	return nil
}

// rewriteHead writes the page again that says which transaction was the last.
func rewriteHead(db *bbolt.DB) error {
	return db.View(func(tx *bbolt.Tx) error {
		size := int64(db.Info().PageSize)
		at := int64(tx.ID()%2) * size
		return rewrite(db.Path(), at, at+size, func(page []byte) error {
			meta, err := parseMeta(page)
			if err == nil && meta.tx != uint64(tx.ID()) {
				err = fmt.Errorf("the head is of transaction %d, want %d", meta.tx, tx.ID())
			}
			return err
		})
	})
}

// settle makes durable what the journal holds: the record from last to end, if it
// is not empty, may not be.
func (j *journal) settle(last, end int64) error {
	err := rewrite(j.file.Name(), last, end, func([]byte) error { return nil })
	if err = errors.Join(err, j.sync(j.file)); err != nil {
		return unusable(j.file.Name(), "what is in the journal can't be made durable", err)
	}
	return nil
}

// rewrite writes a part of a file again as it is, if it is right.
func rewrite(path string, from, to int64, right func([]byte) error) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	data := make([]byte, to-from)
	if _, err := f.ReadAt(data, from); err != nil {
		return err
	}
	if err := right(data); err != nil {
		return err
	}
	_, err = f.WriteAt(data, from)
	return err
}
