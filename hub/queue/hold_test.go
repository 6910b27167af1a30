package queue

import (
	"slices"
	"time"

	"pgregory.net/rapid"
)

// hold holds what must always hold, with no help from the indexes of the state.
func (m *machine) hold(t *rapid.T) {
	for v := range m.s.Visits() {
		m.holdPeriods(t, v)
	}
	m.holdCounters(t)
	m.holdQueues(t)
}

// holdCounters: a visit is at no more than one counter, and a counter holds no
// more than one visit; each knows of the other.
func (m *machine) holdCounters(t *rapid.T) {
	at := map[VisitID]CounterID{}
	for c := range m.s.Counters() {
		busy := c.State == CounterIsCalled || c.State == CounterIsServing || c.State == CounterIsWrapUp
		if busy != (c.Visit != "") {
			t.Fatalf("counter %s is %s with visit %q", c.ID, c.State, c.Visit)
		}
		if !busy {
			continue
		}
		if other, ok := at[c.Visit]; ok {
			t.Fatalf("%s is at %s and at %s", c.Visit, other, c.ID)
		}
		at[c.Visit] = c.ID
		v, ok := m.s.Visit(c.Visit)
		if !ok || string(v.State()) != string(c.State) || v.Counter() != c.ID {
			t.Fatalf("counter %s is %s with %s, who is elsewhere", c.ID, c.State, c.Visit)
		}
	}
	for v := range m.s.Visits() {
		if v.State().AtCounter() && at[v.ID] != v.Counter() {
			t.Fatalf("%s is %s at %q, which does not know", v.Ticket, v.State(), v.Counter())
		}
		for i := range v.Legs[:len(v.Legs)-1] {
			if s := v.Legs[i].State; s != Finished && s != MovedOn {
				t.Fatalf("%s: an earlier leg is %s", v.Ticket, s)
			}
		}
	}
}

// holdPeriods: the periods of a leg touch and fill its life, the legs of a
// visit touch and fill its time.
func (m *machine) holdPeriods(t *rapid.T, v *Visit) {
	from, sum := v.Issued, time.Duration(0)
	for i := range v.Legs {
		l := &v.Legs[i]
		if !l.Entered.Equal(from) || !l.Periods[0].From.Equal(from) {
			t.Fatalf("%s: leg %d begins at %v, not at %v", v.Ticket, i, l.Entered, from)
		}
		for j, p := range l.Periods {
			last := j == len(l.Periods)-1
			if !p.From.Equal(from) || p.To.IsZero() != (last && !l.State.Ended()) || !p.To.IsZero() && p.To.Before(p.From) {
				t.Fatalf("%s: leg %d, period %d from %v to %v does not touch %v", v.Ticket, i, j, p.From, p.To, from)
			}
			if last && !l.State.Ended() && p.State != l.State {
				t.Fatalf("%s: the leg is %s, its period %s", v.Ticket, l.State, p.State)
			}
			if from = p.To; from.IsZero() {
				from = m.s.At
			}
			sum += from.Sub(p.From)
		}
		if l.State.Ended() && !l.EndedAt.Equal(from) || !l.State.Ended() && !l.EndedAt.IsZero() {
			t.Fatalf("%s: leg %d is %s, ended %v, its periods %v", v.Ticket, i, l.State, l.EndedAt, from)
		}
		if wait, ok := l.Wait(); ok && wait < 0 {
			t.Fatalf("%s: waited %v", v.Ticket, wait)
		}
	}
	if sum != v.Time(m.s.At) {
		t.Fatalf("%s: visit time %v, periods %v", v.Ticket, v.Time(m.s.At), sum)
	}
}

// holdQueues: those who wait are in their line, in order, and nobody else is.
func (m *machine) holdQueues(t *rapid.T) {
	waiting, parked := map[ServiceID]int{}, 0
	for v := range m.s.Visits() {
		switch v.State() {
		case Waiting:
			waiting[v.Leg().Service]++
		case Parked:
			parked++
		}
	}
	for service, l := range m.s.lines {
		kept := 0
		for i, p := range l.places {
			leg := p.visit.Leg()
			if leg.Service != service || p.visit.State() != Waiting || p.key != leg.Key || m.s.visits[p.visit.ID] != p.visit {
				t.Fatalf("%s stands in line for %s", p.visit.Ticket, service)
			}
			if i > 0 && !l.places[i-1].key.Less(p.key) {
				t.Fatalf("the line for %s is out of order at %d", service, i)
			}
			if m.s.Ahead(p.visit) != i {
				t.Fatalf("%s has %d ahead, not %d", p.visit.Ticket, m.s.Ahead(p.visit), i)
			}
			if leg.ForCounter != "" || leg.ForTeller != "" || leg.ForLanguage != "" {
				kept++
			}
		}
		var oldest *Visit
		for v := range m.s.Queue(service) {
			if oldest == nil || v.Leg().Entered.Before(oldest.Leg().Entered) {
				oldest = v
			}
		}
		if n := m.s.Waiting(service); n != len(l.places) || m.s.Oldest(service) != oldest {
			t.Fatalf("%d stand in line for %s, the state says %d", len(l.places), service, n)
		}
		if len(l.places) != waiting[service] || kept != l.kept {
			t.Fatalf("%d of %d stand in line for %s, %d of %d kept", len(l.places), waiting[service], service, l.kept, kept)
		}
		delete(waiting, service)
	}
	if len(waiting) > 0 || parked != len(m.s.parked) {
		t.Fatalf("not in a line: %v; parked %d of %d", waiting, len(m.s.parked), parked)
	}
	board := m.s.Board()
	if longest := m.branch.MaxBoard; len(board) > DefaultBoard || longest > 0 && len(board) > longest {
		t.Fatalf("%d calls on the board, of %d", len(board), longest)
	}
	for i := range board {
		if i > 0 && board[i].At.After(board[i-1].At) || slices.ContainsFunc(board[:i], func(b BoardCall) bool { return b.Visit == board[i].Visit }) {
			t.Fatalf("the board is out of order: %v", board)
		}
	}
}

