package queue

import "time"

// transfer sends the person at the counter on to a service's queue, or to one
// counter or teller, where they wait for the same service.
func (d *decision) transfer(ask Transfer) error {
	if err := d.target(ask.To); err != nil {
		return err
	}
	c, v, err := d.here(ask.Counter, NotServing, CounterIsCalled, CounterIsServing)
	if err != nil {
		return err
	}
	if err := d.reachable(ask.To); err != nil {
		return err
	}
	place := ask.Place
	switch place {
	case "":
		place = PlaceLast
	case PlaceFirst, PlaceLast, PlaceAge:
	default:
		return refuse(UnknownPlace, string(place))
	}
	service := ask.To.Service
	if service == "" {
		service = v.Leg().Service
	}
	next := d.nextLeg(v, service, place)
	if next.ForCounter, next.ForTeller = ask.To.Counter, ask.To.Teller; ask.To.Service == "" {
		next.ForLanguage, next.KeptUntil = "", time.Time{}
	}
	return d.then(VisitTransferred{
		Visit: v.ID, Ticket: v.Ticket, Service: v.Leg().Service, Counter: c.ID, Place: place, Next: *next,
	})
}

// target makes sure that exactly one thing is named, and that it exists.
func (d *decision) target(to To) error {
	named := 0
	if to.Service != "" {
		named++
		if _, ok := d.s.Branch.Service(to.Service); !ok {
			return refuse(UnknownService, string(to.Service))
		}
	}
	if to.Counter != "" {
		named++
		if _, ok := d.s.counters[to.Counter]; !ok {
			return refuse(UnknownCounter, string(to.Counter))
		}
	}
	if to.Teller != "" {
		named++
		if _, ok := d.s.Branch.Teller(to.Teller); !ok && d.s.seat(to.Teller) == nil {
			return refuse(UnknownTeller, string(to.Teller))
		}
	}
	if named != 1 {
		return refuse(UnclearTarget, "")
	}
	return nil
}

// reachable makes sure that somebody sits where the person is sent.
func (d *decision) reachable(to To) error {
	if c := d.s.counters[to.Counter]; c != nil && c.State == CounterIsClosed {
		return refuse(CounterClosedNow, "counter "+string(to.Counter))
	}
	if to.Teller != "" && d.s.seat(to.Teller) == nil {
		return refuse(TellerAway, string(to.Teller))
	}
	return nil
}

func (d *decision) nextLeg(v *Visit, service ServiceID, place Place) *NextLeg {
	key := d.key(place, v.Class, v.Issued)
	keep := d.keep("", v.Language, d.at)
	return &NextLeg{Service: service, Key: key, Ahead: d.ahead(service, key), ForLanguage: keep.language, KeptUntil: keep.until}
}
