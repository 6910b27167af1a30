package queue

import (
	"fmt"
	"testing"
	"time"
)

// The promise to somebody of no class, with m people before them by place, at a
// counter that serves them without a pause: they are called within so many calls,
// however many come who may go ahead. With s the largest share in force:
//
//	by place, by credit   m+1 (who comes later counts among m if their credit puts them before)
//	by rules and classes  (m+1) + (m+2)*s/(100-s) + 1
//	by turns              ceil((m+1)/w) * (n+1), with w of the n entries theirs and m those of their entry
//
// TestNobodyWaitsForEver floods a counter with everybody who may go ahead and
// counts.
func TestNobodyWaitsForEver(t *testing.T) {
	const before = 3
	behind := func(s int) int { return before + 1 + (before+2)*s/(100-s) + 1 }
	services := []ServiceID{"cash", "loans"}
	for _, c := range []struct {
		name    string
		branch  func(*Branch)
		flood   []Issue // come again before each call
		longest int
	}{
		{"first come", nil, []Issue{{Service: "cash"}, {Service: "loans"}}, before + 1},
		{"strict", func(b *Branch) { b.Classes = []Class{{ID: "c", Way: WayStrict}} }, []Issue{{Service: "cash", Class: "c"}, {Service: "loans", Class: "c"}}, behind(DefaultShare)},
		{"strict, most of the calls", func(b *Branch) { b.Classes = []Class{{ID: "c", Way: WayStrict, Share: 95}} }, []Issue{{Service: "cash", Class: "c"}}, behind(95)},
		{"next", func(b *Branch) { b.Classes = []Class{{ID: "c", Way: WayNext, Share: 90}} }, []Issue{{Service: "loans", Class: "c"}}, behind(90)},
		{"accumulating", func(b *Branch) { b.Classes = []Class{{ID: "c", Way: WayAccumulating, Rate: 1000}} }, []Issue{{Service: "cash", Class: "c"}}, behind(DefaultShare)},
		{"three classes at once", func(b *Branch) {
			b.Classes = []Class{{ID: "c", Way: WayStrict, Share: 60}, {ID: "d", Way: WayNext, Share: 70}, {ID: "e", Way: WayAccumulating, Rate: 500, Share: 50}}
		}, []Issue{{Service: "cash", Class: "c"}, {Service: "cash", Class: "d"}, {Service: "loans", Class: "e"}}, behind(70)},
		{"a queue always first", rules(Rule{ID: "r", Services: services[1:], Share: 75}), []Issue{{Service: "loans"}}, behind(75)},
		{"a wait always over", rules(Rule{ID: "r", Services: services[1:], WaitOver: 1, Share: 50}), []Issue{{Service: "loans"}}, behind(50)},
		{"a target always near", rules(Rule{ID: "r", Services: services[1:], MissWithin: 600, Share: 66}), []Issue{{Service: "loans"}}, behind(66)},
		{"a queue always long", rules(Rule{ID: "r", Services: services[1:], WaitingOver: 1, Share: 90}), []Issue{{Service: "loans"}, {Service: "loans"}}, behind(90)},
		{"a rule and a class", func(b *Branch) {
			b.Classes = []Class{{ID: "c", Way: WayStrict, Share: 75}}
			rules(Rule{ID: "r", Services: services[1:], Share: 75})(b)
		}, []Issue{{Service: "loans"}, {Service: "loans", Class: "c"}}, behind(75)},
		{"longest", func(b *Branch) { b.Profiles[0].Final = FinalLongest }, []Issue{{Service: "loans", Class: ""}}, before + 1},
		{"turns", func(b *Branch) {
			b.Profiles[0].Final, b.Profiles[0].Turns = FinalTurns, []Turn{{Service: "loans"}, {Service: "loans"}, {Service: "loans"}, {Service: "cash"}}
		}, []Issue{{Service: "loans"}}, (before + 1) * 5},
		{"turns without them", func(b *Branch) { b.Profiles[0].Final, b.Profiles[0].Turns = FinalTurns, []Turn{{Service: "loans"}} }, []Issue{{Service: "loans"}}, (before + 1) * 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFlood(t, c.branch)
			for range before + 1 {
				f.issue(Issue{Service: "cash"})
			}
			last := f.visit()
			calls := 0
			for last.State() == Waiting {
				for _, i := range c.flood {
					f.issue(i)
				}
				f.next()
				if calls++; calls > c.longest {
					t.Fatalf("%s still waits after %d calls; at most %d were promised", last.Ticket, calls, c.longest)
				}
			}
			t.Logf("called with call %d; at most %d were promised", calls, c.longest)
		})
	}
}

func rules(r Rule) func(*Branch) {
	return func(b *Branch) { b.Profiles[0].Rules = append(b.Profiles[0].Rules, r) }
}

// flood is one counter to which everybody comes.
type flood struct {
	t  *testing.T
	s  State
	at time.Time
	n  int
}

func newFlood(t *testing.T, change func(*Branch)) *flood {
	f := &flood{t: t, at: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	b := Branch{
		ID: "b", Services: []Service{{ID: "cash", Series: "A"}, {ID: "loans", Series: "B", Target: 300}},
		Counters: []CounterSetup{{ID: "1", Profile: "p"}}, Profiles: []Profile{{ID: "p"}},
	}
	if change != nil {
		change(&b)
	}
	f.do(LoadBranch{Branch: b, Date: "2026-03-02"})
	f.do(OpenDay{Date: "2026-03-02"})
	f.do(OpenCounter{Counter: "1"})
	return f
}

func (f *flood) do(what Ask) {
	f.t.Helper()
	f.n++
	events, err := Decide(f.s, Command{ID: fmt.Sprint("c", f.n), Do: what}, f.at)
	if err != nil {
		f.t.Fatalf("%s: %v", what.Verb(), err)
	}
	for _, e := range events {
		f.s = Apply(f.s, e)
	}
}

func (f *flood) issue(i Issue) {
	i.Visit, i.Language = VisitID(fmt.Sprint("v", f.n)), "es"
	f.at = f.at.Add(time.Second)
	f.do(i)
}

// visit is the one that came last.
func (f *flood) visit() (last *Visit) {
	for v := range f.s.Visits() {
		last = v
	}
	return last
}

func (f *flood) next() {
	f.at = f.at.Add(time.Minute)
	f.do(CallNext{Counter: "1"})
	f.do(Serve{Counter: "1"})
	f.do(Finish{Counter: "1"})
}
