package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"
	"turno/hub/queue"
)

// sided is a store whose journal has eight blocks on each side, a world with an
// open day, and a first ticket in the journal.
func sided(t *testing.T, o Options) (s *Store, w *world) {
	t.Helper()
	o.side = 8 * journalBlock
	s, err := Open(filepath.Join(t.TempDir(), "data"), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	write := s.journal.write
	s.journal.write = func(record []byte, at int64) (int, error) {
		err := s.raw(func(tx *bbolt.Tx) error {
			m, err := readMark(tx)
			if err == nil && s.journal.life > m.life+1 {
				err = fmt.Errorf("life %d is written over life %d, which the data file still needs", s.journal.life, m.life)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		return write(record, at)
	}
	w = newWorld()
	commit(t, s, Batch{Events: w.open("2026-03-02")})
	return s, w
}

// fillSide commits tickets until the journal's side has no room for one more.
func fillSide(t *testing.T, s *Store, w *world) {
	t.Helper()
	for life := s.journal.life; s.journal.at < s.journal.start(life)+s.journal.side; {
		commit(t, s, w.ticket())
		if s.journal.life != life {
			t.Fatal("the side was changed before it was full")
		}
	}
}

// held keeps the data file from being written to until the answer is called.
func held(t *testing.T, s *Store) (letGo func()) {
	t.Helper()
	tx, err := s.db.Begin(true)
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := tx.Rollback(); err != nil {
			t.Error(err)
		}
	}
}

// sameAsKilled proves that a hub which is killed now leaves all that the store has.
func sameAsKilled(t *testing.T, s *Store, w *world, when string) {
	t.Helper()
	want := contents(t, s, w)
	dir := asKilled(t, s)
	whole(t, dir)
	if l, err := OpenLog(dir); err != nil || l.Head() != w.state.Seq {
		t.Errorf("%s: the log ends at %d, %v", when, l.Head(), err)
	} else {
		n := uint64(0)
		if err := l.Each(func(queue.Event) error { n++; return nil }); err != nil || n != w.state.Seq {
			t.Errorf("%s: %d events, %v", when, n, err)
		}
		l.Close()
	}
	k := openStore(t, dir)
	if diff := cmp.Diff(want, contents(t, k, w)); diff != "" {
		t.Errorf("%s: after a kill (-want +got):\n%s", when, diff)
	}
	again := w.state
	commit(t, k, Batch{Snapshot: &again})
	closeStore(t, k)
	whole(t, dir)
}

// While the data file takes in the full side, commits go on in the other one; only
// when that is full as well does one wait. Whenever the hub is killed, all is there.
func TestAFullSideIsTakenInBesideCommits(t *testing.T) {
	s, w := sided(t, Options{})
	for round := range 3 {
		fillSide(t, s, w)
		sameAsKilled(t, s, w, "with a full side")
		letGo := held(t, s)
		commit(t, s, w.ticket())
		sameAsKilled(t, s, w, "with one commit on the other side")
		fillSide(t, s, w)
		sameAsKilled(t, s, w, "with two full sides")
		var free atomic.Bool
		ended := make(chan error, 1)
		next := w.ticket()
		go func() {
			err := s.Commit(next)
			if !free.Load() {
				err = errors.Join(err, errors.New("it did not wait for the other side"))
			}
			ended <- err
		}()
		free.Store(true)
		letGo()
		if err := <-ended; err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		sameAsKilled(t, s, w, "with the first side taken in")
	}
	sameState(t, s, w.state)
	want := contents(t, s, w)
	dir := s.dir()
	closeStore(t, s)
	if r := whole(t, dir); len(r.Notes) != 0 {
		t.Errorf("after the end: %v", r)
	}
	if err := os.Remove(filepath.Join(dir, JournalName)); err != nil { // nothing is in it
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, contents(t, openStore(t, dir), w)); diff != "" {
		t.Errorf("after the end (-want +got):\n%s", diff)
	}
}

// What changes something waits for the taking, and takes in both sides.
func TestAChangeTakesInBothSides(t *testing.T) {
	s, w := sided(t, Options{})
	fillSide(t, s, w)
	commit(t, s, w.ticket())
	gone := queue.VisitID(visitID(3))
	commit(t, s, Batch{Erase: []PersonalKey{{Visit: gone}}})
	if s.late.any() || s.taking != nil || s.waits.Load() || s.journal.life != s.filedLife {
		t.Errorf("late still: %v, taking %v, waits %v, lives %d and %d", s.late.any(), s.taking, s.waits.Load(), s.journal.life, s.filedLife)
	}
	if fields, err := s.Personal(gone); err != nil || len(fields) != 0 {
		t.Errorf("of the erased: %v, %v", fields, err)
	}
	sameAsKilled(t, s, w, "after a change")
}

// A batch that is larger than a side goes straight into the data file.
func TestABatchLargerThanASide(t *testing.T) {
	s, w := sided(t, Options{})
	fillSide(t, s, w)
	big := w.ticket()
	big.Outcomes[0].Answer = json.RawMessage(`"` + strings.Repeat("x", int(s.journal.side)) + `"`)
	commit(t, s, big)
	if s.late.any() {
		t.Error("a batch larger than a side is in the journal")
	}
	sameAsKilled(t, s, w, "after a large batch")
}

// A data file that can't grow keeps nobody waiting while the journal has room, then
// the next is refused and nothing is lost; when it can, the hub goes on by itself.
func TestATakingThatFindsNoRoom(t *testing.T) {
	s, w := sided(t, Options{})
	s.db.MaxSize = 1 // what it has is more: it may not grow
	taken, refused := 0, error(nil)
	for range 2000 {
		life := s.journal.life
		if refused = s.Commit(w.ticket()); refused != nil {
			w.state = mustLoad(t, s)
			break
		}
		if s.journal.life != life {
			taken++
		}
	}
	if !errors.Is(refused, ErrUnusable) || errors.Is(refused, ErrBroken) || !strings.Contains(refused.Error(), "space") || taken == 0 {
		t.Fatalf("after %d takings: %v", taken, refused)
	}
	sameAsKilled(t, s, w, "with a full disk")
	if err := s.Commit(w.ticket()); !errors.Is(err, ErrUnusable) {
		t.Errorf("a second try: %v", err)
	}
	w.state, w.at = mustLoad(t, s), w.at.Add(1)
	s.db.MaxSize = 0
	commit(t, s, w.ticket())
	sameAsKilled(t, s, w, "with room again")
}

func mustLoad(t *testing.T, s *Store) queue.State {
	t.Helper()
	state, err := s.Load()
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// A disk that fails while the data file takes in a side breaks the store at the next
// commit; those that were acknowledged meanwhile are there after a start.
func TestATakingThatFails(t *testing.T) {
	s, w := sided(t, Options{})
	fillSide(t, s, w)
	commit(t, s, w.ticket())
	<-s.taking.done
	s.taking.err = unusable(s.path, "as a disk says it", syscall.EIO)
	for range 2 {
		if err := s.Commit(w.ticket()); !errors.Is(err, ErrBroken) {
			t.Fatalf("%v, want ErrBroken", err)
		}
	}
	w.state = mustLoad(t, s)
	sameAsKilled(t, s, w, "with a broken disk")
	closeStore(t, s)
	whole(t, s.dir())
}

// The words of a store that is broken say so once, whoever was the first to notice.
func TestATakingThatFailsIsSaidOnce(t *testing.T) {
	s, w := sided(t, Options{})
	fillSide(t, s, w)
	commit(t, s, w.ticket())
	<-s.taking.done
	s.taking.err = unusable(s.path, "as a disk says it", syscall.EIO)
	err := s.unlessInDoubt(s.store(func(*bbolt.Tx) (head, uint64, error) { return s.head, s.snapshot, nil })) // as of a commit that waited
	if !errors.Is(err, ErrBroken) || strings.Count(err.Error(), "it is not known what the disk kept") != 1 {
		t.Errorf("%v", err)
	}
}

// What two sides hold is read in order, and damage to either of them is refused where
// something acknowledged is lost by it.
func TestDamagedSides(t *testing.T) {
	s, w := sided(t, Options{})
	fillSide(t, s, w)
	letGo := held(t, s)
	defer func() { letGo() }()
	for range 3 {
		commit(t, s, w.ticket())
	}
	dir := asKilled(t, s)
	path := filepath.Join(dir, JournalName)
	good, data := readFile(t, path), readFile(t, dataFile(dir))
	older, newer, side := int(s.journal.start(s.filedLife)), int(s.journal.start(s.journal.life)), int(s.journal.side)
	const b = journalBlock
	for name, c := range map[string]struct {
		journal []byte
		lost    uint64
		words   string
	}{
		"as it was":                    {good, 0, ""},
		"the older side's first":       {flipped(good, older+journalHead+3), 0, "one before it is not"},
		"the older side's last":        {flipped(good, older+side-b+journalHead+3), 0, "one before it is not"},
		"the older side's last zeroed": {zeroed(good, older+side-b, older+side), 0, "one before it is not"},
		"the older side":               {zeroed(good, older, older+side), 0, "one before it is not"},
		"the newer side's first":       {flipped(good, newer+journalHead+3), 0, "one before it is not"},
		"the newer side's second":      {zeroed(good, newer+b, newer+2*b), 0, "one before it is not"},
		"the newer side's last":        {flipped(good, newer+2*b+journalHead+3), 1, "last record is not whole"},
		"the newer side":               {zeroed(good, newer, newer+side), 3, ""}, // as if it was never written
		"the newer side torn":          {flipped(zeroed(good, newer+b, newer+side), newer+journalHead+3), 3, "last record is not whole"},
		"sides exchanged":              {append(bytes.Clone(good[side:]), good[:side]...), 0, "later state"},
	} {
		t.Run(name, func(t *testing.T) {
			writeFile(t, path, c.journal)
			writeFile(t, dataFile(dir), data)
			refused := c.words != "" && c.lost == 0
			r, err := Check(dir)
			if err != nil || refused != (r.Err() != nil) || !strings.Contains(r.String(), c.words) {
				t.Errorf("check: %v %v, want %q", r, err, c.words)
			}
			s, err := Open(dir, Options{})
			if refused {
				if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), c.words) {
					t.Errorf("Open: %v, want %q", err, c.words)
				}
				if !bytes.Equal(data, readFile(t, dataFile(dir))) || !bytes.Equal(c.journal, readFile(t, path)) {
					t.Error("something was changed")
				}
				return
			}
			if err != nil || s.Head() != w.state.Seq-c.lost {
				t.Fatalf("event %d, %v; want %d", s.Head(), err, w.state.Seq-c.lost)
			}
			closeStore(t, s)
			if r := whole(t, dir); len(r.Notes) > 0 {
				t.Errorf("after a start and an end: %v", r)
			}
		})
	}
}

// A start on a disk that is full leaves both sides as they are; no life is begun over
// one that the data file still needs.
func TestAStartOnAFullDiskKeepsBothSides(t *testing.T) {
	s, w := sided(t, Options{})
	fillSide(t, s, w)
	letGo := held(t, s)
	commit(t, s, w.ticket())
	dir := asKilled(t, s)
	letGo()
	want := contents(t, s, w)
	full, err := Open(dir, Options{maxSize: 1})
	if err != nil {
		t.Fatal(err)
	}
	if !full.late.any() {
		t.Fatal("there was room")
	}
	for err == nil {
		err = full.Commit(w.ticket())
	}
	w.state = mustLoad(t, full)
	if !errors.Is(err, ErrUnusable) {
		t.Errorf("%v, want ErrUnusable", err)
	}
	if n := full.Head(); n != w.state.Seq || n <= want["head"].(uint64) {
		t.Errorf("event %d, want %d", n, w.state.Seq)
	}
	sameAsKilled(t, full, w, "after a start on a full disk")
	full.db.MaxSize = 0
	closeStore(t, full)
	whole(t, dir)
}

// What a power cut tore at the end of a side was never acknowledged. A start on a full
// disk goes on in that side, or in the other one where the next commit is larger than
// what is left: then the torn one lies before a whole one, and nothing is missing.
func TestATornRecordBeforeAChangeOfSides(t *testing.T) {
	s, w := sided(t, Options{})
	for s.journal.at < s.journal.start(s.journal.life)+s.journal.side-journalBlock {
		commit(t, s, w.ticket())
	}
	dir := asKilled(t, s)
	path := filepath.Join(dir, JournalName)
	data := readFile(t, path)
	putJournalHead(data[s.journal.at:], s.journal.life, s.journal.number, []byte("half of it"))
	writeFile(t, path, flipped(data, int(s.journal.at)+journalHead+3))
	full, err := Open(dir, Options{maxSize: 1})
	if err != nil {
		t.Fatal(err)
	}
	life := full.journal.life
	large := w.ticket()
	large.Outcomes[0].Answer = json.RawMessage(`"` + strings.Repeat("x", journalBlock) + `"`)
	commit(t, full, large)
	if full.journal.life != life+1 {
		t.Fatalf("the large one is in life %d, want %d", full.journal.life, life+1)
	}
	sameAsKilled(t, full, w, "with a torn record before a whole one")
	closeStore(t, full)
	whole(t, dir)
}

// A transaction of the data file whose head is spoilt later is noticed when commits
// followed it in the journal: without it they follow something else.
func TestASpoiltHeadBeforeCommitsIsRefused(t *testing.T) {
	for name, late := range map[string]int{"with something late": 1, "with nothing late": 0, "with a full side": 9} {
		t.Run(name, func(t *testing.T) {
			s, w := sided(t, Options{})
			commit(t, s, Batch{EndSessions: []TokenHash{HashToken("nobody's")}})
			for range late {
				commit(t, s, w.ticket())
			}
			commit(t, s, Batch{Sessions: []Session{{Token: HashToken("t"), ID: "x", Role: "kiosk"}}})
			commit(t, s, w.ticket())
			dir := asKilled(t, s)
			spoilNewerHead(t, dataFile(dir))
			data := readFile(t, dataFile(dir))
			if r, err := Check(dir); err != nil || r.Err() == nil {
				t.Errorf("the check finds nothing: %v, %v", r, err)
			}
			if _, err := Open(dir, Options{}); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "later state") {
				t.Errorf("Open: %v", err)
			}
			if !bytes.Equal(data, readFile(t, dataFile(dir))) {
				t.Error("the data file was changed")
			}
		})
	}
}

// A file that an end, a making or a compaction leaves has a head, or two, by which nobody
// needs the journal. Nothing is committed before both heads do: one that is spoilt later
// loses none of the commits that followed.
func TestASpoiltHeadLosesNothingOfTheJournal(t *testing.T) {
	ended, w := filled(t, 5)
	fresh := filepath.Join(t.TempDir(), "data")
	for _, c := range []struct {
		name, dir string
		w         *world
		compact   bool
	}{{"a fresh folder", fresh, newWorld(), false}, {"after an end", ended, w, false}, {"after compacting", ended, w, true}} {
		t.Run(c.name, func(t *testing.T) {
			s, w := openStore(t, c.dir), c.w
			if w.state.Seq == 0 {
				commit(t, s, Batch{Events: w.open("2026-03-02")})
			}
			commit(t, s, w.ticket())
			if c.compact {
				if _, err := s.Compact(); err != nil {
					t.Fatal(err)
				}
				commit(t, s, w.ticket())
			}
			want := contents(t, s, w)
			killed := asKilled(t, s)
			closeStore(t, s)
			spoilNewerHead(t, dataFile(killed))
			whole(t, killed)
			if diff := cmp.Diff(want, contents(t, openStore(t, killed), w)); diff != "" {
				t.Errorf("with the older head (-want +got):\n%s", diff)
			}
		})
	}
}
