package store

import (
	"encoding/json"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"turno/hub/queue"
)

// keepSnapshots is how many snapshots stay: the newest, and one to fall back
// on if it can't be read.
const keepSnapshots = 2

// putSnapshot stores the state after the event h. Its value is the hash of
// that event, so that the chain can be taken up behind it, and the state's JSON.
func putSnapshot(tx *bbolt.Tx, h head, state *queue.State) error {
	if h.Seq == 0 || state.Seq != h.Seq {
		return fmt.Errorf("%w: snapshot of event %d after event %d", ErrOrder, state.Seq, h.Seq)
	}
	data, err := json.Marshal(state)
	if err != nil {
		return fmt.Errorf("%w: snapshot: %w", ErrOrder, err)
	}
	b := tx.Bucket(bucketSnapshots)
	if err := put(b, seqKey(h.Seq), append(append([]byte(nil), h.Hash[:]...), data...)); err != nil {
		return err
	}
	var keys [][]byte
	c := b.Cursor()
	for k, _ := c.First(); k != nil; k, _ = c.Next() {
		keys = append(keys, append([]byte(nil), k...))
	}
	for _, k := range keys[:max(0, len(keys)-keepSnapshots)] {
		if err := b.Delete(k); err != nil {
			return err
		}
	}
	return nil
}

// readSnapshot reads one stored snapshot; the JSON shares the map's memory.
func readSnapshot(key, value []byte) (h head, data []byte, err error) {
	if len(key) != 8 {
		return h, nil, fmt.Errorf("key of %d bytes", len(key))
	}
	content, err := unseal(key, value)
	if err != nil {
		return h, nil, err
	}
	if len(content) < len(h.Hash) {
		return h, nil, errors.New("is cut off")
	}
	h.Seq = seqOf(key)
	n := copy(h.Hash[:], content)
	return h, content[n:], nil
}

// Load gives the state of the branch as the log has it: the newest snapshot
// that can be read and every event after it, each with its checksum and its
// link in the chain proved. A snapshot that can't be read is passed over with a
// warning, as the log alone is enough; an event that can't be is an error of
// kind ErrDamaged or, where a newer program wrote it, ErrNewer.
func (s *Store) Load() (queue.State, error) {
	var state queue.State
	err := s.viewLate(func(tx *bbolt.Tx, late *late) error {
		end, err := late.head(tx)
		if err != nil {
			return err
		}
		l := link{marks: s.marks}
		if l.head, state, err = s.newestSnapshot(tx, end); err != nil {
			return err
		}
		err = late.eachAfter(tx, l.head.Seq, func(date queue.Date, key, value []byte) (bool, error) {
			r, err := l.next(date, key, value)
			if err != nil {
				return false, err
			}
			e, err := eventOf(r, date)
			if err != nil {
				return false, fmt.Errorf("event %d of %s: %w", r.Seq, date, err)
			}
			state = queue.Apply(state, e)
			return true, nil
		})
		if err != nil {
			return err
		}
		return atEnd(l.head, end)
	})
	if err != nil {
		return queue.State{}, err
	}
	return state, nil
}

// atEnd proves that the last event that was found is the last that was stored.
func atEnd(found, stored head) error {
	if found.Seq != stored.Seq {
		return fmt.Errorf("the log ends at event %d and should end at event %d of %s", found.Seq, stored.Seq, stored.Date)
	}
	if found.Hash != stored.Hash {
		return fmt.Errorf("event %d, the last, is not the one that was stored", found.Seq)
	}
	return nil
}

// newestSnapshot gives the newest readable snapshot that is not behind the
// log's end, or the empty state.
func (s *Store) newestSnapshot(tx *bbolt.Tx, end head) (head, queue.State, error) {
	b, err := bucket(tx, bucketSnapshots)
	if err != nil {
		return head{}, queue.State{}, err
	}
	c := b.Cursor()
	for k, v := c.Last(); k != nil; k, v = c.Prev() {
		h, data, err := readSnapshot(k, v)
		if err == nil && h.Seq > end.Seq {
			err = fmt.Errorf("is of event %d, the log ends at %d", h.Seq, end.Seq)
		}
		var state queue.State
		if err == nil {
			err = json.Unmarshal(data, &state)
		}
		if err == nil && state.Seq != h.Seq {
			err = fmt.Errorf("says event %d", state.Seq)
		}
		if err == nil {
			return h, state, nil
		}
		s.log.Warn("a snapshot can't be used; older events are replayed instead", "key", fmt.Sprintf("%x", k), "err", err)
	}
	return head{}, queue.State{}, nil
}
