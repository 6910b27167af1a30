package hub

import (
	"errors"
	"fmt"

	"turno/hub/queue"
	"turno/hub/store"
	"turno/hub/wire"
)

// errNobody says that nobody had that ticket on that business date.
var errNobody = errors.New("nobody had this ticket on this date")

// ExportPerson gathers all that is kept on whoever had a ticket on a business
// date; the look is an event before it answers. Safe from any goroutine while
// the hub runs. Whoever calls it has seen to it that by may ask.
func (h *Hub) ExportPerson(date queue.Date, ticket queue.Ticket, by queue.Actor) (p store.Person, err error) {
	if !h.inWriter(func() { p, err = h.exportPerson(date, ticket, by) }) {
		err = errStopped
	}
	return p, err
}

func (h *Hub) exportPerson(date queue.Date, ticket queue.Ticket, by queue.Actor) (store.Person, error) {
	visit, found, err := h.store.FindVisit(date, ticket)
	if err == nil && !found {
		err = fmt.Errorf("%s on %s: %w", ticket, date, errNobody)
	}
	if err != nil {
		return store.Person{}, err
	}
	p, err := h.store.PersonOf(date, visit)
	if err == nil {
		err = h.chained(queue.Exported, string(visit), by, store.Batch{})
	}
	if err != nil {
		return store.Person{}, err
	}
	return p, nil
}

// chained puts a line into the chain, together with what it tells of. Nothing
// else happens with it: a hub that does not run must not open a day by this.
func (h *Hub) chained(what queue.What, subject string, by queue.Actor, with store.Batch) error {
	b := &batch{Batch: with}
	if err := h.audited(b, what, subject, by); err != nil {
		return err
	}
	return h.commit(b)
}

// ErasePerson erases all that is personal about whoever had a ticket on a
// business date, with its key, so that no backup tells it either; what stays is
// events that name nobody. It gives the number of erased fields. Safe from any
// goroutine while the hub runs. Whoever calls it has seen to it that by may.
func (h *Hub) ErasePerson(date queue.Date, ticket queue.Ticket, by queue.Actor) (n int, err error) {
	if !h.inWriter(func() { n, err = h.erasePerson(date, ticket, by) }) {
		err = errStopped
	}
	return n, err
}

func (h *Hub) erasePerson(date queue.Date, ticket queue.Ticket, by queue.Actor) (n int, err error) {
	visit, found, err := h.store.FindVisit(date, ticket)
	if err == nil && !found {
		err = fmt.Errorf("%s on %s: %w", ticket, date, errNobody)
	}
	if err != nil {
		return 0, err
	}
	err = h.store.PersonalMarks(func(m store.PersonalMark) bool {
		if m.Visit == visit {
			n++
		}
		return m.Visit <= visit // they come by visit
	})
	if err != nil {
		return 0, err
	}
	return n, h.chained(queue.Erased, string(visit), by, store.Batch{Erase: []store.PersonalKey{{Visit: visit}}})
}

// operator is who works on the folder of a hub that does not run.
var operator = queue.Actor{Role: queue.RoleHub, Device: "turno-hub"}

// PersonAt opens the data folder of a hub that does not run, gives all that is
// kept on whoever had the ticket, and with erase erases what is personal of it.
// Both are in the chain; by is who wanted the erasing and who approved it.
func PersonAt(dir string, date queue.Date, ticket queue.Ticket, erase bool, by ...string) (p store.Person, n int, err error) {
	h, err := Open(Config{Dir: dir})
	if err != nil {
		return p, 0, err
	}
	if erase {
		for i, what := range []queue.What{queue.Asked, queue.Approved} {
			if err == nil && i < len(by) {
				err = h.chained(what, fmt.Sprintf("erase %s of %s", ticket, date), queue.Actor{Role: string(wire.Admin), Person: queue.TellerID(by[i])}, store.Batch{})
			}
		}
		if err == nil {
			n, err = h.erasePerson(date, ticket, operator)
		}
	} else {
		p, err = h.exportPerson(date, ticket, operator)
	}
	return p, n, errors.Join(err, h.Close())
}
