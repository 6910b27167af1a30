package queue

import (
	"strconv"
	"time"
)

// Due is the next thing that the rules themselves ask for: the cap of a
// wrap-up, the return time of a parked visit, the no-show of a called one, the
// end of waiting for an officer or a language, the end of the day. The hub feeds the command at that time, or, when the time has
// passed (it was away), at once. ok is false when nothing is to come.
//
// Of two at the same time the one that Due names first goes first: counters in
// the branch's order, then the parked in the order of parking, then rushes, then who is
// kept for somebody, in the order of the queues, then the day.
func Due(s State) (at time.Time, c Command, ok bool) {
	if s.Day != DayOpen {
		return time.Time{}, Command{}, false
	}
	var do Ask
	earlier := func(t time.Time) bool { return do == nil || t.Before(at) }
	for i := range s.Branch.Counters {
		n := s.counters[s.Branch.Counters[i].ID]
		if n == nil {
			continue
		}
		switch n.State {
		case CounterIsWrapUp:
			if t := s.wrapUpCap(n); earlier(t) {
				at, do = t, EndWrapUp{Counter: n.ID}
			}
		case CounterIsCalled:
			if v := s.visits[n.Visit]; s.Branch.NoShowAfter > 0 && v != nil {
				if t := v.Leg().LastCalled.Add(s.Branch.NoShowAfter.Duration()); earlier(t) {
					at, do = t, NoShow{Counter: n.ID}
				}
			}
		}
	}
	for _, id := range s.parked {
		if t := s.visits[id].Leg().Until; !t.IsZero() && earlier(t) {
			at, do = t, Return{Visit: id}
		}
	}
	if ask, ok := s.rushed(); ok {
		if t := s.counters[ask.Counters[0]].RushUntil; earlier(t) {
			at, do = t, ask
		}
	}
	if v := s.firstKept(); v != nil && earlier(v.Leg().KeptUntil) {
		at, do = v.Leg().KeptUntil, Release{Visit: v.ID}
	}
	if !s.Closes.IsZero() && earlier(s.Closes) {
		at, do = s.Closes, CloseDay{}
	}
	if do == nil {
		return time.Time{}, Command{}, false
	}
	id := "due-" + strconv.FormatUint(s.Seq+1, 10) // the same at each asking, and never again
	return at, Command{ID: id, By: Actor{Role: RoleHub}, Do: do}, true
}
