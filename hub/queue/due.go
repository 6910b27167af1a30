package queue

import "time"

// Due is the next thing that the rules themselves ask for: the cap of a
// wrap-up, the return time of a parked visit, the no-show of a called one, the
// end of the day. The hub feeds the command at that time, or, when the time has
// passed (it was away), at once. ok is false when nothing is to come.
func Due(s State) (at time.Time, c Command, ok bool) {
	return time.Time{}, Command{}, false
}

// Concerned says what a fact changes.
func Concerned(f Fact) Concerns { return Concerns{} }
