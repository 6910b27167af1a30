package queue

import (
	"slices"
	"time"
)

// Upcoming names the first n whom call_next at a counter would call one after
// the other if nothing else happened, by the rules that would choose; for a
// counter where somebody is called or served, once it is free. Nobody is called
// to one that is closed or paused.
//
// It takes the chosen out of their lines while it looks and puts them back: it is
// for the goroutine that owns the state, and s is afterwards as it was.
func (s *State) Upcoming(c *Counter, at time.Time, n int) (tickets []Ticket) {
	if c.State == CounterIsClosed || c.State == CounterIsPaused {
		return nil
	}
	type was struct {
		line *line
		then line
	}
	var before []was
	memory := c.Memory
	for range n {
		var found choice
		if !s.next(c, at, &found) {
			break
		}
		tickets = append(tickets, found.visit.Ticket)
		l := s.lines[found.visit.Leg().Service]
		before = append(before, was{l, *l})
		l.without(found.visit)
		c.Memory = found.then
	}
	for _, b := range slices.Backward(before) {
		*b.line = b.then
	}
	c.Memory = memory
	return tickets
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
