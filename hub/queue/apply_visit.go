package queue

import "time"

func (s *State) ticketIssued(f TicketIssued, at time.Time) {
	if f.Device != "" {
		s.cameBack(f.Device, s.Date, f.Series, f.Number, f.Arrived)
		at = f.Arrived
	}
	v := &Visit{
		ID: f.Visit, Ticket: f.Ticket, Language: f.Language, Class: f.Class, Appointment: f.Appointment,
		Issued: at, Quote: f.Quote, Then: f.Then,
		Legs: make([]Leg, 0, 1),
	}
	s.visits[v.ID] = v
	s.order = append(s.order, v.ID)
	s.tickets[v.Ticket] = v.ID
	if f.Device == "" {
		s.use(f.Series, f.Number)
	}
	booked := f.Booked
	if f.Late {
		booked = time.Time{}
	}
	s.begin(v, NextLeg{Service: f.Service, Key: f.Key, ForTeller: f.ForTeller, ForLanguage: f.ForLanguage, KeptUntil: f.KeptUntil}, booked, at)
	v.Leg().Merged = f.Device != ""
}

// begin opens the next leg of a visit; it waits.
func (s *State) begin(v *Visit, n NextLeg, booked, at time.Time) {
	s.booked = s.booked || !booked.IsZero()
	v.Legs = append(v.Legs, Leg{
		Service: n.Service, State: Waiting, Entered: at, Key: n.Key,
		ForCounter: n.ForCounter, ForTeller: n.ForTeller, ForLanguage: n.ForLanguage, KeptUntil: n.KeptUntil, Booked: booked,
		Periods: append(make([]Period, 0, 4), Period{State: Waiting, From: at}),
	})
	s.line(n.Service).add(v)
}

func (s *State) line(service ServiceID) *line {
	l := s.lines[service]
	if l == nil {
		l = &line{}
		s.lines[service] = l
	}
	return l
}

// visitChanged applies a fact of one visit, and frees or takes its counter.
func (s *State) visitChanged(f Fact, about Concerns, at time.Time) {
	if len(about.Visits) == 0 {
		return
	}
	v := s.visits[about.Visits[0]]
	if v == nil {
		return
	}
	var c *Counter
	if len(about.Counters) > 0 {
		c = s.counters[about.Counters[0]]
	}
	l := v.Leg()
	switch f := f.(type) {
	case TicketCalled:
		s.callTo(v, c, f.Teller, f.Calls, at)
		if c != nil {
			why := f.Why
			c.Why = &why
			if f.Memory != nil {
				c.Memory = *f.Memory
			}
		}
	case VisitResumed:
		s.callTo(v, c, f.Teller, f.Calls, at)
	case TicketRecalled:
		l.Calls, l.LastCalled = f.Calls, at
		s.show(v, f.Counter)
	case ServiceStarted:
		if l.Started.IsZero() {
			l.Started, l.StartCalled = at, l.LastCalled
		}
		s.move(v, Serving, at, f.Counter, f.Teller)
		c.take(CounterIsServing, v.ID, at)
	case ServiceFinished:
		l.Outcome, l.Solved = f.Outcome, f.Solved
		if f.WrapUp > 0 {
			s.move(v, WrapUp, at, f.Counter, f.Teller)
			c.take(CounterIsWrapUp, v.ID, at)
			return
		}
		s.endLeg(v, c, f.Next, at)
	case WrapUpEnded:
		if f.Outcome != "" {
			l.Outcome = f.Outcome
		}
		if f.Solved != nil {
			l.Solved = f.Solved
		}
		s.endLeg(v, c, f.Next, at)
	case VisitNoShow:
		s.move(v, NotShown, at, "", "")
		c.free(at)
	case VisitRequeued:
		if f.Key != nil {
			l.Key = *f.Key // it is in no line now
		}
		s.move(v, Waiting, at, "", "")
		c.free(at)
		s.hide(v.ID)
	case VisitParked:
		l.ParkReason, l.ParkOwner, l.Until = f.Reason, f.Owner, f.Until
		l.ForCounter, l.ForTeller = f.ForCounter, f.ForTeller
		l.ForLanguage, l.KeptUntil = "", time.Time{}
		s.move(v, Parked, at, "", "")
		c.free(at)
	case VisitReturned:
		s.move(v, Waiting, at, "", "")
	case VisitReleased:
		s.takeOut(v)
		l.ForCounter, l.ForTeller, l.ForLanguage, l.KeptUntil = "", "", "", time.Time{}
		s.putIn(v)
	case VisitTransferred:
		s.move(v, MovedOn, at, "", "")
		c.free(at)
		s.begin(v, f.Next, time.Time{}, at)
	case VisitLeft:
		s.move(v, Left, at, "", "")
		c.free(at)
	}
}

func (s *State) callTo(v *Visit, c *Counter, teller TellerID, calls int, at time.Time) {
	l := v.Leg()
	if l.FirstCalled.IsZero() {
		l.FirstCalled = at
	}
	l.Calls, l.LastCalled = calls, at
	var id CounterID
	if c != nil {
		id = c.ID
	}
	s.move(v, Called, at, id, teller)
	c.take(CounterIsCalled, v.ID, at)
	s.show(v, id)
}

func (s *State) endLeg(v *Visit, c *Counter, next *NextLeg, at time.Time) {
	s.move(v, Finished, at, "", "")
	c.free(at)
	if next != nil {
		v.goesOn(next.Service)
		s.begin(v, *next, time.Time{}, at)
	}
}

// move takes the leg that counts now into another state. Its periods go on
// touching: the time in which a no-show was away becomes a period when they
// come back.
func (s *State) move(v *Visit, to LegState, at time.Time, counter CounterID, teller TellerID) {
	l := v.Leg()
	s.takeOut(v)
	if l.State.Ended() {
		l.Periods = append(l.Periods, Period{State: l.State, From: l.EndedAt, To: at})
		l.EndedAt = time.Time{}
	} else {
		l.Periods[len(l.Periods)-1].To = at
	}
	if l.State == Parked {
		l.ParkReason, l.ParkOwner, l.Until = "", "", time.Time{}
	}
	l.State = to
	if to.Ended() {
		l.EndedAt = at
		return
	}
	l.Periods = append(l.Periods, Period{State: to, From: at, Counter: counter, Teller: teller})
	s.putIn(v)
}

// takeOut removes a visit from its line, or from among the parked.
func (s *State) takeOut(v *Visit) {
	switch v.State() {
	case Waiting:
		s.line(v.Leg().Service).remove(v)
	case Parked:
		for i, id := range s.parked {
			if id == v.ID {
				s.parked = append(s.parked[:i], s.parked[i+1:]...)
				break
			}
		}
	}
}

// putIn puts a visit into its line, or among the parked.
func (s *State) putIn(v *Visit) {
	switch v.State() {
	case Waiting:
		s.line(v.Leg().Service).add(v)
	case Parked:
		s.parked = append(s.parked, v.ID)
	}
}

// take and free do nothing for a counter that is not there: a visit whose
// counter was taken out of the branch still goes its way.
func (c *Counter) take(state CounterState, v VisitID, at time.Time) {
	if c != nil {
		c.State, c.Visit, c.Since = state, v, at
	}
}

func (c *Counter) free(at time.Time) {
	if c != nil {
		c.State, c.Visit, c.Since, c.Why = CounterIsOpen, "", at, nil
	}
}
