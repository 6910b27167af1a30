package hub

import (
	"turno/hub/queue"
	"turno/hub/store"
)

// audited puts a change that no rule knows of into the hash chain, in the batch
// that makes it (what lists them all; subject is an id or a name, never what is
// personal). The writer calls it, or whoever opened the hub before Run.
func (h *Hub) audited(b *batch, what queue.What, subject string, by queue.Actor) error {
	events, err := queue.Decide(h.state, queue.Command{By: by, Do: queue.Note{What: what, Subject: subject, Date: h.dateNow()}}, h.now())
	if err != nil {
		return err
	}
	h.apply(b, events)
	return nil
}

// audit is audited in a batch of its own, with what is to be stored together
// with it: sessions, what is to be erased. After nil it is on the disk.
func (h *Hub) audit(what queue.What, subject string, by queue.Actor, with store.Batch) error {
	b := &batch{Batch: with}
	h.fallDue(b, h.now())
	if err := h.audited(b, what, subject, by); err != nil {
		return err
	}
	return h.commit(b)
}

// A noter puts a line into the chain, with what is to be stored together with it.
type noter func(what queue.What, subject string, by queue.Actor, with store.Batch) error

// noteNow is audit in the writer's turn; safe from any goroutine.
func (h *Hub) noteNow(what queue.What, subject string, by queue.Actor, with store.Batch) (err error) {
	if !h.inWriter(func() { err = h.audit(what, subject, by, with) }) {
		err = errStopped
	}
	return err
}

// chained is audit for a hub that does not run: nothing that is due happens with
// it, as that must not open a day.
func (h *Hub) chained(what queue.What, subject string, by queue.Actor, with store.Batch) error {
	b := &batch{Batch: with}
	if err := h.audited(b, what, subject, by); err != nil {
		return err
	}
	return h.commit(b)
}

// dateNow is the business date for what is not bound to an open day: the
// state's, or before the first day that of the clock.
func (h *Hub) dateNow() queue.Date {
	if h.state.Date != "" {
		return h.state.Date
	}
	date, _ := businessDate(h.now(), h.zone, h.state.Branch.DayClose)
	return date
}

// today is dateNow in the writer's turn; safe from any goroutine.
func (h *Hub) today() (date queue.Date) {
	h.inWriter(func() { date = h.dateNow() })
	return date
}
