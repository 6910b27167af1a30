package queue

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// A002 asks at the end of the morning: who was called before it?
func TestExplain(t *testing.T) {
	log := morning(t)
	branch := log[0].Fact.(BranchLoaded).Branch
	for _, c := range []struct{ ticket, want string }{
		{"A001", "cash entered 09:00:50 called 09:01:40 at 1 first/4"},
		{"A002", "cash entered 09:01:10 called 09:02:40 at 2 first/2\n" +
			" 09:01:40 A001 at 1 cash earlier first\n" +
			" 09:01:50 C001 at 2 loans earlier first\n" +
			" 09:02:20 A003 at 2 cash behind picked, because cannot stand up, taken back"},
		{"A003", "cash entered 09:01:20 called 09:03:00 at 1 first/1\n" +
			" 09:01:40 A001 at 1 cash earlier first\n" +
			" 09:01:50 C001 at 2 loans earlier first\n" +
			" 09:02:40 A002 at 2 cash earlier first"},
		{"C002", "loans entered 09:01:30 waits\n" +
			" 09:01:40 A001 at 1 cash earlier first\n" +
			" 09:01:50 C001 at 2 loans earlier first\n" +
			" 09:02:20 A003 at 2 cash earlier picked, because cannot stand up, taken back\n" +
			" 09:02:40 A002 at 2 cash earlier first\n" +
			" 09:03:00 A003 at 1 cash earlier first"},
	} {
		a, ok := Explain(Branch{}, log, Ticket(c.ticket))
		if !ok || a.Date != "2026-03-02" || a.Ticket != Ticket(c.ticket) || a.Visit == "" {
			t.Fatalf("%s: %+v", c.ticket, a)
		}
		if got := accountText(a); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.ticket, got, c.want)
		}
		again, ok := Explain(branch, log[1:], Ticket(c.ticket))
		if !ok || accountText(again) != c.want {
			t.Errorf("%s from the day alone:\n%s", c.ticket, accountText(again))
		}
	}
	if _, ok := Explain(branch, log, "Z999"); ok {
		t.Error("a ticket that nobody has was explained")
	}
	if _, ok := Explain(branch, nil, "A001"); ok {
		t.Error("a ticket of a day without events was explained")
	}
}

func accountText(a Account) string {
	zone := time.FixedZone("", 3600)
	at := func(t time.Time) string { return t.In(zone).Format(time.TimeOnly) }
	var lines []string
	for _, l := range a.Legs {
		s := fmt.Sprintf("%s entered %s", l.Service, at(l.Entered))
		if l.Called.IsZero() {
			s += " waits"
		} else {
			s += fmt.Sprintf(" called %s at %s %s/%d", at(l.Called), l.Counter, l.Why.Rule, l.Why.Over)
		}
		lines = append(lines, s)
		for _, b := range l.Before {
			s := fmt.Sprintf(" %s %s at %s %s %s %s", at(b.At), b.Ticket, b.Counter, b.Service, b.Standing, b.Why.Rule)
			if b.Resumed {
				s += "resumed"
			}
			if b.Why.Reason != "" {
				s += ", because " + b.Why.Reason
			}
			if b.Undone {
				s += ", taken back"
			}
			lines = append(lines, s)
		}
	}
	return strings.Join(lines, "\n")
}

