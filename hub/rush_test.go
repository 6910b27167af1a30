package hub_test

import (
	"testing"
	"time"

	"turno/hub/branch"
	"turno/hub/hubtest"
	"turno/hub/queue"
	"turno/hub/wire"
)

// A manager puts a profile on two counters for ten minutes; it ends by itself,
// and the screens see both.
func TestRushEndsByItself(t *testing.T) {
	clock := hubtest.Clock("2026-03-02T09:00:00+01:00")
	rules := ruled(t)
	b := hubtest.Start(t, hubtest.Options{Clock: clock, Branch: &rules})
	boss, desk := b.Actor("demo-manager-1"), b.Actor("demo-counter-1")
	desk.Must(wire.OpenCounter{Counter: "1"})
	if a := desk.Ask(wire.Rush{Profile: "cash-only", Counters: []string{"1"}, Minutes: 10}); a.Code != wire.Forbidden {
		t.Errorf("a teller's rush: %+v", a)
	}
	if a := boss.Ask(wire.Rush{Profile: "gold", Counters: []string{"1"}, Minutes: 10}); a.Code != wire.UnknownProfile {
		t.Errorf("an unknown profile: %+v", a)
	}
	began := boss.Must(wire.Rush{Profile: "cash-only", Counters: []string{"1", "2"}, Minutes: 10})
	row := boss.At(began.Seq).Counters[0]
	if row.Rush != "cash-only" || len(row.Services) != 1 || row.RushUntil == nil || row.RushUntil.Format("15:04") != "09:10" {
		t.Errorf("in the rush: %+v", row)
	}
	clock.Advance(10 * time.Minute)
	if row := boss.At(began.Seq + 1).Counters[0]; row.Rush != "" || len(row.Services) != len(rules.Services) {
		t.Errorf("after the rush: %+v", row)
	}
	if a := boss.Ask(wire.EndRush{}); a.Code != wire.NoRush {
		t.Errorf("ended twice: %+v", a)
	}
}

// The counter's row says by which rule its customer was called, and a finish
// that calls the next answers about the customer who was served.
func TestWhyAndAutoNext(t *testing.T) {
	rules := ruled(t)
	b := hubtest.Start(t, hubtest.Options{Branch: &rules})
	kiosk, desk := b.Actor("demo-kiosk-1"), b.Actor("demo-counter-1")
	desk.Must(wire.OpenCounter{Counter: "1", Profile: "fast"})
	for range 2 {
		kiosk.Must(wire.Issue{Service: "cash", Language: "es"})
	}
	first := kiosk.Must(wire.Issue{Service: "cash", Language: "es", Priority: "care"})
	called := desk.Must(wire.CallNext{Counter: "1"})
	if called.Result.Ticket != first.Result.Ticket || called.Result.Why.Rule != "strict" || called.Result.Why.Priority != "care" || len(called.Result.Why.Passed) != 2 {
		t.Errorf("called %s: %+v", called.Result.Ticket, called.Result.Why)
	}
	if row := desk.At(called.Seq).Counters[0]; row.Why == nil || row.Why.Rule != "strict" {
		t.Errorf("the row says %+v", row.Why)
	}
	desk.Must(wire.Serve{Counter: "1"})
	done := desk.Must(wire.Finish{Counter: "1"})
	if done.Result.Ticket != first.Result.Ticket || done.Result.ServiceS == nil {
		t.Errorf("finished: %+v", done.Result)
	}
	if row := desk.At(done.Seq).Counters[0]; row.State != "called" || row.Ticket != "A001" {
		t.Errorf("the next was not called: %+v", row)
	}
}

// ruled is the demo's branch with a class and profiles.
func ruled(t *testing.T) queue.Branch {
	t.Helper()
	f, err := branch.Load("demo")
	if err != nil {
		t.Fatal(err)
	}
	b := f.Branch
	b.Classes = []queue.Class{{ID: "care", Way: queue.WayStrict}}
	b.Profiles = []queue.Profile{{ID: "cash-only", Services: []queue.ServiceID{"cash"}}, {ID: "fast", AutoNext: true}}
	return b
}
