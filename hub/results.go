package hub

import (
	"turno/hub/queue"
	"turno/hub/wire"
)

// fill puts what a command's events say into its answer.
func (h *Hub) fill(r *wire.Result, events []queue.Event, asked wire.Body) {
	if c, ok := counterOf(asked); ok {
		r.Counter = c
	}
	for _, e := range events {
		switch f := e.Fact.(type) {
		case queue.TicketIssued:
			r.Visit, r.Ticket, r.Service, r.Language = string(f.Visit), string(f.Ticket), string(f.Service), f.Language
			ahead := f.Ahead
			r.PeopleAhead, r.URL = &ahead, h.phoneURL(r.Code)
			if f.Device == "" { // else the slip has said what it could
				w := wait(f.Quote)
				r.Wait = &w
			}
		case queue.TicketRecorded:
			r.Visit, r.Ticket, r.Service, r.Language = string(f.Visit), string(f.Ticket), string(f.Service), f.Language
		case queue.TicketCalled:
			if f.Auto { // the answer is about the service that ended; the stream tells of the call
				continue
			}
			r.Visit, r.Ticket, r.Service, r.Language = string(f.Visit), string(f.Ticket), string(f.Service), f.Language
			waited := float64(f.Waited)
			r.WaitedS, r.Why = &waited, why(&f.Why)
		case queue.TicketRecalled:
			r.Visit, r.Ticket = string(f.Visit), string(f.Ticket)
		case queue.ServiceStarted:
			r.Visit, r.Ticket = string(f.Visit), string(f.Ticket)
		case queue.ServiceFinished:
			served(r, f.Visit, f.Ticket, f.Served)
		case queue.WrapUpEnded:
			if _, call := asked.(wire.Finish); call { // before a call it is only what the call ended
				served(r, f.Visit, f.Ticket, f.Served)
			}
		case queue.VisitNoShow:
			r.Visit, r.Ticket = string(f.Visit), string(f.Ticket)
		case queue.VisitRequeued:
			r.Visit, r.Ticket = string(f.Visit), string(f.Ticket)
		case queue.VisitParked:
			r.Visit, r.Ticket = string(f.Visit), string(f.Ticket)
		case queue.VisitResumed:
			r.Visit, r.Ticket, r.Service, r.Language = string(f.Visit), string(f.Ticket), string(f.Service), f.Language
		case queue.VisitTransferred:
			ahead := f.Next.Ahead
			r.Visit, r.Ticket, r.PeopleAhead = string(f.Visit), string(f.Ticket), &ahead
		case queue.VisitLeft:
			r.Visit, r.Ticket = string(f.Visit), string(f.Ticket)
		case queue.CommandUndone:
			r.Undone, r.Ticket = f.Undone, string(f.Ticket)
		case queue.FeedbackGiven:
			r.Visit, r.Ticket, r.Service = string(f.Visit), string(f.Ticket), string(f.Service)
		case queue.DraftKept:
			r.Visit, r.Ticket = string(f.Visit), string(f.Ticket)
		case queue.DayOpened:
			r.BusinessDate = string(f.Date)
		case queue.DayClosed:
			r.BusinessDate = string(f.Date)
		}
	}
}

// fillAsked puts into an answer what is so, whether this command made it so or
// an earlier one.
func (h *Hub) fillAsked(r *wire.Result, j *job) {
	switch b := j.cmd.Body.(type) {
	case wire.Lease:
		r.Blocks = h.blocks(j.who.actor().Place())
	case wire.Help:
		if r.Call = b.Call; r.Call == "" {
			call, _ := h.state.HelpOf(j.who.actor().Place())
			r.Call = call.Call
		}
	}
}

// phoneURL is where the phone page of a code is; "" while no phone can get there.
func (h *Hub) phoneURL(code string) string {
	if h.cfg.PublicURL == "" || code == "" {
		return ""
	}
	return h.cfg.PublicURL + "/t/" + code
}

func served(r *wire.Result, v queue.VisitID, t queue.Ticket, took queue.Seconds) {
	s := float64(took)
	r.Visit, r.Ticket, r.ServiceS = string(v), string(t), &s
}
