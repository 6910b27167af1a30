package store

import (
	"errors"
	"fmt"
	"slices"
	"syscall"
	"time"

	"go.etcd.io/bbolt"

	"turno/hub/queue"
)

// Batch is what one commit makes durable: all of it or nothing.
type Batch struct {
	// Events go on where the log ends: seq without a gap, business dates that
	// never go back.
	Events []queue.Event
	// Outcomes are the answers to the commands that these events accept.
	Outcomes []Outcome
	// DropOutcomesBefore forgets the answers of all business dates before this
	// one; empty forgets none. The hub sets it to a date when that date ends,
	// so that an answer outlives its own day by one business day.
	DropOutcomesBefore queue.Date
	// Erase goes before Personal, so that one batch can replace a value.
	Erase    []PersonalKey
	Personal []Personal
	// EndSessions goes before Sessions. A Session with a known token replaces it.
	EndSessions []TokenHash
	Sessions    []Session
	// Snapshot is the state after the batch's last event, or nil for none. The
	// newest two snapshots are kept.
	Snapshot *queue.State
	// Clock is the virtual clock's time; zero leaves the stored one.
	Clock time.Time
}

// Empty says that nothing is to be stored.
func (b *Batch) Empty() bool {
	return len(b.Events)+len(b.Outcomes)+len(b.Erase)+len(b.Personal)+len(b.EndSessions)+len(b.Sessions) == 0 &&
		b.DropOutcomesBefore == "" && b.Snapshot == nil && b.Clock.IsZero()
}

// needsKeys tells whether something is put under a visit's key.
func (b *Batch) needsKeys() bool {
	return len(b.Personal) > 0 || slices.ContainsFunc(b.Erase, func(k PersonalKey) bool { return k.Field != "" })
}

// date is the business date that the log has reached with this batch.
func (b *Batch) date(h head) string {
	if n := len(b.Events); n > 0 {
		return string(b.Events[n-1].Date)
	}
	return h.Date
}

// Commit stores the batch as one. After nil it is on the disk;
// after an error nothing of it is there. An error of kind ErrOrder is the
// caller's mistake; after any other the store can be used on (a full disk may
// have space again), unless it is of kind ErrBroken: then it is not known what
// the disk holds, and every later commit is refused until the folder is opened
// anew. One goroutine commits at a time; others wait.
//
// A batch that only adds goes into the journal with one sync. Any other one is a
// transaction of the data file, which takes in what is late as well.
func (s *Store) Commit(b Batch) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken != nil {
		return s.broken
	}
	if b.Empty() {
		return nil
	}
	if err := b.valid(); err != nil {
		return err
	}
	if err := s.stands(); err != nil {
		return err
	}
	if err := s.noteTaking(); err != nil {
		return err
	}
	err := guarded(s.path, func() error {
		if b.needsKeys() {
			if err := s.turnRing(b.date(s.head)); err != nil {
				return err
			}
		}
		adds, next, light, err := s.packed(&b)
		fits := light && s.journal.fits(adds.to)
		if light && !fits && err == nil {
			fits, err = s.makeRoom(&adds.packing)
		}
		switch {
		case err != nil:
			return err
		case fits:
			return s.addLate(&adds.packing, next)
		case light:
			return s.store(func(tx *bbolt.Tx) (head, uint64, error) { return next, s.snapshot, putAll(tx, adds.entries) })
		}
		return s.store(func(tx *bbolt.Tx) (head, uint64, error) { return s.write(tx, &b) })
	})
	if err == nil {
		s.answered.took(&b)
	}
	return s.unlessInDoubt(err)
}

// addLate makes a light batch durable in the journal.
func (s *Store) addLate(adds *packing, next head) error {
	if err := s.journal.append(adds.to); err != nil {
		return unusable(s.journal.file.Name(), "the batch was not stored", err)
	}
	s.lateMu.Lock()
	s.late.newer.addPacked(adds)
	s.head = next
	s.waits.Store(true)
	s.lateMu.Unlock()
	return nil
}

// unlessInDoubt gives the error of a commit; where it leaves in doubt what the
// disk holds, the store takes no more of them.
func (s *Store) unlessInDoubt(err error) error {
	if err == nil {
		return nil
	}
	if s.broken != nil { // a taking that was awaited has said so
		return s.broken
	}
	if doubt := s.doubt(err); doubt != nil {
		s.broken = &Problem{Kind: ErrBroken, Path: s.path, Err: doubt,
			What: "a write failed and it is not known what the disk kept",
			Do:   "Look after the disk, then start the hub again: it goes on with what was kept."}
		return s.broken
	}
	return err
}

// write puts the batch into the transaction and gives the head and the newest
// snapshot after it.
func (s *Store) write(tx *bbolt.Tx, b *Batch) (head, uint64, error) {
	h, err := writeEvents(tx, s.Epoch(), s.head, b.Events)
	if err != nil {
		return h, 0, err
	}
	for _, o := range b.Outcomes {
		if err := putOutcome(tx, o); err != nil {
			return h, 0, err
		}
	}
	if b.DropOutcomesBefore != "" {
		if err := pruneOutcomes(tx, b.DropOutcomesBefore); err != nil {
			return h, 0, err
		}
	}
	for _, k := range b.Erase {
		if err := erasePersonal(tx, s.ring.Load(), k); err != nil {
			return h, 0, err
		}
	}
	for _, p := range b.Personal {
		if err := putPersonal(tx, s.ring.Load(), p); err != nil {
			return h, 0, err
		}
	}
	for _, t := range b.EndSessions {
		if err := tx.Bucket(bucketSessions).Delete(t[:]); err != nil {
			return h, 0, err
		}
	}
	for _, session := range b.Sessions {
		if err := putSession(tx, session); err != nil {
			return h, 0, err
		}
	}
	if !b.Clock.IsZero() {
		if err := putJSON(tx.Bucket(bucketMeta), keyClock, b.Clock); err != nil {
			return h, 0, err
		}
	}
	snapshot := s.snapshot
	if b.Snapshot != nil {
		if err := putSnapshot(tx, h, b.Snapshot); err != nil {
			return h, 0, err
		}
		snapshot = h.Seq
	}
	return h, snapshot, nil
}

// doubt finds out after a failed commit whether the store can go on: nil when
// the file still shows what it showed before. It can't go on when the new head
// is visible although its sync failed, or when the disk itself failed.
func (s *Store) doubt(cause error) error {
	if errors.Is(cause, ErrOrder) {
		return nil
	}
	cause = errors.Join(cause, s.taken()) // then nobody changes the file
	if errors.Is(cause, syscall.EIO) || errors.Is(cause, ErrDamaged) || errors.Is(cause, errInDoubt) {
		return cause
	}
	err := s.raw(func(tx *bbolt.Tx) error {
		h, err := readHead(tx)
		if err == nil && h != s.filed {
			err = fmt.Errorf("the log shows event %d, which was not confirmed", h.Seq)
		}
		m, bad := readMark(tx)
		if bad == nil && m.life != s.filedLife {
			bad = fmt.Errorf("the data goes on with life %d of the journal, which was not confirmed", m.life)
		}
		return errors.Join(err, bad)
	})
	if err != nil {
		return errors.Join(cause, err)
	}
	return nil
}
