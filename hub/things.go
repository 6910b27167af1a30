package hub

import (
	"strings"

	"turno/forms"
	"turno/hub/queue"
	"turno/hub/wire"
	"turno/hub/words"
)

// missing looks for what a command names and the branch does not have; it
// gives the code and the field.
func (h *Hub) missing(b wire.Body) (wire.Code, string) {
	if c, ok := counterOf(b); ok && !h.hasCounter(c) {
		return wire.UnknownCounter, "counter"
	}
	switch b := b.(type) {
	case wire.OpenDay:
		if h.keeper.held == ClockUnsure && !h.keeper.denied { // the branch has no date that anybody is sure of
			return wire.ClockUnsure, ""
		}
	case wire.Issue:
		if !h.hasService(b.Service) {
			return wire.UnknownService, "service"
		}
		for _, s := range b.Then {
			if !h.hasService(s) {
				return wire.UnknownService, "then"
			}
		}
		if _, ok := h.state.Branch.Class(queue.ClassID(b.Priority)); b.Priority != "" && !ok {
			return wire.UnknownClass, "priority"
		}
		if _, ok := h.state.Branch.Teller(queue.TellerID(b.Teller)); b.Teller != "" && !ok {
			return wire.UnknownTeller, "teller"
		}
	case wire.OpenCounter:
		if _, ok := h.state.Branch.Profile(queue.ProfileID(b.Profile)); b.Profile != "" && !ok {
			return wire.UnknownProfile, "profile"
		}
	case wire.Rush:
		if _, ok := h.state.Branch.Profile(queue.ProfileID(b.Profile)); !ok {
			return wire.UnknownProfile, "profile"
		}
		return h.countersMissing(b.Counters)
	case wire.EndRush:
		return h.countersMissing(b.Counters)
	case wire.Call:
		return h.ticketMissing(b.Ticket)
	case wire.Requeue:
		return h.ticketMissing(b.Ticket)
	case wire.Resume:
		return h.ticketMissing(b.Ticket)
	case wire.Leave:
		return h.ticketMissing(b.Ticket)
	case wire.Feedback:
		return h.ticketMissing(b.Ticket)
	case wire.Draft:
		if _, err := forms.Load(b.Form); err != nil {
			return wire.NotFound, "form"
		}
		return h.ticketMissing(b.Ticket)
	case wire.Finish:
		if b.NextService != "" && !h.hasService(b.NextService) {
			return wire.UnknownService, "next_service"
		}
	case wire.Transfer:
		switch {
		case b.To.Service != "" && !h.hasService(b.To.Service):
			return wire.UnknownService, "to"
		case b.To.Counter != "" && !h.hasCounter(b.To.Counter):
			return wire.UnknownCounter, "to"
		case b.To.Teller != "":
			if _, ok := h.state.Branch.Teller(queue.TellerID(b.To.Teller)); !ok {
				return wire.UnknownTeller, "to"
			}
		}
	}
	return "", ""
}

func (h *Hub) hasCounter(id string) bool {
	_, ok := h.state.Branch.Counter(queue.CounterID(id))
	return ok
}

func (h *Hub) countersMissing(ids []string) (wire.Code, string) {
	for _, id := range ids {
		if !h.hasCounter(id) {
			return wire.UnknownCounter, "counters"
		}
	}
	return "", ""
}

func (h *Hub) hasService(id string) bool {
	_, ok := h.state.Branch.Service(queue.ServiceID(id))
	return ok
}

func (h *Hub) ticketMissing(t string) (wire.Code, string) {
	if _, ok := h.state.Ticket(queue.Ticket(t)); !ok {
		return wire.UnknownTicket, "ticket"
	}
	return "", ""
}

// notHis refuses what the role may do in general and not with this ticket: a
// phone ends its own visit alone, and a teller puts back who is called at
// another counter never.
func (h *Hub) notHis(j *job) wire.Code {
	switch b := j.cmd.Body.(type) {
	case wire.Leave:
		if j.who.Role == wire.Phone && !h.isPhones(j, b.Ticket) {
			return wire.Forbidden
		}
	case wire.Feedback:
		if j.who.Role == wire.Phone && !h.isPhones(j, b.Ticket) {
			return wire.Forbidden
		}
	case wire.Help:
		return h.notHisCall(j, b)
	case wire.Draft:
		if !h.isPhones(j, b.Ticket) && !h.hasCode(b.Ticket, b.Code) {
			return wire.Forbidden
		}
	case wire.Requeue:
		if v, ok := h.state.Ticket(queue.Ticket(b.Ticket)); ok && j.who.Role == wire.Teller {
			if at := v.Counter(); at != "" && string(at) != j.who.Counter {
				return wire.Forbidden
			}
		}
	}
	return ""
}

// fieldOf names the field behind a refusal of the rules, where there is one. (A
// help call is not looked for before the stored answer, as other things are: the
// command itself ends it.)
func fieldOf(code wire.Code) string {
	if code == wire.UnknownHelp {
		return "call"
	}
	return ""
}

// notHisCall: a call is taken back by whoever made it, and answered and ended by
// the staff.
func (h *Hub) notHisCall(j *job, b wire.Help) wire.Code {
	switch b.Step {
	case wire.HelpCancel:
		if call, open := h.state.Help(b.Call); open && call.Device != j.who.actor().Place() {
			return wire.Forbidden
		}
	case wire.HelpComing, wire.HelpDone:
		if j.who.Role == wire.Kiosk {
			return wire.Forbidden
		}
	}
	return ""
}

// isPhones says that a ticket is the phone's own.
func (h *Hub) isPhones(j *job, ticket string) bool {
	v, ok := h.state.Ticket(queue.Ticket(ticket))
	return ok && j.who.Role == wire.Phone && v.ID == j.who.Phone
}

// hasCode says that a code is that of the ticket's phone page: whoever has it
// holds the slip.
func (h *Hub) hasCode(ticket, code string) bool {
	v, ok := h.state.Ticket(queue.Ticket(ticket))
	visit, found, err := h.store.VisitByCode(code)
	return ok && err == nil && found && visit == v.ID
}

// refusal makes the answer with words for people.
func (h *Hub) refusal(j *job, code wire.Code, field string) wire.Answer {
	return wire.Refuse(j.cmd.ID, code, message(j.lang, code, field), field)
}

// message is what people read; field is named where one is to blame.
func message(lang string, code wire.Code, field ...string) string {
	if lang == "" {
		lang = string(words.EN)
	}
	return words.T(words.Lang(lang), "hub.refusal."+string(code), words.A{"field": strings.Join(field, ", ")})
}
