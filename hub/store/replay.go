package store

import (
	"bytes"
	"encoding/json"
	"fmt"

	"go.etcd.io/bbolt"

	"turno/hub/queue"
)

// replay applies the log while the check walks it and compares each snapshot
// with the state at its event.
type replay struct {
	report    *Report
	snapshots map[uint64][]byte // stored value by seq
	state     queue.State
	stopped   bool // a bad event: what follows can't be replayed
}

func (r *Report) events(tx *bbolt.Tx, late *late, marks []epochMark, end head) *replay {
	p := &replay{report: r, snapshots: make(map[uint64][]byte)}
	c := tx.Bucket(bucketSnapshots).Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		r.Snapshots++
		if len(k) != 8 {
			r.found(Finding{Part: "snapshots", What: fmt.Sprintf("key of %d bytes", len(k))})
			continue
		}
		p.snapshots[seqOf(k)] = v
	}
	l := link{marks: marks}
	err := late.eachAfter(tx, 0, func(date queue.Date, key, value []byte) (bool, error) {
		r.onDay(date, key)
		before := l.head
		rec, err := l.next(date, key, value)
		if err == nil {
			err = p.apply(rec, date, l.head)
		}
		if err != nil {
			r.found(Finding{Part: "events", Day: string(date), Seq: l.resume(before, date, key, value), What: err.Error()})
			p.stopped = true
		}
		return true, nil
	})
	if err == nil {
		err = atEnd(l.head, end)
	}
	if err != nil {
		r.found(Finding{Part: "events", Day: end.Date, Seq: end.Seq, What: err.Error()})
	}
	r.Last = l.head.Seq
	return p
}

// resume puts the link behind an event that did not fit, so that one broken
// event is one finding and not one for each that follows. It gives the event's
// seq.
func (l *link) resume(before head, date queue.Date, key, value []byte) uint64 {
	if len(key) != 8 {
		l.head = before
		return 0
	}
	l.head = head{Seq: seqOf(key), Date: string(date)}
	if r, err := decodeRecord(key, value); err == nil {
		l.head.Hash = r.hash(epochAt(l.marks, r.Seq), string(date))
	} else {
		l.lost = true
	}
	return l.head.Seq
}

func (r *Report) onDay(date queue.Date, key []byte) {
	if n := len(r.Days); n == 0 || r.Days[n-1].Date != string(date) {
		r.Days = append(r.Days, Day{Date: string(date)})
	}
	d := &r.Days[len(r.Days)-1]
	d.Events++
	if len(key) == 8 {
		d.Last = seqOf(key)
		if d.First == 0 {
			d.First = d.Last
		}
	}
}

func (p *replay) apply(rec record, date queue.Date, h head) error {
	e, err := eventOf(rec, date)
	if err != nil || p.stopped {
		return err
	}
	p.state = queue.Apply(p.state, e)
	value, ok := p.snapshots[rec.Seq]
	if !ok {
		return nil
	}
	delete(p.snapshots, rec.Seq)
	found := func(what string) {
		p.report.found(Finding{Part: "snapshots", Day: string(date), Seq: rec.Seq, What: what})
	}
	stored, data, err := readSnapshot(seqKey(rec.Seq), value)
	if err != nil {
		found(err.Error())
		return nil
	}
	want, err := json.Marshal(p.state)
	switch {
	case err != nil:
		return err
	case stored.Hash != h.Hash:
		found("belongs to another event than the one that is stored")
	case !bytes.Equal(data, want):
		found("differs from what the events give")
	default:
		p.report.Compared++
	}
	return nil
}

// restOfSnapshots looks at the snapshots that no event was found for. Behind a
// broken event there is nothing to compare them with.
func (p *replay) restOfSnapshots() {
	for seq, value := range p.snapshots {
		_, _, err := readSnapshot(seqKey(seq), value)
		switch {
		case err != nil:
			p.report.found(Finding{Part: "snapshots", Seq: seq, What: err.Error()})
		case !p.stopped:
			p.report.found(Finding{Part: "snapshots", Seq: seq, What: "there is no such event"})
		}
	}
}
