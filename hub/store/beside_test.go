package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"turno/hub/queue"
)

// besideCommit is every call of which the hub's writer, or one who serves its
// clients, may be in need while a commit waits for its disk.
func besideCommit(s *Store, visit queue.VisitID, id, code string) map[string]func() error {
	found := func(ok bool, err error) error {
		if err == nil && !ok {
			err = errors.New("not found")
		}
		return err
	}
	return map[string]func() error{
		"Outcome":         func() error { _, ok, err := s.Outcome("kiosk-1", id); return found(ok, err) },
		"Outcome of none": func() error { _, ok, err := s.Outcome("kiosk-1", "no"); return found(!ok, err) },
		"Personal":        func() error { f, err := s.Personal(visit); return found(f["name"] == "Ana", err) },
		"VisitByCode":     func() error { v, ok, err := s.VisitByCode(code); return found(ok && v == visit, err) },
		"Clock":           func() error { _, ok, err := s.Clock(); return found(ok, err) },
		"Session":         func() error { _, ok, err := s.Session(HashToken("t")); return found(ok, err) },
		"Sessions":        func() error { all, err := s.Sessions(); return found(len(all) == 1, err) },
		"Head":            func() error { return found(s.Head() > 2, nil) },
		"SinceSnapshot":   func() error { return found(s.SinceSnapshot() > 0, nil) },
		"Epoch":           func() error { return found(s.Epoch() != Epoch{}, nil) },
		"Size":            func() error { total, _ := s.Size(); return found(total > 0, nil) },
		"Created":         func() error { _, err := s.Created(); return err },
		"EventsAfter":     func() error { e, err := s.EventsAfter(0, 3); return found(len(e) == 3, err) },
		"Load":            func() error { state, err := s.Load(); return found(state.Seq > 2, err) },
	}
}

// stocked is an open store with a visit in its journal and one in its data file. The
// journal's sides are small: one is soon taken in beside what is read and committed.
func stocked(t *testing.T) (s *Store, w *world, late, filed Batch) {
	t.Helper()
	s = openSided(t, filepath.Join(t.TempDir(), "data"), 3)
	w = newWorld()
	commit(t, s, Batch{Events: w.open("2026-03-02"), Sessions: []Session{{Token: HashToken("t"), ID: "x", Role: "kiosk"}}})
	filed = w.ticket()
	commit(t, s, filed)
	state := w.state
	commit(t, s, Batch{Snapshot: &state})
	late = w.ticket()
	commit(t, s, late)
	return s, w, late, filed
}

// allAnswer fails unless every call answers, and soon.
func allAnswer(t *testing.T, calls map[string]func() error) {
	t.Helper()
	for name, call := range calls {
		answer := make(chan error, 1)
		go func() { answer <- call() }()
		select {
		case err := <-answer:
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("%s waits for the commit", name)
		}
	}
}

// While a commit waits for its disk, be it the journal's or the data file's, the
// hub decides what comes next: nothing that it asks for meanwhile waits as well.
func TestNobodyWaitsForACommitsSync(t *testing.T) {
	s, w, late, filed := stocked(t)
	calls := func(b Batch) map[string]func() error {
		return besideCommit(s, b.Personal[0].Visit, b.Outcomes[0].ID, b.Personal[0].Value)
	}
	syncing, goOn := make(chan bool), make(chan bool)
	sync := s.journal.sync
	s.journal.sync = func(f *os.File) error { syncing <- true; <-goOn; return sync(f) }
	ended := make(chan error, 1)
	go func() { ended <- s.Commit(w.ticket()) }()
	<-syncing
	func() {
		defer close(goOn)
		allAnswer(t, calls(late))
		allAnswer(t, calls(filed))
	}()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if !s.late.any() {
		t.Error("one of the calls took the journal in")
	}
	s.mu.Lock() // a commit that writes to the data file has both
	defer s.mu.Unlock()
	tx, err := s.db.Begin(true)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	allAnswer(t, calls(late))
	allAnswer(t, calls(filed))
}

// Everybody may read beside commits of every kind; what was there stays there, and
// what a commit that has returned has stored is seen.
func TestReadersBesideCommits(t *testing.T) {
	s, w, late, filed := stocked(t)
	var readers sync.WaitGroup
	var over atomic.Bool
	var newest atomic.Pointer[Batch]
	for _, b := range []Batch{late, filed} {
		calls := besideCommit(s, b.Personal[0].Visit, b.Outcomes[0].ID, b.Personal[0].Value)
		delete(calls, "SinceSnapshot") // is 0 now and then
		readers.Go(func() {
			for !over.Load() {
				for name, call := range calls {
					if err := call(); err != nil {
						t.Errorf("%s: %v", name, err)
						return
					}
				}
			}
		})
	}
	readers.Go(func() {
		for !over.Load() {
			b := newest.Load()
			if b == nil {
				continue
			}
			o, found, err := s.Outcome("kiosk-1", b.Outcomes[0].ID)
			fields, bad := s.Personal(b.Personal[0].Visit)
			if !found || errors.Join(err, bad) != nil || o.Seq != b.Outcomes[0].Seq || fields["name"] != "Ana" || s.Head() < o.Seq {
				t.Errorf("of an acknowledged ticket: %v %v %v, %v %v, head %d", o, found, err, fields, bad, s.Head())
				return
			}
		}
	})
	for n := range 300 {
		b := w.ticket()
		switch n % 20 {
		case 5:
			state := w.state
			b.Snapshot = &state
		case 10:
			b.Personal = append(b.Personal, Personal{Visit: filed.Personal[0].Visit, Field: "note", Value: fmt.Sprint(n)})
		case 15:
			b.Erase = []PersonalKey{{Visit: filed.Personal[0].Visit, Field: "note"}}
		}
		commit(t, s, b)
		newest.Store(&b)
		if n == 150 {
			if _, err := s.Compact(); err != nil {
				t.Error(err)
			}
		}
	}
	over.Store(true)
	readers.Wait()
	sameState(t, s, w.state)
}
