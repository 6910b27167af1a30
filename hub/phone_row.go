package hub

import (
	"turno/hub/queue"
	"turno/hub/wire"
)

// phoneRow is a phone's own visit; nil when the visit is of another day.
func (h *Hub) phoneRow(id queue.VisitID) *wire.Visit {
	v, ok := h.state.Visit(id)
	if !ok {
		return nil
	}
	r := h.visitRow(v)
	r.Place, r.Reason, r.Owner, r.Priority, r.ForCounter, r.ForTeller, r.Speaks, r.KeptUntil = "", "", "", "", "", "", "", nil
	if v.State() == queue.Waiting {
		ahead, wait := h.ahead(v), h.promise(v)
		r.Ahead, r.Wait = &ahead, &wait
	}
	return &r
}

// promise is the wait that somebody who waits is told. Where no counter that is
// open may call them the book still has a quote, of what the branch could do: they
// are promised none.
func (h *Hub) promise(v *queue.Visit) wire.Wait {
	for c := range h.state.Counters() {
		if c.State != queue.CounterIsClosed && c.State != queue.CounterIsPaused && h.state.MayCall(c, v.Leg()) {
			return wait(h.quoteAt(v))
		}
	}
	return wire.Wait{Unknown: true}
}

// ahead is how many wait before somebody: of the same service; or, for one who is
// kept for a counter or a teller, of all those whom that counter may call.
func (h *Hub) ahead(v *queue.Visit) (n int) {
	keeper := h.state.Keeper(v.Leg())
	if keeper == nil {
		return h.state.Ahead(v)
	}
	for i := range h.state.Branch.Services {
		for other := range h.state.Queue(h.state.Branch.Services[i].ID) {
			if !other.Leg().Key.Less(v.Leg().Key) {
				break // they stand in the order of their places
			}
			if h.state.MayCall(keeper, other.Leg()) {
				n++
			}
		}
	}
	return n
}

func samePhoneRow(a, b wire.Visit) bool {
	return a.State == b.State && a.Service == b.Service && a.Counter == b.Counter && a.Calls == b.Calls &&
		value(a.Ahead) == value(b.Ahead) && value(a.Wait) == value(b.Wait)
}

func value[T comparable](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
