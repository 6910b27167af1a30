package store

import (
	"errors"

	"go.etcd.io/bbolt"
)

// taking is one life of the journal on its way into the data file, beside commits
// that go into the journal's other side.
type taking struct {
	head head          // where the log ends with it
	life uint64        // from which the journal counts then
	done chan struct{} // closed when err is known
	err  error
}

// makeRoom changes the journal's side, so that a light batch that did not fit has
// room, and lets the data file take in what is late meanwhile. It waits where the
// other side is still being taken in: the disk is slower than the branch. It gives
// false where there is no room that way: the batch is larger than a side, or the
// data file could not take in the other one and has to try both. The caller holds mu.
func (s *Store) makeRoom(adds *packing) (made bool, err error) {
	if !s.journal.mayFit(adds.to) {
		return false, nil
	}
	if err := s.awaitTaking(); err != nil {
		return false, err
	}
	if s.journal.life != s.filedLife { // the other side counts as well
		return false, nil
	}
	s.takeInBeside()
	return true, nil
}

// takeInBeside lets the data file take in what is late, and comes back at once.
func (s *Store) takeInBeside() {
	s.journal.turn(s.journal.life + 1)
	s.lateMu.Lock()
	s.late.turn()
	s.lateMu.Unlock()
	t := &taking{head: s.head, life: s.journal.life, done: make(chan struct{})}
	s.taking = t
	db, entries, mark := s.db, s.late.taking.entries, journalMark{t.life, true, s.journal.shape}
	go func() {
		defer close(t.done)
		t.err = guarded(s.path, func() error {
			err := db.Update(func(tx *bbolt.Tx) error { return errors.Join(putAll(tx, entries), mark.put(tx)) })
			if err != nil {
				return unusable(s.path, "what is in the journal was not stored in the data file", err)
			}
			return nil
		})
	}()
}

// awaitTaking waits for the taking that runs, if one does. Where it failed, what it
// had in hand stays late and is tried again when the other side is full; the error is
// of a failure that leaves in doubt what the disk holds. The caller holds mu.
func (s *Store) awaitTaking() error {
	if err := s.taken(); err != nil {
		if s.unlessInDoubt(err); s.broken != nil {
			return s.broken
		}
		s.log.Warn("what is in the journal could not be taken into the data file yet", "path", s.path, "err", err)
	}
	return nil
}

// noteTaking is awaitTaking for a taking that has ended, and nothing for one that runs.
func (s *Store) noteTaking() error {
	if s.taking == nil {
		return nil
	}
	select {
	case <-s.taking.done:
		return s.awaitTaking()
	default:
		return nil
	}
}

// taken waits for the taking that runs and gives its error. What the data file has
// got is late until then: a commit that looks into both finds it in the one or in the
// other, whenever it began to look.
func (s *Store) taken() error {
	t := s.taking
	if t == nil {
		return nil
	}
	<-t.done
	s.taking = nil
	if t.err != nil {
		return t.err
	}
	s.filed, s.filedLife = t.head, t.life
	s.lateMu.Lock()
	s.late.taking = pile{}
	s.waits.Store(s.late.any())
	s.lateMu.Unlock()
	return nil
}

// takeInLate brings all that is late into the data file; the caller holds mu.
func (s *Store) takeInLate() error {
	if s.broken != nil {
		return s.broken
	}
	if err := s.awaitTaking(); err != nil || !s.late.any() {
		return err
	}
	return s.unlessInDoubt(guarded(s.path, func() error {
		return s.store(func(*bbolt.Tx) (head, uint64, error) { return s.head, s.snapshot, nil })
	}))
}

// store puts what is late, and a batch that write puts, into the data file as one
// transaction. write gives the head and the newest snapshot after it. The journal goes
// on over the oldest life that counted, whether something is late or not: without this
// transaction, as its head may be spoilt later, what is written then is of a later state,
// and never taken for what came next. The caller holds mu.
func (s *Store) store(write func(*bbolt.Tx) (head, uint64, error)) error {
	if err := s.awaitTaking(); err != nil {
		return err
	}
	next, snapshot, life := s.head, s.snapshot, s.filedLife+2
	err := s.db.Update(func(tx *bbolt.Tx) (err error) {
		if err := errors.Join(s.late.put(tx), journalMark{life, true, s.journal.shape}.put(tx)); err != nil {
			return err
		}
		next, snapshot, err = write(tx)
		return err
	})
	switch {
	case err == nil:
		s.tookIn(next, snapshot, life)
	case !errors.Is(err, ErrOrder):
		err = unusable(s.path, "the batch was not stored", err)
	}
	return err
}

// tookIn is called when the data file has all that is stored, up to h, and names a
// life of the journal.
func (s *Store) tookIn(h head, snapshot, life uint64) {
	s.journal.turn(life)
	s.lateMu.Lock()
	if s.late.any() {
		s.late.forget()
	}
	s.head, s.snapshot = h, snapshot
	s.waits.Store(false)
	s.lateMu.Unlock()
	s.filed, s.filedLife = h, life
}
