package hub_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"turno/hub/hubtest"
	"turno/hub/wire"
)

// Each desk is told whom it would call next, by the rules that will choose, and
// again when another counter takes one of them away.
func TestTheDeskKnowsWhoIsNext(t *testing.T) {
	rules := ruled(t)
	b := hubtest.Start(t, hubtest.Options{Branch: &rules})
	kiosk, desk, other, wall := b.Actor("demo-kiosk-1"), b.Actor("demo-counter-1"), b.Actor("demo-counter-2"), b.Actor("demo-display-1")
	opened := desk.Must(wire.OpenCounter{Counter: "1", Profile: "fast"})
	other.Must(wire.OpenCounter{Counter: "2"})
	next := func(seq uint64) []string { return desk.At(seq).Counters[0].Next }
	if got := next(opened.Seq); got != nil {
		t.Errorf("nobody is here, and next is %v", got)
	}
	var last wire.Answer
	for range 4 {
		last = kiosk.Must(wire.Issue{Service: "cash", Language: "es"})
	}
	if d := cmp.Diff([]string{"A001", "A002", "A003"}, next(last.Seq)); d != "" {
		t.Errorf("of four:\n%s", d)
	}
	last = kiosk.Must(wire.Issue{Service: "cash", Language: "es", Priority: "care"})
	if d := cmp.Diff([]string{"A005", "A001", "A002"}, next(last.Seq)); d != "" {
		t.Errorf("with one who goes before others:\n%s", d)
	}
	taken := other.Must(wire.CallNext{Counter: "2"})
	if d := cmp.Diff([]string{"A001", "A002", "A003"}, next(taken.Seq)); d != "" {
		t.Errorf("after another counter called:\n%s", d)
	}
	called := desk.Must(wire.CallNext{Counter: "1"})
	if d := cmp.Diff([]string{"A002", "A003", "A004"}, next(called.Seq)); d != "" {
		t.Errorf("while one is called here:\n%s", d)
	}
	other.Must(wire.NoShow{Counter: "2"})
	paused := other.Must(wire.PauseCounter{Counter: "2", Reason: "lunch"})
	if s := desk.At(paused.Seq); s.Counters[1].Next != nil {
		t.Errorf("at a paused counter next is %v", s.Counters[1].Next)
	}
	if s := wall.At(paused.Seq); s.Counters[0].Next != nil {
		t.Errorf("the wall knows who is next: %v", s.Counters[0].Next)
	}
	sameAsFresh(t, b, desk, "demo-counter-1")
	sameAsFresh(t, b, other, "demo-counter-2")
}
