package queue

import "time"

// The facts. Stored for years: fields may be added, never renamed or given
// another meaning. Each carries all that the rules decided, so that Apply needs
// no rule, and what a person was told, so that a report can say it.
type (
	// TicketIssued: a visit began, and its first leg waits.
	TicketIssued struct {
		Visit       VisitID   `json:"visit"`
		Ticket      Ticket    `json:"ticket"`
		Series      string    `json:"series"`
		Number      int       `json:"number"`
		Service     ServiceID `json:"service"`
		Language    string    `json:"language,omitempty"`
		Class       ClassID   `json:"class,omitempty"`
		Appointment string    `json:"appointment,omitempty"`
		Key         PlaceKey  `json:"key"`
		Ahead       int       `json:"ahead"` // people waiting for the service before this one
		Quote       *Quote    `json:"quote,omitempty"`

		ForTeller   TellerID  `json:"for_teller,omitempty"` // whom the person asked for
		ForLanguage string    `json:"for_language,omitempty"`
		KeptUntil   time.Time `json:"kept_until,omitzero"` // when anyone may call
		Booked      time.Time `json:"booked,omitzero"`     // the appointment's time
		Late        bool      `json:"late,omitempty"`      // it came too late to go ahead by it

		Then []ServiceID `json:"then,omitempty"` // further services of the visit, in their order

		// Where a device gave it out from its lease, while it could not reach the hub.
		Device   string    `json:"device,omitempty"`
		DeviceAt time.Time `json:"device_at,omitzero"` // when, by the device's clock
		Arrived  time.Time `json:"arrived,omitzero"`   // from when on the person waits; the event's time is the hub's
	}

	// TicketCalled: a waiting leg was called to a counter.
	TicketCalled struct {
		Visit    VisitID   `json:"visit"`
		Ticket   Ticket    `json:"ticket"`
		Service  ServiceID `json:"service"`
		Language string    `json:"language,omitempty"`
		Counter  CounterID `json:"counter"`
		Teller   TellerID  `json:"teller,omitempty"`
		Calls    int       `json:"calls"`    // of the leg, this one among them
		Waited   Seconds   `json:"waited_s"` // first call less entry; the same at a second call
		Why      Why       `json:"why"`

		// What the counter remembers from now on; nil where that is as before.
		Memory *Memory `json:"memory,omitempty"`
		Auto   bool    `json:"auto,omitempty"` // the end of the service before called it
	}

	// TicketRecalled: the called ticket was called once more.
	TicketRecalled struct {
		Visit    VisitID   `json:"visit"`
		Ticket   Ticket    `json:"ticket"`
		Service  ServiceID `json:"service"`
		Language string    `json:"language,omitempty"`
		Counter  CounterID `json:"counter"`
		Calls    int       `json:"calls"`
	}

	// ServiceStarted: the person stands at the counter.
	ServiceStarted struct {
		Visit   VisitID   `json:"visit"`
		Ticket  Ticket    `json:"ticket"`
		Service ServiceID `json:"service"`
		Counter CounterID `json:"counter"`
		Teller  TellerID  `json:"teller,omitempty"`
		Walked  Seconds   `json:"walked_s"` // since the last call
	}

	// ServiceFinished: the service is over. Where WrapUp is set, the counter goes
	// on for that long at most; where Next is, the visit waits for it.
	ServiceFinished struct {
		Visit   VisitID   `json:"visit"`
		Ticket  Ticket    `json:"ticket"`
		Service ServiceID `json:"service"`
		Counter CounterID `json:"counter"`
		Teller  TellerID  `json:"teller,omitempty"`
		Served  Seconds   `json:"service_s"`
		Outcome string    `json:"outcome,omitempty"`
		Solved  *bool     `json:"solved,omitempty"`
		WrapUp  Seconds   `json:"wrap_up_s,omitempty"`
		Next    *NextLeg  `json:"next,omitempty"`
	}

	// WrapUpEnded: the counter is free again and the visit is over, or goes on with Next.
	WrapUpEnded struct {
		Visit   VisitID   `json:"visit"`
		Ticket  Ticket    `json:"ticket"`
		Service ServiceID `json:"service"`
		Counter CounterID `json:"counter"`
		Served  Seconds   `json:"service_s"`
		Outcome string    `json:"outcome,omitempty"` // where it was told only now
		Solved  *bool     `json:"solved,omitempty"`
		Next    *NextLeg  `json:"next,omitempty"`
	}

	// VisitNoShow: the called person did not come.
	VisitNoShow struct {
		Visit   VisitID   `json:"visit"`
		Ticket  Ticket    `json:"ticket"`
		Service ServiceID `json:"service"`
		Counter CounterID `json:"counter"`
	}

	// VisitRequeued: the leg waits again, at its old place unless Key gives another. Counter is where it
	// was called, "" when it comes back from no_show.
	VisitRequeued struct {
		Visit   VisitID   `json:"visit"`
		Ticket  Ticket    `json:"ticket"`
		Service ServiceID `json:"service"`
		Counter CounterID `json:"counter,omitempty"`
		Key     *PlaceKey `json:"key,omitempty"` // its new place; nil: its old one
	}

	// VisitParked: the visit was set aside, for whom it says: ForCounter or
	// ForTeller, or neither, then any counter that serves it may resume it.
	VisitParked struct {
		Visit      VisitID   `json:"visit"`
		Ticket     Ticket    `json:"ticket"`
		Service    ServiceID `json:"service"`
		Counter    CounterID `json:"counter"`
		Teller     TellerID  `json:"teller,omitempty"`
		Reason     string    `json:"reason,omitempty"`
		Owner      Owner     `json:"owner"`
		ForCounter CounterID `json:"for_counter,omitempty"`
		ForTeller  TellerID  `json:"for_teller,omitempty"`
		Until      time.Time `json:"until,omitzero"`
	}

	// VisitResumed: a parked visit was called to a counter.
	VisitResumed struct {
		Visit    VisitID   `json:"visit"`
		Ticket   Ticket    `json:"ticket"`
		Service  ServiceID `json:"service"`
		Language string    `json:"language,omitempty"`
		Counter  CounterID `json:"counter"`
		Teller   TellerID  `json:"teller,omitempty"`
		Calls    int       `json:"calls"`
	}

	// VisitReturned: a parked visit's time came, and it waits at its old place.
	VisitReturned struct {
		Visit   VisitID   `json:"visit"`
		Ticket  Ticket    `json:"ticket"`
		Service ServiceID `json:"service"`
	}

	// VisitReleased: anyone may call the leg that waited for an officer or a language.
	VisitReleased struct {
		Visit   VisitID   `json:"visit"`
		Ticket  Ticket    `json:"ticket"`
		Service ServiceID `json:"service"`
	}

	// VisitTransferred: the leg ended and the next one waits.
	VisitTransferred struct {
		Visit   VisitID   `json:"visit"`
		Ticket  Ticket    `json:"ticket"`
		Service ServiceID `json:"service"` // of the leg that ended
		Counter CounterID `json:"counter"`
		Place   Place     `json:"place"`
		Next    NextLeg   `json:"next"`
	}

	// VisitLeft: the person went away. Counter is where they were called, if they were.
	VisitLeft struct {
		Visit   VisitID   `json:"visit"`
		Ticket  Ticket    `json:"ticket"`
		Service ServiceID `json:"service"`
		Counter CounterID `json:"counter,omitempty"`
	}

	// CommandUndone: what a command changed is again what it was before. Visits
	// are those it had changed; Ticket is whom the command was about.
	CommandUndone struct {
		Counter CounterID `json:"counter"`
		Command string    `json:"command"`
		Undone  string    `json:"undone"` // its verb
		Ticket  Ticket    `json:"ticket,omitempty"`
		Visits  []VisitID `json:"visits,omitempty"`
	}

	// CounterOpened: a teller sits at the counter and may call.
	CounterOpened struct {
		Counter CounterID `json:"counter"`
		Teller  TellerID  `json:"teller,omitempty"`
		Profile ProfileID `json:"profile,omitempty"`
	}
	// CounterPaused: the counter calls nobody for a while.
	CounterPaused struct {
		Counter CounterID `json:"counter"`
		Reason  string    `json:"reason,omitempty"`
		As      PauseKind `json:"kind,omitempty"` // what kind of pause the branch says it is
	}
	// RushBegan: counters work by a profile until a time.
	RushBegan struct {
		Profile  ProfileID   `json:"profile"`
		Counters []CounterID `json:"counters"`
		Until    time.Time   `json:"until"`
	}
	// RushEnded: counters work by their own profiles again.
	RushEnded struct {
		Counters []CounterID `json:"counters"`
	}
	// CounterClosed: nobody sits at the counter.
	CounterClosed struct {
		Counter CounterID `json:"counter"`
	}

	// DayOpened: a business date began. What was left of another date is dropped
	// from the state; opened again on the same date, the day goes on.
	DayOpened struct {
		Date   Date      `json:"date"`
		Closes time.Time `json:"closes,omitzero"`
		Forget Date      `json:"forget,omitempty"` // leases of business dates before this one are
	}
	// DayClosed: the business date is over. Left are the visits that it ended,
	// Counters those that it closed.
	DayClosed struct {
		Date     Date        `json:"date"`
		Left     []VisitID   `json:"left,omitempty"`
		Counters []CounterID `json:"counters,omitempty"`
	}
	// BranchLoaded: the branch is now this one.
	BranchLoaded struct {
		Branch Branch `json:"branch"`
	}
)

