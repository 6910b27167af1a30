package store

import (
	"fmt"
	"hash/maphash"
	"sync"

	"go.etcd.io/bbolt"
)

// answered knows of nearly every command whether it has an answer, without a look
// into the data file: of all ids that are kept it has a fingerprint. Each command
// is asked for twice before it is carried out, and nearly none was there before.
// It errs to one side: what it does not know has no answer; what it knows has
// one but for two ids of one fingerprint.
type answered struct {
	seed maphash.Seed
	mu   sync.RWMutex
	days map[string]map[uint64]struct{} // by business date, as they are dropped
}

// readAnswered takes up what the data file has.
func readAnswered(tx *bbolt.Tx) (*answered, error) {
	a := &answered{seed: maphash.MakeSeed(), days: map[string]map[uint64]struct{}{}}
	all, err := bucket(tx, bucketOutcomes)
	if err != nil {
		return nil, err
	}
	c := all.Cursor()
	for date, v := c.First(); date != nil; date, v = c.Next() {
		if v != nil {
			return nil, fmt.Errorf("outcomes of %q are no bucket", date)
		}
		keys := all.Bucket(date).Cursor()
		for k, _ := keys.First(); k != nil; k, _ = keys.Next() {
			a.add(string(date), k)
		}
	}
	return a, nil
}

func (a *answered) add(date string, key []byte) {
	sum := maphash.Bytes(a.seed, key)
	a.mu.Lock()
	defer a.mu.Unlock()
	day := a.days[date]
	if day == nil {
		day = map[uint64]struct{}{}
		a.days[date] = day
	}
	day[sum] = struct{}{}
}

// maybe is false for a key that has no answer.
func (a *answered) maybe(key []byte) bool {
	sum := maphash.Bytes(a.seed, key)
	a.mu.RLock()
	defer a.mu.RUnlock()
	for _, day := range a.days {
		if _, ok := day[sum]; ok {
			return true
		}
	}
	return false
}

// took follows a commit.
func (a *answered) took(b *Batch) {
	for i := range b.Outcomes {
		o := &b.Outcomes[i]
		var room [96]byte
		if key, err := appendOutcomeKey(room[:0], o.Principal, o.ID); err == nil { // else it was refused
			a.add(string(o.Date), key)
		}
	}
	if b.DropOutcomesBefore == "" {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for date := range a.days {
		if date < string(b.DropOutcomesBefore) {
			delete(a.days, date)
		}
	}
}
