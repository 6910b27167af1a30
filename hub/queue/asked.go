package queue

// asks reads out of a stored event which command may have led to it: the event
// is the one that the command was about, not the end of a wrap-up that it
// brought along. There may be more than one, and none may be right; only Decide
// tells. What a command holds and its event does not (that an owner or a place
// was left out, say) makes no difference to what follows.
//
// A kind that is not here can't be proved: a new fact needs its line.
func asks(e Event) []Ask {
	switch f := e.Fact.(type) {
	case TicketIssued:
		if f.Device != "" {
			return []Ask{Merge{Visit: f.Visit, Date: e.Date, Ticket: f.Ticket, Service: f.Service, Language: f.Language, Class: f.Class, Then: f.Then, At: f.DeviceAt}}
		}
		return []Ask{Issue{Visit: f.Visit, Service: f.Service, Language: f.Language, Class: f.Class, Appointment: f.Appointment, Quote: f.Quote, Teller: f.ForTeller, Booked: f.Booked, Then: f.Then}}
	case TicketCalled:
		if f.Why.Rule == RulePicked {
			return []Ask{Call{Counter: f.Counter, Ticket: f.Ticket, Reason: f.Why.Reason}}
		}
		return []Ask{CallNext{Counter: f.Counter}}
	case TicketRecalled:
		return []Ask{Recall{Counter: f.Counter}}
	case ServiceStarted:
		return []Ask{Serve{Counter: f.Counter}}
	case ServiceFinished:
		return []Ask{Finish{Counter: f.Counter, Outcome: f.Outcome, Solved: f.Solved, Next: nextOf(f.Next)}}
	case WrapUpEnded:
		if e.By.Role == RoleHub {
			return []Ask{EndWrapUp{Counter: f.Counter}}
		}
		return []Ask{Finish{Counter: f.Counter, Outcome: f.Outcome, Solved: f.Solved, Next: nextOf(f.Next)}}
	case VisitNoShow:
		return []Ask{NoShow{Counter: f.Counter}}
	case VisitRequeued:
		return []Ask{Requeue{Ticket: f.Ticket}}
	case VisitParked:
		return []Ask{Park{Counter: f.Counter, Reason: f.Reason, Owner: f.Owner, Until: f.Until}}
	case VisitResumed:
		return []Ask{Resume{Counter: f.Counter, Ticket: f.Ticket}}
	case VisitReturned:
		return []Ask{Return{Visit: f.Visit}}
	case VisitReleased:
		return []Ask{Release{Visit: f.Visit}}
	case VisitTransferred:
		return []Ask{Transfer{Counter: f.Counter, To: targetOf(f.Next), Place: f.Place}}
	case VisitLeft:
		return []Ask{Leave{Ticket: f.Ticket}}
	case CommandUndone:
		return []Ask{Undo{Counter: f.Counter}}
	}
	if Beside(e.Fact) {
		return asksBeside(e)
	}
	return asksOfCounter(e)
}

// asksBeside is asks for what stands beside the rules.
func asksBeside(e Event) []Ask {
	switch f := e.Fact.(type) {
	case DraftKept:
		return []Ask{Draft{Ticket: f.Ticket, Form: f.Form}}
	case FeedbackGiven:
		return []Ask{Rate{Ticket: f.Ticket, CSAT: f.CSAT, NPS: f.NPS, CES: f.CES}}
	case PersonalSeen:
		return []Ask{See{Visit: f.Visit, Fields: f.Fields}}
	case HelpCalled:
		return []Ask{CallHelp{Language: f.Language}}
	case HelpAnswered:
		return []Ask{AnswerHelp{Call: f.Call}}
	case HelpEnded:
		return []Ask{EndHelp{Call: f.Call, Cancelled: f.Cancelled}}
	case DeviceReported:
		return []Ask{Report{Printer: f.Printer, Unprinted: f.Unprinted, Version: f.Version, Date: e.Date}}
	case NumbersLeased: // each date of a command is decided by itself
		return []Ask{Lend{Count: f.To - f.From + 1, Dates: []Date{f.Date}}}
	case TicketRecorded:
		return []Ask{Merge{Visit: f.Visit, Date: f.Date, Ticket: f.Ticket, Service: f.Service, Language: f.Language, Class: f.Class, At: f.DeviceAt}}
	case Audited:
		return []Ask{Note{What: f.What, Subject: f.Subject, Date: e.Date}}
	}
	return nil
}

// asksOfCounter is asks for the facts of counters, the day and the branch.
func asksOfCounter(e Event) []Ask {
	switch f := e.Fact.(type) {
	case CounterOpened:
		return []Ask{OpenCounter{Counter: f.Counter, Profile: f.Profile}}
	case CounterPaused:
		return []Ask{PauseCounter{Counter: f.Counter, Reason: f.Reason}}
	case CounterClosed:
		return []Ask{CloseCounter(f)}
	case RushBegan:
		return []Ask{Rush(f)}
	case RushEnded:
		return []Ask{EndRush(f)}
	case DayOpened:
		return []Ask{OpenDay{Date: f.Date, Closes: f.Closes}}
	case DayClosed:
		return []Ask{CloseDay{}}
	case BranchLoaded:
		return []Ask{LoadBranch{Branch: f.Branch, Date: e.Date}}
	}
	return nil
}

func nextOf(n *NextLeg) ServiceID {
	if n == nil {
		return ""
	}
	return n.Service
}

func targetOf(n NextLeg) To {
	switch {
	case n.ForCounter != "":
		return To{Counter: n.ForCounter}
	case n.ForTeller != "":
		return To{Teller: n.ForTeller}
	}
	return To{Service: n.Service}
}

// unbidden says that the hub may ask for this at a time of its own choosing; all
// else that it asks for has to be due.
func unbidden(do Ask) bool {
	switch do.(type) {
	case OpenDay, LoadBranch, See, Note:
		return true
	}
	return false
}
