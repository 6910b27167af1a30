package queue

import (
	"slices"
	"time"
)

// Play is a state under calls that do not happen: whom the rules would call, and
// whom after them. It takes those who are called out of their lines and puts all
// back at the end, so it is for the goroutine that owns the state, and nothing
// else may be done with that before End.
type Play struct {
	s        *State
	lines    map[*line]line
	memories map[*Counter]Memory
}

// Play begins one.
func (s *State) Play() *Play {
	return &Play{s: s, lines: map[*line]line{}, memories: map[*Counter]Memory{}}
}

// Call takes out whom call_next at a counter would call at a time; nil when
// nobody.
func (p *Play) Call(c *Counter, at time.Time) *Visit {
	var found choice
	if some, _ := p.s.pick(c, at, &found); !some {
		return nil
	}
	if _, known := p.memories[c]; !known {
		p.memories[c] = c.Memory
	}
	if found.visit.ID != "" { // who joined is asked about and takes nobody's turn
		c.Memory = found.then
	}
	p.line(found.visit.Leg().Service).without(found.visit)
	return found.visit
}

// Join lets somebody come now who is nobody's visit: for a service that the
// branch has, of a priority class or none. A call of theirs leaves shares and
// turns as they are.
func (p *Play) Join(service ServiceID, class ClassID, now time.Time) *Visit {
	key := PlaceKey{At: now, Seq: p.s.Seq + 1}
	if c, ok := p.s.Branch.Class(class); ok {
		key.At = key.At.Add(-c.Credit.Duration())
	}
	v := &Visit{Class: class, Issued: now, Legs: []Leg{{Service: service, State: Waiting, Entered: now, Key: key}}}
	p.line(service).with(v)
	return v
}

// line is a service's, noted so that End restores it.
func (p *Play) line(service ServiceID) *line {
	l := p.s.line(service)
	if _, known := p.lines[l]; !known {
		p.lines[l] = *l
	}
	return l
}

// End puts everybody back.
func (p *Play) End() {
	for l, was := range p.lines {
		*l = was
	}
	for c, was := range p.memories {
		c.Memory = was
	}
}

// without leaves a visit out and touches none of the places that the line had.
func (l *line) without(v *Visit) {
	i := l.before(v.Leg().Key)
	l.count(v, -1)
	if i == 0 {
		l.places = l.places[1:]
		return
	}
	l.places = slices.Concat(l.places[:i], l.places[i+1:])
}

// with takes a visit in and touches none either.
func (l *line) with(v *Visit) {
	leg := v.Leg()
	i := l.before(leg.Key)
	l.count(v, 1)
	l.places = slices.Concat(l.places[:i], []place{{key: leg.Key, visit: v, class: v.Class, since: leg.Entered.UnixNano()}}, l.places[i:])
}

// Upcoming names the first n whom call_next at a counter would call one after
// the other if nothing else happened, by the rules that would choose; for a
// counter where somebody is called or served, once it is free. Nobody is called
// to one that is closed or paused. See Play for who may ask.
func (s *State) Upcoming(c *Counter, at time.Time, n int) (tickets []Ticket) {
	if c.State == CounterIsClosed || c.State == CounterIsPaused {
		return nil
	}
	p := s.Play()
	defer p.End()
	for range n {
		v := p.Call(c, at)
		if v == nil {
			break
		}
		tickets = append(tickets, v.Ticket)
	}
	return tickets
}

// ByPlace reports whether all calls are now by place alone: nobody waits who goes
// ahead of others or for a language, and no counter has rules of its own.
func (s *State) ByPlace() bool {
	if s.urgent() {
		return false
	}
	for i := range s.Branch.Services {
		if l := s.lines[s.Branch.Services[i].ID]; l != nil && l.kept > 0 && s.Branch.LanguageWait > 0 {
			return false
		}
	}
	for _, c := range s.counters {
		if s.profileOf(c).ruled() {
			return false
		}
	}
	return true
}
