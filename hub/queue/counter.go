package queue

import "time"

// CounterState is the state of a counter. Append only.
type CounterState string

const (
	CounterIsClosed  CounterState = "closed"
	CounterIsOpen    CounterState = "open" // and free
	CounterIsPaused  CounterState = "paused"
	CounterIsCalled  CounterState = "called" // somebody is called to it
	CounterIsServing CounterState = "serving"
	CounterIsWrapUp  CounterState = "wrap_up"
)

// Counter is a counter as it stands now. The set-up behind it is in the branch.
type Counter struct {
	ID      CounterID    `json:"id"`
	State   CounterState `json:"state"`
	Since   time.Time    `json:"since,omitzero"`    // of State
	Profile ProfileID    `json:"profile,omitempty"` // chosen at opening; "" is the counter's own
	Teller  TellerID     `json:"teller,omitempty"`  // who sits there; may be "" where nobody signs in
	Opened  time.Time    `json:"opened,omitzero"`
	Reason  string       `json:"reason,omitempty"` // of a pause
	Kind    PauseKind    `json:"kind,omitempty"`   // of the pause; "" where the reason is none of the branch's
	Visit   VisitID      `json:"visit,omitempty"`  // in called, serving and wrap_up
	Seq     uint64       `json:"seq,omitempty"`    // of the last event that changed it
	Before  *Before      `json:"before,omitempty"` // what Undo would restore
	Rush    ProfileID    `json:"rush,omitempty"`   // by which it works until RushUntil, whatever Profile says
	Memory  Memory       `json:"memory,omitzero"`  // of its calls on this business date
	Why     *Why         `json:"why,omitempty"`    // of the call, in called, serving and wrap_up

	RushUntil time.Time `json:"rush_until,omitzero"`

	speaks []string // the languages of its teller
	rules  *Profile // by which it calls now; nil for none
	serves []bool   // by place of the service in the branch; nil: every service. See resolve.
}

// Busy reports whether somebody is called to the counter or served at it.
func (c *Counter) Busy() bool { return c.State == CounterIsCalled || c.State == CounterIsServing }

// Serves reports whether the counter, as it is opened now, serves the branch's
// i-th service.
func (c *Counter) Serves(i int) bool { return c.serves == nil || c.serves[i] }

// Before is what stood before a counter's last command: all that undoing it
// takes. It can be undone while neither the counter nor one of the visits has
// changed since.
type Before struct {
	Command string    `json:"command"`
	By      Actor     `json:"by"`
	Verb    string    `json:"verb"`
	At      time.Time `json:"at"`
	First   uint64    `json:"first"` // seq of the command's first event
	Last    uint64    `json:"last"`  // and of its last
	Counter Counter   `json:"counter"`
	Visits  []Visit   `json:"visits,omitempty"`
}

// BoardCall is a row of the board: a ticket and where it was called, newest first.
type BoardCall struct {
	Visit    VisitID   `json:"visit"`
	Ticket   Ticket    `json:"ticket"`
	Counter  CounterID `json:"counter"`
	Service  ServiceID `json:"service"`
	Language string    `json:"language,omitempty"`
	At       time.Time `json:"at"`    // of the newest call
	Calls    int       `json:"calls"` // of this leg
}
