package hub

import (
	"slices"

	"turno/hub/queue"
	"turno/hub/wire"
)

// mostNext is how many of those who would be called next are named.
const mostNext = 3

// next names whom a counter would call next, by the rules themselves.
func (h *Hub) next(c *queue.Counter) (tickets []string) {
	for _, t := range h.state.Upcoming(c, h.now(), mostNext) {
		tickets = append(tickets, string(t))
	}
	return tickets
}

// tellCounter is a counter's row for an event, which the staff is told of.
func (h *Hub) tellCounter(c *queue.Counter) wire.Counter {
	r := h.counterRow(c, staff)
	h.fan.next[c.ID] = r.Next
	return r
}

// addNext puts into the last event of a batch the rows of the counters that
// would call somebody else now. Whom they would call after a time with no event
// at all (a rule may wait for a wait) is told with the next one.
func (h *Hub) addNext(f *frame) {
	var rows []wire.Counter
	for c := range h.state.Counters() {
		if now := h.next(c); !slices.Equal(now, h.fan.next[c.ID]) {
			rows = append(rows, h.tellCounter(c))
		}
	}
	if len(rows) == 0 {
		return
	}
	for a := staff; a < audiences; a++ {
		c := wire.Changed{}
		if f.events[a].Changed != nil {
			c = *f.events[a].Changed
		}
		told := slices.DeleteFunc(slices.Clone(c.Counters), func(old wire.Counter) bool {
			return slices.ContainsFunc(rows, func(r wire.Counter) bool { return r.Counter == old.Counter })
		})
		c.Counters = append(told, rows...)
		f.events[a].Changed = &c
	}
}

// differs forgets what was told of queues and counters whose rows in a snapshot
// are other ones: the session that gets it has to be told again, too.
func (f *fan) differs(s *wire.State, a audience) {
	for _, q := range s.Queues {
		id := queue.ServiceID(q.Service)
		if old, told := f.queues[id]; told && !sameQueue(old, q) {
			delete(f.queues, id)
		}
	}
	if a.open() {
		return
	}
	for _, r := range s.Counters {
		if id := queue.CounterID(r.Counter); !slices.Equal(r.Next, f.next[id]) {
			f.next[id] = []string{""} // nobody's ticket
		}
	}
}
