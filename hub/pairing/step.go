package pairing

import "time"

// State is how far a device is on its way into a branch.
type State string

// The states. Refused goes back to Asking by itself; every other one lasts until
// somebody does something.
const (
	Asking   State = "asking"   // the hub was asked for a code and has not answered yet
	Waiting  State = "waiting"  // a code is shown and waits for the manager
	Approved State = "approved" // the manager let it in; the first data comes
	Refused  State = "refused"  // the manager said no
	Away     State = "away"     // the hub can't be reached
	Stranger State = "stranger" // who answers does not have the certificate that was set
	Unfit    State = "unfit"    // the hub does not take the name or the counter
)

// Step is a device's way so far.
type Step struct {
	State   State
	Code    string    // of Waiting
	Until   time.Time // of Waiting: when the code dies
	Expired bool      // of Waiting: the code before died, and this is another one
	Again   time.Time // of Refused: when the hub is asked again
	Held    bool      // of Stranger: it has a token, and is let in as soon as its own hub answers
	Removed bool      // it had access, and the branch took that away
	Device  string    // what it calls itself
	Counter string    // where it stands, of a counter's computer
	Hub     string    // the hub's address
}
