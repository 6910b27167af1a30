package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"

	"turno/hub/queue"
)

// asKilled copies what a killed hub leaves of an open folder.
func asKilled(t testing.TB, s *Store) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "killed")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{FileName, RingName, JournalName} {
		if data, err := os.ReadFile(filepath.Join(s.dir(), name)); err == nil {
			writeFile(t, filepath.Join(dir, name), data)
		}
	}
	return dir
}

// ticket is a batch with a new visit and all that hangs on it.
func (w *world) ticket() Batch {
	e := w.issue()
	visit := e.Fact.(queue.TicketIssued).Visit
	return Batch{Events: []queue.Event{e}, Clock: w.at,
		Outcomes: []Outcome{{Principal: "kiosk-1", ID: e.Cause, Date: e.Date, Seq: e.Seq, Body: HashBody([]byte(e.Cause)), Answer: json.RawMessage(`{"ok":true}`)}},
		Personal: []Personal{{Visit: visit, Field: FieldCode, Value: fmt.Sprintf("code-%d", e.Seq)}, {Visit: visit, Field: "name", Value: "Ana"}}}
}

// contents is everything that can be read of a store.
func contents(t testing.TB, s *Store, w *world) map[string]any {
	t.Helper()
	all := map[string]any{"head": s.Head()}
	state, err := s.Load()
	if err != nil {
		t.Fatal(err)
	}
	all["state"] = stateJSON(t, state)
	events, err := s.EventsAfter(0, 10000)
	if err != nil {
		t.Fatal(err)
	}
	all["events"] = len(events)
	if at, ok, err := s.Clock(); ok || err != nil {
		all["clock"] = fmt.Sprint(at, err)
	}
	for v := range w.state.Visits() {
		n, err := strconv.Atoi(strings.TrimLeft(string(v.ID), "v0"))
		if err != nil {
			t.Fatal(err)
		}
		id := fmt.Sprintf("k1-%d", n)
		if o, found, err := s.Outcome("kiosk-1", id); found || err != nil {
			all["outcome "+id] = fmt.Sprint(o, err)
		}
		code := fmt.Sprintf("code-%d", n)
		if visit, found, err := s.VisitByCode(code); found || err != nil {
			all[code] = fmt.Sprint(visit, err)
		}
		if fields, err := s.Personal(v.ID); len(fields) > 0 || err != nil {
			all["personal "+string(v.ID)] = fmt.Sprint(fields, err)
		}
	}
	return all
}

// What went through the journal is there for every reader at once, and again
// after a kill.
func TestJournalIsReadAndTakenUp(t *testing.T) {
	s := openStore(t, filepath.Join(t.TempDir(), "data"))
	w := newWorld()
	commit(t, s, Batch{Events: w.open("2026-03-02")})
	for range 5 {
		commit(t, s, w.ticket())
	}
	if !s.late.any() {
		t.Fatal("nothing went through the journal")
	}
	e, _ := w.state.Visit("v000005")
	if o, found, err := s.Outcome("kiosk-1", "k1-5"); !found || err != nil || o.Date != "2026-03-02" || o.Seq != 5 {
		t.Errorf("a late outcome: %v, %v, %v", o, found, err)
	}
	if v, found, err := s.VisitByCode("code-5"); v != e.ID || !found || err != nil {
		t.Errorf("a late code: %v, %v, %v", v, found, err)
	}
	if at, ok, err := s.Clock(); !ok || err != nil || !at.Equal(w.at) {
		t.Errorf("the clock: %v, %v, %v; want %v", at, ok, err, w.at)
	}
	sameState(t, s, w.state)
	if events, err := s.EventsAfter(4, 2); err != nil || len(events) != 2 || events[0].Seq != 5 {
		t.Errorf("events after 4: %v, %v", events, err)
	}
	if !s.late.any() {
		t.Fatal("one of these took in the journal")
	}
	dir := asKilled(t, s)
	if l, err := OpenLog(dir); err != nil || l.Head() != w.state.Seq {
		t.Errorf("the log ends at %d, %v", l.Head(), err)
	} else {
		n := uint64(0)
		err := l.Each(func(queue.Event) error { n++; return nil })
		if last, bad := l.Last(); err != nil || n != w.state.Seq || bad != nil || !last.Equal(w.at) {
			t.Errorf("%d events, the last at %v (%v, %v)", n, last, err, bad)
		}
		l.Close()
	}
	r := whole(t, dir)
	if r.Last != w.state.Seq || r.Outcomes != 5 || r.Personal != 10 || !strings.Contains(r.String(), "6 commits in turno.journal") {
		t.Errorf("the check: %v", r)
	}
	restored := filepath.Join(t.TempDir(), "restored")
	if r, err := Restore(dataFile(dir), restored); err != nil || r.Last != w.state.Seq {
		t.Errorf("restored: %v, %v", r, err)
	}
	want := contents(t, s, w)
	k := openStore(t, dir)
	if diff := cmp.Diff(want, contents(t, k, w)); diff != "" {
		t.Errorf("after a kill (-want +got):\n%s", diff)
	}
	again := openStore(t, asKilled(t, k)) // nothing is taken in twice
	if diff := cmp.Diff(want, contents(t, again, w)); diff != "" {
		t.Errorf("after a second kill (-want +got):\n%s", diff)
	}
	commit(t, again, w.ticket())
	sameState(t, again, w.state)
}

