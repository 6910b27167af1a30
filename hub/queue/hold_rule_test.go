package queue

import (
	"slices"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// share is how a counter's calls were shared out.
type share struct{ ahead, final int }

// goesAhead says that a rule lets somebody go ahead of the final rule's choice.
func goesAhead(rule string) bool {
	switch rule {
	case RuleNext, RuleStrict, RuleAccumulating, RuleWait, RuleTarget, RuleLength, RuleProfile, RuleBooked:
		return true
	}
	return false
}

// holdRule holds what is promised of every call by the rules, found the slow way:
// what the rule says of itself is so, and nobody goes ahead beyond the shares.
func (m *machine) holdRule(t *rapid.T, c *Counter, v *Visit, f TicketCalled) {
	w, b := f.Why, &m.s.Branch
	class, _ := b.Class(w.Class)
	waited := func(v *Visit) Seconds { return seconds(m.now.Sub(v.Leg().Entered)) }
	rule := m.ruleOf(c, w.By)
	wrong := func(what string) { t.Fatalf("%s called by %+v: %s", f.Ticket, w, what) }
	switch w.Rule {
	case RuleNext, RuleStrict, RuleAccumulating:
		if class == nil || string(class.Way) != w.Rule || v.Class != class.ID {
			wrong("it is not of that class")
		}
	case RuleBooked:
		if v.Leg().Booked.IsZero() || m.now.Before(v.Leg().Booked.Add(-b.Appointments.Early.Duration())) {
			wrong("its appointment has not come")
		}
	case RuleWait, RuleTarget, RuleLength, RuleProfile:
		if rule == nil || rule.Services != nil && !slices.Contains(rule.Services, v.Leg().Service) || rule.Classes != nil && !slices.Contains(rule.Classes, v.Class) {
			wrong("the rule is not about it")
		}
	}
	for other := range m.s.Visits() {
		if other.State() != Waiting || !m.mayCall(c, other.Leg()) {
			continue
		}
		switch {
		case w.Rule == RuleLongest && waited(other) > waited(v):
			wrong(string(other.Ticket) + " has waited longer")
		case w.Rule == RuleNext && other.Class == v.Class && other.Leg().Key.Less(v.Leg().Key),
			w.Rule == RuleStrict && other.Class == v.Class && other.Leg().Key.Less(v.Leg().Key):
			wrong(string(other.Ticket) + " of the same class stands before")
		case w.Rule == RuleBooked && !other.Leg().Booked.IsZero() && other.Leg().Booked.Before(v.Leg().Booked):
			wrong(string(other.Ticket) + " has an earlier appointment")
		case w.Rule == RuleAccumulating && m.gathered(other) > m.gathered(v):
			wrong(string(other.Ticket) + " has gathered more")
		}
	}
	m.holdShare(t, c, f)
}

// holdUpcoming: who is named as the next to be called is called next, and a look
// leaves the state as it was.
func (m *machine) holdUpcoming(t *rapid.T, counter *Counter, c Command, f TicketCalled) {
	if _, next := c.Do.(CallNext); !next {
		return
	}
	before := m.json(t)
	all := m.s.Upcoming(counter, m.now, 1000)
	if after := m.json(t); after != before {
		t.Fatalf("a look at who is next changed the state:\n%s", cmp.Diff(before, after))
	}
	callable := map[Ticket]bool{}
	for v := range m.s.Visits() {
		if v.State() == Waiting && m.mayCall(counter, v.Leg()) {
			callable[v.Ticket] = true
		}
	}
	if len(all) != len(callable) || all[0] != f.Ticket {
		t.Fatalf("%v would be called next of %v, and %s is", all, callable, f.Ticket)
	}
	for _, ticket := range all {
		if !callable[ticket] {
			t.Fatalf("%s would be called twice, or not be called: %v", ticket, all)
		}
		delete(callable, ticket)
	}
}

// gathered is a visit's accumulated priority, in words of the definition.
func (m *machine) gathered(v *Visit) int64 {
	rate := int64(100)
	if c, ok := m.s.Branch.Class(v.Class); ok && c.Way == WayAccumulating {
		rate = int64(c.Rate)
	}
	return rate * int64(m.now.Sub(v.Leg().Key.At))
}

func (m *machine) ruleOf(c *Counter, id RuleID) *Rule {
	p := m.s.profileOf(c)
	if p == nil {
		return nil
	}
	for i := range p.Rules {
		if p.Rules[i].ID == id {
			return &p.Rules[i]
		}
	}
	return nil
}

// holdShare: of any calls of a counter since the day began, k by the final rule
// and the rest ahead of it, at most (k+1)*s/(100-s)+1 went ahead, s the largest
// share that there can be (95 in random branches).
func (m *machine) holdShare(t *rapid.T, c *Counter, f TicketCalled) {
	const largest = 95
	h := m.shares[c.ID]
	after := c.Memory
	if f.Memory != nil {
		after = *f.Memory
	}
	if goesAhead(f.Why.Rule) {
		h.ahead++
		if after.Owed <= c.Memory.Owed || c.Memory.Owed >= owing {
			t.Fatalf("%s goes ahead by %s and owes %d after %d", f.Ticket, f.Why.Rule, after.Owed, c.Memory.Owed)
		}
	} else {
		h.final++
	}
	if h.ahead > (h.final+1)*largest/(100-largest)+1 {
		t.Fatalf("%d went ahead at counter %s, and %d did not", h.ahead, c.ID, h.final)
	}
	m.shares[c.ID] = h
}
