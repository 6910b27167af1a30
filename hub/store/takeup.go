package store

import (
	"errors"

	"go.etcd.io/bbolt"
)

// takeUp takes in what the last program left in the journal, and begins a life
// of it. Where the disk is too full for that, the journal goes on as it is.
func (s *Store) takeUp(dir string, of shape) error {
	var m journalMark
	var found found
	err := s.raw(func(tx *bbolt.Tx) (err error) {
		if m, err = readMark(tx); err == nil {
			found, err = lateOf(s.path, tx)
		}
		if err == nil {
			s.late = found.late
			s.head, err = s.late.head(tx)
		}
		return err
	})
	if err != nil {
		return err
	}
	if m.used {
		of = m.shape
	}
	for _, e := range s.late.newer.entries {
		if e.in == inOutcomes {
			s.answered.add(e.date, e.key)
		}
	}
	if s.journal, err = openJournal(dir, of); err != nil {
		return err
	}
	if err = s.goOn(m, &found.written); err != nil {
		s.journal.file.Close()
	}
	return err
}

// goOn begins a new life of the journal that a start has found, or goes on with the
// old one.
func (s *Store) goOn(m journalMark, found *written) error {
	if found.torn {
		s.log.Warn(tornJournal, "path", s.journal.file.Name())
	}
	if err := s.journal.settle(found.last, found.end); err != nil {
		return err
	}
	if !m.used { // then data and journal need not be of one hub: a backup may have been put in place by hand
		newest, err := s.journal.lives()
		if err != nil {
			return err
		}
		m.life = max(m.life, newest)
	}
	s.journal.life, s.journal.number, s.journal.at = found.life, found.number, found.end
	s.filedLife = m.life
	s.waits.Store(s.late.any())
	next := m.life + 2 // there may be something of the life behind that one, if only torn
	err := guarded(s.path, func() error {
		err := s.db.Update(func(tx *bbolt.Tx) error {
			return errors.Join(s.late.put(tx), journalMark{next, true, s.journal.shape}.put(tx))
		})
		if err == nil && !m.used {
			err = bothHeads(s.db)
		}
		if err != nil {
			return unusable(s.path, "the data file can't be written", err)
		}
		return nil
	})
	switch {
	case err == nil:
		s.tookIn(s.head, s.snapshot, next)
	case !m.used || s.doubt(err) != nil:
		return err
	default:
		s.log.Warn("what is in the journal could not be taken into the data file yet", "path", s.path, "err", err)
	}
	return nil
}

// bothHeads makes the older of the file's two heads say what the newer one does. Where
// the newer one is spoilt the older one counts, and one by which nobody needs the
// journal would make nothing of the commits that are in it.
func bothHeads(db *bbolt.DB) error { return db.Update(func(*bbolt.Tx) error { return nil }) }

// layDown leaves the data file with everything in it and a journal that nobody
// needs. Where it fails, the next start does it.
func (s *Store) layDown() {
	err := guarded(s.path, func() error {
		return s.db.Update(func(tx *bbolt.Tx) error {
			return errors.Join(s.late.put(tx), journalMark{s.journal.life + 1, false, s.journal.shape}.put(tx))
		})
	})
	if err != nil {
		s.log.Warn("the journal was not laid down; the next start takes it in", "path", s.path, "err", err)
	}
}
