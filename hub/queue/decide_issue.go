package queue

import "time"

// issue gives the next number of the service's series. Numbers start at 1, or
// where the service's range does (Range), on each business date, are written
// with three digits at least, and never start over.
func (d *decision) issue(ask Issue) error {
	service, ok := d.s.Branch.Service(ask.Service)
	if !ok {
		return refuse(UnknownService, string(ask.Service))
	}
	if _, ok := d.s.Branch.Class(ask.Class); !ok && ask.Class != "" {
		return refuse(UnknownClass, string(ask.Class))
	}
	if _, ok := d.s.Branch.Teller(ask.Teller); !ok && ask.Teller != "" {
		return refuse(UnknownTeller, string(ask.Teller))
	}
	for _, s := range ask.Then {
		if _, ok := d.s.Branch.Service(s); !ok {
			return refuse(UnknownService, string(s))
		}
	}
	if err := d.dayOpen(); err != nil {
		return err
	}
	if !d.s.Branch.Open(service, d.local) {
		return refuse(ServiceClosed, string(service.ID))
	}
	if !service.InTime(d.local, ask.Quote) {
		return refuse(ClosingSoon, string(service.ID))
	}
	if _, taken := d.s.visits[ask.Visit]; taken || ask.Visit == "" {
		return refuse(VisitExists, string(ask.Visit))
	}
	number := d.s.nextNumber(service)
	key := d.key(PlaceLast, ask.Class, d.at)
	from, booked, late := d.at, ask.Booked.Round(0).UTC(), false
	if ask.Booked.IsZero() {
		booked = time.Time{}
	} else {
		late = d.at.After(booked.Add(d.s.Branch.Appointments.Late.Duration()))
		key.At = key.At.Add(booked.Sub(d.at)) // the place of who comes at that time
		if booked.After(from) {
			from = booked
		}
	}
	keep := d.keep(ask.Teller, ask.Language, from)
	return d.then(TicketIssued{
		Visit:       ask.Visit,
		Ticket:      ticketOf(service.Series, number),
		Series:      service.Series,
		Number:      number,
		Service:     service.ID,
		Language:    ask.Language,
		Class:       ask.Class,
		Appointment: ask.Appointment,
		Key:         key,
		Ahead:       d.ahead(service.ID, key),
		Quote:       ask.Quote,
		ForTeller:   keep.teller,
		ForLanguage: keep.language,
		KeptUntil:   keep.until,
		Booked:      booked,
		Late:        late,
		Then:        ask.Then,
	})
}

// key is the place of a leg that enters a queue now. A class's credit counts
// wherever its arrival does.
func (d *decision) key(place Place, class ClassID, issued time.Time) PlaceKey {
	key := PlaceKey{At: d.at, Seq: d.seq()}
	if place == PlaceFirst {
		key.Rank = -1
		return key
	}
	if place == PlaceAge {
		key.At = issued
	}
	if c, ok := d.s.Branch.Class(class); ok {
		key.At = key.At.Add(-c.Credit.Duration())
	}
	return key
}

// ahead counts those who wait for a service and stand before a key.
func (d *decision) ahead(service ServiceID, key PlaceKey) int {
	if l := d.s.lines[service]; l != nil {
		return l.before(key)
	}
	return 0
}

// leave ends a visit whose person goes; while served they can't have gone.
func (d *decision) leave(ask Leave) error {
	v, err := d.ticket(ask.Ticket)
	if err != nil {
		return err
	}
	switch v.State() {
	case Waiting, Called, Parked:
		return d.then(VisitLeft{Visit: v.ID, Ticket: v.Ticket, Service: v.Leg().Service, Counter: v.Counter()})
	}
	return refuse(NotWaiting, string(ask.Ticket))
}