// A random life with a kill after any commit reads the same as one without
// kills whose commits all went straight to the data file.
func TestJournalTellsTheSame(t *testing.T) {
	for seed := range uint64(12) {
		random := rand.New(rand.NewPCG(seed, 3))
		w := newWorld()
		next := func(i int) Batch {
			if i == 0 {
				return Batch{Events: w.open("2026-03-02")}
			}
			b := w.ticket()
			switch random.IntN(8) {
			case 0:
				b = Batch{Personal: []Personal{{Visit: b.Personal[0].Visit, Field: "note", Value: "x"}}, Events: b.Events}
			case 1:
				b.Erase = []PersonalKey{{Visit: queue.VisitID(visitID(3 + random.IntN(int(w.state.Seq))))}}
			case 2:
				b.Sessions = []Session{{Token: HashToken(fmt.Sprint(w.state.Seq)), ID: "x", Role: "kiosk"}}
			case 3:
				state := w.state
				b.Snapshot = &state
			case 4:
				old := queue.VisitID(visitID(3 + random.IntN(int(w.state.Seq))))
				b.Personal = append(b.Personal, Personal{Visit: old, Field: "note", Value: "another"})
			}
			return b
		}
		plain, killed := openStore(t, filepath.Join(t.TempDir(), "plain")), openSided(t, filepath.Join(t.TempDir(), "killed"), 1+int(seed)%6)
		for i := range 45 {
			b := next(i)
			straight := b
			straight.EndSessions = append(straight.EndSessions, HashToken("nobody's")) // it removes, and so can't be late
			if a, b := plain.Commit(straight), killed.Commit(b); (a == nil) != (b == nil) {
				t.Fatalf("seed %d, batch %d: %v without journal, %v with it", seed, i, a, b)
			}
			if random.IntN(7) == 0 {
				dir := asKilled(t, killed)
				whole(t, dir)
				closeStore(t, killed)
				killed = openStore(t, dir)
			}
			if random.IntN(10) == 0 {
				if err := killed.view(func(*bbolt.Tx) error { return nil }); err != nil {
					t.Fatal(err)
				}
			}
		}
		if diff := cmp.Diff(contents(t, plain, w), contents(t, killed, w)); diff != "" {
			t.Errorf("seed %d (-without +with):\n%s", seed, diff)
		}
		for _, s := range []*Store{plain, killed} {
			closeStore(t, s)
			whole(t, s.dir())
		}
	}
}

