package queue

import (
	"slices"
	"time"
)

// Holiday is a date on which the branch is closed.
type Holiday struct {
	Date  Date `json:"date"`
	Names Text `json:"names,omitempty"`
}

// Open reports whether a service takes tickets at t, which must be in the
// branch's zone: in its own hours, on a day of the branch's week that is no
// holiday, and outside the branch's breaks.
func (b *Branch) Open(s *Service, t time.Time) bool {
	return s.OpenAt(t) && b.WorksOn(t) && !slices.ContainsFunc(b.Breaks, func(h Hours) bool {
		now := ClockOf(t)
		return h.Opens <= now && now < h.Closes
	})
}

// NextOpening is the time of day after t at which a service takes tickets again
// on the same day: where its hours begin, or a break ends; ok is false when it
// does not. t must be in the branch's zone.
func (b *Branch) NextOpening(s *Service, t time.Time) (opens TimeOfDay, ok bool) {
	y, m, d := t.Date()
	now := ClockOf(t)
	try := func(at TimeOfDay) {
		then := time.Date(y, m, d, int(at)/60, int(at)%60, 0, 0, t.Location())
		if at > now && (!ok || at < opens) && then.Day() == d && b.Open(s, then) {
			opens, ok = at, true
		}
	}
	for _, h := range s.Hours {
		try(h.Opens)
	}
	for _, h := range b.Breaks {
		try(h.Closes)
	}
	return opens, ok
}

// WorksOn reports whether the branch takes tickets at all on the calendar day of
// t, which must be in the branch's zone.
func (b *Branch) WorksOn(t time.Time) bool {
	if len(b.Week) > 0 && !slices.Contains(b.Week, int((t.Weekday()+6)%7)+1) {
		return false
	}
	day := Date(t.Format(time.DateOnly))
	return !slices.ContainsFunc(b.Holidays, func(h Holiday) bool { return h.Date == day })
}

// InTime reports whether somebody who takes a ticket at t, and of whom four in
// five wait no longer than the quote says, would be served before the service
// closes for the day. It is so where the service has no hours, no guard, or
// where there is no quote. t must be in the branch's zone.
func (s *Service) InTime(t time.Time, q *Quote) bool {
	if !s.Guard || q == nil || len(s.Hours) == 0 {
		return true
	}
	var last TimeOfDay
	for _, h := range s.Hours {
		last = max(last, h.Closes)
	}
	y, m, d := t.Date()
	closes := time.Date(y, m, d, int(last)/60, int(last)%60, 0, 0, t.Location())
	return !t.Add((q.P80 + s.Usual).Duration()).After(closes)
}
