package queue

import "time"

// openDay begins a business date. The same date may be opened again: its
// numbers go on where they were.
func (d *decision) openDay(ask OpenDay) error {
	if d.s.Day == DayOpen {
		return refuse(DayIsOpen, string(d.s.Date))
	}
	if !ask.Date.valid() {
		return refuse(BadDate, string(ask.Date))
	}
	if ask.Date < d.s.Date {
		return refuse(DatePassed, string(ask.Date))
	}
	d.date = ask.Date
	f := DayOpened{Date: ask.Date, Forget: d.s.oldLeases(ask.Date)}
	if !ask.Closes.IsZero() {
		f.Closes = ask.Closes.Round(0).UTC()
	}
	return d.then(f)
}

// closeDay ends the business date: every visit of it that goes on, and the
// time of every teller at a counter.
func (d *decision) closeDay() error {
	if err := d.dayOpen(); err != nil {
		return err
	}
	f := DayClosed{Date: d.s.Date}
	for v := range d.s.Visits() {
		if !v.State().Ended() {
			f.Left = append(f.Left, v.ID)
		}
	}
	for c := range d.s.Counters() {
		if c.State != CounterIsClosed {
			f.Counters = append(f.Counters, c.ID)
		}
	}
	return d.then(f)
}

// loadBranch puts a new branch in place, if nobody here would fall out of it.
func (d *decision) loadBranch(ask LoadBranch) error {
	if err := ask.Branch.Check(); err != nil {
		return refuse(BadBranch, err.Error())
	}
	if ask.Date != "" {
		if !ask.Date.valid() {
			return refuse(BadDate, string(ask.Date))
		}
		d.date = ask.Date
	}
	for v := range d.s.Visits() {
		if d.s.Day != DayOpen {
			break
		}
		if _, ok := ask.Branch.Service(v.Leg().Service); !ok && (!v.State().Ended() || v.State() == NotShown) {
			return refuse(ServiceInUse, string(v.Leg().Service))
		}
	}
	for c := range d.s.Counters() {
		if _, ok := ask.Branch.Profile(c.Rush); !ok && c.Rush != "" {
			return refuse(ProfileInUse, string(c.Rush))
		}
		if c.State == CounterIsClosed {
			continue
		}
		if _, ok := ask.Branch.Counter(c.ID); !ok {
			return refuse(CounterBusy, "counter "+string(c.ID))
		}
		if _, ok := ask.Branch.Profile(c.Profile); !ok && c.Profile != "" {
			return refuse(ProfileInUse, string(c.Profile))
		}
	}
	return d.then(BranchLoaded{Branch: ask.Branch})
}

// valid reports whether d is a date as the log writes it.
func (d Date) valid() bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil
}