// Damage to a journal that is needed is refused where something acknowledged
// is lost by it, said where it may be, and never repaired.
func TestDamagedJournal(t *testing.T) {
	s := openStore(t, filepath.Join(t.TempDir(), "data"))
	w := newWorld()
	commit(t, s, Batch{Events: w.open("2026-03-02")})
	for range 3 {
		commit(t, s, w.ticket())
	}
	dir := asKilled(t, s)
	path := filepath.Join(dir, JournalName)
	good, data := readFile(t, path), readFile(t, dataFile(dir))
	at, last := int(s.journal.start(s.journal.life)), int(s.journal.at)-journalBlock
	later := bytes.Clone(good)
	putJournalHead(later[at+8*journalBlock:], s.journal.life+2, 0, nil)
	for name, c := range map[string]struct {
		journal []byte // nil: none
		lost    uint64 // events that are not there, where it is not refused
		words   string
	}{
		"as it was":              {good, 0, ""},
		"missing":                {nil, 0, "the journal is missing"},
		"cut off":                {good[:len(good)-1], 0, "4194303 bytes, want 4194304"},
		"too long":               {append(bytes.Clone(good), 0), 0, "4194305 bytes, want 4194304"},
		"empty":                  {[]byte{}, 0, "0 bytes"},
		"the first spoilt":       {flipped(good, at+journalHead+3), 0, "record 1 of the journal is whole, and one before it is not"},
		"the first one's head":   {flipped(good, at+2), 0, "record 1 of the journal is whole"},
		"the second zeroed":      {zeroed(good, at+journalBlock, at+2*journalBlock), 0, "record 2 of the journal is whole, and one before it is not"},
		"of a later state":       {later, 0, "from a later state"},
		"the last one spoilt":    {flipped(good, last+journalHead+5), 1, "last record is not whole"},
		"the last one zeroed":    {zeroed(good, last, last+journalBlock), 1, ""}, // as if it was never written
		"rubbish behind the end": {flipped(good, last+2*journalBlock), 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if os.Remove(path); c.journal != nil {
				writeFile(t, path, c.journal)
			}
			writeFile(t, dataFile(dir), data)
			refused := c.words != "" && c.lost == 0
			r, err := Check(dir)
			if err != nil || refused != (r.Err() != nil) || !strings.Contains(r.String(), c.words) {
				t.Errorf("check: %v %v, want %q", r, err, c.words)
			}
			if l, err := OpenLog(dir); refused != errors.Is(err, ErrDamaged) {
				t.Errorf("OpenLog: %v", err)
			} else if l != nil {
				l.Close()
			}
			s, err := Open(dir, Options{})
			if refused {
				if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), c.words) {
					t.Errorf("Open: %v, want %q", err, c.words)
				}
				if !bytes.Equal(data, readFile(t, dataFile(dir))) {
					t.Error("the data file was changed")
				}
				return
			}
			if err != nil || s.Head() != w.state.Seq-c.lost {
				t.Fatalf("event %d, %v; want %d", s.Head(), err, w.state.Seq-c.lost)
			}
			closeStore(t, s)
		})
	}
}

func flipped(data []byte, at int) []byte {
	data = bytes.Clone(data)
	data[at] ^= 0x10
	return data
}

func zeroed(data []byte, from, to int) []byte {
	data = bytes.Clone(data)
	clear(data[from:to])
	return data
}

// A sync of the journal that fails leaves a store that takes nothing more: what
// was refused may be on the disk.
func TestJournalThatIsNotSynced(t *testing.T) {
	s := openStore(t, filepath.Join(t.TempDir(), "data"))
	w := newWorld()
	commit(t, s, Batch{Events: w.open("2026-03-02")})
	before := w.state.Seq
	s.journal.sync = func(*os.File) error { return errors.New("no") }
	if err := s.Commit(w.ticket()); !errors.Is(err, ErrBroken) {
		t.Fatalf("%v, want ErrBroken", err)
	}
	if err := s.Commit(Batch{Clock: time.Now().UTC()}); !errors.Is(err, ErrBroken) || s.Head() != before {
		t.Errorf("after it: %v, event %d", err, s.Head())
	}
	dir := asKilled(t, s)
	again := openStore(t, dir)
	if n := again.Head(); n != before && n != before+1 {
		t.Errorf("event %d", n)
	}
}

