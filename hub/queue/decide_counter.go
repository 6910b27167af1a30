package queue

// openCounter seats a teller. A counter that is not closed belongs to its
// teller: another one is refused, the same one may come back to it (their
// program was started again, their pause is over) or change the profile.
func (d *decision) openCounter(ask OpenCounter) error {
	if _, ok := d.s.Branch.Profile(ask.Profile); !ok && ask.Profile != "" {
		return refuse(UnknownProfile, string(ask.Profile))
	}
	c, err := d.counter(ask.Counter)
	if err != nil {
		return err
	}
	if c.State != CounterIsClosed && c.Teller != "" && c.Teller != d.by.Person {
		return refuse(CounterTaken, "counter "+string(c.ID))
	}
	if err := d.freed(c); err != nil {
		return err
	}
	return d.then(CounterOpened{Counter: c.ID, Teller: d.by.Person, Profile: ask.Profile})
}

func (d *decision) pauseCounter(ask PauseCounter) error {
	c, err := d.seated(ask.Counter)
	if err != nil {
		return err
	}
	f := CounterPaused{Counter: c.ID, Reason: ask.Reason}
	for _, p := range d.s.Branch.Pauses {
		if p.ID == ask.Reason {
			f.As = p.Kind
		}
	}
	return d.then(f)
}

func (d *decision) closeCounter(ask CloseCounter) error {
	c, err := d.seated(ask.Counter)
	if err != nil {
		return err
	}
	return d.then(CounterClosed{Counter: c.ID})
}

// seated finds a counter that is not closed and where nobody is called or
// served, so that its teller may go.
func (d *decision) seated(id CounterID) (*Counter, error) {
	c, err := d.counter(id)
	if err != nil {
		return nil, err
	}
	if c.State == CounterIsClosed {
		return nil, refuse(CounterClosedNow, "counter "+string(id))
	}
	return c, d.freed(c)
}
