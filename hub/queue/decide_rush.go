package queue

// rush puts a profile on counters for a time, whatever their tellers chose. A
// counter that is in a rush already goes over to the new one.
func (d *decision) rush(ask Rush) error {
	if _, ok := d.s.Branch.Profile(ask.Profile); !ok {
		return refuse(UnknownProfile, string(ask.Profile))
	}
	for _, id := range ask.Counters {
		if _, ok := d.s.counters[id]; !ok {
			return refuse(UnknownCounter, string(id))
		}
	}
	if err := d.dayOpen(); err != nil {
		return err
	}
	if len(ask.Counters) == 0 {
		return refuse(UnknownCounter, "none is named")
	}
	if !ask.Until.After(d.at) {
		return refuse(UntilPassed, string(ask.Profile))
	}
	return d.then(RushBegan{Profile: ask.Profile, Counters: ask.Counters, Until: ask.Until.Round(0).UTC()})
}

// endRush lets counters go back to their own profiles: at its time by itself, or
// before by a person.
func (d *decision) endRush(ask EndRush) error {
	if err := d.dayOpen(); err != nil {
		return err
	}
	f := RushEnded(ask)
	for _, id := range ask.Counters {
		c, ok := d.s.counters[id]
		switch {
		case !ok:
			return refuse(UnknownCounter, string(id))
		case c.Rush == "":
			return refuse(NoRush, "counter "+string(id))
		case d.by.Role == RoleHub && d.at.Before(c.RushUntil):
			return refuse(NothingDue, "counter "+string(id))
		}
	}
	if len(f.Counters) == 0 {
		for c := range d.s.Counters() {
			if c.Rush != "" {
				f.Counters = append(f.Counters, c.ID)
			}
		}
	}
	if len(f.Counters) == 0 || d.by.Role == RoleHub && len(ask.Counters) == 0 {
		return refuse(NoRush, "")
	}
	return d.then(f)
}

// rushed is which counters go out of the rush that ends first.
func (s *State) rushed() (ask EndRush, ok bool) {
	var first *Counter
	for c := range s.Counters() {
		switch {
		case c.Rush == "" || first != nil && c.RushUntil.After(first.RushUntil):
		case first != nil && c.RushUntil.Equal(first.RushUntil):
			ask.Counters = append(ask.Counters, c.ID)
		default:
			first, ask.Counters = c, []CounterID{c.ID}
		}
	}
	return ask, first != nil
}

// working is the profile that the counter works by now, "" for its own.
func (c *Counter) working() ProfileID {
	if c.Rush != "" {
		return c.Rush
	}
	return c.Profile
}

// autoNext calls the next by itself, after a service or its wrap-up, where the
// profile says so and somebody waits. A visit that goes on with a next leg is in
// nobody's queue yet when the rules look, so then the next is called by hand.
func (d *decision) autoNext(c *Counter, next *NextLeg) error {
	if p := d.s.profileOf(c); p == nil || !p.AutoNext || next != nil {
		return nil
	}
	var first choice
	if !d.s.next(c, d.at, &first) {
		return nil
	}
	return d.then(d.chosen(c, &first, true))
}
