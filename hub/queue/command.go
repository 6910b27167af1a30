package queue

import "time"

// Actor is who asks. It names no person, only their id.
type Actor struct {
	Device  string    `json:"device,omitempty"`
	Person  TellerID  `json:"person,omitempty"`
	Role    string    `json:"role,omitempty"`
	Counter CounterID `json:"counter,omitempty"`
}

// RoleHub is the role of what the rules ask for themselves (see Due).
const RoleHub = "hub"

// Command is one wish. ID is chosen by the sender, once for each wish; that the
// same wish is not granted twice is the hub's care, not the engine's.
type Command struct {
	ID string
	By Actor
	Do Ask
}

// Ask is what a command wants: one of the structs below. Verb is its name in
// the contract. What Decide can't know stands in it as data.
type Ask interface{ Verb() string }

type (
	// Issue gives a ticket. Visit is new and made by the hub; Quote is what the
	// person is told about the wait, nil where nothing honest can be said.
	Issue struct {
		Visit       VisitID
		Service     ServiceID
		Language    string
		Class       ClassID // "" for none
		Appointment string  // the appointment's id, "" for none
		Quote       *Quote
		Teller      TellerID    // the officer whom the person asks for, "" for anyone
		Booked      time.Time   // the appointment's time; zero for none
		Then        []ServiceID // what else the person comes for: the next leg opens by itself
	}

	// OpenCounter seats By.Person at the counter. Profile "" is the counter's own.
	// Asked again by the same teller, at a counter that is free, it changes the
	// profile or ends a pause.
	OpenCounter struct {
		Counter CounterID
		Profile ProfileID
	}
	// PauseCounter keeps the teller at the counter but calls nobody.
	PauseCounter struct {
		Counter CounterID
		Reason  string
	}
	// CloseCounter ends the teller's time at the counter.
	CloseCounter struct{ Counter CounterID }

	// CallNext calls whom the profile's rules put first.
	CallNext struct{ Counter CounterID }
	// Call calls a waiting ticket out of order; the reason is kept.
	Call struct {
		Counter CounterID
		Ticket  Ticket
		Reason  string
	}
	// Recall calls the called ticket once more.
	Recall struct{ Counter CounterID }
	// Serve says that the called person stands at the counter.
	Serve struct{ Counter CounterID }
	// Finish ends the service, or its wrap-up. With Next the visit goes on with
	// another service, and there is no wrap-up, as the person does not leave.
	Finish struct {
		Counter CounterID
		Outcome string
		Solved  *bool
		Next    ServiceID
	}
	// NoShow says that the called person did not come.
	NoShow struct{ Counter CounterID }
	// Requeue puts a called ticket back, or takes a no-show back in, at its old place.
	Requeue struct{ Ticket Ticket }
	// Park sets the visit aside. Until is when it comes back into the queue by
	// itself; the zero time is never.
	Park struct {
		Counter CounterID
		Reason  string
		Owner   Owner // OwnerBranch if ""
		Until   time.Time
	}
	// Resume calls a parked ticket to this counter.
	Resume struct {
		Counter CounterID
		Ticket  Ticket
	}
	// Transfer sends the visit on; exactly one of To's fields is set.
	Transfer struct {
		Counter CounterID
		To      To
		Place   Place // PlaceLast if ""
	}
	// Leave ends a visit whose person goes.
	Leave struct{ Ticket Ticket }
	// Undo takes the counter's last command back.
	Undo struct{ Counter CounterID }

	// OpenDay begins a business date. Closes is when it must end at the latest;
	// the zero time is only by hand.
	OpenDay struct {
		Date   Date
		Closes time.Time
	}
	// CloseDay ends the business date and every visit of it.
	CloseDay struct{}
	// LoadBranch puts a branch in place of the one before. Date is the business
	// date under which the event is kept; "" is the state's.
	LoadBranch struct {
		Branch Branch
		Date   Date
	}

	// Rush puts a profile on counters until a time.
	Rush struct {
		Profile  ProfileID
		Counters []CounterID
		Until    time.Time
	}
	// EndRush lets counters go back to their own profiles; none is all that are
	// in a rush.
	EndRush struct{ Counters []CounterID }

	// EndWrapUp ends a wrap-up at its cap. Only Due asks for it.
	EndWrapUp struct{ Counter CounterID }
	// Return brings a parked visit back into its queue at its time. Only Due asks for it.
	Return struct{ Visit VisitID }
	// Release lets anyone call a leg that has waited long enough for an officer
	// or a language. Only Due asks for it.
	Release struct{ Visit VisitID }
)

// Verb names the command as the contract does.
func (Issue) Verb() string        { return "issue" }
func (OpenCounter) Verb() string  { return "open_counter" }
func (PauseCounter) Verb() string { return "pause_counter" }
func (CloseCounter) Verb() string { return "close_counter" }
func (CallNext) Verb() string     { return "call_next" }
func (Call) Verb() string         { return "call" }
func (Recall) Verb() string       { return "recall" }
func (Serve) Verb() string        { return "serve" }
func (Finish) Verb() string       { return "finish" }
func (NoShow) Verb() string       { return "no_show" }
func (Requeue) Verb() string      { return "requeue" }
func (Park) Verb() string         { return "park" }
func (Resume) Verb() string       { return "resume" }
func (Transfer) Verb() string     { return "transfer" }
func (Leave) Verb() string        { return "leave" }
func (Undo) Verb() string         { return "undo" }
func (OpenDay) Verb() string      { return "open_day" }
func (CloseDay) Verb() string     { return "close_day" }
func (LoadBranch) Verb() string   { return "load_branch" }
func (Rush) Verb() string         { return "rush" }
func (EndRush) Verb() string      { return "end_rush" }
func (EndWrapUp) Verb() string    { return "end_wrap_up" }
func (Return) Verb() string       { return "return" }
func (Release) Verb() string      { return "release" }

// Quote is a wait as it is told to a person: half of such waits are over by P50,
// four in five by P80.
type Quote struct {
	P50 Seconds `json:"p50_s"`
	P80 Seconds `json:"p80_s"`
}

// To is where a transfer goes: a service's queue, or one counter or teller
// (then the service stays what it was).
type To struct {
	Service ServiceID `json:"service,omitempty"`
	Counter CounterID `json:"counter,omitempty"`
	Teller  TellerID  `json:"teller,omitempty"`
}

// Place is where in the queue a transfer enters. Append only.
type Place string

const (
	PlaceFirst Place = "first" // before all who were not put first themselves
	PlaceLast  Place = "last"  // as if the person had just come
	PlaceAge   Place = "age"   // where the ticket's age puts it
)

// Owner is who may take a parked visit up again. Append only.
type Owner string

const (
	OwnerTeller  Owner = "teller"  // who parked it, wherever they sit
	OwnerCounter Owner = "counter" // the counter where it was parked
	OwnerBranch  Owner = "branch"  // any counter
)
