package store

import (
	"bytes"
	"fmt"

	"go.etcd.io/bbolt"

	"turno/hub/queue"
)

// late is what is in the journal and not yet in the data file, oldest first.
// Entries are only ever added, or all of them left to those who still read them,
// so whoever has a copy of the list goes on with what it had.
type late struct {
	entries []entry
	places  index // of all but events: those are read in order
}

// add puts more behind what is late.
func (l *late) add(more []entry) {
	for _, e := range more {
		l.entries = append(l.entries, e)
		if e.in != inEvents {
			l.places.add(l.entries, len(l.entries)-1)
		}
	}
}

// addPacked is add with memory of its own for what a packing holds.
func (l *late) addPacked(p *packing) {
	own := bytes.Clone(p.to)
	for i := range p.entries {
		own = p.entries[i].moveTo(own)
	}
	l.add(p.entries)
}

// forget is called when the data file has everything.
func (l *late) forget() {
	l.entries = make([]entry, 0, len(l.entries)) // as many again; the old ones may be read
	l.places.forget()
}

// find gives the newest value under a key, whatever its date.
func (l *late) find(in part, key []byte) (e entry, found bool) {
	i, found := l.places.find(l.entries, in, key)
	if !found {
		return e, false
	}
	return l.entries[i], true
}

// head is where the log ends, with what is late.
func (l *late) head(tx *bbolt.Tx) (head, error) {
	h, err := readHead(tx)
	for i := len(l.entries) - 1; i >= 0 && err == nil; i-- {
		if e := l.entries[i]; e.in == inMeta && bytes.Equal(e.key, keyHead) {
			var newer head
			if err = unsealJSON(e.key, e.value, &newer); err == nil && newer.Seq > h.Seq {
				h = newer
			}
			break
		}
	}
	return h, err
}

// eachAfter is eachAfter with what is late.
func (l *late) eachAfter(tx *bbolt.Tx, seq uint64, fn func(date queue.Date, key, value []byte) (bool, error)) error {
	more := true
	err := eachAfter(tx, seq, func(date queue.Date, key, value []byte) (_ bool, err error) {
		if len(key) == 8 {
			seq = seqOf(key)
		}
		more, err = fn(date, key, value)
		return more, err
	})
	for _, e := range l.entries {
		if err != nil || !more {
			return err
		}
		if e.in == inEvents && seqOf(e.key) > seq {
			more, err = fn(queue.Date(e.date), e.key, e.value)
		}
	}
	return err
}

// put puts everything that is late where it belongs.
func (l *late) put(tx *bbolt.Tx) error { return putAll(tx, l.entries) }

// found is what a journal holds for a data file that nobody has open.
type found struct {
	late
	commits int
	last    int64 // where the last record begins
	end     int64 // where the next one goes
	torn    bool  // the last thing written there does not count
}

// lateOf reads what is late for a data file: the records of its journal's life.
func lateOf(path string, tx *bbolt.Tx) (f found, err error) {
	m, err := readMark(tx)
	if err != nil || !m.used {
		return f, err
	}
	path = journalOf(path)
	records, end, torn, err := readJournal(path, m.life)
	for i, data := range records {
		entries, bad := decodeEntries(data)
		if bad != nil {
			return found{}, damaged(path, "the journal does not hold together", fmt.Errorf("record %d: %w", i, bad))
		}
		f.add(entries)
		f.last = end - blocks(len(data)) // true of the last one
	}
	f.commits, f.end, f.torn = len(records), end, torn
	return f, err
}
