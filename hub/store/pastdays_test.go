package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"turno/hub/queue"
)

// aged makes a closed folder with full past days, a day of now, and values that run
// over into further pages.
func aged(t testing.TB, days, tickets int) (dir string, w *world) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "data")
	s := openStore(t, dir)
	w = newWorld()
	commit(t, s, Batch{Events: w.open("2026-03-02")})
	day := time.Date(2026, 3, 2, 8, 15, 0, 0, time.UTC)
	for n := range days {
		for i := range tickets {
			b := w.ticket()
			if i%50 == 7 { // an event longer than a page
				big := queue.BranchLoaded{Branch: w.state.Branch}
				big.Branch.Bank = fmt.Sprintf("%0*d", 3000+i*40, i)
				b.Events = append(b.Events, w.do(big)...)
			}
			commit(t, s, b)
		}
		closed := w.date
		next := queue.Date(day.AddDate(0, 0, n+1).Format(time.DateOnly))
		w.at = day.AddDate(0, 0, n+1)
		b := Batch{Events: w.do(queue.DayClosed{Date: closed}, queue.DayOpened{Date: next}), DropOutcomesBefore: closed}
		state := w.state
		b.Snapshot = &state
		commit(t, s, b)
	}
	commit(t, s, Batch{Events: w.issues(30)})
	closeStore(t, s)
	return dir, w
}

// passedBy are the pages that a walk passed by.
func (w *pageWalk) passedBy() (all []uint64) {
	for id := range w.meta.high {
		if w.passed[id/64]&(1<<(id%64)) != 0 {
			all = append(all, id)
		}
	}
	return all
}

// A start reads no page of a past day but those that lead there, and proves the list
// of free pages all the same.
func TestAStartPassesPastDaysBy(t *testing.T) {
	dir, w := aged(t, 3, 150)
	light, err := walkFile(dataFile(dir), true)
	if err != nil {
		t.Fatal(err)
	}
	full, err := walkPages(dataFile(dir))
	if err != nil {
		t.Fatal(err)
	}
	passed := light.passedBy()
	if len(passed) < 30 || len(full.passedBy()) != 0 {
		t.Fatalf("%d pages were passed by, %d by a whole walk", len(passed), len(full.passedBy()))
	}
	for id := range light.meta.high {
		if a, b := light.seen[id/64]>>(id%64)&1, full.seen[id/64]>>(id%64)&1; a != b {
			t.Errorf("page %d: reached %d times by a start, %d by a whole walk", id, a, b)
		}
	}
	data := readFile(t, dataFile(dir))
	hurt, spoilt := append([]byte(nil), data...), 0
	for _, id := range passed {
		next, alone := id+1, order.Uint32(data[id*4096+12:]) == 0
		if alone && next < light.meta.high && light.seen[next/64]>>(next%64)&1 == 1 {
			clear(hurt[id*4096 : (id+1)*4096])
			spoilt++
		}
	}
	if spoilt < 20 {
		t.Fatalf("only %d pages were spoilt", spoilt)
	}
	writeFile(t, dataFile(dir), hurt)
	if _, err := walkPages(dataFile(dir)); err == nil {
		t.Error("a whole walk finds nothing")
	}
	s := openStore(t, dir)
	sameState(t, s, w.state)
	commit(t, s, w.ticket())
	if _, err := s.EventsAfter(0, 10000); !errors.Is(err, ErrDamaged) {
		t.Errorf("who reads what is spoilt: %v, want ErrDamaged", err)
	}
	if _, err := s.Compact(); err == nil {
		t.Error("it was compacted away")
	}
	closeStore(t, s)
	if r, err := Check(dir); err != nil || r.Err() == nil {
		t.Errorf("the check: %v %v", r, err)
	}
}

// What a start passes by hides no damage to anything else: it finds what a whole walk
// finds, unless that lies in a page that was passed by.
func TestAStartsWalkFindsTheRest(t *testing.T) {
	dir, _ := aged(t, 3, 150)
	data := readFile(t, dataFile(dir))
	light, err := walkFile(dataFile(dir), true)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), FileName)
	random := rand.New(rand.NewPCG(11, 12))
	found, hidden := 0, 0
	for range 400 {
		id := 2 + random.Uint64N(light.meta.high-2)
		hurt := append([]byte(nil), data...)
		hurt[id*4096+random.Uint64N(96)] ^= byte(1 + random.IntN(255))
		writeFile(t, path, hurt)
		_, whole := walkPages(path)
		_, start := walkFile(path, true)
		switch passed := light.passed[id/64]>>(id%64)&1 == 1; {
		case whole == nil && start != nil:
			t.Errorf("page %d: a start finds %v, a whole walk nothing", id, start)
		case whole != nil && start == nil && !passed:
			t.Errorf("page %d: a whole walk finds %v, a start nothing", id, whole)
		case start != nil:
			found++
		case whole != nil:
			hidden++
		}
	}
	if found < 50 || hidden < 10 {
		t.Errorf("%d were found, %d lay in pages that were passed by", found, hidden)
	}
}

// A list of free pages that names one which an event runs over into is refused,
// though the event was passed by.
func TestAFreePageUnderAnOldEventIsFound(t *testing.T) {
	dir, _ := aged(t, 3, 150)
	data := readFile(t, dataFile(dir))
	light, err := walkFile(dataFile(dir), true)
	if err != nil {
		t.Fatal(err)
	}
	list := light.meta.free * 4096
	if order.Uint16(data[list+10:]) == 0 {
		t.Fatal("no page is free")
	}
	path, tried := filepath.Join(t.TempDir(), FileName), 0
	for _, id := range light.passedBy() {
		if order.Uint32(data[id*4096+12:]) == 0 {
			continue
		}
		tried++
		hurt := append([]byte(nil), data...)
		order.PutUint64(hurt[list+pageHeader:], id+1)
		writeFile(t, path, hurt)
		if _, err := walkFile(path, true); err == nil {
			t.Errorf("page %d, which page %d runs over into, is taken for free", id+1, id)
		}
	}
	if tried == 0 {
		t.Error("no event that was passed by is longer than a page")
	}
}
