package queue

// park sets the person at the counter aside: papers are missing, a call is
// awaited. Owner says who may take them up again.
func (d *decision) park(ask Park) error {
	c, v, err := d.here(ask.Counter, NotServing, CounterIsCalled, CounterIsServing)
	if err != nil {
		return err
	}
	if !ask.Until.IsZero() && !ask.Until.After(d.at) {
		return refuse(UntilPassed, string(v.Ticket))
	}
	f := VisitParked{
		Visit: v.ID, Ticket: v.Ticket, Service: v.Leg().Service, Counter: c.ID, Teller: c.Teller,
		Reason: ask.Reason, Owner: ask.Owner,
	}
	if !ask.Until.IsZero() {
		f.Until = ask.Until.Round(0).UTC()
	}
	switch ask.Owner {
	case OwnerTeller:
		if f.ForTeller = c.Teller; c.Teller == "" { // nobody signed in: the place stands for the person
			f.ForCounter = c.ID
		}
	case OwnerCounter:
		f.ForCounter = c.ID
	case OwnerBranch, "":
		f.Owner = OwnerBranch
	default:
		return refuse(UnknownOwner, string(ask.Owner))
	}
	return d.then(f)
}

// resume calls a parked ticket to a counter that may have it.
func (d *decision) resume(ask Resume) error {
	c, v, err := d.both(ask.Counter, ask.Ticket)
	if err != nil {
		return err
	}
	l := v.Leg()
	if l.State != Parked {
		return refuse(NotParked, string(v.Ticket))
	}
	if !d.s.MayCall(c, l) {
		return refuse(TicketNotHere, string(v.Ticket))
	}
	return d.then(VisitResumed{
		Visit: v.ID, Ticket: v.Ticket, Service: l.Service, Language: v.Language,
		Counter: c.ID, Teller: c.Teller, Calls: l.Calls + 1,
	})
}

// comeBack lets a parked visit wait again once its return time has come.
func (d *decision) comeBack(ask Return) error {
	if err := d.dayOpen(); err != nil {
		return err
	}
	v, ok := d.s.visits[ask.Visit]
	if !ok || v.State() != Parked || v.Leg().Until.IsZero() || d.at.Before(v.Leg().Until) {
		return refuse(NothingDue, string(ask.Visit))
	}
	return d.then(VisitReturned{Visit: v.ID, Ticket: v.Ticket, Service: v.Leg().Service})
}
