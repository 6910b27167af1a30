package queue

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// audit goes through a log as it comes out of a store.
func audit(events []Event) ([]Tally, error) {
	a := NewAudit(func(string) (*time.Location, error) { return time.FixedZone("", 3600), nil })
	for _, e := range events {
		if err := a.See(e); err != nil {
			return a.Days(), err
		}
	}
	return a.Days(), a.End()
}

// Whatever random commands did to random branches, each decision can be found
// again in the log, and nothing in it breaks what must always hold.
func TestAuditOfRandomDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := randomDay(t)
		for i, e := range m.log {
			m.log[i] = stored(t, e)
		}
		days, err := audit(m.log)
		if err != nil {
			t.Fatal(err)
		}
		events := 0
		for _, d := range days {
			events += d.Events
		}
		if events != len(m.log) {
			t.Fatalf("%d events counted of %d", events, len(m.log))
		}
	})
}

func randomDay(t *rapid.T) *machine {
	m := &machine{
		branch: genBranch(t), now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.FixedZone("", 3600)), seen: map[Ticket]bool{},
	}
	m.day = m.now
	m.must(t, LoadBranch{Branch: m.branch, Date: "2026-03-02"})
	m.must(t, OpenDay{Date: "2026-03-02"})
	for range 80 {
		if between(t, "what happens", 0, 5) == 0 {
			m.pass(t, time.Duration(between(t, "seconds", 1, 400))*time.Second)
			continue
		}
		m.ask(t, m.genCommand(t))
	}
	return m
}

// Every kind of fact that there is can be traced to its command: a kind without
// a line in asks would make each log that has it unprovable.
func TestEveryKindHasItsCommand(t *testing.T) {
	for _, kind := range Kinds() {
		f, err := UnmarshalFact(kind, []byte("{}"))
		if err != nil {
			t.Fatal(err)
		}
		if len(asks(Event{Fact: f})) == 0 {
			t.Errorf("%s: add the command behind it to asks in asked.go", kind)
		}
	}
}

// morning is a log made by commands that a person can follow: two services, two
// counters, five people.
func morning(t *testing.T) []Event {
	t.Helper()
	var s State
	var log []Event
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.FixedZone("", 3600))
	asked := 0
	do := func(by Actor, what Ask) {
		t.Helper()
		at = at.Add(10 * time.Second)
		asked++
		events, err := Decide(s, Command{ID: fmt.Sprint("c", asked), By: by, Do: what}, at)
		if err != nil {
			t.Fatalf("%s: %v", what.Verb(), err)
		}
		for _, e := range events {
			s = Apply(s, e)
			log = append(log, e)
		}
	}
	kiosk, ana, eva := Actor{Role: "kiosk", Device: "k1"}, Actor{Role: "counter", Counter: "1", Person: "ana"}, Actor{Role: "counter", Counter: "2", Person: "eva"}
	do(Actor{Role: RoleHub}, LoadBranch{Date: "2026-03-02", Branch: Branch{ID: "b", Zone: "Europe/Madrid", UndoWindow: 60,
		Services: []Service{{ID: "cash", Series: "A"}, {ID: "loans", Series: "C"}},
		Profiles: []Profile{{ID: "wrap", WrapUp: 60}},
		Counters: []CounterSetup{{ID: "1"}, {ID: "2", Profile: "wrap"}}}})
	do(Actor{Role: RoleHub}, OpenDay{Date: "2026-03-02"}) // 2
	do(ana, OpenCounter{Counter: "1"})                    // 3
	do(eva, OpenCounter{Counter: "2"})                    // 4
	for i, service := range []ServiceID{"cash", "loans", "cash", "cash", "loans"} {
		do(kiosk, Issue{Visit: VisitID(fmt.Sprint("v", i+1)), Service: service, Language: "es"}) // 5 to 9
	}
	do(ana, CallNext{Counter: "1"})                                        // 10: A001
	do(eva, CallNext{Counter: "2"})                                        // 11: C001
	do(eva, Serve{Counter: "2"})                                           // 12
	do(eva, Finish{Counter: "2"})                                          // 13: wrap-up
	do(eva, Call{Counter: "2", Ticket: "A003", Reason: "cannot stand up"}) // 14, 15: the wrap-up ends, A003 before A002
	do(eva, Undo{Counter: "2"})                                            // 16
	do(eva, CallNext{Counter: "2"})                                        // 17, 18: A002
	do(ana, NoShow{Counter: "1"})                                          // 19
	do(ana, CallNext{Counter: "1"})                                        // 20: A003
	return log
}

