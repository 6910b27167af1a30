package hub

import (
	"fmt"
	"strings"

	"turno/hub/queue"
	"turno/hub/store"
	"turno/hub/wire"
)

// JoinAfter settles who a token is, does something, and then lets the line in,
// as a socket does that is slow; it gives the close code, 0 where it got in.
func (h *Hub) JoinAfter(token string, between func()) (code int) {
	s := &session{token: store.HashToken(token)}
	s.who, _ = h.auth.who(token)
	between()
	h.inWriter(func() { _, code = h.auth.join(s) })
	return code
}

// ExportPerson is what an admin gets for a person.
func (h *Hub) ExportPerson(date queue.Date, ticket queue.Ticket, by queue.Actor) (store.Person, error) {
	return h.exportPerson(wire.Erasure{Ticket: string(ticket)}, date, by, h.noteNow)
}

// Trail is what the chain says was audited, a line each.
func (h *Hub) Trail() string {
	events, err := h.store.EventsAfter(0, 1<<20)
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	for _, e := range events {
		switch f := e.Fact.(type) {
		case queue.Audited:
			fmt.Fprintf(&b, "%s %s by %s %s %s\n", f.What, f.Subject, e.By.Role, e.By.Person, e.By.Device)
		case queue.PersonalSeen:
			fmt.Fprintf(&b, "seen %s %v by %s %s\n", f.Ticket, f.Fields, e.By.Role, e.By.Person)
		}
	}
	return b.String()
}
