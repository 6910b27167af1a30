package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"turno/hub/queue"
)

// ledger is what a folder has promised so far.
type ledger struct {
	opened  bool   // it was made whole
	epoch   string // what was said then
	batches []told // acknowledged, in order
	trying  *told  // its commit has begun and is not answered, or ended in doubt
	backup  uint64 // the head that a backup on the disk reaches at least
}

// hear takes down what a writer says.
func (l *ledger) hear(x said) error {
	switch x.What {
	case "opened":
		if l.epoch != "" && l.epoch != x.Epoch {
			return fmt.Errorf("opened as epoch %s, it was %s", x.Epoch, l.epoch)
		}
		l.opened, l.epoch = true, x.Epoch
		return l.settle(x.Seq)
	case "try":
		l.trying = x.Batch
	case "ack":
		l.batches, l.trying = append(l.batches, *l.trying), nil
	case "refused":
		l.trying = nil
	case "backed":
		l.backup = x.Seq
	case "error":
		return errors.New(x.Err)
	}
	return nil
}

func (l *ledger) seq() uint64 {
	if n := len(l.batches); n > 0 {
		return l.batches[n-1].Seq
	}
	return 0
}

// settle decides whether the batch without an answer is there: at seq ends the
// log that was found.
func (l *ledger) settle(seq uint64) error {
	switch {
	case l.trying != nil && seq == l.trying.Seq:
		l.batches = append(l.batches, *l.trying)
	case seq != l.seq():
		return fmt.Errorf("the log ends at event %d, acknowledged was %d", seq, l.seq())
	}
	l.trying = nil
	return nil
}

// check compares a folder that survived with what was promised. It takes what
// it finds of the unanswered batch for promised from then on.
func (l *ledger) check(root string) error {
	dir := filepath.Join(root, "data")
	if err := l.checkBackup(filepath.Join(root, backupName)); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(dir, FileName)); errors.Is(err, fs.ErrNotExist) {
		if l.opened {
			return errors.New("the data file is gone")
		}
		return nil
	}
	report, err := Check(dir)
	if err = errors.Join(err, report.Err()); err != nil {
		return err
	}
	s, err := Open(dir, Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	if l.opened && s.Epoch().String() != l.epoch {
		return fmt.Errorf("epoch %s, it was %s", s.Epoch(), l.epoch)
	}
	absent := l.trying
	if err := l.settle(s.Head()); err != nil {
		return err
	}
	if absent != nil && absent.Seq == l.seq() {
		absent = nil
	}
	if len(l.batches) == 0 {
		return nothingOf(s, absent)
	}
	return errors.Join(l.same(s), nothingOf(s, absent))
}

// same proves that each promised batch is there in all its parts.
func (l *ledger) same(s *Store) error {
	last := l.batches[len(l.batches)-1]
	state, err := s.Load()
	if err != nil {
		return err
	}
	if got := sumJSON(state); got != last.State {
		return fmt.Errorf("the state after event %d is another one", state.Seq)
	}
	events, err := s.EventsAfter(0, int(last.Seq)+1)
	if err != nil {
		return err
	}
	sums := map[uint64]string{}
	for _, e := range events {
		sums[e.Seq] = sumJSON(e)
	}
	if at, ok, err := s.Clock(); err != nil || !ok || !at.Equal(last.Clock) {
		return fmt.Errorf("the clock shows %v, %v", at, err)
	}
	personal := map[queue.VisitID]map[string]string{}
	for _, b := range l.batches {
		for seq, sum := range b.Events {
			if sums[seq] != sum {
				return fmt.Errorf("event %d is not the one that was acknowledged", seq)
			}
		}
		for _, k := range b.Erase {
			personal[k.Visit] = nil
		}
		for _, p := range b.Personal {
			if personal[p.Visit] == nil {
				personal[p.Visit] = map[string]string{}
			}
			personal[p.Visit][p.Field] = p.Value
		}
	}
	for visit, want := range personal {
		got, err := s.Personal(visit)
		if err != nil || sumJSON(got) != sumJSON(orEmpty(want)) {
			return fmt.Errorf("personal data of %s is %v, %v; want %v", visit, got, err, want)
		}
	}
	return l.sameOutcomes(s)
}

func orEmpty(m map[string]string) map[string]string {
	if m == nil {
		return map[string]string{}
	}
	return m
}

func (l *ledger) sameOutcomes(s *Store) error {
	var drop queue.Date
	for _, b := range slices.Backward(l.batches) {
		drop = max(drop, b.Drop)
		for i, want := range b.Outcomes {
			got, found, err := s.Outcome("kiosk-1", b.IDs[i])
			switch kept := b.Dates[i] >= drop; {
			case err != nil:
				return err
			case found != kept:
				return fmt.Errorf("answer %s of %s is there: %v; want %v", b.IDs[i], b.Dates[i], found, kept)
			case found && (got.Seq != want.Seq || got.Body != want.Body || !sameAnswer(got.Answer, want.Answer)):
				return fmt.Errorf("answer %s is %s, want %s", b.IDs[i], got.Answer, want.Answer)
			}
		}
	}
	return nil
}

func sameAnswer(a, b json.RawMessage) bool { return sumJSON(a) == sumJSON(b) }

// nothingOf proves that of a batch which is not there no part is.
func nothingOf(s *Store, b *told) error {
	if b == nil {
		return nil
	}
	for _, id := range b.IDs {
		if _, found, err := s.Outcome("kiosk-1", id); found || err != nil {
			return fmt.Errorf("of a batch that is not there, answer %s is (%w)", id, err)
		}
	}
	for _, p := range b.Personal {
		if got, err := s.Personal(p.Visit); len(got) > 0 || err != nil {
			return fmt.Errorf("of a batch that is not there, personal data of %s is (%w)", p.Visit, err)
		}
	}
	return nil
}

// checkBackup: a backup that was promised is there, whole, and reaches as far.
func (l *ledger) checkBackup(path string) error {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if l.backup > 0 {
			return errors.New("the backup is gone")
		}
		return nil
	}
	r, err := Check(path)
	if err = errors.Join(err, r.Err()); err != nil {
		return fmt.Errorf("the backup: %w", err)
	}
	if r.Last < l.backup {
		return fmt.Errorf("the backup ends at event %d, it was promised to reach %d", r.Last, l.backup)
	}
	return nil
}