func TestAuditCounts(t *testing.T) {
	days, err := audit(morning(t))
	if err != nil {
		t.Fatal(err)
	}
	want := Tally{Date: "2026-03-02", First: 1, Last: 20, Events: 20, Decisions: 18, Tickets: 5, ByRule: 4, Picked: 1, Before: 1, Undone: 1}
	if len(days) != 1 || days[0] != want {
		t.Errorf("counted %+v, want %+v", days, want)
	}
}

// Each lie is named with its day and event, with what the log says and what
// should have been, however well it is told.
func TestAuditFindsLies(t *testing.T) {
	fact := func(log []Event, seq int, change func(Event) Fact) []Event {
		log[seq-1].Fact = change(log[seq-1])
		return log
	}
	for _, c := range []struct {
		name string
		lie  func(log []Event) []Event
		seq  uint64
		want []string
	}{
		{"a call that overtook", func(log []Event) []Event {
			return fact(log, 10, func(e Event) Fact {
				f := e.Fact.(TicketCalled)
				f.Visit, f.Ticket, f.Waited = "v3", "A002", 30
				return f
			})
		}, 10, []string{"A002 is called to counter 1", "over A001: unexplained overtaking", "should be: A001 called"}},
		{"a call out of order without a reason", func(log []Event) []Event {
			return fact(log, 15, func(e Event) Fact { f := e.Fact.(TicketCalled); f.Why.Reason = ""; return f })
		}, 15, []string{"A003 is called out of order", "with who and why"}},
		{"a call out of order told as the rule's", func(log []Event) []Event {
			return fact(log, 15, func(e Event) Fact { f := e.Fact.(TicketCalled); f.Why = Why{Rule: RuleFirst, Over: 2}; return f })
		}, 15, []string{"A003", "A002"}},
		{"a double call", func(log []Event) []Event {
			return fact(log, 11, func(e Event) Fact {
				f := e.Fact.(TicketCalled)
				f.Visit, f.Ticket, f.Service = "v1", "A001", "cash"
				return f
			})
		}, 11, []string{"A001 is called to counter 2 while it is at counter 1: a double call"}},
		{"a doubled number", func(log []Event) []Event {
			return fact(log, 7, func(e Event) Fact { f := e.Fact.(TicketIssued); f.Number, f.Ticket = 1, "A001"; return f })
		}, 7, []string{"ticket A001 has number 1 of series A, after number 1", "should be: A002, number 2"}},
		{"a gap in the numbers", func(log []Event) []Event {
			return fact(log, 7, func(e Event) Fact { f := e.Fact.(TicketIssued); f.Number, f.Ticket = 3, "A003"; return f })
		}, 7, []string{"number 3 of series A, after number 1", "should be: A002, number 2"}},
		{"a later time", func(log []Event) []Event { log[11].At = log[11].At.Add(time.Second); return log }, 12, []string{"walked_s is 10", "should be: 11"}},
		{"a ticket's earlier time", func(log []Event) []Event { log[7].At = log[7].At.Add(-time.Millisecond); return log }, 8, []string{"key"}},
		{"time that goes back", func(log []Event) []Event { log[7].At = log[7].At.Add(-time.Hour); return log }, 8, []string{"time goes back"}},
		{"a dropped event", func(log []Event) []Event { return append(log[:4:4], log[5:]...) }, 6, []string{"follows event 4"}},
		{"a dropped event, renumbered", func(log []Event) []Event { return renumber(append(log[:4:4], log[5:]...)) }, 5, []string{"key"}},
		{"a dropped end of a wrap-up", func(log []Event) []Event { return renumber(append(log[:16:16], log[17:]...)) }, 17, []string{"A002 is called to counter 2, where visit v2 is: a double call"}},
		{"a dropped call", func(log []Event) []Event { return renumber(append(log[:17:17], log[18:]...)) }, 19, []string{"A003", "A002"}},
		{"a swapped pair of one command", func(log []Event) []Event { log[13].Fact, log[14].Fact = log[14].Fact, log[13].Fact; return log }, 14, []string{"A003 is called to counter 2, where visit v2 is: a double call"}},
		{"a swapped pair", func(log []Event) []Event { log[4], log[5] = log[5], log[4]; return log }, 6, []string{"follows event 4"}},
		{"a swapped pair, renumbered", func(log []Event) []Event {
			log[4].Fact, log[5].Fact = log[5].Fact, log[4].Fact
			return log
		}, 5, []string{"key"}},
		{"somebody else's command", func(log []Event) []Event { log[12].By = Actor{Role: RoleHub}; return log }, 13, []string{"nothing was due"}},
		{"another day", func(log []Event) []Event { log[12].Date = "2026-03-01"; return log }, 13, []string{"business date"}},
		{"a broken undo", func(log []Event) []Event {
			return fact(log, 16, func(e Event) Fact { f := e.Fact.(CommandUndone); f.Visits = f.Visits[:1]; return f })
		}, 16, []string{"C001 is at counter 2 together with visit v4: a double call"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := audit(c.lie(morning(t)))
			var b *Break
			if !errors.As(err, &b) || b.Seq != c.seq || b.Date == "" {
				t.Fatalf("found %v, want event %d", err, c.seq)
			}
			for _, want := range c.want {
				if !strings.Contains(b.Error(), want) {
					t.Errorf("%q lacks %q", b.Error(), want)
				}
			}
		})
	}
}

