package queue

// callNext calls whom the rules put first of all whom the counter may call.
func (d *decision) callNext(ask CallNext) error {
	c, err := d.counter(ask.Counter)
	if err != nil {
		return err
	}
	if err := d.ready(c); err != nil {
		return err
	}
	var next choice
	if !d.s.next(c, d.at, &next) {
		return refuse(NothingWaiting, "counter "+string(c.ID))
	}
	return d.then(d.chosen(c, &next, false))
}

// chosen is the call of whom the rules chose.
func (d *decision) chosen(c *Counter, next *choice, auto bool) Fact {
	f := d.called(c, next.visit, &next.why)
	f.Auto = auto
	if next.then != c.Memory {
		then := next.then
		f.Memory = &then
	}
	return f
}

// call calls a ticket whose turn it is not. That it went before others, and
// who wanted it and why, is kept.
func (d *decision) call(ask Call) error {
	c, v, err := d.both(ask.Counter, ask.Ticket)
	if err != nil {
		return err
	}
	if v.State() != Waiting {
		return refuse(NotWaiting, string(v.Ticket))
	}
	if !d.s.MayCall(c, v.Leg()) {
		return refuse(TicketNotHere, string(v.Ticket))
	}
	if ask.Reason == "" {
		return refuse(ReasonMissing, string(v.Ticket))
	}
	_, callable, before := d.s.choose(c, &v.Leg().Key)
	why := Why{Rule: RulePicked, Over: callable - 1, Before: before, Person: d.by.Person, Reason: ask.Reason}
	if before > 0 {
		why.Passed = d.s.firstBefore(c, v.Leg().Key)
	}
	return d.then(d.called(c, v, &why))
}

func (d *decision) called(c *Counter, v *Visit, why *Why) TicketCalled {
	l := v.Leg()
	waited, ok := l.Wait()
	if !ok {
		waited = d.at.Sub(l.Entered)
	}
	return TicketCalled{
		Visit: v.ID, Ticket: v.Ticket, Service: l.Service, Language: v.Language,
		Counter: c.ID, Teller: c.Teller, Calls: l.Calls + 1, Waited: seconds(waited), Why: *why,
	}
}

// recall calls the called ticket again, not before the least gap: people need
// time to stand up.
func (d *decision) recall(ask Recall) error {
	c, v, err := d.here(ask.Counter, NobodyCalled, CounterIsCalled)
	if err != nil {
		return err
	}
	l := v.Leg()
	if most := d.s.Branch.MostCalls; most > 0 && l.Calls >= most {
		return refuse(NoCallsLeft, string(v.Ticket))
	}
	if d.at.Sub(l.LastCalled) < d.s.Branch.RecallGap.Duration() {
		return refuse(RecallTooSoon, string(v.Ticket))
	}
	return d.then(TicketRecalled{
		Visit: v.ID, Ticket: v.Ticket, Service: l.Service, Language: v.Language, Counter: c.ID, Calls: l.Calls + 1,
	})
}

// noShow ends a call that nobody answered.
func (d *decision) noShow(ask NoShow) error {
	c, v, err := d.here(ask.Counter, NobodyCalled, CounterIsCalled)
	if err != nil {
		return err
	}
	return d.then(VisitNoShow{Visit: v.ID, Ticket: v.Ticket, Service: v.Leg().Service, Counter: c.ID})
}

// requeue puts a called ticket back, or lets a no-show back in while it is not
// too late.
func (d *decision) requeue(ask Requeue) error {
	v, err := d.ticket(ask.Ticket)
	if err != nil {
		return err
	}
	l := v.Leg()
	switch l.State {
	case NotShown:
		if _, ok := d.s.Branch.Service(l.Service); !ok {
			return refuse(UnknownService, string(l.Service))
		}
		if d.at.Sub(l.EndedAt) > d.s.Branch.LateReturn.Duration() {
			return refuse(TooLateToReturn, string(v.Ticket))
		}
	case Called:
	default:
		return refuse(NotNoShow, string(v.Ticket))
	}
	f := VisitRequeued{Visit: v.ID, Ticket: v.Ticket, Service: l.Service, Counter: v.Counter()}
	if l.State == NotShown {
		f.Key = d.latePlace(v)
	}
	return d.then(f)
}

// latePlace is where a no-show stands that comes back; nil for its own place.
func (d *decision) latePlace(v *Visit) *PlaceKey {
	b := &d.s.Branch
	if b.LatePlace == LateOwn {
		return nil
	}
	key := d.key(PlaceLast, v.Class, d.at)
	if line := d.s.lines[v.Leg().Service]; b.LatePlace == LateBehind && line != nil && b.LateAfter < len(line.places) {
		before := line.places[b.LateAfter-1].key
		if !before.Less(key) { // credits put even the newcomer before them
			return &key
		}
		key, key.Sub = before, key.Seq
	}
	return &key
}

// choose looks through the queues from which a counter calls: who is first by
// place, how many may be called, and how many of these stand before key.
func (s *State) choose(c *Counter, key *PlaceKey) (first *Visit, callable, before int) {
	var best PlaceKey
	offer := func(p place) {
		if first == nil || p.key.Less(best) {
			first, best = p.visit, p.key
		}
	}
	for i := range s.Branch.Services {
		l := s.lines[s.Branch.Services[i].ID]
		if l == nil || len(l.places) == 0 {
			continue
		}
		if l.kept == 0 { // the usual queue: all of it or nothing
			if c.Serves(i) {
				offer(l.places[0])
				callable += len(l.places)
				if key != nil {
					before += l.before(*key)
				}
			}
			continue
		}
		for _, p := range l.places {
			if !s.MayCall(c, p.visit.Leg()) {
				continue
			}
			offer(p)
			callable++
			if key != nil && p.key.Less(*key) {
				before++
			}
		}
	}
	return first, callable, before
}
