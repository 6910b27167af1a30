package store

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"turno/hub/queue"
)

// A batch that can't be stored as it is, whatever its way into the file, is the
// caller's mistake: nothing of it is there, and the store goes on.
func TestWhatCanNotBeStoredBreaksNothing(t *testing.T) {
	s := openStore(t, t.TempDir())
	w := newWorld()
	commit(t, s, Batch{Events: w.open("2026-03-02")})
	commit(t, s, Batch{Events: []queue.Event{w.issue()}})
	want := stateJSON(t, w.state)
	late := time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
	long := strings.Repeat("x", 40_000)
	snapshot := w.state
	outcome := func(o Outcome) []Outcome {
		o.Principal = "k"
		if o.Date == "" {
			o.Date = "2026-03-02"
		}
		return []Outcome{o}
	}
	for name, b := range map[string]Batch{
		"a clock beyond the years":      {Clock: late},
		"an answer that is no JSON":     {Outcomes: outcome(Outcome{ID: "x", Answer: json.RawMessage("{")})},
		"an answer of no date":          {Outcomes: outcome(Outcome{ID: "x", Date: "monday"})},
		"an id beyond the size of keys": {Outcomes: outcome(Outcome{ID: long})},
		"a field beyond it":             {Personal: []Personal{{Visit: "v1", Field: long, Value: "x"}}},
		"a visit beyond it":             {Personal: []Personal{{Visit: queue.VisitID(long), Field: "name", Value: "x"}}},
		"a session beyond the years":    {Sessions: []Session{{Token: HashToken("x"), Role: "kiosk", Expires: late}}},
	} {
		heavy := b
		heavy.Snapshot = &snapshot
		for way, b := range map[string]Batch{"": b, ", with a snapshot": heavy} {
			if err := s.Commit(b); !errors.Is(err, ErrOrder) {
				t.Errorf("%s%s: %v, want ErrOrder", name, way, err)
			}
			if s.broken != nil {
				t.Errorf("%s%s: the store is broken", name, way)
				s.broken = nil
			}
		}
	}
	sameJSON(t, s, want)
	commit(t, s, Batch{Events: []queue.Event{w.issue()}, Outcomes: outcome(Outcome{ID: "y", Answer: json.RawMessage{}})})
	dir := asKilled(t, s)
	whole(t, dir)
	s = openStore(t, dir)
	sameState(t, s, w.state)
	if o, ok, err := s.Outcome("k", "y"); !ok || err != nil || string(o.Answer) != "null" {
		t.Errorf("an answer that is empty: %s, %v, %v", o.Answer, ok, err)
	}
}