func renumber(log []Event) []Event {
	for i := range log {
		log[i].Seq = uint64(i + 1)
	}
	return log
}

// What must always hold is seen without the rules, too: an event that Decide
// would let through by mistake is found by these alone.
func TestAlwaysNeedsNoRule(t *testing.T) {
	for _, c := range []struct {
		name  string
		seq   int
		fact  func(Fact) Fact
		wants string
	}{
		{"one visit at two counters", 11, func(f Fact) Fact {
			c := f.(TicketCalled)
			c.Visit, c.Ticket = "v1", "A001"
			return c
		}, "A001 is called to counter 2 while it is at counter 1: a double call"},
		{"two visits at one counter", 11, func(f Fact) Fact { c := f.(TicketCalled); c.Counter = "1"; return c }, "where visit v1 is: a double call"},
		{"overtaking by the plain rule", 10, func(f Fact) Fact {
			c := f.(TicketCalled)
			c.Visit, c.Ticket = "v3", "A002"
			return c
		}, "over A001: unexplained overtaking"},
		{"a lie about how many", 15, func(f Fact) Fact { c := f.(TicketCalled); c.Why.Before = 0; return c }, "goes before 0 others: unexplained overtaking"},
		{"no rule", 10, func(f Fact) Fact { c := f.(TicketCalled); c.Why.Rule = ""; return c }, "no rule is named"},
		{"no reason", 15, func(f Fact) Fact { c := f.(TicketCalled); c.Why.Reason = ""; return c }, "out of order"},
		{"a doubled number", 7, func(f Fact) Fact { i := f.(TicketIssued); i.Number, i.Ticket = 1, "A001"; return i }, "after number 1"},
		{"a ticket of another number", 7, func(f Fact) Fact { i := f.(TicketIssued); i.Ticket = "A003"; return i }, "A003 has number 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			log := morning(t)
			log[c.seq-1].Fact = c.fact(log[c.seq-1].Fact)
			h, s := newAlways(), State{}
			var found *Break
			for _, e := range log {
				if found = h.before(&s, e); found != nil {
					break
				}
				s = Apply(s, e)
				if found = h.after(&s, e); found != nil {
					break
				}
			}
			if found == nil || found.Seq != uint64(c.seq) || !strings.Contains(found.Error(), c.wants) {
				t.Errorf("found %v, want event %d: %s", found, c.seq, c.wants)
			}
		})
	}
}

// A visit whose periods do not touch is named; one that lives on is not.
func TestGap(t *testing.T) {
	at := func(s int) time.Time { return time.Date(2026, 3, 2, 8, 0, s, 0, time.UTC) }
	visit := func(change func(*Visit)) *Visit {
		v := &Visit{Issued: at(0), Legs: []Leg{
			{State: MovedOn, Entered: at(0), EndedAt: at(20), Periods: []Period{{State: Waiting, From: at(0), To: at(10)}, {State: Called, From: at(10), To: at(20)}}},
			{State: Waiting, Entered: at(20), Periods: []Period{{State: Waiting, From: at(20)}}},
		}}
		change(v)
		return v
	}
	for name, c := range map[string]struct {
		change func(*Visit)
		want   string
	}{
		"whole":                {func(*Visit) {}, ""},
		"a hole":               {func(v *Visit) { v.Legs[0].Periods[1].From = at(11) }, "called of leg 1"},
		"an overlap":           {func(v *Visit) { v.Legs[0].Periods[0].To = at(12) }, "called of leg 1"},
		"a lazy end":           {func(v *Visit) { v.Legs[0].EndedAt = at(25) }, "leg 1 ends"},
		"a leg too late":       {func(v *Visit) { v.Legs[1].Entered = at(21) }, "leg 2 enters"},
		"an end that lasts":    {func(v *Visit) { v.Legs[1].Periods[0].To = at(30) }, "waiting of leg 2"},
		"a period to the past": {func(v *Visit) { v.Legs[0].Periods[0].To = at(-1) }, "waiting of leg 1"},
	} {
		if got := gap(visit(c.change)); c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
