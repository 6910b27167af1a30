package hub_test

import (
	"encoding/json"
	"net/http"
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

// A ticket that is kept for one counter or teller waits for that one alone: its
// phone is promised a wait while that counter works, whatever else it serves, and
// none while it pauses, however many others are open for the service. Those whom
// that counter would not call are not ahead. When it closes the ticket is
// everyone's, and the wait and the people are those of its queue.
func TestPhoneOfAKeptTicketIsToldOfItsOwnCounter(t *testing.T) {
	for name, to := range map[string]wire.To{"counter": {Counter: "2"}, "teller": {Teller: "t2"}} {
		t.Run(name, func(t *testing.T) {
			rules, staff := ruled(t), &people{staff: []queue.Teller{{ID: "t2", Name: "P. Vidal"}}}
			rules.Counters[1].Profile, rules.Counters[1].Services = "", []queue.ServiceID{"loans"}
			b := hubtest.Start(t, hubtest.Options{Branch: &rules, Clock: hubtest.Clock("2026-03-02T10:00:00+01:00"), SignIn: staff.signIn})
			var at wire.Session
			if _, body := knock(t, http.DefaultClient, "POST", b.URL+"/api/v1/session", "", `{"person":"t2","pin":"1234","counter":"2"}`); json.Unmarshal(body, &at) != nil {
				t.Fatalf("%s", body)
			}
			kiosk, one, two := b.Actor("demo-kiosk-1"), b.Actor("demo-counter-1"), b.Actor(at.Token)
			code := kiosk.Must(wire.Issue{Service: "cash", Language: "es"}).Result.Code
			for range 3 {
				kiosk.Must(wire.Issue{Service: "cash", Language: "es"})
			}
			kiosk.Must(wire.Issue{Service: "loans", Language: "es"})
			one.Must(wire.OpenCounter{Counter: "1"})
			two.Must(wire.OpenCounter{Counter: "2"})
			one.Must(wire.CallNext{Counter: "1"})
			phone := open(t, b.URL, hello(code, nil), nil)
			var snap wire.Snapshot
			phone.next(&snap)
			row := snap.State.Ticket
			for _, step := range []struct {
				name     string
				counter  *hubtest.Actor
				ask      wire.Body
				ahead    int
				promised bool
			}{
				{"it is kept", one, wire.Transfer{Counter: "1", To: to, Place: "last"}, 1, true},
				{"its counter pauses", two, wire.PauseCounter{Counter: "2", Reason: "lunch"}, 1, false},
				{"another calls somebody else", one, wire.CallNext{Counter: "1"}, 1, false},
				{"who does not come", one, wire.NoShow{Counter: "1"}, 1, false},
				{"its counter goes on", two, wire.OpenCounter{Counter: "2"}, 1, true},
				{"the other closes", one, wire.CloseCounter{Counter: "1"}, 1, true},
				{"its counter closes, too", two, wire.CloseCounter{Counter: "2"}, 2, false},
				{"the other opens", one, wire.OpenCounter{Counter: "1"}, 2, true},
			} {
				step.counter.Must(step.ask)
				var e wire.Event
				phone.next(&e)
				if e.Changed != nil {
					row = e.Changed.Ticket
				}
				if row.Ahead == nil || row.Wait == nil {
					t.Fatalf("%s: the phone has %+v", step.name, row)
				}
				if *row.Ahead != step.ahead || row.Wait.Unknown == step.promised {
					t.Errorf("%s: the phone is told %d ahead and %+v, want %d and a promise: %t", step.name, *row.Ahead, *row.Wait, step.ahead, step.promised)
				}
			}
		})
	}
}
