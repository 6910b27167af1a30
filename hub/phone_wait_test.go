package hub_test

import (
	"testing"

	"turno/hub/hubtest"
	"turno/hub/queue"
	"turno/hub/wire"
)

// Where no counter is open for it, a ticket's phone is promised no wait, whatever
// the hub quotes to plan by. It is told one with the event that opens a counter,
// and that there is none any more with the one that takes the last away.
func TestPhoneIsPromisedNoWaitWhereNoCounterIsOpen(t *testing.T) {
	rules := ruled(t)
	rules.Counters[1].Profile, rules.Counters[1].Services = "", []queue.ServiceID{"loans"}
	b := hubtest.Start(t, hubtest.Options{Branch: &rules, Clock: hubtest.Clock("2026-03-02T10:00:00+01:00")})
	kiosk, one, two := b.Actor("demo-kiosk-1"), b.Actor("demo-counter-1"), b.Actor("demo-counter-2")
	issued := kiosk.Must(wire.Issue{Service: "cash", Language: "es"})
	quoted := issued.Result.Wait
	if quoted == nil || quoted.Unknown {
		t.Fatalf("the hub quotes %+v, and this test is about a quote that is no promise", quoted)
	}
	phone := open(t, b.URL, hello(issued.Result.Code, nil), nil)
	var snap wire.Snapshot
	phone.next(&snap)
	if w := waitOf(snap.State.Ticket); w == nil || *w != (wire.Wait{Unknown: true}) {
		t.Errorf("no counter is open, and the phone is promised %+v", w)
	}
	var last uint64
	for _, step := range []struct {
		name     string
		counter  *hubtest.Actor
		ask      wire.Body
		told     bool // its row
		promised bool
	}{
		{"a counter for loans opens", two, wire.OpenCounter{Counter: "2"}, false, false},
		{"one for cash opens", one, wire.OpenCounter{Counter: "1"}, true, true},
		{"it pauses", one, wire.PauseCounter{Counter: "1", Reason: "lunch"}, true, false},
		{"it opens again", one, wire.OpenCounter{Counter: "1"}, true, true},
		{"it closes", one, wire.CloseCounter{Counter: "1"}, true, false},
	} {
		last = step.counter.Must(step.ask).Seq
		var e wire.Event
		if kind := phone.next(&e); kind != "event" {
			t.Fatalf("%s: the phone is sent %s", step.name, kind)
		}
		if told := e.Changed != nil; told != step.told {
			t.Errorf("%s: the phone is told its row: %t", step.name, told)
		}
		if e.Changed == nil {
			continue
		}
		if w := waitOf(e.Changed.Ticket); w == nil || w.Unknown == step.promised || w.Unknown && *w != (wire.Wait{Unknown: true}) {
			t.Errorf("%s: the phone is told %+v", step.name, w)
		}
	}
	if q := queueOf(kiosk.At(last).Queues, "cash"); q == nil || q.Wait.Unknown || q.Serving != 0 {
		t.Errorf("what the hub quotes to plan by is now %+v", q)
	}
}

func waitOf(v *wire.Visit) *wire.Wait {
	if v == nil {
		return nil
	}
	return v.Wait
}
