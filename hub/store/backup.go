package store

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"filippo.io/age"
	"go.etcd.io/bbolt"
)

// copyStep is how many bytes a copy moves in one transaction.
const copyStep = 16 << 20

// BackupOptions are the settings of [Store.BackupFile]. The zero value makes a
// plain copy without the keys of what is personal.
type BackupOptions struct {
	// Recipients encrypts the file to these, so that whoever finds it reads
	// nothing; empty leaves it plain.
	Recipients []age.Recipient
	// WithKeys makes the backup carry the keys of what is personal, so that a
	// restore can read it. Such a backup does not forget; it needs Recipients.
	WithKeys bool
}

// Backup writes a copy of the data to w while the store is in use: one moment
// of it, verified before the first byte goes out. Only what is live is copied,
// so nothing that was erased is in it, and no key of what is personal.
func (s *Store) Backup(w io.Writer) (Report, error) {
	if err := s.roomForCopies("a backup", s.dir()); err != nil {
		return Report{}, err
	}
	tmp, r, err := s.backupInto(s.dir(), false)
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

// BackupFile is Backup into a file: it is at path whole, verified and durable,
// or what was there before still is.
func (s *Store) BackupFile(path string, o BackupOptions) (Report, error) {
	if o.WithKeys && len(o.Recipients) == 0 {
		return Report{}, &Problem{Kind: ErrUnusable, Path: path, What: "a backup with the keys of what is personal must be encrypted",
			Do: "Name a file of recipients, or leave the keys out."}
	}
	if there, err := os.Stat(path); err == nil {
		if own, err := os.Stat(s.path); err == nil && os.SameFile(there, own) {
			return Report{}, &Problem{Kind: ErrUnusable, Path: path, What: "this is the data itself", Do: "Give the backup a name of its own."}
		}
		if there.IsDir() {
			return Report{}, &Problem{Kind: ErrUnusable, Path: path, What: "this is a folder", Do: "Name the backup's file."}
		}
	}
	// What is to be encrypted is made beside the data, so that it never is
	// where the backups are, and nothing that is left of it either.
	beside := filepath.Dir(path)
	copies := []string{beside}
	if len(o.Recipients) > 0 {
		beside = s.dir()
		copies = append(copies, beside)
	}
	if err := s.roomForCopies("a backup", copies...); err != nil {
		return Report{}, err
	}
	tmp, r, err := s.backupInto(beside, o.WithKeys)
	if err != nil {
		return r, err
	}
	defer os.RemoveAll(filepath.Dir(tmp))
	if len(o.Recipients) > 0 {
		if tmp, err = encrypted(tmp, filepath.Dir(path), o.Recipients); err != nil {
			return r, err
		}
		defer os.RemoveAll(filepath.Dir(tmp))
	}
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
func (s *Store) backupInto(dir string, withKeys bool) (path string, r Report, err error) {
	s.copy.Lock()
	defer s.copy.Unlock()
	folder, err := os.MkdirTemp(dir, newPrefix)
	if err != nil {
		return "", r, unusable(dir, "the backup can't be written here", err)
	}
	path = filepath.Join(folder, FileName)
	o := copyOptions{empty: [][]byte{bucketKeys, bucketJournal}}
	if withKeys {
		o = copyOptions{empty: [][]byte{bucketJournal}, change: func(tx *bbolt.Tx) error { return putRing(tx, s.ring.Load()) }}
	}
	if err = s.view(func(*bbolt.Tx) error { return nil }); err == nil { // the file has all that is stored
		err = s.copyTo(path, o)
	}
	if err == nil {
		r, err = proved(path)
	}
	if err != nil {
		os.RemoveAll(folder)
		return "", r, err
	}
	return path, r, nil
}

// copyTo is copyData of the file in use. Nobody replaces the file meanwhile:
// the caller holds s.copy.
func (s *Store) copyTo(path string, o copyOptions) error {
	s.file.RLock()
	src := s.db
	s.file.RUnlock()
	o.stop = &s.stopping
	return copyData(path, src, o)
}

func putRing(tx *bbolt.Tx, r *ring) error {
	b, err := tx.CreateBucket(bucketRing)
	if err != nil {
		return err
	}
	data, err := r.encode()
	if err != nil {
		return err
	}
	return b.Put([]byte(RingName), data)
}

// copyData copies what is live in src into a new file at path and brings it to
// the disk.
func copyData(path string, src *bbolt.DB, o copyOptions) error {
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
		err := copyLive(dst, src, copyStep, o)
		if err == nil && o.change != nil {
			err = dst.Update(o.change)
		}
		return errors.Join(err, dst.Sync(), dst.Close())
	})
	if err != nil {
		return unusable(path, "the copy can't be written", err)
	}
	return nil
}

// Restore makes a data folder at dir from a backup; identities open it where it
// is encrypted. It begins a new epoch, so that no client takes what follows for
// the history that it knew. What is personal can be read again where the backup
// carries the keys; else it stays closed until it is erased. The folder must be
// empty or not there; on an error nothing of the restored data is in it.
func Restore(backup, dir string, identities ...age.Identity) (Report, error) {
	backup, done, err := Decrypted(backup, filepath.Dir(filepath.Clean(dir)), identities...)
	if err != nil {
		return Report{Path: backup}, err
	}
	defer done()
	r, err := proved(backup)
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
	keys, err := carried(r.Path, src)
	if err != nil {
		return r, err
	}
	if keys != nil {
		if err := keys.write(folder); err != nil { // the check looks for it beside the data
			return r, err
		}
	}
	path := filepath.Join(folder, FileName)
	if err := copyData(path, src, copyOptions{empty: [][]byte{bucketRing, bucketJournal}, change: func(to *bbolt.Tx) error {
		return src.View(func(from *bbolt.Tx) error { return afresh(to, from) })
	}}); err != nil {
		return r, err
	}
	restored, err := proved(path)
	if err != nil {
		return restored, err
	}
	if keys != nil {
		if err := keys.write(dir); err != nil {
			return restored, err
		}
	}
	to := filepath.Join(dir, FileName)
	if err := place(path, to); err != nil {
		if keys != nil {
			os.Remove(filepath.Join(dir, RingName))
		}
		return restored, unusable(dir, "the restored data can't be put in place", err)
	}
	restored.Path = to
	return restored, nil
}

// carried is the ring that goes with a backup that has its keys: inside it, or
// beside it where it is the data file of a folder. It is nil where there are none.
func carried(path string, src *bbolt.DB) (keys *ring, err error) {
	err = guarded(path, func() error {
		return src.View(func(tx *bbolt.Tx) (err error) {
			has := tx.Bucket(bucketKeys) // not there in format 1
			switch b := tx.Bucket(bucketRing); {
			case b != nil:
				keys, err = ringIn(b)
			case has != nil && !isEmpty(has):
				keys, err = readRing(filepath.Dir(path))
			}
			return err
		})
	})
	return keys, err
}

func isEmpty(b *bbolt.Bucket) bool {
	k, _ := b.Cursor().First()
	return k == nil
}

// afresh takes in what is late beside the file that is restored from, begins an
// epoch behind the last event, and leaves the keys that a backup carried to the
// file beside the data.
func afresh(tx, from *bbolt.Tx) error {
	l, err := lateOf(from.DB().Path(), from)
	if err == nil {
		err = l.put(tx)
	}
	if err != nil {
		return err
	}
	if tx.Bucket(bucketRing) != nil {
		if err := tx.DeleteBucket(bucketRing); err != nil {
			return err
		}
	}
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
