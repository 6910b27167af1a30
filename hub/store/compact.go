package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"

	"turno/hub/queue"
)

// Compacted says what a compaction did.
type Compacted struct {
	Before, After int64         // bytes of the file
	Paused        time.Duration // how long no commit could run
}

// Size gives the bytes of the data file and, of them, those in pages that hold
// nothing; before the first commit the latter is 0. Cheap, and safe from any
// goroutine.
func (s *Store) Size() (total, free int64) {
	s.file.RLock()
	defer s.file.RUnlock()
	if info, err := os.Stat(s.path); err == nil {
		total = info.Size()
	}
	return total, int64(s.db.Stats().FreeAlloc)
}

// Compact puts a file without holes in place of the one in use, while the store
// is in use. It copies everything and proves the copy while commits go on; then
// it holds them back, copies what is new, proves that nothing is missing, and
// gives the copy the name. The log only grows, so what is new of it are its last
// events; all other parts are small and are copied again. A power cut leaves the
// old file or the new one; on an error the old one stays in use, but for an
// error of kind ErrBroken.
//
// It needs room for a second file. It is for the night: reading goes on, and
// commits wait for a moment that grows with what the branch keeps beside its log.
func (s *Store) Compact() (Compacted, error) {
	s.copy.Lock()
	defer s.copy.Unlock()
	var done Compacted
	dir := s.dir()
	if err := s.roomForCopies("compacting the data", dir); err != nil {
		return done, err
	}
	folder, err := os.MkdirTemp(dir, newPrefix)
	if err != nil {
		return done, unusable(dir, "the data folder can't be written", err)
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, FileName)
	if err := s.copyTo(path, copyOptions{empty: [][]byte{bucketJournal}}); err != nil {
		return done, err
	}
	if err := s.ring.Load().write(folder); err != nil { // the check looks for it beside the data
		return done, err
	}
	copied, err := proved(path)
	if err != nil {
		return done, err
	}
	next, err := openBolt(path, use{serving: true, maxSize: s.maxSize})
	if err != nil {
		return done, err
	}
	done.Before, _ = s.Size()
	old, paused, err := s.swap(next, copied.Last)
	done.Paused = paused
	if err != nil {
		return done, errors.Join(err, next.Close())
	}
	old.Close()
	done.After, _ = s.Size()
	return done, nil
}

// swap brings next, a copy that reaches event upTo, up to date and puts it in
// place of the file in use, which it gives back open.
func (s *Store) swap(next *bbolt.DB, upTo uint64) (old *bbolt.DB, paused time.Duration, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	began := time.Now()
	defer func() { paused = time.Since(began) }()
	if err := s.takeInLate(); err != nil {
		return nil, 0, err
	}
	next.NoSync = true
	err = guarded(s.path, func() error {
		err := s.db.View(func(from *bbolt.Tx) error {
			return next.Update(func(to *bbolt.Tx) error { return catchUp(to, from, upTo) })
		})
		if err == nil {
			err = bothHeads(next)
		}
		if err == nil {
			err = s.db.View(func(from *bbolt.Tx) error {
				return next.View(func(to *bbolt.Tx) error { return sameContent(to, from, upTo) })
			})
		}
		return errors.Join(err, next.Sync())
	})
	next.NoSync = false
	if err != nil {
		return nil, 0, unusable(s.path, "the compacted copy was not finished", err)
	}
	if err := os.Rename(next.Path(), s.path); err != nil {
		return nil, 0, unusable(s.path, "the compacted copy can't be put in place", err)
	}
	s.file.Lock()
	old, s.db = s.db, next
	s.file.Unlock()
	if err := errors.Join(s.nameFiles(), syncPath(s.dir())); err != nil {
		// Both files hold the same until the next commit, and it is not known
		// which of them has the name when the power fails.
		s.broken = &Problem{Kind: ErrBroken, Path: s.path, Err: err,
			What: "a compacted file was put in place and it is not known whether the disk kept that",
			Do:   "Look after the disk, then start the hub again: it goes on with what was kept."}
		old.Close()
		return nil, 0, s.broken
	}
	return old, 0, nil
}

// catchUp brings a copy that reaches event upTo to where from is.
func catchUp(to, from *bbolt.Tx, upTo uint64) error {
	events := to.Bucket(bucketEvents)
	err := eachAfter(from, upTo, func(date queue.Date, key, value []byte) (bool, error) {
		day, err := events.CreateBucketIfNotExists([]byte(date))
		if err != nil {
			return false, err
		}
		day.FillPercent = 1
		return true, day.Put(key, value)
	})
	if err != nil {
		return err
	}
	for _, name := range allBuckets {
		if bytes.Equal(name, bucketEvents) {
			continue
		}
		if err := to.DeleteBucket(name); err != nil {
			return err
		}
		b, err := to.CreateBucket(name)
		if err != nil {
			return err
		}
		if err := copyBucket(b, from.Bucket(name)); err != nil {
			return err
		}
	}
	return nil
}

func copyBucket(to, from *bbolt.Bucket) error {
	to.FillPercent = 1
	if err := to.SetSequence(from.Sequence()); err != nil {
		return err
	}
	return from.ForEach(func(k, v []byte) error {
		if v != nil {
			return to.Put(k, v)
		}
		b, err := to.CreateBucket(k)
		if err != nil {
			return err
		}
		return copyBucket(b, from.Bucket(k))
	})
}

// sameContent proves that a copy holds what from holds. Of the events up to
// upTo it was proved before; the chain of those behind is compared by its bytes.
func sameContent(to, from *bbolt.Tx, upTo uint64) error {
	for _, name := range allBuckets {
		if bytes.Equal(name, bucketEvents) {
			continue
		}
		if err := sameBucket(to.Bucket(name), from.Bucket(name)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	last := upTo
	err := eachAfter(from, upTo, func(date queue.Date, key, value []byte) (bool, error) {
		last = seqOf(key)
		day := to.Bucket(bucketEvents).Bucket([]byte(date))
		if day == nil || !bytes.Equal(day.Get(key), value) {
			return false, fmt.Errorf("event %d of %s differs", last, date)
		}
		return true, nil
	})
	if err != nil {
		return err
	}
	h, err := readHead(to)
	if err == nil && h.Seq != last {
		err = fmt.Errorf("the copy ends at event %d, its head says %d", last, h.Seq)
	}
	return err
}

func sameBucket(a, b *bbolt.Bucket) error {
	if a == nil || b == nil {
		return errors.New("is missing")
	}
	x, y := a.Cursor(), b.Cursor()
	k, v := x.First()
	m, w := y.First()
	for k != nil || m != nil {
		if !bytes.Equal(k, m) || !bytes.Equal(v, w) || (v == nil) != (w == nil) {
			return fmt.Errorf("differs at key %x", m)
		}
		if v == nil {
			if err := sameBucket(a.Bucket(k), b.Bucket(m)); err != nil {
				return err
			}
		}
		k, v = x.Next()
		m, w = y.Next()
	}
	return nil
}
