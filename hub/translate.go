package hub

import (
	"turno/hub/queue"
	"turno/hub/wire"
)

// ask turns a message into what the engine understands. What the engine can't
// know (the visit's id, the quote, the business date) the writer puts in.
// This file and project.go are the only places where wire and queue meet.
func ask(b wire.Body) queue.Ask {
	switch b := b.(type) {
	case wire.Issue:
		return queue.Issue{Then: services(b.Then), Service: queue.ServiceID(b.Service), Language: b.Language, Class: queue.ClassID(b.Priority),
			Teller: queue.TellerID(b.Teller), Appointment: b.Appointment.ID, Booked: b.Appointment.At}
	case wire.OpenCounter:
		return queue.OpenCounter{Counter: queue.CounterID(b.Counter), Profile: queue.ProfileID(b.Profile)}
	case wire.PauseCounter:
		return queue.PauseCounter{Counter: queue.CounterID(b.Counter), Reason: b.Reason}
	case wire.CloseCounter:
		return queue.CloseCounter{Counter: queue.CounterID(b.Counter)}
	case wire.CallNext:
		return queue.CallNext{Counter: queue.CounterID(b.Counter)}
	case wire.Call:
		return queue.Call{Counter: queue.CounterID(b.Counter), Ticket: queue.Ticket(b.Ticket), Reason: b.Reason}
	case wire.Recall:
		return queue.Recall{Counter: queue.CounterID(b.Counter)}
	case wire.Serve:
		return queue.Serve{Counter: queue.CounterID(b.Counter)}
	case wire.Finish:
		return queue.Finish{Counter: queue.CounterID(b.Counter), Outcome: b.Outcome, Solved: b.Solved, Next: queue.ServiceID(b.NextService)}
	case wire.NoShow:
		return queue.NoShow{Counter: queue.CounterID(b.Counter)}
	case wire.Requeue:
		return queue.Requeue{Ticket: queue.Ticket(b.Ticket)}
	case wire.Park:
		p := queue.Park{Counter: queue.CounterID(b.Counter), Reason: b.Reason, Owner: queue.OwnerCounter}
		if b.Owner != "" {
			p.Owner = queue.Owner(b.Owner)
		}
		if b.Until != nil {
			p.Until = *b.Until
		}
		return p
	case wire.Resume:
		return queue.Resume{Counter: queue.CounterID(b.Counter), Ticket: queue.Ticket(b.Ticket)}
	case wire.Transfer:
		return queue.Transfer{Counter: queue.CounterID(b.Counter), Place: queue.Place(b.Place),
			To: queue.To{Service: queue.ServiceID(b.To.Service), Counter: queue.CounterID(b.To.Counter), Teller: queue.TellerID(b.To.Teller)}}
	case wire.Leave:
		return queue.Leave{Ticket: queue.Ticket(b.Ticket)}
	case wire.Undo:
		return queue.Undo{Counter: queue.CounterID(b.Counter)}
	case wire.Rush:
		r := queue.Rush{Profile: queue.ProfileID(b.Profile)}
		for _, c := range b.Counters {
			r.Counters = append(r.Counters, queue.CounterID(c))
		}
		return r
	case wire.EndRush:
		r := queue.EndRush{}
		for _, c := range b.Counters {
			r.Counters = append(r.Counters, queue.CounterID(c))
		}
		return r
	case wire.OpenDay:
		return queue.OpenDay{}
	case wire.CloseDay:
		return queue.CloseDay{}
	case wire.Help:
		switch b.Step {
		case wire.HelpComing:
			return queue.AnswerHelp{Call: b.Call}
		case wire.HelpDone, wire.HelpCancel:
			return queue.EndHelp{Call: b.Call, Cancelled: b.Step == wire.HelpCancel}
		}
		return queue.CallHelp{Language: b.Language}
	case wire.Lease:
		return queue.Lend{Count: b.Count}
	case wire.Merge:
		return queue.Merge{Date: queue.Date(b.BusinessDate), Ticket: queue.Ticket(b.Ticket), Service: queue.ServiceID(b.Service), Language: b.Language,
			Class: queue.ClassID(b.Priority), Then: services(b.Then), At: b.IssuedAt}
	case wire.Feedback:
		return queue.Rate{Ticket: queue.Ticket(b.Ticket), CSAT: given(b.CSAT), NPS: b.NPS, CES: given(b.CES)}
	case wire.Report:
		return queue.Report{Printer: b.Printer, Unprinted: b.Unprinted, Version: b.Version}
	case wire.Draft:
		return queue.Draft{Ticket: queue.Ticket(b.Ticket), Form: b.Form}
	}
	return nil // wire.Advance moves the clock and is no matter of the engine's
}

// given is a figure that is never zero; nil where it is.
func given(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}

func services(ids []string) (out []queue.ServiceID) {
	for _, id := range ids {
		out = append(out, queue.ServiceID(id))
	}
	return out
}

