package queue

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestStoredState holds the stored form of a snapshot: testdata/state.golden was
// written when the format was new, and is read and written as the same bytes for
// ever. -update writes it only where it is missing.
func TestStoredState(t *testing.T) {
	const file = "testdata/state.golden"
	old, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) && *update {
		s := lobby(t)
		for _, line := range []string{
			"ana opens 1", "eva opens 3 with desk", "ticket cash es as senior", "ticket loans cs", "ticket loans pt", "ticket safe sv", "at 9:05",
			"1 calls next", "1 serves", "1 transfers to teller eva", "3 calls next", "1 calls next", "at 9:07", "1 parks for counter until 9:30 because papers",
			"1 calls next", "1 no-show", "3 recalls", "3 serves", "3 finishes",
		} {
			s.line(strings.Fields(line))
		}
		old = []byte(s.json() + "\n")
		err = os.WriteFile(file, old, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	var s State
	if err := s.UnmarshalJSON(old); err != nil {
		t.Fatalf("an old snapshot can't be read any more: %v", err)
	}
	again, err := s.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(old), string(again)+"\n"); diff != "" {
		t.Errorf("it is written otherwise (-was +is):\n%s", diff)
	}
}

// TestUnreadableStates: a snapshot that contradicts itself is an error, and the
// state stays what it was.
func TestUnreadableStates(t *testing.T) {
	const visit = `{"id":"v","ticket":"A001","legs":[{"service":"cash","state":"called","periods":[{"state":"called","counter":"1"}]}]}`
	for _, c := range []struct{ data, want string }{
		{`{`, "unexpected end"},
		{`{"format":2,"seq":1}`, "format 2"},
		{`{"format":1,"seq":1,"visits":[{"id":"v"}]}`, "without a leg"},
		{`{"format":1,"seq":1,"visits":[null]}`, "without a leg"},
		{`{"format":1,"seq":1,"visits":[{"id":"v","legs":[{"state":"waiting"}]}]}`, "without a period"},
		{`{"format":1,"seq":1,"visits":[` + visit + `,` + visit + `]}`, "twice"},
		{`{"format":1,"seq":1,"counters":{"1":null}}`, "null"},
		{`{"format":1,"seq":1,"counters":{"1":{"id":"2"}}}`, "not itself"},
		{`{"format":1,"seq":1,"counters":{"1":{"id":"1","state":"called","visit":"w"}},"visits":[` + visit + `]}`, "called with visit"},
		{`{"format":1,"seq":1,"counters":{"2":{"id":"2","state":"called","visit":"v"}},"visits":[` + visit + `]}`, "called with visit"},
		{`{"format":1,"seq":1,"counters":{"1":{"id":"1","state":"open","visit":"v"}},"visits":[` + visit + `]}`, "open with visit"},
		{`{"format":1,"seq":1,"counters":{"1":{"id":"1","state":"open","before":{"visits":[{"id":"v"}]}}}}`, "remembers"},
		{`{"format":1,"seq":1,"parked":["v"],"visits":[` + visit + `]}`, "not parked"},
	} {
		s := State{Seq: 7}
		if err := s.UnmarshalJSON([]byte(c.data)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.data, err, c.want)
		}
		if s.Seq != 7 || s.visits != nil {
			t.Errorf("%s: half read", c.data)
		}
	}
}

// FuzzUnmarshalState: a snapshot is read whole or not at all, and can be gone on with.
func FuzzUnmarshalState(f *testing.F) {
	f.Add([]byte(`{"format":1,"seq":0,"branch":{}}`))
	f.Add([]byte(`{"format":1,"seq":9,"branch":{},"visits":[{"id":"v","legs":[{"state":"parked","periods":[{"state":"parked"}]}]}],"parked":["v"]}`))
	f.Add([]byte(`{"format":1,"seq":9,"branch":{"counters":[{"id":"1"}]},"counters":{"1":{"state":"called","visit":"v"}}}`))
	f.Add([]byte(`{"format":2}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var s State
		if err := s.UnmarshalJSON(data); err != nil {
			if s.Seq != 0 || s.visits != nil {
				t.Fatal("half read")
			}
			return
		}
		Due(s)
		for _, do := range []Ask{Issue{Visit: "new", Service: "cash"}, CallNext{Counter: "1"}, Finish{Counter: "1"}, Undo{Counter: "1"}, CloseDay{}} {
			if events, err := Decide(s, Command{ID: "c", Do: do}, s.At); err == nil {
				for _, e := range events {
					s = Apply(s, e)
				}
			}
		}
	})
}