// Why says why a ticket was called: by the rules, or by whom and for what
// reason against them. Fields are set where the rule has something to say.
type Why struct {
	Rule   string   `json:"rule"`             // one of the Rule constants
	Over   int      `json:"over"`             // others waiting then whom this counter might have called
	Before int      `json:"before,omitempty"` // of these, those whose place is before this one's
	Person TellerID `json:"person,omitempty"` // who picked
	Reason string   `json:"reason,omitempty"` // and why

	By      RuleID    `json:"by,omitempty"`       // the profile's rule
	Class   ClassID   `json:"class,omitempty"`    // whose priority or turn it was
	Service ServiceID `json:"service,omitempty"`  // which queue's turn, wait, length or target it was
	Waited  Seconds   `json:"waited_s,omitempty"` // the wait that counted: the longest of those the rule is about, or their own
	Limit   Seconds   `json:"limit_s,omitempty"`  // RuleWait: the wait that was passed; RuleTarget: the target
	Left    Seconds   `json:"left_s,omitempty"`   // RuleTarget: time to it
	Waiting int       `json:"waiting,omitempty"`  // RuleLength: how many waited
	Rate    int       `json:"rate_pc,omitempty"`  // RuleAccumulating: how fast the class gathers priority
	Held    string    `json:"held,omitempty"`     // the rule or class that would have gone ahead, but its share was used up
	Booked  time.Time `json:"booked,omitzero"`    // RuleBooked: the appointment
	Passed  []Passed  `json:"passed,omitempty"`   // the first three by place of Before
}

