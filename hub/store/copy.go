package store

import (
	"bytes"
	"slices"
	"sync/atomic"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// copyOptions say what of a file is copied.
type copyOptions struct {
	empty  [][]byte              // top buckets whose content stays behind
	change func(*bbolt.Tx) error // alters the finished copy
	stop   *atomic.Bool          // ends the copying early; nil never does
}

// copyLive puts everything that is live in src into dst, whose pages it fills,
// by transactions of about step bytes.
//
// Source and copy end in one order that matters: the last transaction of dst is
// committed while the read transaction of src still stands. bbolt keeps a put
// value by reference until the commit, and here it lies in a page of src; once
// no reader holds that page, the hub's next commit may write over it. bbolt's
// own Compact ends its reader first, so it is for files at rest only.
//
// Of the buckets in o.empty only the names are copied: their content never gets
// into the new file, not even into a page that is free again.
func copyLive(dst, src *bbolt.DB, step int, o copyOptions) error {
	return src.View(func(from *bbolt.Tx) error {
		c := copier{dst: dst, step: step, stop: o.stop}
		defer c.rollback() // after a panic over a damaged page, too: dst could not be closed else
		err := c.begin()
		if err == nil {
			err = from.ForEach(func(name []byte, b *bbolt.Bucket) error {
				if slices.ContainsFunc(o.empty, func(e []byte) bool { return bytes.Equal(e, name) }) {
					_, err := c.create([][]byte{name})
					return err
				}
				return c.bucket([][]byte{name}, b)
			})
		}
		if err != nil {
			return err
		}
		return c.tx.Commit()
	})
}

// copier writes into dst, one transaction after the other.
type copier struct {
	dst  *bbolt.DB
	step int
	stop *atomic.Bool
	tx   *bbolt.Tx
	size int // of what tx holds
}

func (c *copier) begin() (err error) {
	c.tx, err = c.dst.Begin(true)
	c.size = 0
	return err
}

// rollback drops what was not committed, if anything was not; the file has no name
// yet and goes too.
func (c *copier) rollback() {
	if c.tx != nil {
		_ = c.tx.Rollback()
	}
}

// bucket copies b, which lies at path, and what is in it.
func (c *copier) bucket(path [][]byte, b *bbolt.Bucket) error {
	to, err := c.create(path)
	if err != nil {
		return err
	}
	if err := to.SetSequence(b.Sequence()); err != nil {
		return err
	}
	in := c.tx // the transaction that to belongs to
	return b.ForEach(func(k, v []byte) error {
		if v == nil {
			return c.bucket(append(slices.Clip(path), k), b.Bucket(k))
		}
		if c.size > 0 && c.size+len(k)+len(v) > c.step {
			if err := c.next(); err != nil {
				return err
			}
		}
		if in != c.tx {
			to, in = c.open(path), c.tx
		}
		c.size += len(k) + len(v)
		to.FillPercent = 1 // nothing is put in between later
		return to.Put(k, v)
	})
}

// next ends the transaction and begins another.
func (c *copier) next() error {
	err := c.tx.Commit()
	c.tx = nil
	if err == nil && c.stop != nil && c.stop.Load() {
		err = berrors.ErrDatabaseNotOpen
	}
	if err != nil {
		return err
	}
	return c.begin()
}

func (c *copier) create(path [][]byte) (*bbolt.Bucket, error) {
	last := len(path) - 1
	if last == 0 {
		return c.tx.CreateBucket(path[0])
	}
	return c.open(path[:last]).CreateBucket(path[last])
}

// open finds a bucket that create made, in the transaction of now.
func (c *copier) open(path [][]byte) *bbolt.Bucket {
	b := c.tx.Bucket(path[0])
	for _, name := range path[1:] {
		b = b.Bucket(name)
	}
	return b
}
