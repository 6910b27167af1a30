package hub

import (
	"errors"
	"fmt"
	"path/filepath"

	"turno/hub/queue"
	"turno/hub/store"
	"turno/hub/wire"
)

// errNobody says that nobody had that ticket on that business date.
var errNobody = errors.New("nobody had this ticket on this date")

// theVisit finds the visit that is meant, of today where no date is named. It
// reads the store alone. errNobody: there is none.
func (h *Hub) theVisit(in wire.Erasure, today queue.Date) (queue.VisitID, queue.Date, error) {
	date := queue.Date(in.BusinessDate)
	if date == "" {
		date = today
	}
	visit, found := queue.VisitID(in.Visit), false
	var err error
	if visit == "" {
		visit, found, err = h.store.FindVisit(date, queue.Ticket(in.Ticket))
	} else {
		var p store.Person
		p, err = h.store.PersonOf(date, visit)
		found = len(p.Events) > 0
	}
	if err == nil && !found {
		err = fmt.Errorf("%s%s on %s: %w", in.Ticket, in.Visit, date, errNobody)
	}
	return visit, date, err
}

// exportPerson gathers all that is kept on the person of a visit. That it was
// asked for stands in the chain before anything is read. Whoever calls it has
// seen to it that by may ask.
func (h *Hub) exportPerson(in wire.Erasure, today queue.Date, by queue.Actor, note noter) (p store.Person, err error) {
	visit, date, err := h.theVisit(in, today)
	if err != nil {
		return p, err
	}
	if err := note(queue.Exported, string(visit), by, store.Batch{}); err != nil {
		return p, err
	}
	return h.store.PersonOf(date, visit)
}

// approved erases in a batch all that is personal of a visit, with its key, so
// that no backup tells it either, at the word of the second person. What stays is
// events that name nobody.
func (h *Hub) approved(b *batch, visit queue.VisitID, second, eraser queue.Actor) error {
	b.Erase = append(b.Erase, store.PersonalKey{Visit: visit})
	if err := h.audited(b, queue.Approved, wishSubject(visit), second); err != nil {
		return err
	}
	return h.audited(b, queue.Erased, string(visit), eraser)
}

// fieldsOf counts what is personal of a visit; it opens nothing.
func (h *Hub) fieldsOf(visit queue.VisitID) (n int, err error) {
	err = h.store.PersonalMarks(func(m store.PersonalMark) bool {
		if m.Visit == visit {
			n++
		}
		return m.Visit <= visit // they come by visit
	})
	return n, err
}

// operator is who works on the folder of a hub that does not run.
var operator = queue.Actor{Role: queue.RoleHub, Device: "turno-hub"}

// atRest opens the data folder of a hub that does not run for one work on it. What
// root does there the hub's account can go on with.
func atRest(dir string, work func(*Hub) error) error {
	h, err := Open(Config{Dir: dir})
	if err != nil {
		return err
	}
	return errors.Join(work(h), h.Close(), HandOver(dir, dir))
}

// ExportAt gathers from the data folder of a hub that does not run all that is
// kept on whoever had the ticket; the chain says that it did.
func ExportAt(dir string, date queue.Date, ticket queue.Ticket) (p store.Person, err error) {
	err = atRest(dir, func(h *Hub) (err error) {
		p, err = h.exportPerson(wire.Erasure{Ticket: string(ticket), BusinessDate: string(date)}, date, operator, h.chained)
		return err
	})
	return p, err
}

// BackupAt makes a backup of the data folder of a hub that does not run; the
// chain says so, in the copy, too.
func BackupAt(dir, path string, o store.BackupOptions) (made store.Report, err error) {
	err = atRest(dir, func(h *Hub) (err error) {
		if err = h.chained(queue.BackupTaken, filepath.Base(path), operator, store.Batch{}); err == nil {
			made, err = h.store.BackupFile(path, o)
		}
		return err
	})
	return made, err
}

// FieldsAt counts in the data folder of a hub that does not run the personal
// fields of whoever had the ticket. It reads none of them.
func FieldsAt(dir string, date queue.Date, ticket queue.Ticket) (n int, err error) {
	err = atRest(dir, func(h *Hub) error {
		visit, _, err := h.theVisit(wire.Erasure{Ticket: string(ticket), BusinessDate: string(date)}, date)
		if err == nil {
			n, err = h.fieldsOf(visit)
		}
		return err
	})
	return n, err
}

// EraseAt erases in the data folder of a hub that does not run what is personal
// of whoever had the ticket, and gives the number of fields. The chain says who
// asked for it and who approved it; whoever calls it has seen to it that both are
// admins, and two.
func EraseAt(dir string, date queue.Date, ticket queue.Ticket, asked, second string) (n int, err error) {
	admin := func(id string) queue.Actor { return queue.Actor{Role: string(wire.Admin), Person: queue.TellerID(id)} }
	err = atRest(dir, func(h *Hub) error {
		visit, _, err := h.theVisit(wire.Erasure{Ticket: string(ticket), BusinessDate: string(date)}, date)
		if err != nil {
			return err
		}
		if n, err = h.fieldsOf(visit); err != nil {
			return err
		}
		b := &batch{}
		if err := h.audited(b, queue.Asked, askedSubject(visit, ticket), admin(asked)); err != nil {
			return err
		}
		if err := h.approved(b, visit, admin(second), operator); err != nil {
			return err
		}
		return h.commit(b)
	})
	return n, err
}
