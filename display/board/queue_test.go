package board

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"turno/hub/words"
)

// Whatever is called when: every call that still stands when its turn comes is
// announced once, in order, no announcement begins before the last one's time
// is over, and no ticket stands on the screen twice.
func TestAnnouncements(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l := newLobby(Config{Language: words.ES, Zone: time.UTC, Rows: rapid.IntRange(3, 4).Draw(rt, "rows")})
		l.do(t, "live")
		var called, said []string
		var last time.Time
		look := func() {
			for _, a := range l.board.Tick(l.now) {
				if !last.IsZero() && l.now.Sub(last) < crowded {
					rt.Fatalf("%s cut the one before after %v", a.Ticket, l.now.Sub(last))
				}
				last = l.now
				said = append(said, a.Ticket)
			}
			seen := map[string]bool{}
			m := l.board.Model(l.now)
			for _, ticket := range append(tickets(m.Rows), m.Call.Ticket) {
				if ticket != "" && seen[ticket] {
					rt.Fatalf("%s stands there twice: %+v", ticket, m)
				}
				seen[ticket] = true
			}
		}
		// run lets time pass as the app does, waking where the board wants it.
		run := func(until time.Time) {
			for l.now.Before(until) {
				next := l.board.Next(l.now)
				if !next.After(l.now) {
					rt.Fatalf("the board wants to be woken in the past")
				}
				if next.After(until) {
					next = until
				}
				l.now = next
				look()
			}
		}
		n := rapid.IntRange(1, 9).Draw(rt, "calls")
		for i := range n {
			ticket := fmt.Sprintf("A%03d", i+1)
			l.do(t, fmt.Sprintf("call %s %d es", ticket, i+1))
			called = append(called, ticket)
			look()
			run(l.now.Add(time.Duration(rapid.IntRange(0, 9000).Draw(rt, "pause")) * time.Millisecond))
		}
		run(l.now.Add(time.Duration(n+1) * Hold))
		if fmt.Sprint(said) != fmt.Sprint(called) {
			rt.Fatalf("called %v\nsaid   %v", called, said)
		}
		if m := l.board.Model(l.now); m.Call.Ticket != called[n-1] {
			rt.Fatalf("the newest is %s, the glass shows %s", called[n-1], m.Call.Ticket)
		}
	})
}

func tickets(rows []Row) []string {
	var all []string
	for _, r := range rows {
		all = append(all, r.Ticket)
	}
	return all
}

// A row keeps its place until its own ticket leaves it or it is the oldest.
func TestRowsHoldTheirPlace(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l := newLobby(Config{Language: words.ES, Zone: time.UTC})
		l.do(t, "live")
		before := l.board.Model(l.now).Rows
		for i := range rapid.IntRange(2, 20).Draw(rt, "calls") {
			l.do(t, fmt.Sprintf("call A%03d %d es; wait 1s", rapid.IntRange(1, 7).Draw(rt, "ticket"), i%9+1))
			l.board.Tick(l.now)
			after := l.board.Model(l.now).Rows
			moved := 0
			for j := range after {
				if after[j].Ticket != before[j].Ticket {
					moved++
				}
			}
			if moved > 1 {
				rt.Fatalf("one call moved %d rows:\n%v\n%v", moved, before, after)
			}
			before = after
			l.now = l.now.Add(Hold)
			l.board.Tick(l.now)
			before = l.board.Model(l.now).Rows
		}
	})
}

// A wrong part degrades alone: a row without a counter, a service without a
// name and a zone that does not exist leave the rest as it is.
func TestWrongPartsDegradeAlone(t *testing.T) {
	l := newLobby(Config{Language: words.ES, Zone: time.UTC})
	l.state.Branch.Zone = "Nowhere/None"
	l.do(t, "live")
	l.show("A001", "", "es")
	l.do(t, "call A002 2 xx")
	l.board.Tick(l.now)
	m := l.board.Model(l.now)
	if m.Call.Ticket != "A002" || m.Call.Word == "" {
		t.Errorf("the glass shows %+v", m.Call)
	}
	if len(m.Waits) != 2 {
		t.Errorf("waits are %v", m.Waits)
	}
	if m.Clock != "09:41" {
		t.Errorf("the clock shows %s", m.Clock)
	}
}
