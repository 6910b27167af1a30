package store

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"turno/hub/queue"
)

// light tells of a batch whether it only adds to what is stored; such a batch
// can go through the journal. Nearly all are: a ticket, a call, an end.
func (b *Batch) light() bool {
	return len(b.Erase)+len(b.EndSessions)+len(b.Sessions) == 0 && b.DropOutcomesBefore == "" && b.Snapshot == nil
}

// adding packs what a light batch adds. Its memory serves one commit after the
// other; it belongs to who holds the store's mu.
type adding struct {
	packing
	s       *Store
	tx      *bbolt.Tx              // nil until something is looked up in the data file
	cursors map[part]*bbolt.Cursor // of tx
	added   index                  // outcomes, codes and personal fields of this batch
	keys    map[queue.VisitID]aKey // made in this batch
}

// packed gives what a batch adds, and the log's head after it; light is false
// where it also changes what is there, and so has to be stored at once. The
// error is the caller's mistake, of kind ErrOrder, or damage. The caller holds mu;
// what is packed is its until the next call.
func (s *Store) packed(b *Batch) (a *adding, next head, light bool, err error) {
	if !b.light() {
		return nil, s.head, false, nil
	}
	a = &s.adding
	defer a.end()
	a.begin(s)
	if next, err = a.events(s.Epoch(), s.head, b.Events); err != nil {
		return nil, next, false, err
	}
	for i := range b.Outcomes {
		if err := a.outcome(&b.Outcomes[i]); err != nil {
			return nil, next, false, err
		}
	}
	for i := range b.Personal {
		if light, err := a.personal(&b.Personal[i]); err != nil || !light {
			return nil, next, false, err
		}
	}
	if !b.Clock.IsZero() {
		content, err := json.Marshal(b.Clock)
		if err = errors.Join(err, a.add(inMeta, "", keyClock, content)); err != nil {
			return nil, next, false, err
		}
	}
	return a, next, true, nil
}

func (a *adding) begin(s *Store) {
	a.s = s
	a.reset(s.journal.room())
	a.added.forget()
	if a.keys == nil {
		a.keys, a.cursors = map[queue.VisitID]aKey{}, map[part]*bbolt.Cursor{}
	}
}

// end lets go of the data file, and of the keys that were made.
func (a *adding) end() {
	clear(a.keys)
	if a.tx != nil {
		_ = a.tx.Rollback()
		a.tx = nil
		clear(a.cursors)
	}
}

// in is a way through a part of the data file.
func (a *adding) in(p part, date string) (c *bbolt.Cursor, err error) {
	if c = a.cursors[p]; c != nil {
		return c, nil
	}
	if a.tx == nil {
		if a.tx, err = a.s.db.Begin(false); err != nil {
			return nil, err
		}
	}
	b, err := bucket(a.tx, partBuckets[p])
	if err != nil {
		return nil, err
	}
	if !p.dated() {
		c = b.Cursor()
		a.cursors[p] = c
	} else if b = b.Bucket([]byte(date)); b != nil {
		c = b.Cursor()
	}
	return c, nil
}

// has tells whether something is added by this batch, is late or is stored.
func (a *adding) has(p part, date string, key []byte) (bool, error) {
	if _, added := a.added.find(a.entries, p, key); added {
		return true, nil
	}
	if _, late := a.s.late.find(p, key); late {
		return true, nil
	}
	c, err := a.in(p, date)
	if c == nil || err != nil {
		return false, err
	}
	k, _ := c.Seek(key)
	return bytes.Equal(k, key), nil
}

// known tells whether anything personal is kept on a visit.
func (a *adding) known(visit queue.VisitID, prefix []byte) (bool, error) {
	if _, late := a.s.late.find(inKeys, prefix[:len(visit)]); late {
		return true, nil
	}
	c, err := a.in(inPersonal, "")
	if err != nil {
		return false, err
	}
	k, _ := c.Seek(prefix)
	return bytes.HasPrefix(k, prefix), nil
}

// took notes the last entry, so that nothing in this batch does it again.
func (a *adding) took() { a.added.add(a.entries, len(a.entries)-1) }

func (a *adding) outcome(o *Outcome) error {
	e, err := a.packing.outcome(o)
	if err != nil {
		return err
	}
	_, again := a.added.find(a.entries, inOutcomes, e.key)
	if !again && a.s.answered.maybe(e.key) {
		again, err = a.has(inOutcomes, e.date, e.key)
	}
	if again {
		err = o.again()
	}
	a.took()
	return err
}

// personal adds a field of a visit that has nothing personal yet; light is false
// for any other.
func (a *adding) personal(p *Personal) (light bool, err error) {
	k, err := appendPersonalKey(a.name[:0], p.Visit, p.Field)
	if err != nil {
		return false, err
	}
	a.name = k
	h := p.head()
	if h.code != nil {
		if taken, err := a.has(inCodes, "", h.code); err != nil || taken || p.Value == "" {
			return false, cmp.Or(err, p.taken())
		}
		if err := a.add(inCodes, "", h.code, k[:len(p.Visit)]); err != nil {
			return false, err
		}
		a.took()
	}
	key, made := a.keys[p.Visit]
	if made {
		if _, twice := a.added.find(a.entries, inPersonal, k); twice {
			return false, nil
		}
	} else {
		if known, err := a.known(p.Visit, k[:len(p.Visit)+1]); err != nil || known {
			return false, err
		}
		if key, err = a.freshKey(a.s.ring.Load(), p.Visit); err != nil {
			return false, fmt.Errorf("the key of visit %q: %w", p.Visit, err)
		}
		a.keys[p.Visit] = key
	}
	a.open(inPersonal, "", k)
	a.place = personalPlace(a.place[:0], k, h)
	a.to = appendPersonal(a.to, a.place, h, p.Value, key[:])
	if err := a.close(); err != nil {
		return false, err
	}
	a.took()
	return true, nil
}
