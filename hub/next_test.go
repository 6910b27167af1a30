package hub_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"turno/hub/hubtest"
	"turno/hub/queue"
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

// Time alone changes whom a counter would call, and nobody is told before the
// next event. A screen that came in between has seen it: where the event puts
// things back as they were told before, it has to be told all the same.
func TestWhoCameLaterKnowsWhoIsNext(t *testing.T) {
	rules := ruled(t)
	rules.Profiles = append(rules.Profiles, queue.Profile{ID: "late", Rules: []queue.Rule{{ID: "late-loans", Services: []queue.ServiceID{"loans"}, WaitOver: 600}}})
	clock := hubtest.Clock("2026-03-02T09:00:00+01:00")
	b := hubtest.Start(t, hubtest.Options{Branch: &rules, Clock: clock})
	kiosk, desk, host := b.Actor("demo-kiosk-1"), b.Actor("demo-counter-1"), b.Actor("demo-host-1")
	desk.Must(wire.OpenCounter{Counter: "1", Profile: "late"})
	for range 3 {
		kiosk.Must(wire.Issue{Service: "cash", Language: "es"})
	}
	loan := kiosk.Must(wire.Issue{Service: "loans", Language: "es"})
	before := []string{"A001", "A002", "A003"}
	if d := cmp.Diff(before, desk.At(loan.Seq).Counters[0].Next); d != "" {
		t.Fatalf("while the loan waits shortly:\n%s", d)
	}
	clock.Advance(11 * time.Minute)
	later := b.Actor("demo-counter-2")
	if d := cmp.Diff([]string{loan.Result.Ticket, "A001", "A002"}, later.At(loan.Seq).Counters[0].Next); d != "" {
		t.Fatalf("who comes when it has waited too long:\n%s", d)
	}
	left := host.Must(wire.Leave{Ticket: loan.Result.Ticket})
	for name, a := range map[string]*hubtest.Actor{"there from the start": desk, "come later": later} {
		if d := cmp.Diff(before, a.At(left.Seq).Counters[0].Next); d != "" {
			t.Errorf("after it left, the screen %s:\n%s", name, d)
		}
	}
}
