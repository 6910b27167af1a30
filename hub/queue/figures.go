package queue

import "time"

// The figures of a leg, as the bank defines them once for all reports. A
// period that lasts still counts up to now, the time of asking.

// Wait is the first call less the entry into the queue; ok is false for a leg
// never called. A recall does not change it.
func (l *Leg) Wait() (d time.Duration, ok bool) {
	if l.FirstCalled.IsZero() {
		return 0, false
	}
	return l.FirstCalled.Sub(l.Entered), true
}

// Walk is the start of service less the last call before it; ok is false for a
// leg never served.
func (l *Leg) Walk() (d time.Duration, ok bool) {
	if l.Started.IsZero() {
		return 0, false
	}
	return l.Started.Sub(l.StartCalled), true
}

// ServiceTime is the sum of the serving periods; ok is false for a leg never served.
func (l *Leg) ServiceTime(now time.Time) (d time.Duration, ok bool) {
	return l.sum(Serving, now), !l.Started.IsZero()
}

// WrapUpTime is the sum of the wrap_up periods.
func (l *Leg) WrapUpTime(now time.Time) time.Duration { return l.sum(WrapUp, now) }

// Hold is the sum of the parked periods.
func (l *Leg) Hold(now time.Time) time.Duration { return l.sum(Parked, now) }

func (l *Leg) sum(state LegState, now time.Time) (total time.Duration) {
	for _, p := range l.Periods {
		if p.State != state {
			continue
		}
		if p.To.IsZero() {
			p.To = now
		}
		total += p.To.Sub(p.From)
	}
	return total
}

// Time is the visit's end, or now, less its ticket's issue.
func (v *Visit) Time(now time.Time) time.Duration {
	if at, ok := v.Ended(); ok {
		now = at
	}
	return now.Sub(v.Issued)
}
