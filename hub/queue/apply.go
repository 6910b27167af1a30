package queue

// Apply puts an event into the state and returns it. It knows no rule and never
// fails: what Decide made, or a store read back, is taken as it is. It may
// reuse the memory of s, which is not to be used any more.
func Apply(s State, e Event) State {
	if s.visits == nil {
		s.empty()
		s.counters = map[CounterID]*Counter{}
	}
	at := e.At.Round(0).UTC()
	about := Concerned(e.Fact)
	s.remember(e, about, at)
	switch f := e.Fact.(type) {
	case DayOpened:
		s.dayOpened(f)
	case DayClosed:
		s.dayClosed(f, at)
	case BranchLoaded:
		s.branchLoaded(f)
	case CommandUndone:
		s.commandUndone(f)
	case CounterOpened, CounterPaused, CounterClosed, RushBegan, RushEnded:
		s.counterChanged(f, at)
	case TicketIssued:
		s.ticketIssued(f, at)
	default:
		if Beside(f) {
			s.besideApplied(f, at)
			break
		}
		s.visitChanged(f, about, at)
	}
	if !Beside(e.Fact) {
		s.stamp(about, e.Seq)
	}
	s.Seq, s.At = e.Seq, at
	return s
}

// empty drops everything that belongs to one business date.
func (s *State) empty() {
	s.visits, s.tickets = map[VisitID]*Visit{}, map[Ticket]VisitID{}
	s.lines, s.series = map[ServiceID]*line{}, map[string]int{}
	s.order, s.board, s.parked, s.booked = nil, nil, nil, false
}

// stamp marks what the event changed.
func (s *State) stamp(about Concerns, seq uint64) {
	for _, id := range about.Visits {
		if v := s.visits[id]; v != nil {
			v.Seq = seq
		}
	}
	for _, id := range about.Counters {
		if c := s.counters[id]; c != nil {
			c.Seq = seq
		}
	}
}

// Concerned says what a fact changes.
func Concerned(f Fact) Concerns {
	one := func(v VisitID, c CounterID) Concerns {
		about := Concerns{Visits: []VisitID{v}}
		if c != "" {
			about.Counters = []CounterID{c}
		}
		return about
	}
	switch f := f.(type) {
	case TicketIssued:
		return one(f.Visit, "")
	case TicketCalled:
		return one(f.Visit, f.Counter)
	case TicketRecalled:
		return one(f.Visit, f.Counter)
	case ServiceStarted:
		return one(f.Visit, f.Counter)
	case ServiceFinished:
		return one(f.Visit, f.Counter)
	case WrapUpEnded:
		return one(f.Visit, f.Counter)
	case VisitNoShow:
		return one(f.Visit, f.Counter)
	case VisitRequeued:
		return one(f.Visit, f.Counter)
	case VisitParked:
		return one(f.Visit, f.Counter)
	case VisitResumed:
		return one(f.Visit, f.Counter)
	case VisitReturned:
		return one(f.Visit, "")
	case VisitReleased:
		return one(f.Visit, "")
	case VisitTransferred:
		return one(f.Visit, f.Counter)
	case VisitLeft:
		return one(f.Visit, f.Counter)
	case CommandUndone:
		return Concerns{Visits: f.Visits, Counters: []CounterID{f.Counter}}
	case CounterOpened:
		return Concerns{Counters: []CounterID{f.Counter}}
	case CounterPaused:
		return Concerns{Counters: []CounterID{f.Counter}}
	case CounterClosed:
		return Concerns{Counters: []CounterID{f.Counter}}
	case RushBegan:
		return Concerns{Counters: f.Counters}
	case RushEnded:
		return Concerns{Counters: f.Counters}
	case DayClosed:
		return Concerns{Visits: f.Left, Counters: f.Counters, All: true}
	}
	if Beside(f) {
		return concernedBeside(f)
	}
	return Concerns{All: true} // DayOpened, BranchLoaded
}
