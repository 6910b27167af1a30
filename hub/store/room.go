package store

import (
	"fmt"
	"syscall"

	"go.etcd.io/bbolt"
)

const (
	// keepFree is what copies leave of the disk that the data is on: twice what
	// the hub wants free before it gives out tickets.
	keepFree = 128 << 20
	// growStep is how far bbolt lets a file grow at once.
	growStep = 16 << 20
	// personalGrowth is more than a personal value takes besides itself when it
	// comes under a key: nonce, tags and hash, the visit's wrapped key, its entry
	// among the codes, and pages that are half full.
	personalGrowth = 1 << 10
)

// roomToMigrate is how many bytes a migration of src needs beside it: for the kept
// copy and for the new file, each as large as what is live in src; in place, for the
// new journal, and as much again for what the old one brings into src. It is more than
// will be taken, never less.
func roomToMigrate(src *bbolt.DB, format int) (need int64, err error) {
	if format >= 2 {
		return 2 * shapeNow.size(), nil
	}
	err = guarded(src.Path(), func() error {
		return src.View(func(tx *bbolt.Tx) error {
			live := tx.Size() - int64(src.Stats().FreePageN*src.Info().PageSize)
			b, err := bucket(tx, bucketPersonal)
			if err != nil {
				return err
			}
			values := int64(0)
			c := b.Cursor()
			for k, _ := c.First(); k != nil; k, _ = c.Next() {
				values++
			}
			need = 2*(live+growStep) + values*personalGrowth
			return nil
		})
	})
	return need, err
}

// roomFor refuses, with what to do, where the disk of dir has less than need bytes
// for this account. A disk that does not tell is taken to have them. what begins
// the words, and do ends them.
func roomFor(dir string, need int64, what, do string) error {
	var disk syscall.Statfs_t
	if syscall.Statfs(dir, &disk) != nil || disk.Blocks == 0 {
		return nil
	}
	free := int64(disk.Bavail) * int64(disk.Bsize)
	if free >= need {
		return nil
	}
	return &Problem{Kind: ErrUnusable, Path: dir, Err: syscall.ENOSPC,
		What: fmt.Sprintf("%s needs %d bytes of room on this folder's disk, and %d are free; nothing was changed", what, need, free),
		Do:   fmt.Sprintf("Make room for %s more there, %s.", inMiB(need-free), do)}
}

// roomForCopies refuses to begin copies of the data for which there is no room; each
// of the folders gets one. On the disk of the data keepFree stays free: a copy that
// filled it would keep the hub from giving out tickets.
func (s *Store) roomForCopies(what string, folders ...string) error {
	total, free := s.Size()
	need := map[uint64]int64{diskOf(s.dir()): keepFree}
	for _, dir := range folders {
		disk := diskOf(dir)
		need[disk] += total - free + growStep
		if err := roomFor(dir, need[disk], what, "or on a disk of its own for backups"); err != nil {
			return err
		}
	}
	return nil
}

// diskOf tells disks apart; 0 where the folder is not there.
func diskOf(dir string) uint64 {
	var info syscall.Stat_t
	if syscall.Stat(dir, &info) != nil {
		return 0
	}
	return uint64(info.Dev)
}

// inMiB is a number of bytes for a person, never less than it is.
func inMiB(bytes int64) string { return fmt.Sprintf("%d MiB", (bytes+1<<20-1)>>20) }
