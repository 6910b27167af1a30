package queue

import (
	"fmt"
	"testing"
	"time"
)

// crowd is a branch of n counters, each for every one of 20 services, with 50
// people waiting for each service.
func crowd(tb testing.TB, counters, services, waiting int) (State, time.Time) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	b := Branch{ID: "b", UndoWindow: 60}
	for i := range services {
		b.Services = append(b.Services, Service{ID: ServiceID(fmt.Sprintf("s%02d", i)), Series: seriesLetters[i%20 : i%20+1], Shared: true})
	}
	for i := range counters {
		b.Counters = append(b.Counters, CounterSetup{ID: CounterID(fmt.Sprint(i + 1))})
	}
	var s State
	do := func(c Command) {
		events, err := Decide(s, c, at)
		if err != nil {
			tb.Fatal(err)
		}
		for _, e := range events {
			s = Apply(s, e)
		}
	}
	do(Command{Do: LoadBranch{Branch: b, Date: "2026-03-02"}})
	do(Command{Do: OpenDay{Date: "2026-03-02"}})
	for i := range counters {
		do(Command{Do: OpenCounter{Counter: b.Counters[i].ID}})
	}
	for i := range waiting {
		at = at.Add(time.Second)
		do(Command{Do: Issue{Visit: VisitID(fmt.Sprint(i)), Service: b.Services[i%services].ID, Language: "es"}})
	}
	return s, at
}

// TestTwoHundredCounters: two hundred call_next, one after the other, on a
// queue of one hundred: each ticket once, in order, and the rest refused.
func TestTwoHundredCounters(t *testing.T) {
	s, at := crowd(t, 200, 1, 100)
	for i := range 200 {
		events, err := Decide(s, Command{Do: CallNext{Counter: CounterID(fmt.Sprint(i + 1))}}, at)
		if i >= 100 {
			if no, ok := err.(*Refusal); !ok || no.Code != NothingWaiting {
				t.Fatalf("call %d: %v, want nothing_waiting", i, err)
			}
			continue
		}
		if err != nil {
			t.Fatalf("call %d: %v", i, err)
		}
		want := Ticket(fmt.Sprintf("A%03d", i+1))
		if f := events[0].Fact.(TicketCalled); f.Ticket != want {
			t.Fatalf("call %d: %s, want %s", i, f.Ticket, want)
		}
		s = Apply(s, events[0])
	}
}

// BenchmarkCallNext is one call_next, decided and applied, with 1,000 waiting
// in 20 queues and 200 counters; undone again outside the timer's concern, so
// that the crowd stays.
func BenchmarkCallNext(b *testing.B) {
	s, at := crowd(b, 200, 20, 1000)
	b.ReportAllocs()
	for b.Loop() {
		events, err := Decide(s, Command{ID: "c", By: Actor{Counter: "7"}, Do: CallNext{Counter: "7"}}, at)
		if err != nil {
			b.Fatal(err)
		}
		s = Apply(s, events[0])
		b.StopTimer()
		undone, err := Decide(s, Command{ID: "u", By: Actor{Counter: "7"}, Do: Undo{Counter: "7"}}, at)
		if err != nil {
			b.Fatal(err)
		}
		s = Apply(s, undone[0])
		b.StartTimer()
	}
}

// BenchmarkDecideCallNext is the rules alone.
func BenchmarkDecideCallNext(b *testing.B) {
	s, at := crowd(b, 200, 20, 1000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decide(s, Command{ID: "c", Do: CallNext{Counter: "7"}}, at); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDecideByRules is the same by a profile that uses everything: three
// rules with conditions, three classes that go ahead, turns at the end.
func BenchmarkDecideByRules(b *testing.B) {
	for _, c := range []struct {
		name   string
		change func(*Branch)
	}{
		{"strict", func(*Branch) {}},
		{"longest", func(b *Branch) { b.Profiles[0].Final = FinalLongest }},
		{"turns", func(b *Branch) {
			b.Profiles[0].Final, b.Profiles[0].Turns = FinalTurns, []Turn{{Class: "senior"}, {Class: "senior"}, {Service: "s03"}, {}}
		}},
		{"everything", func(b *Branch) {
			b.Profiles[0].Final, b.Profiles[0].Turns = FinalTurns, []Turn{{Class: "senior"}, {Class: "senior"}, {Service: "s03"}, {}}
			b.Profiles[0].Rules = []Rule{
				{ID: "late", Services: []ServiceID{"s07"}, WaitOver: 7200}, {ID: "long", WaitingOver: 2000}, {ID: "promise", MissWithin: 60},
			}
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			s, at := crowd(b, 200, 20, 1000)
			branch := s.Branch
			branch.Classes = []Class{{ID: "strict", Way: WayStrict}, {ID: "next", Way: WayNext}, {ID: "senior", Way: WayAccumulating, Rate: 200}}
			branch.Profiles = []Profile{{ID: "p"}}
			c.change(&branch)
			branch.Counters[6].Profile = "p"
			s = Apply(s, Event{Seq: s.Seq + 1, At: at, Fact: BranchLoaded{branch}})
			for i := range 200 {
				events, err := Decide(s, Command{Do: Issue{Visit: VisitID(fmt.Sprint("c", i)), Service: branch.Services[i%20].ID, Class: branch.Classes[2*(i%2)].ID}}, at)
				if err != nil {
					b.Fatal(err)
				}
				s = Apply(s, events[0])
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Decide(s, Command{ID: "c", Do: CallNext{Counter: "7"}}, at); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkDue is the look at the clock with 200 counters.
func BenchmarkDue(b *testing.B) {
	s, _ := crowd(b, 200, 20, 1000)
	b.ReportAllocs()
	for b.Loop() {
		Due(s)
	}
}

// BenchmarkSnapshot writes a state of 1,000 visits.
func BenchmarkSnapshot(b *testing.B) {
	s, _ := crowd(b, 200, 20, 1000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.MarshalJSON(); err != nil {
			b.Fatal(err)
		}
	}
}