// A record of which only what follows its entries was not written is read as whole
// at the next start: a commit that is answered with an error must not be there then.
func TestARecordThatIsWrittenInPart(t *testing.T) {
	s := openStore(t, filepath.Join(t.TempDir(), "data"))
	w := newWorld()
	commit(t, s, Batch{Events: w.open("2026-03-02")})
	before := w.state.Seq
	write := s.journal.write
	s.journal.write = func(record []byte, at int64) (int, error) {
		n, err := write(record[:len(record)-100], at)
		return n, errors.Join(err, syscall.ENOSPC)
	}
	err := s.Commit(w.ticket())
	s.journal.write = write
	dir := asKilled(t, s)
	switch r := whole(t, dir); {
	case err == nil:
		t.Error("it was acknowledged")
	case r.Last != before && !errors.Is(err, ErrBroken):
		t.Errorf("%v, and event %d is there", err, r.Last)
	}
}

// FuzzJournal: no file makes reading a journal fail but by an error, and what is
// given is what was written.
func FuzzJournal(f *testing.F) {
	of := shape{2, 2 * journalBlock}
	data := make([]byte, of.size())
	w := newWorld()
	w.open("2026-03-02")
	var p packing
	if _, err := p.events(Epoch{1}, head{}, []queue.Event{{Seq: 1, At: w.at, Date: "2026-03-02", Fact: queue.DayOpened{Date: "2026-03-02"}}}); err != nil {
		f.Fatal(err)
	}
	record := p.to
	putJournalHead(data[of.start(3):], 3, 7, record)
	putJournalHead(data[of.start(3)+journalBlock:], 3, 8, record)
	putJournalHead(data[of.start(4):], 4, 9, record)
	f.Add(data, uint64(3))
	f.Add(data, uint64(2))
	f.Add(data, uint64(4))
	f.Add(zeroed(data, 0, journalBlock), uint64(3))
	f.Add(zeroed(data, 3*journalBlock, 4*journalBlock), uint64(3))
	f.Add([]byte(nil), uint64(0))
	f.Fuzz(func(t *testing.T, data []byte, life uint64) {
		for _, of := range []shape{{1, int64(len(data) / journalBlock * journalBlock)}, {2, int64(len(data) / 2 / journalBlock * journalBlock)}} {
			if of.side == 0 {
				continue
			}
			data := bytes.Clone(data[:of.size()])
			// A fuzzer does not find checksums: the first record gets its own.
			first := of.of(data, life)
			if n := order.Uint32(first[20:]); uint64(n) <= uint64(len(first)-journalHead) {
				putJournalHead(first, life, order.Uint32(first[16:]), bytes.Clone(first[journalHead:journalHead+int(n)]))
			}
			wr, err := of.readLives(data, life)
			if err != nil {
				continue
			}
			if side := of.start(wr.life); wr.life != life && wr.life != life+1 || wr.end%journalBlock != 0 || wr.last < side || wr.end < wr.last || wr.end > side+of.side ||
				len(wr.records) > int(of.size()/journalBlock) {
				t.Fatalf("of %+v: %d records of life %d from %d to %d", of, len(wr.records), wr.life, wr.last, wr.end)
			}
			for _, r := range wr.records {
				samePacked(t, r)
			}
		}
	})
}

// samePacked fails unless what can be read of a record is written again as it was.
func samePacked(t *testing.T, record []byte) {
	t.Helper()
	entries, err := decodeEntries(record)
	if err != nil {
		return
	}
	var again packing
	for _, e := range entries {
		if err := again.add(e.in, e.date, e.key, e.value[sealSize:]); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(again.to, record) {
		t.Fatalf("%x is written again as %x", record, again.to)
	}
	own := bytes.Clone(again.to)
	for i := range again.entries {
		own = again.entries[i].moveTo(own)
	}
	if diff := cmp.Diff(entries, again.entries, cmp.AllowUnexported(entry{})); diff != "" {
		t.Fatalf("moved (-want +got):\n%s", diff)
	}
}
