package queue

import "time"

// Decide answers what follows from a command: the events, in order, or a
// *Refusal. It changes nothing and looks at nothing but its arguments.
//
// at must be in the branch's zone (opening hours are read off it). A clock that
// went back is not believed: no event is earlier than the state's last one.
// More than one event may follow (a call ends a wrap-up first), and all of
// them are to be stored and applied, or none.
func Decide(s State, c Command, at time.Time) ([]Event, error) {
	return nil, refuse(UnknownCommand, c.Do.Verb())
}