// holdDue: nothing that was due is left.
func (m *machine) holdDue(t *rapid.T) {
	late := func(from time.Time, after Seconds) bool { return !from.Add(after.Duration()).After(m.now) }
	if m.s.Day != DayOpen {
		return
	}
	if !m.s.Closes.IsZero() && late(m.s.Closes, 0) {
		t.Fatalf("the day goes on after %v", m.s.Closes)
	}
	for c := range m.s.Counters() {
		v, _ := m.s.Visit(c.Visit)
		if c.State == CounterIsWrapUp && late(c.Since, m.branch.wrapUp(c.ID, c.working())) ||
			c.State == CounterIsCalled && m.branch.NoShowAfter > 0 && late(v.Leg().LastCalled, m.branch.NoShowAfter) {
			t.Fatalf("counter %s is still %s since %v", c.ID, c.State, c.Since)
		}
	}
	for c := range m.s.Counters() {
		if c.Rush != "" && late(c.RushUntil, 0) {
			t.Fatalf("counter %s is still in a rush after %v", c.ID, c.RushUntil)
		}
	}
	for v := range m.s.Visits() {
		if until := v.Leg().KeptUntil; v.State() == Waiting && !until.IsZero() && late(until, 0) {
			t.Fatalf("%s is still kept for somebody after %v", v.Ticket, until)
		}
	}
	for v := range m.s.Parked() {
		if until := v.Leg().Until; !until.IsZero() && late(until, 0) {
			t.Fatalf("%s is still parked after %v", v.Ticket, until)
		}
	}
}

// holdCall: call_next takes whom the rules put first, found here the slow way;
// every other call says who and why.
func (m *machine) holdCall(t *rapid.T, c Command, events []Event) {
	f, ok := events[len(events)-1].Fact.(TicketCalled)
	if !ok {
		return
	}
	counter, _ := m.s.Counter(f.Counter)
	var first *Visit
	callable, before := 0, 0
	called, _ := m.s.Visit(f.Visit)
	for v := range m.s.Visits() {
		if v.State() != Waiting || !m.mayCall(counter, v.Leg()) {
			continue
		}
		callable++
		if v.Leg().Key.Less(called.Leg().Key) {
			before++
		}
		if first == nil || v.Leg().Key.Less(first.Leg().Key) {
			first = v
		}
	}
	if f.Why.Over != callable-1 {
		t.Fatalf("%s called over %d, of %d", f.Ticket, f.Why.Over, callable)
	}
	m.holdUpcoming(t, counter, c, f)
	switch ask := c.Do.(type) {
	case CallNext:
		if f.Why.Rule == RuleFirst && f.Visit != first.ID || f.Why.Rule == RulePicked || f.Why.Before != before {
			t.Fatalf("called %s by %+v, %s is first, %d before", f.Ticket, f.Why, first.Ticket, before)
		}
		m.holdRule(t, counter, called, f)
	case Call:
		if f.Memory != nil {
			t.Fatalf("a call by hand changes what the counter remembers")
		}
		if f.Why.Rule != RulePicked || f.Why.Reason != ask.Reason || ask.Reason == "" || f.Why.Person != c.By.Person || f.Why.Before != before {
			t.Fatalf("picked with %+v, before %d", f.Why, before)
		}
	}
}

// mayCall says it as the rules are told to people: what is kept for somebody
// who is here is theirs; all else goes by the services of the counter.
func (m *machine) mayCall(c *Counter, l *Leg) bool {
	here := false
	if l.ForLanguage != "" && m.branch.LanguageWait > 0 {
		speaks := func(c *Counter) bool {
			teller, ok := m.branch.Teller(c.Teller)
			return ok && c.State != CounterIsClosed && m.branch.Serves(c.ID, c.working(), l.Service) && slices.Contains(teller.Languages, l.ForLanguage)
		}
		for other := range m.s.Counters() {
			here = here || speaks(other)
		}
		return speaks(c) || !here && m.branch.Serves(c.ID, c.working(), l.Service)
	}
	for other := range m.s.Counters() {
		if other.State == CounterIsClosed {
			continue
		}
		if l.ForCounter == other.ID || l.ForTeller != "" && l.ForTeller == other.Teller {
			here = true
			if other.ID == c.ID {
				return true
			}
		}
	}
	return !here && m.branch.Serves(c.ID, c.working(), l.Service)
}