// fact is an event in the words of the stream, as staff may see it.
func fact(f queue.Fact) wire.Fact {
	w := wire.Fact{Type: f.Kind()}
	put := func(v queue.VisitID, t queue.Ticket, s queue.ServiceID, c queue.CounterID) {
		w.Visit, w.Ticket, w.Service, w.Counter = string(v), string(t), string(s), string(c)
	}
	switch f := f.(type) {
	case queue.TicketIssued:
		put(f.Visit, f.Ticket, f.Service, "")
		w.Language = f.Language
	case queue.TicketCalled:
		put(f.Visit, f.Ticket, f.Service, f.Counter)
		w.Language, w.Calls, w.Why = f.Language, f.Calls, why(&f.Why)
	case queue.TicketRecalled:
		put(f.Visit, f.Ticket, f.Service, f.Counter)
		w.Language, w.Calls = f.Language, f.Calls
	case queue.ServiceStarted:
		put(f.Visit, f.Ticket, f.Service, f.Counter)
	case queue.ServiceFinished:
		put(f.Visit, f.Ticket, f.Service, f.Counter)
	case queue.WrapUpEnded:
		put(f.Visit, f.Ticket, f.Service, f.Counter)
	case queue.VisitNoShow:
		put(f.Visit, f.Ticket, f.Service, f.Counter)
	case queue.VisitRequeued:
		put(f.Visit, f.Ticket, f.Service, f.Counter)
	case queue.VisitParked:
		put(f.Visit, f.Ticket, f.Service, f.Counter)
		w.Reason = f.Reason
	case queue.VisitResumed:
		put(f.Visit, f.Ticket, f.Service, f.Counter)
		w.Language, w.Calls = f.Language, f.Calls
	case queue.VisitReturned:
		put(f.Visit, f.Ticket, f.Service, "")
	case queue.VisitReleased:
		put(f.Visit, f.Ticket, f.Service, "")
	case queue.VisitTransferred:
		put(f.Visit, f.Ticket, f.Service, f.Counter)
	case queue.VisitLeft:
		put(f.Visit, f.Ticket, f.Service, f.Counter)
	case queue.CommandUndone:
		put("", f.Ticket, "", f.Counter)
		w.Undone = f.Undone
	case queue.CounterOpened:
		put("", "", "", f.Counter)
	case queue.CounterPaused:
		put("", "", "", f.Counter)
		w.Reason = f.Reason
	case queue.CounterClosed:
		put("", "", "", f.Counter)
	case queue.RushBegan:
		w.Profile, w.Counters = string(f.Profile), counters(f.Counters)
	case queue.RushEnded:
		w.Counters = counters(f.Counters)
	case queue.DraftKept:
		put(f.Visit, f.Ticket, "", "")
	case queue.FeedbackGiven:
		put(f.Visit, f.Ticket, f.Service, "")
	case queue.TicketRecorded:
		put(f.Visit, f.Ticket, f.Service, "")
		w.Language = f.Language
	case queue.PersonalSeen:
		put(f.Visit, f.Ticket, "", "")
	}
	return w
}

// factFor leaves in an event what the audience may see: the wall gets the calls
// and nothing that tells who somebody is or why they wait.
func factFor(a audience, f wire.Fact) *wire.Fact {
	switch {
	case a == managing:
		return &f
	case f.Type == (queue.FeedbackGiven{}).Kind() || f.Type == (queue.PersonalSeen{}).Kind() || f.Type == (queue.Audited{}).Kind():
		return nil
	case !a.open():
		return &f
	}
	switch f.Type {
	case "TicketCalled", "TicketRecalled", "VisitResumed":
		return &wire.Fact{Type: f.Type, Ticket: f.Ticket, Counter: f.Counter, Service: f.Service, Language: f.Language, Calls: f.Calls}
	case "CounterOpened", "CounterPaused", "CounterClosed", "DayOpened", "DayClosed", "BranchLoaded":
		return &wire.Fact{Type: f.Type, Counter: f.Counter}
	}
	return nil
}

func counters(ids []queue.CounterID) (out []string) {
	for _, id := range ids {
		out = append(out, string(id))
	}
	return out
}

func why(w *queue.Why) *wire.Why {
	told := &wire.Why{
		Rule: w.Rule, Over: w.Over, Before: w.Before, By: string(w.Person), Reason: w.Reason,
		ProfileRule: string(w.By), Priority: string(w.Class), Service: string(w.Service), WaitedS: int(w.Waited), LimitS: int(w.Limit), LeftS: int(w.Left),
		Waiting: w.Waiting, RatePercent: w.Rate, Held: w.Held,
	}
	if !w.Booked.IsZero() {
		at := w.Booked
		told.BookedAt = &at
	}
	for _, p := range w.Passed {
		told.Passed = append(told.Passed, wire.Passed{Ticket: string(p.Ticket), Service: string(p.Service), Priority: string(p.Class)})
	}
	return told
}
