package flow

import "turno/hub/wire"

// The ways in which a form goes on, as Pick names them.
const (
	byTicket = "ticket" // take a ticket, and the form goes with it
	byMine   = "mine"   // it goes with the ticket that the person has
	byPaper  = "paper"  // print it
)

func (f *filling) touchHand(m *Machine, a Action) []Effect {
	switch {
	case a == Action{Pick, byTicket}:
		s := m.serviceOf(f.form)
		if s == nil {
			return nil
		}
		m.service = s.ID
		f.issuing = true
		return m.take()
	case a == Action{Pick, byMine}:
		return f.carry(m)
	case a == Action{Pick, byPaper}:
		f.paper = Printing
		e := PrintForm{Form: f.form.ID, Language: string(m.lang), Values: f.answers()}
		if m.ticket != nil {
			e.Ticket = m.ticket.number
		}
		return []Effect{e}
	case a.Verb == Back:
		f.paper, f.page = "", 0
		f.enter(m, FormReview)
	case a.Verb == Done:
		f.over(m)
	}
	return nil
}

// over ends the form: at the ticket where the person has one.
func (f *filling) over(m *Machine) {
	if m.ticket == nil {
		m.welcome()
		return
	}
	f.leave(m)
}

// issued takes what came of the ticket that the form asked for. The machine
// shows the ticket by itself; here the draft follows it, or the person is told
// why there is none, with nothing lost.
func (f *filling) issued(m *Machine) []Effect {
	if !f.issuing {
		return nil
	}
	f.issuing = false
	if m.ticket == nil {
		f.enter(m, FormHand) // under the notice
		return nil
	}
	return f.carry(m)
}

// carry sends the draft with the ticket: anew, or the wish that got no answer.
func (f *filling) carry(m *Machine) []Effect {
	f.enter(m, FormSent)
	if m.ticket.code == "" {
		f.draft = draft{state: draftRefused}
		return nil
	}
	if f.draft.state != draftLost {
		m.wishes++
		f.draft.asked = Submit{Wish: m.wishes, Body: wire.Draft{
			Ticket: m.ticket.number, Code: m.ticket.code, Form: f.form.ID, Values: f.answers(),
		}}
	}
	f.draft.state = draftSent
	return []Effect{f.draft.asked}
}

func (f *filling) touchSent(m *Machine, a Action) []Effect {
	switch a.Verb {
	case Continue:
		f.draft.tries = 0
		return f.carry(m)
	case Back:
		f.draft = draft{}
		f.enter(m, FormHand)
	case Done:
		f.over(m)
	}
	return nil
}

// draftTries is how often a draft is handed over by itself before the person is
// asked; each try waits for the hub as long as the app waits for an answer.
const draftTries = 3

// take is the hub's word on the draft, or the printer's on the paper.
func (f *filling) take(m *Machine, in Input) []Effect {
	switch in := in.(type) {
	case FormPrinted:
		if f.paper == Printing && in.Form == f.form.ID {
			f.paper = Failed
			if in.OK {
				f.paper = Printed
			}
		}
	case Submitted:
		if f.draft.state != draftSent || in.Wish != f.draft.asked.Wish {
			return nil
		}
		switch {
		case in.Lost:
			f.draft.state = draftLost
			if f.draft.tries++; f.draft.tries < draftTries {
				return f.carry(m)
			}
		case in.Answer.OK:
			f.values, f.draft = nil, draft{state: draftCarried} // it is the hub's now
			m.ticket.formed = true
			m.stay(ticketTime)
		default:
			f.draft.state, f.draft.refused = draftRefused, in.Answer.Code
		}
	}
	return nil
}
