package queue

import (
	"errors"
	"time"
)

// serve begins the service of the called person.
func (d *decision) serve(ask Serve) error {
	c, v, err := d.here(ask.Counter, NobodyCalled, CounterIsCalled)
	if err != nil {
		return err
	}
	l := v.Leg()
	return d.then(ServiceStarted{
		Visit: v.ID, Ticket: v.Ticket, Service: l.Service, Counter: c.ID, Teller: c.Teller,
		Walked: seconds(d.at.Sub(l.LastCalled)),
	})
}

// finish ends a service, or the wrap-up after it. A visit that goes on with a
// next service has no wrap-up: the person waits from now, and nobody is in two
// periods at once.
func (d *decision) finish(ask Finish) error {
	if _, ok := d.s.Branch.Service(ask.Next); !ok && ask.Next != "" {
		return refuse(UnknownService, string(ask.Next))
	}
	c, v, err := d.here(ask.Counter, NotServing, CounterIsServing, CounterIsWrapUp)
	if err != nil {
		return err
	}
	var next *NextLeg
	if ask.Next == "" {
		ask.Next = d.planned(v)
	}
	if ask.Next != "" {
		next = d.nextLeg(v, ask.Next, PlaceLast)
	}
	if c.State == CounterIsWrapUp {
		f := d.wrapUpEnded(c, v)
		f.Outcome, f.Solved, f.Next = ask.Outcome, ask.Solved, next
		return errors.Join(d.then(f), d.autoNext(c, next))
	}
	l := v.Leg()
	f := ServiceFinished{
		Visit: v.ID, Ticket: v.Ticket, Service: l.Service, Counter: c.ID, Teller: c.Teller,
		Served: seconds(l.sum(Serving, d.at)), Outcome: ask.Outcome, Solved: ask.Solved, Next: next,
	}
	if next == nil {
		f.WrapUp = d.s.Branch.wrapUp(c.ID, c.working())
	}
	if f.WrapUp > 0 {
		return d.then(f)
	}
	return errors.Join(d.then(f), d.autoNext(c, next))
}

// planned is what else the person came for: the first that the branch still has.
func (d *decision) planned(v *Visit) ServiceID {
	for _, s := range v.Then {
		if _, ok := d.s.Branch.Service(s); ok {
			return s
		}
	}
	return ""
}

// endWrapUp ends a wrap-up at its cap.
func (d *decision) endWrapUp(ask EndWrapUp) error {
	c, v, err := d.here(ask.Counter, NothingDue, CounterIsWrapUp)
	if err != nil {
		return err
	}
	if d.at.Before(d.s.wrapUpCap(c)) {
		return refuse(NothingDue, "counter "+string(c.ID))
	}
	return errors.Join(d.then(d.wrapUpEnded(c, v)), d.autoNext(c, nil))
}

func (d *decision) wrapUpEnded(c *Counter, v *Visit) WrapUpEnded {
	l := v.Leg()
	return WrapUpEnded{
		Visit: v.ID, Ticket: v.Ticket, Service: l.Service, Counter: c.ID, Served: seconds(l.sum(Serving, d.at)),
	}
}

// wrapUpCap is when the counter's wrap-up ends at the latest. The cap is read
// from the branch of now: one that was reloaded without it ends it at once.
func (s *State) wrapUpCap(c *Counter) time.Time {
	return c.Since.Add(s.Branch.wrapUp(c.ID, c.working()).Duration())
}
