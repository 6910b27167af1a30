package store

import (
	"bytes"
	"fmt"

	"go.etcd.io/bbolt"

	"turno/hub/queue"
)

// light tells of a batch whether it only adds to what is stored; such a batch
// can go through the journal. Nearly all are: a ticket, a call, an end.
func (b *Batch) light() bool {
	return len(b.Erase)+len(b.EndSessions)+len(b.Sessions) == 0 && b.DropOutcomesBefore == "" && b.Snapshot == nil
}

// adding gathers what a light batch adds.
type adding struct {
	s       *Store
	tx      *bbolt.Tx
	buckets map[part]*bbolt.Bucket
	entries []entry
	added   map[string]bool          // by part and key: outcomes, codes, personal fields
	keys    map[queue.VisitID][]byte // made in this batch
}

// entriesOf gives what a batch adds, and the log's head after it; ok is false
// where it also changes what is there, and so has to be stored at once. The
// error is the caller's mistake, of kind ErrOrder, or damage. The caller holds mu.
func (s *Store) entriesOf(b *Batch) (entries []entry, next head, ok bool, err error) {
	if !b.light() {
		return nil, s.head, false, nil
	}
	a := adding{s: s, buckets: map[part]*bbolt.Bucket{}, added: map[string]bool{}, keys: map[queue.VisitID][]byte{}}
	if a.entries, next, err = eventEntries(s.Epoch(), s.head, b.Events); err != nil {
		return nil, next, false, err
	}
	err = s.db.View(func(tx *bbolt.Tx) (err error) {
		a.tx = tx
		for i := range b.Outcomes {
			if err := a.outcome(b.Outcomes[i]); err != nil {
				return err
			}
		}
		ok = true
		for i := range b.Personal {
			if ok, err = a.personal(b.Personal[i]); err != nil || !ok {
				return err
			}
		}
		return nil
	})
	if err == nil && !b.Clock.IsZero() {
		e := entry{in: inMeta, key: keyClock}
		e.value, err = sealJSON(e.key, b.Clock)
		a.entries = append(a.entries, e)
	}
	return a.entries, next, ok, err
}

// has tells whether something is stored, is late or is added by this batch.
func (a *adding) has(in part, date string, key []byte) bool {
	if _, late := a.s.late.find(in, key); late {
		return true
	}
	if a.added[string(in)+string(key)] {
		return true
	}
	b, known := a.buckets[in]
	if !known {
		b = a.tx.Bucket(partBuckets[in])
		a.buckets[in] = b
	}
	if b != nil && date != "" {
		b = b.Bucket([]byte(date))
	}
	return b != nil && b.Get(key) != nil
}

// known tells whether anything personal is kept on a visit.
func (a *adding) known(visit queue.VisitID) bool {
	if _, late := a.s.late.find(inKeys, []byte(visit)); late {
		return true
	}
	prefix := visitPrefix(visit)
	k, _ := a.tx.Bucket(bucketPersonal).Cursor().Seek(prefix)
	return bytes.HasPrefix(k, prefix)
}

func (a *adding) add(e entry) {
	a.added[string(e.in)+string(e.key)] = true
	a.entries = append(a.entries, e)
}

func (a *adding) outcome(o Outcome) error {
	e, err := o.entry()
	if err == nil && (a.added[string(e.in)+string(e.key)] || a.s.answered.maybe(e.key) && a.has(e.in, e.date, e.key)) {
		err = o.again()
	}
	a.add(e)
	return err
}

// personal adds a field of a visit that has nothing personal yet; ok is false
// for any other.
func (a *adding) personal(p Personal) (ok bool, err error) {
	k, err := personalKey(p.Visit, p.Field)
	if err != nil {
		return false, err
	}
	h := p.head()
	if h.code != nil {
		if p.Value == "" || a.has(inCodes, "", h.code) {
			return false, p.taken()
		}
		a.add(entry{in: inCodes, key: h.code, value: seal(h.code, []byte(p.Visit))})
	}
	key := a.keys[p.Visit]
	if a.added[string(inPersonal)+string(k)] || key == nil && a.known(p.Visit) {
		return false, nil
	}
	if key == nil {
		var e entry
		if key, e, err = freshKey(a.s.ring.Load(), p.Visit); err != nil {
			return false, fmt.Errorf("the key of visit %q: %w", p.Visit, err)
		}
		a.keys[p.Visit] = key
		a.add(e)
	}
	a.add(entry{in: inPersonal, key: k, value: seal(k, sealPersonal(k, h, p.Value, key))})
	return true, nil
}
