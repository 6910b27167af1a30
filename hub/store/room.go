package store

import (
	"fmt"
	"syscall"

	"go.etcd.io/bbolt"
)

const (
	// growStep is how far bbolt lets a file grow at once.
	growStep = 16 << 20
	// personalGrowth is more than a personal value takes besides itself when it
	// comes under a key: nonce, tags and hash, the visit's wrapped key, its entry
	// among the codes, and pages that are half full.
	personalGrowth = 1 << 10
)

// roomToMigrate is how many bytes a migration of src needs beside it: for the kept
// copy and for the new file, each as large as what is live in src. It is more than
// will be taken, never less.
func roomToMigrate(src *bbolt.DB) (need int64, err error) {
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
// for this account. A disk that does not tell is taken to have them.
func roomFor(dir string, need int64) error {
	var disk syscall.Statfs_t
	if syscall.Statfs(dir, &disk) != nil || disk.Blocks == 0 {
		return nil
	}
	free := int64(disk.Bavail) * int64(disk.Bsize)
	if free >= need {
		return nil
	}
	return &Problem{Kind: ErrUnusable, Path: dir,
		What: fmt.Sprintf("bringing the data to format %d needs %d bytes of room on this folder's disk, and %d are free; nothing was changed", Format, need, free),
		Do:   fmt.Sprintf("Make room for %s more there, or move the folder to a larger disk, and start again; the older turno-hub can use the folder until then.", inMiB(need-free)),
		Err:  syscall.ENOSPC}
}

// inMiB is a number of bytes for a person, never less than it is.
func inMiB(bytes int64) string { return fmt.Sprintf("%d MiB", (bytes+1<<20-1)>>20) }
