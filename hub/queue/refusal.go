package queue

// Code says why the rules refuse a command. Clients decide by it; people read
// the catalog's words for it. Append only.
type Code string

// Every code, with the condition under which it is given, exactly.
const (
	NothingWaiting   Code = "nothing_waiting"    // call_next: no leg waits that this counter may call
	CounterBusy      Code = "counter_busy"       // somebody is called to or served at the counter, and the command needs it without; or a branch without it is loaded
	CounterClosedNow Code = "counter_closed"     // the counter, or the one a transfer goes to, is closed
	CounterPausedNow Code = "counter_paused"     // the counter is paused and the command would call
	CounterTaken     Code = "counter_taken"      // open_counter: another teller sits there
	NobodyCalled     Code = "nobody_called"      // recall, serve, no_show: nobody is called to the counter
	NotServing       Code = "not_serving"        // finish: nobody is served or wrapped up there; park, transfer: nobody called or served there
	NotWaiting       Code = "not_waiting"        // call: the ticket does not wait; leave: it neither waits nor is called nor parked
	NotParked        Code = "not_parked"         // resume: the ticket is not parked
	NotNoShow        Code = "not_no_show"        // requeue: the ticket is neither called nor a no-show
	TooLateToReturn  Code = "too_late_to_return" // requeue: the no-show is longer ago than the late-return time
	TicketNotHere    Code = "ticket_not_here"    // call, resume: the ticket is kept for another counter or teller, who is there; or the counter does not serve its service
	ReasonMissing    Code = "reason_missing"     // call: a call out of order needs a reason
	UnknownTicket    Code = "unknown_ticket"     // no such ticket on this business date
	UnknownService   Code = "unknown_service"    // the branch has no such service
	UnknownCounter   Code = "unknown_counter"    // the branch has no such counter
	UnknownProfile   Code = "unknown_profile"    // the branch has no such profile
	UnknownClass     Code = "unknown_class"      // the branch has no such priority class
	UnknownTeller    Code = "unknown_teller"     // the branch has no such teller
	UnknownPlace     Code = "unknown_place"      // transfer: to a place that is none of first, last, age
	UnknownOwner     Code = "unknown_owner"      // park: for an owner that is none of teller, counter, branch
	UnclearTarget    Code = "unclear_target"     // transfer: not exactly one of service, counter, teller
	TellerAway       Code = "teller_away"        // transfer: the teller sits at no counter
	ServiceClosed    Code = "service_closed"     // issue: the service is outside its hours
	VisitExists      Code = "visit_exists"       // issue: the visit's id is in use
	RecallTooSoon    Code = "recall_too_soon"    // recall: the last call is younger than the least gap
	UntilPassed      Code = "until_passed"       // park: the return time is not ahead
	NothingToUndo    Code = "nothing_to_undo"    // undo: no command here, or it can't be undone, or something was built on it
	UndoTooLate      Code = "undo_too_late"      // undo: the command is older than the window
	DayIsClosed      Code = "day_closed"         // no business date is open
	DayIsOpen        Code = "day_open"           // open_day: one is open
	DatePassed       Code = "date_passed"        // open_day: an earlier date than the last one
	BadDate          Code = "bad_date"           // open_day, load_branch: not a date
	BadBranch        Code = "bad_branch"         // load_branch: the branch contradicts itself
	ServiceInUse     Code = "service_in_use"     // load_branch: people are here for a service that the new branch lacks
	ProfileInUse     Code = "profile_in_use"     // load_branch: a counter is open with a profile that the new branch lacks
	NothingDue       Code = "nothing_due"        // end_wrap_up, return: what was due is no longer so
	ClosingSoon      Code = "closing_soon"       // issue: by the quote the person would not be served before the service closes, and the service guards that
	NoCallsLeft      Code = "no_calls_left"      // recall: the ticket was called as often as the branch calls
	NoRush           Code = "no_rush"            // end_rush: no counter, or not that one, is in a rush
	UnknownHelp      Code = "unknown_help"       // help: no call with that id is open
	NothingNew       Code = "nothing_new"        // help, lease, report: it is so already; the hub answers that it is
	NotLeased        Code = "not_leased"         // merge: the number is in no lease of the device for that date and service
	MergedAlready    Code = "merged_already"     // merge: the ticket is there already
	NoMoreLeases     Code = "no_more_leases"     // lease: the letter has no numbers left
	NotServedYet     Code = "not_served_yet"     // feedback: no service of the visit is over
	FeedbackWasGiven Code = "feedback_given"     // feedback: the visit has given it
	VisitOver        Code = "visit_over"         // draft: the visit has ended
	UnknownCommand   Code = "unknown_command"    // not a command of this engine, or a note of nothing that is audited
)

// Codes lists every code, in the order above.
func Codes() []Code {
	return []Code{
		NothingWaiting, CounterBusy, CounterClosedNow, CounterPausedNow, CounterTaken, NobodyCalled,
		NotServing, NotWaiting, NotParked, NotNoShow, TooLateToReturn, TicketNotHere,
		ReasonMissing, UnknownTicket, UnknownService, UnknownCounter, UnknownProfile, UnknownClass,
		UnknownTeller, UnknownPlace, UnknownOwner, UnclearTarget, TellerAway, ServiceClosed,
		VisitExists, RecallTooSoon, UntilPassed, NothingToUndo, UndoTooLate, DayIsClosed,
		DayIsOpen, DatePassed, BadDate, BadBranch, ServiceInUse, ProfileInUse,
		NothingDue, ClosingSoon, NoCallsLeft, NoRush, UnknownHelp, NothingNew,
		NotLeased, MergedAlready, NoMoreLeases, NotServedYet, FeedbackWasGiven, VisitOver, UnknownCommand,
	}
}

// Missing reports whether the code says that a thing which the command names
// does not exist.
func (c Code) Missing() bool {
	switch c {
	case UnknownTicket, UnknownService, UnknownCounter, UnknownProfile, UnknownClass, UnknownTeller, UnknownHelp:
		return true
	}
	return false
}

// Refusal is the rules' no. Nothing has changed. Decide returns no other error.
type Refusal struct {
	Code   Code
	Detail string // for operators and tests: the ticket, counter or field meant
}

// Error is for logs; people read the catalog's words for the code.
func (r *Refusal) Error() string {
	if r.Detail == "" {
		return string(r.Code)
	}
	return string(r.Code) + ": " + r.Detail
}

func refuse(code Code, detail string) error { return &Refusal{Code: code, Detail: detail} }