// What puts somebody before who came later is told: a class, a transfer that put
// them first, a return from parking. Who is kept for one counter is passed over
// by nobody elsewhere.
func TestExplainStanding(t *testing.T) {
	var s State
	var log []Event
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.FixedZone("", 3600))
	do := func(counter CounterID, what Ask) {
		t.Helper()
		at = at.Add(10 * time.Second)
		events, err := Decide(s, Command{ID: fmt.Sprint("c", s.Seq), By: Actor{Counter: counter}, Do: what}, at)
		if err != nil {
			t.Fatalf("%s: %v", what.Verb(), err)
		}
		for _, e := range events {
			s, log = Apply(s, e), append(log, e)
		}
	}
	issue := func(service ServiceID, class ClassID) {
		do("", Issue{Visit: VisitID(fmt.Sprint("v", s.Seq)), Service: service, Class: class})
	}
	do("", LoadBranch{Date: "2026-03-02", Branch: Branch{ID: "b", Zone: "Europe/Madrid", Classes: []Class{{ID: "senior", Credit: 600}},
		Services: []Service{{ID: "cash", Series: "A"}, {ID: "loans", Series: "C"}},
		Counters: []CounterSetup{{ID: "1"}, {ID: "2"}, {ID: "3", Services: []ServiceID{"loans"}}}}})
	do("", OpenDay{Date: "2026-03-02"})
	for _, c := range []CounterID{"1", "2", "3"} {
		do(c, OpenCounter{Counter: c})
	}
	issue("cash", "") // A001
	do("1", CallNext{Counter: "1"})
	do("1", Park{Counter: "1", Reason: "copies"})
	issue("loans", "") // C001
	do("2", CallNext{Counter: "2"})
	issue("cash", "") // A002 asks
	do("2", Transfer{Counter: "2", To: To{Service: "cash"}, Place: PlaceFirst})
	issue("cash", "senior") // A003
	issue("loans", "")      // C002
	do("3", CallNext{Counter: "3"})
	do("1", CallNext{Counter: "1"}) // C001, put first
	do("2", CallNext{Counter: "2"}) // A003, by credit
	do("1", NoShow{Counter: "1"})
	do("1", Resume{Counter: "1", Ticket: "A001"})
	do("2", Transfer{Counter: "2", To: To{Counter: "1"}})
	do("2", CallNext{Counter: "2"}) // A002
	do("2", Transfer{Counter: "2", To: To{Counter: "1"}})
	issue("cash", "") // A004
	do("2", CallNext{Counter: "2"})
	a, _ := Explain(Branch{}, log, "A002")
	want := "cash entered 09:01:50 called 09:03:30 at 2 first/0\n" +
		" 09:02:40 C001 at 1 cash put_first first\n" +
		" 09:02:50 A003 at 2 cash credit first\n" +
		" 09:03:10 A001 at 1 cash earlier resumed\n" +
		"cash entered 09:03:40 waits"
	if got := accountText(a); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// On any day: who is told to have been called before was called, then, there,
// and nobody stood behind without a person's reason where the plain rule called.
func TestExplainRandomDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := randomDay(t)
		from := 0
		for i, e := range m.log {
			if f, ok := e.Fact.(DayOpened); ok && f.Date == m.s.Date && m.log[i-1].Date != f.Date {
				from = i
			}
		}
		var before Branch
		for _, e := range m.log[:from] {
			if f, ok := e.Fact.(BranchLoaded); ok {
				before = f.Branch
			}
		}
		for v := range m.s.Visits() {
			a, ok := Explain(before, m.log[from:], v.Ticket)
			if !ok || a.Visit != v.ID || len(a.Legs) != len(v.Legs) {
				t.Fatalf("%s: %v %+v", v.Ticket, ok, a)
			}
			for i, l := range a.Legs {
				if !l.Called.Equal(v.Legs[i].FirstCalled) || l.Entered != v.Legs[i].Entered || l.State != v.Legs[i].State {
					t.Fatalf("%s leg %d: %+v, the visit has %+v", v.Ticket, i, l, v.Legs[i])
				}
				for _, b := range l.Before {
					if b.At.Before(l.Entered) || !l.Called.IsZero() && b.At.After(l.Called) || b.Ticket == v.Ticket {
						t.Fatalf("%s leg %d: %+v is not before", v.Ticket, i, b)
					}
					if b.Standing == StoodBehind && !b.Resumed && b.Why.Rule == RuleFirst {
						t.Fatalf("%s leg %d: %+v overtook by the plain rule", v.Ticket, i, b)
					}
				}
			}
		}
	})
}
