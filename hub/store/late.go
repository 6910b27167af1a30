package store

import (
	"bytes"
	"fmt"
	"slices"

	"go.etcd.io/bbolt"

	"turno/hub/queue"
)

// late is what is in the journal and not yet in the data file.
type late struct {
	taking pile // of the side that the data file takes in
	newer  pile
}

// pile is what one life of the journal has, oldest first. Entries are only ever
// added, or all of them left to those who still read them, so whoever has a copy of
// the list goes on with what it had.
type pile struct {
	entries []entry
	places  index // of all but events: those are read in order
}

// add puts more behind what is there.
func (p *pile) add(more []entry) {
	for _, e := range more {
		p.entries = append(p.entries, e)
		if e.in != inEvents {
			p.places.add(p.entries, len(p.entries)-1)
		}
	}
}

// addPacked is add with memory of its own for what a packing holds.
func (p *pile) addPacked(packed *packing) {
	own := bytes.Clone(packed.to)
	for i := range packed.entries {
		own = packed.entries[i].moveTo(own)
	}
	p.add(packed.entries)
}

// find gives the place of the newest value under a key, whatever its date.
func (p *pile) find(in part, key []byte) (place int, found bool) {
	return p.places.find(p.entries, in, key)
}

// like is an empty pile with room for as much as is in p.
func (p *pile) like() pile {
	return pile{entries: make([]entry, 0, len(p.entries)), places: p.places.like()}
}

// turn is called when the journal's side changes.
func (l *late) turn() { l.taking, l.newer = l.newer, l.newer.like() }

// forget is called when the data file has everything.
func (l *late) forget() { l.taking, l.newer = pile{}, l.newer.like() }

// any tells whether something is late.
func (l *late) any() bool { return len(l.taking.entries)+len(l.newer.entries) > 0 }

// list is l without its indexes, for who reads what is late in order.
func (l *late) list() late {
	return late{taking: pile{entries: l.taking.entries}, newer: pile{entries: l.newer.entries}}
}

// piles gives both, oldest first.
func (l *late) piles() [2][]entry { return [2][]entry{l.taking.entries, l.newer.entries} }

// from gives the newest value under a key, whatever its date, and what came after it
// in its life.
func (l *late) from(in part, key []byte) (entries []entry, found bool) {
	for _, p := range [2]*pile{&l.newer, &l.taking} {
		if i, found := p.find(in, key); found {
			return p.entries[i:], true
		}
	}
	return nil, false
}

// find gives the newest value under a key, whatever its date.
func (l *late) find(in part, key []byte) (e entry, found bool) {
	all, found := l.from(in, key)
	if !found {
		return e, false
	}
	return all[0], true
}

// head is where the log ends, with what is late.
func (l *late) head(tx *bbolt.Tx) (head, error) {
	h, err := readHead(tx)
	piles := l.piles()
	for _, entries := range slices.Backward(piles[:]) {
		for _, e := range slices.Backward(entries) {
			if err != nil || e.in != inMeta || !bytes.Equal(e.key, keyHead) {
				continue
			}
			var newer head
			if err = unsealJSON(e.key, e.value, &newer); err == nil && newer.Seq > h.Seq {
				h = newer
			}
			return h, err
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
	for _, entries := range l.piles() {
		for _, e := range entries {
			if err != nil || !more {
				return err
			}
			if e.in == inEvents && seqOf(e.key) > seq {
				more, err = fn(queue.Date(e.date), e.key, e.value)
			}
		}
	}
	return err
}

// put puts everything that is late where it belongs.
func (l *late) put(tx *bbolt.Tx) error {
	if len(l.taking.entries) == 0 {
		return putAll(tx, l.newer.entries)
	}
	return putAll(tx, slices.Concat(l.taking.entries, l.newer.entries))
}

// found is what a journal holds for a data file that nobody has open. All of it is
// in late's newer pile.
type found struct {
	late
	written
}

// lateOf reads what is late for a data file: the records of its journal that count.
func lateOf(path string, tx *bbolt.Tx) (f found, err error) {
	m, err := readMark(tx)
	if err != nil || !m.used {
		return f, err
	}
	path = journalOf(path)
	f.written, err = readJournal(path, m)
	for i, data := range f.records {
		entries, bad := decodeEntries(data)
		if bad != nil {
			return found{}, damaged(path, "the journal does not hold together", fmt.Errorf("record %d: %w", i, bad))
		}
		f.newer.add(entries)
	}
	return f, err
}
