package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"turno/hub/branch"
	"turno/hub/queue"
	"turno/hub/store"
)

var visits = flag.Int("visits", 0, "benchmarks beside a history of so many visits; its folder is kept for the next run")

const visitsADay = 2000

// history gives a data folder of the demo branch with n visits in its log, each
// issued, called, served and finished, and with nobody waiting. It is made once,
// in the folder for temporary files, and its last day was yesterday.
func history(t testing.TB, n int) string {
	t.Helper()
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("turno-history-%d", n))
	if _, err := os.Stat(filepath.Join(dir, "whole")); err == nil {
		return dir
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	file, err := branch.Load("demo")
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	h := &past{t: t, store: s, zone: time.UTC}
	days := (n + visitsADay - 1) / visitsADay
	first := time.Now().UTC().Truncate(24*time.Hour).AddDate(0, 0, -days)
	h.now = first
	h.do(queue.LoadBranch{Branch: file.Branch, Date: queue.Date(first.Format(time.DateOnly))})
	for day := range days {
		h.day(first.AddDate(0, 0, day), min(visitsADay, n-day*visitsADay))
	}
	if err := errors.Join(s.Close(), os.WriteFile(filepath.Join(dir, "whole"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// past writes what happened long ago.
type past struct {
	t     testing.TB
	store *store.Store
	zone  *time.Location
	now   time.Time
	state queue.State
	batch store.Batch
	n     int
}

func (h *past) do(what queue.Ask) []queue.Event {
	h.n++
	events, err := queue.Decide(h.state, queue.Command{ID: fmt.Sprintf("w-%011x-0123456789ABCDEF", h.n), By: queue.Actor{Role: "counter", Device: "counter-1", Person: "t1"}, Do: what}, h.now)
	if err != nil {
		h.t.Fatalf("%s: %v", what.Verb(), err)
	}
	for _, e := range events {
		h.state = queue.Apply(h.state, e)
		h.batch.Events = append(h.batch.Events, e)
	}
	if len(h.batch.Events) >= 4000 {
		h.commit()
	}
	return events
}

func (h *past) commit() {
	if err := h.store.Commit(h.batch); err != nil {
		h.t.Fatal(err)
	}
	h.batch = store.Batch{}
}

func (h *past) day(at time.Time, n int) {
	h.now = at.Add(7 * time.Hour)
	h.do(queue.OpenDay{Date: queue.Date(at.Format(time.DateOnly)), Closes: at.Add(23 * time.Hour)})
	for c := range 6 {
		h.do(queue.OpenCounter{Counter: queue.CounterID(fmt.Sprint(c + 1))})
	}
	services := []queue.ServiceID{"cash", "accounts", "loans", "lockers", "complaints"}
	for i := range n {
		h.now = h.now.Add(25 * time.Second)
		h.do(queue.Issue{Visit: queue.VisitID(fmt.Sprintf("v-%08x-0123456789ABCDEF", h.state.Seq+1)), Service: services[i%5], Language: "es", Quote: &queue.Quote{P50: 300, P80: 540}})
		c := queue.CounterID(fmt.Sprint(i%6 + 1))
		h.do(queue.CallNext{Counter: c})
		h.do(queue.Serve{Counter: c})
		h.now = h.now.Add(time.Second)
		h.do(queue.Finish{Counter: c})
	}
	h.do(queue.CloseDay{})
	h.batch.Snapshot = &h.state
	h.commit()
}

func TestHistoryIsWhole(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	const n = 500
	dir := history(t, n)
	report, err := store.Check(dir)
	if err := errors.Join(err, report.Err()); err != nil {
		t.Fatal(err)
	}
	if report.Events() < 4*n {
		t.Errorf("%d events for %d visits", report.Events(), n)
	}
}
