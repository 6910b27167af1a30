package store

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
)

// copyStep is how many bytes a copy moves in one transaction.
const copyStep = 16 << 20

// Backup writes a copy of the data to w while the store is in use: one moment
// of it, verified before the first byte goes out. Only what is live is copied,
// so nothing that was erased is in it.
func (s *Store) Backup(w io.Writer) (Report, error) {
	tmp, r, err := s.backupInto(filepath.Dir(s.path))
	if err != nil {
		return r, err
	}
	defer os.RemoveAll(filepath.Dir(tmp))
	f, err := os.Open(tmp)
	if err != nil {
		return r, err
	}
	defer f.Close()
	if _, err := io.Copy(w, f); err != nil {
		return r, fmt.Errorf("send backup: %w", err)
	}
	return r, nil
}

// BackupFile is Backup into a file: it is at path whole and durable, or what
// was there before still is.
func (s *Store) BackupFile(path string) (Report, error) {
	if there, err := os.Stat(path); err == nil {
		if own, err := os.Stat(s.path); err == nil && os.SameFile(there, own) {
			return Report{}, &Problem{Kind: ErrUnusable, Path: path, What: "this is the data itself", Do: "Give the backup a name of its own."}
		}
		if there.IsDir() {
			return Report{}, &Problem{Kind: ErrUnusable, Path: path, What: "this is a folder", Do: "Name the backup's file."}
		}
	}
	tmp, r, err := s.backupInto(filepath.Dir(path))
	if err != nil {
		return r, err
	}
	defer os.RemoveAll(filepath.Dir(tmp))
	if err := os.Rename(tmp, path); err != nil {
		return r, unusable(path, "the backup can't be put in place", err)
	}
	r.Path = path
	if err := syncPath(filepath.Dir(path)); err != nil {
		return r, unusable(path, "the backup can't be made durable", err)
	}
	return r, nil
}

// backupInto makes a verified, durable copy in a new folder under dir.
func (s *Store) backupInto(dir string) (path string, r Report, err error) {
	folder, err := os.MkdirTemp(dir, newPrefix)
	if err != nil {
		return "", r, unusable(dir, "the backup can't be written here", err)
	}
	path = filepath.Join(folder, FileName)
	if err = copyData(path, s.db, nil); err == nil {
		if r, err = Check(path); err == nil {
			err = r.Err()
		}
	}
	if err != nil {
		os.RemoveAll(folder)
		return "", r, err
	}
	return path, r, nil
}

// copyData copies what is live in src into a new file at path, lets change
// alter the copy, and brings it to the disk.
func copyData(path string, src *bbolt.DB, change func(*bbolt.Tx) error) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return unusable(path, "the copy can't be made", err)
	}
	f.Close()
	dst, err := openBolt(path, use{})
	if err != nil {
		return err
	}
	defer dst.Close()
	dst.NoSync = true // one sync at the end is enough: the file has no name yet
	err = guarded(path, func() error {
		err := copyLive(dst, src, copyStep)
		if err == nil && change != nil {
			err = dst.Update(change)
		}
		return errors.Join(err, dst.Sync(), dst.Close())
	})
	if err != nil {
		return unusable(path, "the copy can't be written", err)
	}
	return nil
}

// Restore makes a data folder at dir from a backup. It begins a new epoch, so
// that no client takes what follows for the history that it knew. The folder
// must be empty or not there; on an error nothing of the restored data is in it.
func Restore(backup, dir string) (Report, error) {
	r, err := Check(backup)
	if err == nil {
		err = r.Err()
	}
	if err != nil {
		return r, err
	}
	names, err := os.ReadDir(dir)
	if err == nil && len(names) > 0 {
		return r, &Problem{Kind: ErrNotEmpty, Path: dir, What: fmt.Sprintf("the folder holds %s already", names[0].Name()),
			Do: "Restore into a folder that is empty or that does not exist."}
	}
	if err := makeDir(dir); err != nil {
		return r, err
	}
	folder, err := os.MkdirTemp(dir, newPrefix)
	if err != nil {
		return r, unusable(dir, "the folder can't be written", err)
	}
	defer os.RemoveAll(folder)
	src, err := openBolt(r.Path, use{readOnly: true})
	if err != nil {
		return r, err
	}
	defer src.Close()
	path := filepath.Join(folder, FileName)
	if err := copyData(path, src, newEpoch); err != nil {
		return r, err
	}
	restored, err := Check(path)
	if err == nil {
		err = restored.Err()
	}
	if err != nil {
		return restored, err
	}
	to := filepath.Join(dir, FileName)
	if err := place(path, to); err != nil {
		return restored, unusable(dir, "the restored data can't be put in place", err)
	}
	restored.Path = to
	return restored, nil
}

// newEpoch begins an epoch behind the last event.
func newEpoch(tx *bbolt.Tx) error {
	h, err := readHead(tx)
	if err != nil {
		return err
	}
	b, err := bucket(tx, bucketEpochs)
	if err != nil {
		return err
	}
	m := epochMark{Began: time.Now().UTC()}
	rand.Read(m.Epoch[:])
	return putJSON(b, seqKey(h.Seq+1), m)
}
