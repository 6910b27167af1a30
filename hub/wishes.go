package hub

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"

	"turno/hub/queue"
	"turno/hub/wire"
)

const (
	wishFor   = 8 * time.Hour // how long a wish waits for the second person
	maxWishes = 100
	wishErase = "erase" // what is wished for: the only thing yet
)

// wishes need a second person. The chain holds them, so they outlive a restart:
// a wish is the line that says who asked, until a line says what became of it or
// its time is over. What stands here is read from there once and kept up to date.
type wishes struct {
	mu   sync.Mutex
	read bool            // the chain was read
	all  []wire.Approval // oldest first, one for each visit; the writer's once it was read
}

// wishSubject is what the lines of the chain on a wish are about, and
// askedSubject what the first of them tells besides.
func wishSubject(visit queue.VisitID) string { return wishErase + " " + string(visit) }

func askedSubject(visit queue.VisitID, ticket queue.Ticket) string {
	return strings.TrimSpace(wishSubject(visit) + " " + string(ticket))
}

// wishOf makes a wish of the line with which it began. Its id is the line's.
func wishOf(e queue.Event, subject string) (wire.Approval, bool) {
	words := strings.Fields(subject)
	if len(words) < 2 || len(words) > 3 || words[0] != wishErase {
		return wire.Approval{}, false
	}
	a := wire.Approval{ID: fmt.Sprintf("e-%d", e.Seq), What: words[0], Visit: words[1], By: string(e.By.Person),
		At: e.At, Until: e.At.Add(wishFor), State: pairWaiting}
	if len(words) == 3 {
		a.Ticket = words[2]
	}
	return a, true
}

// recall reads which wishes wait, once, back as far as one can wait from the last
// event. It is called before the writer is asked about wishes, which needs not
// read hours of log in its turn then. Safe from any goroutine.
func (h *Hub) recall() error {
	w := &h.wishes
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.read {
		return nil
	}
	w.all = nil
	head := h.store.Head()
	last, err := h.store.EventsAfter(max(head, 1)-1, 1)
	if err != nil || len(last) == 0 {
		return err
	}
	next, err := h.eventsFrom(last[0].At.Add(-wishFor))
	for err == nil {
		var events []queue.Event
		if events, err = h.store.EventsAfter(next, 1000); len(events) == 0 {
			break
		}
		for _, e := range events {
			w.see(e)
			next = e.Seq
		}
	}
	w.read = err == nil
	return err
}

// waiting forgets the wishes whose time is over and gives the others. It is the
// writer's.
func (h *Hub) waiting() []wire.Approval {
	w, now := &h.wishes, h.now()
	w.all = slices.DeleteFunc(w.all, func(a wire.Approval) bool { return !now.Before(a.Until) })
	return w.all
}

// see takes what a line of the chain says of wishes.
func (w *wishes) see(e queue.Event) {
	f, ok := e.Fact.(queue.Audited)
	if !ok {
		return
	}
	switch f.What {
	case queue.Asked:
		if a, ok := wishOf(e, f.Subject); ok && w.on(a.Visit) < 0 {
			w.all = append(w.all, a)
		}
	case queue.Approved, queue.Denied:
		w.all = slices.DeleteFunc(w.all, func(a wire.Approval) bool { return f.Subject == wishSubject(queue.VisitID(a.Visit)) })
	}
}

// on finds the wish that is about a visit.
func (w *wishes) on(visit string) int {
	return slices.IndexFunc(w.all, func(a wire.Approval) bool { return a.Visit == visit })
}

// eventsFrom gives the seq behind which the events of a time and later stand:
// they stand in the order of their times.
func (h *Hub) eventsFrom(t time.Time) (seq uint64, err error) {
	return uint64(sort.Search(int(h.store.Head()), func(seq int) bool {
		if err != nil {
			return true
		}
		var e []queue.Event
		e, err = h.store.EventsAfter(uint64(seq), 1)
		return len(e) == 0 || !e[0].At.Before(t)
	})), err
}