// Passed is somebody who stood before the one called.
type Passed struct {
	Ticket  Ticket    `json:"ticket"`
	Service ServiceID `json:"service"`
	Class   ClassID   `json:"class,omitempty"`
}

// The rules by which a ticket is called. Append only.
const (
	RuleFirst        = "first"        // the first by place of all that the counter may call
	RulePicked       = "picked"       // out of order, by a person, with a reason
	RuleLongest      = "longest"      // who has waited longest over all queues of the counter
	RuleTurns        = "turns"        // the turn of a service or a class
	RuleNext         = "next"         // a class that comes right after the service in progress
	RuleStrict       = "strict"       // a class that goes before others
	RuleAccumulating = "accumulating" // a class whose priority grows faster, and is the largest
	RuleWait         = "wait"         // a rule of the profile: somebody has waited longer than its limit
	RuleTarget       = "target"       // a rule of the profile: a target was about to be missed
	RuleLength       = "length"       // a rule of the profile: more wait than its limit
	RuleProfile      = "profile"      // a rule of the profile without a condition
	RuleBooked       = "booked"       // an appointment whose time has come
)

// Rules lists the rules by which a ticket is called, in the order above.
func Rules() []string {
	return []string{
		RuleFirst, RulePicked, RuleLongest, RuleTurns, RuleNext, RuleStrict, RuleAccumulating,
		RuleWait, RuleTarget, RuleLength, RuleProfile, RuleBooked,
	}
}

// NextLeg is the leg that a transfer or a further service opens.
type NextLeg struct {
	Service    ServiceID `json:"service"`
	ForCounter CounterID `json:"for_counter,omitempty"`
	ForTeller  TellerID  `json:"for_teller,omitempty"`
	Key        PlaceKey  `json:"key"`
	Ahead      int       `json:"ahead"` // people waiting for the service before it

	ForLanguage string    `json:"for_language,omitempty"`
	KeptUntil   time.Time `json:"kept_until,omitzero"`
}

// Kind names the fact in the log and in the contract. Append only.
func (TicketIssued) Kind() string     { return "TicketIssued" }
func (TicketCalled) Kind() string     { return "TicketCalled" }
func (TicketRecalled) Kind() string   { return "TicketRecalled" }
func (ServiceStarted) Kind() string   { return "ServiceStarted" }
func (ServiceFinished) Kind() string  { return "ServiceFinished" }
func (WrapUpEnded) Kind() string      { return "WrapUpEnded" }
func (VisitNoShow) Kind() string      { return "VisitNoShow" }
func (VisitRequeued) Kind() string    { return "VisitRequeued" }
func (VisitParked) Kind() string      { return "VisitParked" }
func (VisitResumed) Kind() string     { return "VisitResumed" }
func (VisitReturned) Kind() string    { return "VisitReturned" }
func (VisitReleased) Kind() string    { return "VisitReleased" }
func (VisitTransferred) Kind() string { return "VisitTransferred" }
func (VisitLeft) Kind() string        { return "VisitLeft" }
func (CommandUndone) Kind() string    { return "CommandUndone" }
func (CounterOpened) Kind() string    { return "CounterOpened" }
func (CounterPaused) Kind() string    { return "CounterPaused" }
func (CounterClosed) Kind() string    { return "CounterClosed" }
func (RushBegan) Kind() string        { return "RushBegan" }
func (RushEnded) Kind() string        { return "RushEnded" }
func (DayOpened) Kind() string        { return "DayOpened" }
func (DayClosed) Kind() string        { return "DayClosed" }
func (BranchLoaded) Kind() string     { return "BranchLoaded" }
