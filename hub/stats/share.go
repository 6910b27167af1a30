package stats

import (
	"time"

	"turno/hub/queue"
)

// legShare is what one leg contributes to the figures. It is comparable, so that
// a leg that did not change is not counted anew.
type legShare struct {
	service queue.ServiceID
	state   queue.LegState
	arrived int64 // the half hour, unix seconds of its start
	over    int64 // that in which its service was over; meant where served

	called   bool
	wait     time.Duration
	walked   bool
	walk     time.Duration
	served   bool
	serving  time.Duration
	wrapped  bool
	wrapUp   time.Duration
	held     bool
	hold     time.Duration
	target   bool          // the service promises a wait
	within   bool          // and the wait kept it
	occupied time.Duration // how long it held counters, from call to free; 0 while it may go on
}

// share reckons what a leg contributes. No clock is asked: what lasts counts
// when it is over.
func (d *Day) share(l *queue.Leg) legShare {
	c := legShare{service: l.Service, state: l.State, arrived: d.halfHour(l.Entered)}
	if c.wait, c.called = l.Wait(); c.called {
		if target := d.targets[l.Service]; target > 0 {
			c.target, c.within = true, c.wait <= target
		}
	}
	c.walk, c.walked = l.Walk()
	end := l.EndedAt
	switch l.State {
	case queue.WrapUp:
		end = l.Periods[len(l.Periods)-1].From
		c.served = true
	case queue.Finished, queue.MovedOn:
		c.served = !l.Started.IsZero()
	}
	if c.served {
		c.serving, _ = l.ServiceTime(end)
		c.over = d.halfHour(lastServed(l))
	}
	if !l.State.Ended() {
		return c
	}
	c.wrapUp = l.WrapUpTime(end)
	c.hold = l.Hold(end)
	for _, p := range l.Periods {
		c.wrapped = c.wrapped || p.State == queue.WrapUp
		c.held = c.held || p.State == queue.Parked
		if p.State.AtCounter() {
			c.occupied += p.To.Sub(p.From)
		}
	}
	return c
}

// lastServed is when the last serving period ended.
func lastServed(l *queue.Leg) (at time.Time) {
	for _, p := range l.Periods {
		if p.State == queue.Serving {
			at = p.To
		}
	}
	return at
}
