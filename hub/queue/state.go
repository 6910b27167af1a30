package queue

import (
	"iter"
	"slices"
	"time"
)

// DayState says whether a business date is open. Append only.
type DayState string

const (
	DayNone DayState = "" // no day was ever opened
	DayOpen DayState = "open"
	DayShut DayState = "closed"
)

// State is everything the rules know of a branch now. The zero State is a branch
// before its first event. It is read by its fields and methods and changed by
// Apply alone; what the methods return belongs to the state, is not to be
// changed, and is good until the next Apply. One goroutine at a time.
//
// Its JSON (see snapshot.go) is the same bytes for the same state.
type State struct {
	Seq    uint64    // of the last event; 0 before the first
	At     time.Time // of the last event, UTC
	Date   Date      // the business date; "" before the first day
	Day    DayState
	Closes time.Time // when the day must end at the latest; zero: only by hand
	Branch Branch

	visits   map[VisitID]*Visit
	order    []VisitID // of the business date, in the order of issue
	tickets  map[Ticket]VisitID
	lines    map[ServiceID]*line
	counters map[CounterID]*Counter
	series   map[string]int    // the last number of each stretch of a letter; see stretch
	board    []BoardCall       // newest first
	parked   []VisitID         // in the order of parking
	index    map[ServiceID]int // where in the branch a service stands
	booked   bool              // somebody came with an appointment that goes ahead
	spoken   map[string][]bool // where it counts: languages of the tellers here, by place of the service in the branch
	ways     bool              // some class of the branch goes ahead of its place
	helps    []Help            // that are open, oldest first
	devices  []Device          // in the order of their first reports
	leases   []Lease           // in the order in which they were given; they outlive their business date
}

// Visit finds a visit of the business date.
func (s *State) Visit(id VisitID) (*Visit, bool) {
	v, ok := s.visits[id]
	return v, ok
}

// Ticket finds a visit of the business date by its ticket.
func (s *State) Ticket(t Ticket) (*Visit, bool) {
	v, ok := s.visits[s.tickets[t]]
	return v, ok
}

// Visits goes through all visits of the business date in the order of issue.
func (s *State) Visits() iter.Seq[*Visit] {
	return func(yield func(*Visit) bool) {
		for _, id := range s.order {
			if !yield(s.visits[id]) {
				return
			}
		}
	}
}

// Size counts the visits of the business date.
func (s *State) Size() int { return len(s.order) }

// Counter finds a counter as it stands now.
func (s *State) Counter(id CounterID) (*Counter, bool) {
	c, ok := s.counters[id]
	return c, ok
}

// Counters goes through the counters in the branch's order.
func (s *State) Counters() iter.Seq[*Counter] {
	return func(yield func(*Counter) bool) {
		for i := range s.Branch.Counters {
			if c, ok := s.counters[s.Branch.Counters[i].ID]; ok && !yield(c) {
				return
			}
		}
	}
}

// Queue goes through those who wait for a service, in calling order.
func (s *State) Queue(service ServiceID) iter.Seq[*Visit] {
	return func(yield func(*Visit) bool) {
		if l := s.lines[service]; l != nil {
			for _, p := range l.places {
				if !yield(p.visit) {
					return
				}
			}
		}
	}
}

// Waiting counts those who wait for a service.
func (s *State) Waiting(service ServiceID) int {
	if l := s.lines[service]; l != nil {
		return len(l.places)
	}
	return 0
}

// Oldest is who entered the queue of a service first; nil when nobody waits. It
// is not always the first to be called.
func (s *State) Oldest(service ServiceID) *Visit {
	l := s.lines[service]
	if l == nil || len(l.places) == 0 {
		return nil
	}
	oldest := &l.places[0]
	for i := range l.places {
		if p := &l.places[i]; p.since < oldest.since {
			oldest = p
		}
	}
	return oldest.visit
}

// Ahead counts those who wait for the same service and stand before the visit.
func (s *State) Ahead(v *Visit) int {
	l := s.lines[v.Leg().Service]
	if l == nil || v.State() != Waiting {
		return 0
	}
	return l.before(v.Leg().Key)
}

// Board is the last calls, newest first, each ticket once.
func (s *State) Board() []BoardCall { return s.board }

// Parked goes through the parked visits, in the order of parking.
func (s *State) Parked() iter.Seq[*Visit] {
	return func(yield func(*Visit) bool) {
		for _, id := range s.parked {
			if !yield(s.visits[id]) {
				return
			}
		}
	}
}

// Serves reports whether a counter, as it is opened now, serves a service.
func (s *State) Serves(c *Counter, service ServiceID) bool {
	i, ok := s.index[service]
	return ok && c.Serves(i)
}

// resolve works out which services a counter serves as it is opened now, once,
// as every look at a queue asks for it.
func (s *State) resolve(c *Counter) {
	c.serves, c.speaks = nil, nil
	c.rules, _ = s.Branch.Profile(s.Branch.profileAt(c))
	if t, ok := s.Branch.Teller(c.Teller); ok {
		c.speaks = t.Languages
	}
	services := s.Branch.services(c.ID, c.working())
	if services == nil {
		return
	}
	c.serves = make([]bool, len(s.Branch.Services))
	for _, id := range services {
		if i, ok := s.index[id]; ok {
			c.serves[i] = true
		}
	}
}

// resolveAll does it for all of them, after the branch has changed.
func (s *State) resolveAll() {
	s.index = make(map[ServiceID]int, len(s.Branch.Services))
	for i := range s.Branch.Services {
		s.index[s.Branch.Services[i].ID] = i
	}
	s.ways = slices.ContainsFunc(s.Branch.Classes, func(c Class) bool { return c.Way != WayCredit })
	for _, c := range s.counters {
		s.resolve(c)
	}
	s.hear()
}

// MayCall reports whether the counter may call a waiting leg: it serves the
// leg's service and it is kept for nobody, or it is kept for this counter or its
// teller, or for a language spoken here. What is kept for a counter that is
// closed, or for a teller who sits nowhere, or for a language that nobody here
// speaks who serves it, is everyone's: it would wait while others idle.
func (s *State) MayCall(c *Counter, l *Leg) bool {
	switch {
	case !l.kept():
		return s.Serves(c, l.Service)
	case l.ForLanguage != "":
		return s.Serves(c, l.Service) && s.understood(c, l)
	}
	if s.keptFor(c, l.ForCounter, l.ForTeller) {
		return true
	}
	return s.Keeper(l) == nil && s.Serves(c, l.Service)
}

// Keeper is the counter for which a leg is kept now: nobody else calls it. nil
// when it is everyone's.
func (s *State) Keeper(l *Leg) *Counter {
	if l.ForCounter != "" { // few are kept, and a forecast asks for all who wait
		if c, ok := s.counters[l.ForCounter]; ok && c.State != CounterIsClosed {
			return c
		}
	}
	if l.ForTeller != "" {
		return s.seat(l.ForTeller)
	}
	return nil
}

// keptFor reports whether what is kept for a counter or a teller is kept for c.
func (s *State) keptFor(c *Counter, counter CounterID, teller TellerID) bool {
	return counter != "" && c.ID == counter || teller != "" && c.Teller == teller
}

// seat is the counter where a teller sits; nil when at none. At a closed counter
// sits nobody.
func (s *State) seat(teller TellerID) *Counter {
	for i := range s.Branch.Counters {
		if c := s.counters[s.Branch.Counters[i].ID]; c != nil && c.Teller == teller {
			return c
		}
	}
	return nil
}
