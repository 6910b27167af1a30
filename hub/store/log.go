package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"go.etcd.io/bbolt"

	"turno/hub/queue"
)

// Log is a data folder, or a backup, opened for reading alone: for those who
// prove a log or tell of it. It changes nothing, and many may read at once, but
// not beside a running hub. One goroutine at a time.
type Log struct {
	path  string
	db    *bbolt.DB
	marks []epochMark
	late  late
	end   head
}

// OpenLog opens what Open has made, without a change to it. The errors are
// [Problem]s of kind ErrInUse, ErrDamaged, ErrNewer or ErrUnusable; none takes
// longer than two seconds but for the walk through the file's pages.
func OpenLog(path string) (*Log, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, FileName)
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, unusable(path, "there is no data here", err)
	case info.Size() == 0:
		return nil, damaged(path, "the file is empty", nil)
	}
	db, err := openBolt(path, use{readOnly: true})
	if err != nil {
		return nil, err
	}
	l := &Log{path: path, db: db}
	if _, err := walkPages(path); err != nil {
		return nil, errors.Join(damaged(path, "the file's pages do not hold together", err), db.Close())
	}
	err = l.view(func(tx *bbolt.Tx) (err error) {
		if _, err = readFormat(tx); err != nil {
			return err
		}
		if l.marks, err = epochMarks(tx); err != nil {
			return err
		}
		found, err := lateOf(path, tx)
		if err != nil {
			return err
		}
		l.late = found.late
		l.end, err = l.late.head(tx)
		return err
	})
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return l, nil
}

// Close ends the reading.
func (l *Log) Close() error { return l.db.Close() }

// Path is the file's.
func (l *Log) Path() string { return l.path }

// Head is the seq of the last event, 0 for an empty log.
func (l *Log) Head() uint64 { return l.end.Seq }

func (l *Log) view(fn func(*bbolt.Tx) error) error {
	return guarded(l.path, func() error { return l.db.View(fn) })
}

// Broken is the first place where the stored log does not hold: a checksum, a
// link of the chain, an event that is missing or can't be read.
type Broken struct {
	Date queue.Date
	Seq  uint64
	What string
}

// Error says day, event and what is wrong.
func (b *Broken) Error() string {
	if b.Date == "" {
		return b.What
	}
	return fmt.Sprintf("%s, event %d: %s", b.Date, b.Seq, b.What)
}

// Each calls fn with every event, oldest first, after its checksum, its link in
// the chain and the form of its bytes were proved, until fn fails or the log
// ends; then it proves that the last event is the one that was stored last.
// Where the log is broken the error is a [Broken]; fn's own error comes back as
// it is.
func (l *Log) Each(fn func(queue.Event) error) error {
	var broken *Broken
	var stopped error
	err := l.view(func(tx *bbolt.Tx) error {
		at := link{marks: l.marks}
		err := l.late.eachAfter(tx, 0, func(date queue.Date, key, value []byte) (bool, error) {
			r, err := at.next(date, key, value)
			var e queue.Event
			if err == nil {
				if e, err = eventOf(r, date); err != nil {
					err = fmt.Errorf("event %d of %s: %w", r.Seq, date, err)
				}
			}
			if err == nil {
				err = sameBytes(r, e)
			}
			if err != nil {
				broken = brokenAt(date, key, err)
				return false, nil
			}
			stopped = fn(e)
			return stopped == nil, nil
		})
		if err == nil && broken == nil && stopped == nil {
			if wrong := atEnd(at.head, l.end); wrong != nil {
				broken = &Broken{Date: queue.Date(l.end.Date), Seq: l.end.Seq, What: wrong.Error()}
			}
		}
		return err
	})
	switch {
	case err != nil:
		return err
	case broken != nil:
		return broken
	}
	return stopped
}

// brokenAt says what is wrong without saying twice where.
func brokenAt(date queue.Date, key []byte, err error) *Broken {
	b := &Broken{Date: date, What: err.Error()}
	if len(key) == 8 {
		b.Seq = seqOf(key)
		b.What = strings.TrimLeft(strings.TrimPrefix(b.What, fmt.Sprintf("event %d of %s", b.Seq, date)), ": ")
	}
	return b
}

// sameBytes proves that an event is stored as this program writes it, so that
// comparing what is written is comparing what is meant.
func sameBytes(r record, e queue.Event) error {
	again, err := recordOf(e)
	if err != nil {
		return fmt.Errorf("event %d of %s: %w", r.Seq, e.Date, err)
	}
	if !bytes.Equal(again.JSON, r.JSON) {
		return fmt.Errorf("event %d of %s has other bytes than are written for it", r.Seq, e.Date)
	}
	return nil
}

// Snapshot is a kept state: the one after event Seq, as JSON.
type Snapshot struct {
	Seq  uint64
	JSON []byte
}

// Snapshots gives the kept snapshots, oldest first.
func (l *Log) Snapshots() (all []Snapshot, err error) {
	err = l.view(func(tx *bbolt.Tx) error {
		b, err := bucket(tx, bucketSnapshots)
		if err != nil {
			return err
		}
		return b.ForEach(func(k, v []byte) error {
			h, data, err := readSnapshot(k, v)
			if err != nil {
				return fmt.Errorf("snapshot %x: %w", k, err)
			}
			all = append(all, Snapshot{Seq: h.Seq, JSON: bytes.Clone(data)})
			return nil
		})
	})
	return all, err
}
