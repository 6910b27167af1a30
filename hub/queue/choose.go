package queue

import "time"

// choice is whom the rules call next, why, and what the counter remembers of it.
type choice struct {
	visit *Visit
	why   Why
	then  Memory
}

// next chooses whom a counter calls, into found; false when nobody. The order in which it looks:
//
//  1. Who was put first by a person goes first.
//  2. Somebody of a class that goes next (WayNext).
//  3. An appointment whose window has begun.
//  4. The profile's rules, in their order.
//  5. A class that is strict or accumulates.
//  6. The profile's final rule.
//
// 2 to 5 go ahead of 6 within their shares alone (see Memory). Where none of
// this is in use it is the first by place, as fast as ever.
func (s *State) next(c *Counter, at time.Time, found *choice) bool {
	some, plain := s.pick(c, at, found)
	if some && !plain {
		s.passedOver(c, found)
	}
	return some
}

// pick is next without who was passed over; plain says that nobody was.
func (s *State) pick(c *Counter, at time.Time, found *choice) (some, plain bool) {
	first, callable, _ := s.choose(c, nil)
	if first == nil {
		return false, false
	}
	p := s.profileOf(c)
	putFirst := first.Leg().Key.Rank < 0
	if putFirst || !p.ruled() && !s.urgent() {
		found.visit, found.why.Rule, found.why.Over, found.then = first, RuleFirst, callable-1, c.Memory
		if !putFirst {
			found.then = c.Memory.pay()
		}
		return true, true
	}
	l := look{s: s, c: c, at: at, profile: p}
	base, then := l.final(first)
	over, why, share := l.ahead()
	held := false
	switch {
	case over == nil || over == base.visit:
	case c.Memory.Owed >= owing:
		held = true
	default:
		base = choice{over, why, c.Memory}
		then = c.Memory
		then.Owed += cost(share)
	}
	base.then, base.why.Over = then, callable-1
	if held { // whose share was used up, so that it was the others' turn
		base.why.Held = heldBy(why)
	}
	*found = base
	return true, false
}

func heldBy(w Why) string {
	if w.By != "" {
		return string(w.By)
	}
	if w.Class != "" {
		return string(w.Class)
	}
	return w.Rule
}

// urgent says that somebody waits who may go ahead of others by a class or an
// appointment.
func (s *State) urgent() bool {
	if s.booked || !s.ways {
		return s.booked
	}
	for _, l := range s.lines {
		if l.classed > 0 {
			return true
		}
	}
	return false
}

// passedOver says how many that the counter might have called stand before the
// one called, and who the first three are.
func (s *State) passedOver(c *Counter, ch *choice) {
	key := ch.visit.Leg().Key
	_, _, ch.why.Before = s.choose(c, &key)
	if ch.why.Before == 0 {
		return
	}
	ch.why.Passed = s.firstBefore(c, key)
}

// mostPassed is how many that were passed over are named.
const mostPassed = 3

// firstBefore names the first by place whom a counter may call, up to a key.
func (s *State) firstBefore(c *Counter, key PlaceKey) []Passed {
	var found [mostPassed]place
	n := 0
	for i := range s.Branch.Services {
		l := s.lines[s.Branch.Services[i].ID]
		if l == nil || l.kept == 0 && !c.Serves(i) {
			continue
		}
		for j, taken := 0, 0; j < len(l.places) && taken < mostPassed; j++ {
			p := &l.places[j]
			if !p.key.Less(key) || n == mostPassed && !p.key.Less(found[n-1].key) {
				break
			}
			if l.kept > 0 && !s.MayCall(c, p.visit.Leg()) {
				continue
			}
			taken++
			if n < mostPassed {
				n++
			}
			k := n - 1
			for ; k > 0 && p.key.Less(found[k-1].key); k-- {
				found[k] = found[k-1]
			}
			found[k] = *p
		}
	}
	passed := make([]Passed, 0, n)
	for _, p := range found[:n] {
		passed = append(passed, Passed{Ticket: p.visit.Ticket, Service: p.visit.Leg().Service, Class: p.visit.Class})
	}
	return passed
}
