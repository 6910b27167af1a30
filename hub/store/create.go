package store

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
)

// create makes a data folder with an empty log. The file is built under a
// name of its own and linked into place, so that a half made one is never
// found and of two programs that do this at once, one wins.
func create(dir string) error {
	if err := neverBegun(dir); err != nil {
		return err
	}
	if err := makeDir(dir); err != nil {
		return err
	}
	tmp, err := os.MkdirTemp(dir, newPrefix)
	if err != nil {
		return unusable(dir, "the data folder can't be written", err)
	}
	defer os.RemoveAll(tmp)
	file, final := filepath.Join(tmp, FileName), filepath.Join(dir, FileName)
	if err = build(file); err == nil {
		err = place(file, final)
	}
	if err != nil {
		if _, there := os.Stat(final); there == nil {
			return nil // another program was faster, and may have cleared tmp away
		}
		return unusable(dir, "the data file can't be made", err)
	}
	return nil
}

// besideData are the files that a folder has only when it has, or had, a data file.
var besideData = []string{RingName, JournalName}

// neverBegun refuses a folder that had a data file: it was lost or moved, or a
// restore was cut off. An empty log in its place would look like a start and give
// out the same tickets again.
func neverBegun(dir string) error {
	for _, name := range besideData {
		if _, err := os.Lstat(filepath.Join(dir, name)); err != nil {
			continue
		}
		if _, err := os.Stat(filepath.Join(dir, FileName)); errors.Is(err, fs.ErrNotExist) { // else another program made both just now
			return &Problem{Kind: ErrDamaged, Path: filepath.Join(dir, FileName), What: "the data file is not there, and " + name + " says that it was",
				Do: "Put it back; or empty the folder and restore the last backup into it; or move " + name + " away as well to begin with nothing."}
		}
	}
	return nil
}

const newPrefix = "turno.new-"

// removeLeftovers clears what a killed program left of its making. The caller
// holds the file's lock.
func removeLeftovers(dir string) {
	old, _ := filepath.Glob(filepath.Join(dir, newPrefix+"*"))
	for _, path := range old {
		os.RemoveAll(path)
	}
}

// build makes a bbolt file with the buckets of this format and a new epoch.
func build(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	f.Close()
	db, err := openBolt(path, use{})
	if err != nil {
		return err
	}
	defer db.Close()
	var epoch Epoch
	rand.Read(epoch[:])
	err = db.Update(func(tx *bbolt.Tx) error {
		for _, name := range allBuckets {
			if _, err := tx.CreateBucket(name); err != nil {
				return err
			}
		}
		meta := tx.Bucket(bucketMeta)
		now := time.Now().UTC()
		return errors.Join(
			put(meta, keyFormat, []byte(strconv.Itoa(Format))),
			putJSON(meta, keyCreated, now),
			putJSON(meta, keyHead, head{}),
			putJSON(tx.Bucket(bucketEpochs), seqKey(1), epochMark{Epoch: epoch, Began: now}),
		)
	})
	return errors.Join(err, db.Close())
}

// place gives the finished file its name and makes file and name durable. A
// file that has the name already stays: fs.ErrExist.
func place(from, to string) error {
	if err := syncPath(from); err != nil {
		return err
	}
	err := os.Link(from, to)
	if err != nil && !errors.Is(err, fs.ErrExist) { // a file system without links
		if _, taken := os.Stat(to); taken == nil {
			return fs.ErrExist
		}
		err = os.Rename(from, to)
	}
	if err != nil {
		return err
	}
	return syncPath(filepath.Dir(to))
}

// mayWrite refuses a folder in which this account may make no files. The first
// ticket of a day needs that, and the start is a better moment to be told. A disk
// that is only full is none of its business.
func mayWrite(dir string) error {
	const write, search = 2, 1
	err := syscall.Access(dir, write|search)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return unusable(dir, "the data folder can't be written", err)
	}
	return nil
}

// makeDir makes a folder, and those above it, durably.
func makeDir(dir string) error {
	dir = filepath.Clean(dir)
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		return nil
	}
	parent := filepath.Dir(dir)
	if parent != dir {
		if err := makeDir(parent); err != nil {
			return err
		}
	}
	err := os.Mkdir(dir, 0o700)
	if err == nil {
		err = syncPath(parent)
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return unusable(dir, "the data folder can't be made", err)
	}
	return nil
}

// syncPath brings a file, or the names in a folder, to the disk.
func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
