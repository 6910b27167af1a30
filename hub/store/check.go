package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"

	"turno/hub/queue"
)

// Check verifies a data folder or a data file (a backup, say) without changing
// it: bbolt's pages and its own check, every checksum, the chain from the first
// event to the last, seq without a gap, and that each snapshot equals a replay.
// Damage is in the report; the error says why it could not be looked at: the
// folder is in use, there is none, a newer program wrote it.
func Check(path string) (Report, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, FileName)
	}
	r := Report{Path: path}
	info, err := os.Stat(path)
	if err != nil {
		return r, unusable(path, "there is no data here", err)
	}
	r.Bytes = info.Size()
	err = r.look(path)
	if errors.Is(err, ErrDamaged) {
		r.found(Finding{Part: "pages", What: causeOf(err)})
		err = nil
	}
	return r, err
}

// causeOf is the words of a Problem's cause, without its path and its advice,
// which the report gives once.
func causeOf(err error) string {
	var p *Problem
	if errors.As(err, &p) && p.Err != nil {
		return p.Err.Error()
	}
	return err.Error()
}

// look opens the file and checks it part by part.
func (r *Report) look(path string) error {
	if r.Bytes == 0 {
		return damaged(path, "the file is empty", nil)
	}
	db, err := openBolt(path, use{readOnly: true})
	if err != nil {
		return err
	}
	defer db.Close()
	walk, err := walkPages(path)
	if err != nil {
		return damaged(path, "the file's pages do not hold together", err)
	}
	if walk.lostOne {
		r.Notes = append(r.Notes, lostHead)
	}
	return guarded(path, func() error {
		return db.View(func(tx *bbolt.Tx) error {
			for err := range tx.Check() {
				r.found(Finding{Part: "pages", What: err.Error()})
			}
			if len(r.Findings) > 0 {
				return nil
			}
			return r.contents(tx)
		})
	})
}

func (r *Report) contents(tx *bbolt.Tx) error {
	format, err := readFormat(tx)
	if err != nil {
		var n newerValue
		if errors.As(err, &n) {
			return err
		}
		r.found(Finding{Part: "format", What: err.Error()})
		return nil
	}
	r.Format = format
	for _, name := range buckets(format) {
		if _, err := bucket(tx, name); err != nil {
			r.found(Finding{Part: "format", What: err.Error()})
			return nil
		}
	}
	marks, err := epochMarks(tx)
	if err != nil {
		r.found(Finding{Part: "format", What: err.Error()})
		return nil
	}
	last := marks[len(marks)-1]
	r.Epoch, r.Epochs, r.Began = last.Epoch, len(marks), last.Began
	late, err := r.late(tx)
	if err != nil {
		r.found(Finding{Part: "journal", What: causeOf(err)})
	}
	end, err := late.head(tx)
	if err != nil {
		r.found(Finding{Part: "format", What: err.Error()})
		return nil
	}
	replay := r.events(tx, &late, marks, end)
	replay.restOfSnapshots()
	r.outcomes(tx, end)
	r.sealed(tx)
	if format == 1 {
		r.personal1(tx)
	} else {
		r.personal(tx)
	}
	return nil
}

func (r *Report) outcomes(tx *bbolt.Tx, end head) {
	all := tx.Bucket(bucketOutcomes)
	c := all.Cursor()
	for date, v := c.First(); date != nil; date, v = c.Next() {
		if v != nil || !isDate(queue.Date(date)) {
			r.found(Finding{Part: "outcomes", What: fmt.Sprintf("%q is no business date", date)})
			continue
		}
		day := all.Bucket(date)
		keys := day.Cursor()
		for k, _ := keys.First(); k != nil; k, _ = keys.Next() {
			r.Outcomes++
			var o Outcome
			_, err := getJSON(day, k, &o)
			if err == nil && o.Seq > end.Seq {
				err = fmt.Errorf("answers with event %d, which is not there", o.Seq)
			}
			if err != nil {
				r.found(Finding{Part: "outcomes", Day: string(date), What: fmt.Sprintf("%q: %v", k, err)})
			}
		}
	}
}

// late reads what is in the journal and not yet in the file; the seals are
// proved. It counts what is no event, as the rest does with what is in the file.
func (r *Report) late(tx *bbolt.Tx) (late, error) {
	found, err := lateOf(r.Path, tx)
	if found.torn {
		r.Notes = append(r.Notes, tornJournal)
	}
	if n := len(found.records); n > 0 {
		r.Notes = append(r.Notes, count(n, "commit")+" in "+JournalName+": the hub did not end by itself, and its next start takes them in")
	}
	for _, e := range found.newer.entries {
		switch e.in {
		case inOutcomes:
			r.Outcomes++
		case inPersonal:
			r.Personal++
		}
	}
	return found.late, err
}

// sealed checks the parts whose values stand for themselves.
func (r *Report) sealed(tx *bbolt.Tx) {
	r.Sessions = r.each(tx, bucketSessions, func(_, content []byte) error {
		return json.Unmarshal(content, new(Session))
	})
	r.each(tx, bucketMeta, func(_, _ []byte) error { return nil })
	if tx.Bucket(bucketJournal) != nil {
		r.each(tx, bucketJournal, func(_, _ []byte) error { return nil })
	}
}

// each proves the seal of every value of a bucket and calls fn with its
// content; it counts them. It names no value: reports are read by people who
// may not see what is personal.
func (r *Report) each(tx *bbolt.Tx, name []byte, fn func(k, content []byte) error) int {
	n := 0
	c := tx.Bucket(name).Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		n++
		content, err := unseal(k, v)
		if err == nil {
			err = fn(k, content)
		}
		if err != nil {
			r.found(Finding{Part: string(name), What: fmt.Sprintf("value %d: %v", n, err)})
		}
	}
	return n
}
