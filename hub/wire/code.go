package wire

// Code says why a command was not carried out, for programs; the message
// beside it says so for people. The list is closed and append only.
type Code string

// Codes that speak of the request itself. None changes anything.
const (
	Malformed    Code = "malformed"     // 400: not one JSON object, or a name twice in it
	Unauthorized Code = "unauthorized"  // 401: no token, or one that the hub does not know (any more)
	Forbidden    Code = "forbidden"     // 403: the token's role may not do this, or not for that counter
	NotFound     Code = "not_found"     // 404: no such page or resource
	TooLarge     Code = "too_large"     // 413: more than MaxCommand bytes
	InvalidField Code = "invalid_field" // 422: Field names a field that is missing, unknown, of the wrong type or out of range
	IDReused     Code = "id_reused"     // 422: this id came before with another body
	TooMany      Code = "too_many"      // 429: slow down; try again later
	Unavailable  Code = "unavailable"   // 503: the hub could not store it; nothing was changed; try again
	WrongPIN     Code = "wrong_pin"     // 401: person or PIN not right (which of the two is not said)
)

// Codes of things that a command names and the hub does not have (404).
const (
	UnknownTicket  Code = "unknown_ticket"  // no visit of this business date has that ticket
	UnknownService Code = "unknown_service" // the branch has no such service
	UnknownCounter Code = "unknown_counter" // the branch has no such counter
	UnknownProfile Code = "unknown_profile" // the branch has no such profile
	UnknownClass   Code = "unknown_class"   // the branch has no such priority class
	UnknownTeller  Code = "unknown_teller"  // the branch has no such teller
	UnknownHelp    Code = "unknown_help"    // no help call with this id is open
)

// Codes of the rules' refusals (409). The engine decides them; this list and
// the engine's are held together by a test in hub.
const (
	NothingWaiting  Code = "nothing_waiting"    // no leg waits that this counter may call; try again later
	CounterBusy     Code = "counter_busy"       // the counter has a visit called or in service
	CounterClosed   Code = "counter_closed"     // the counter is not open
	CounterPaused   Code = "counter_paused"     // the counter is paused: open it first
	CounterTaken    Code = "counter_taken"      // another teller has opened the counter
	NobodyCalled    Code = "nobody_called"      // the counter has no visit in called
	NotServing      Code = "not_serving"        // the counter serves nobody (nor wraps up)
	NotWaiting      Code = "not_waiting"        // the ticket exists and is not in a state that this command starts from
	ServiceClosed   Code = "service_closed"     // the service is outside its hours
	RecallTooSoon   Code = "recall_too_soon"    // the least gap between two announcements has not passed
	NothingToUndo   Code = "nothing_to_undo"    // the counter's last command is none that can be undone, or something builds on it
	UndoTooLate     Code = "undo_too_late"      // the undo window has passed
	DayClosed       Code = "day_closed"         // the business day is not open
	DayOpen         Code = "day_open"           // the business day is open already
	NotParked       Code = "not_parked"         // the ticket is not parked
	NotNoShow       Code = "not_no_show"        // the ticket is neither a no-show nor called
	TooLateToReturn Code = "too_late_to_return" // the late-return time after a no-show has passed
	TicketNotHere   Code = "ticket_not_here"    // the ticket is parked for another counter or teller
	ReasonMissing   Code = "reason_missing"     // a call out of order needs a reason
	TellerAway      Code = "teller_away"        // transfer: the teller sits at no counter
	UntilPassed     Code = "until_passed"       // park: the return time is not ahead
	DatePassed      Code = "date_passed"        // open_day: the date of the hub's clock is before the last business date
	ClosingSoon     Code = "closing_soon"       // issue: by the quoted wait the person would not be served before the service closes
	NoCallsLeft     Code = "no_calls_left"      // recall: the ticket was called as often as the branch calls
	NoRush          Code = "no_rush"            // end_rush: no counter, or not that one, is in rush mode
	BranchInUse     Code = "branch_in_use"      // a new branch: somebody or a counter would fall out of it, or its time zone is another
	NotLeased       Code = "not_leased"         // merge: the number is in no lease of this device for that business date
	MergedAlready   Code = "merged_already"     // merge: this ticket is there already
	NoMoreLeases    Code = "no_more_leases"     // lease: the series has no free numbers left for a block
	NotServedYet    Code = "not_served_yet"     // feedback: the visit was not served yet
	FeedbackGiven   Code = "feedback_given"     // feedback: the visit has given it
	VisitOver       Code = "visit_over"         // draft: the visit has ended
	ClockIsReal     Code = "clock_is_real"      // advance: this hub's clock runs by itself
	ClockBackwards  Code = "clock_backwards"    // advance: the virtual clock never goes back
	DiskNearlyFull  Code = "disk_nearly_full"   // 503: issue: the last room on the hub's disk is for the visits that are under way
	DeviceExists    Code = "device_exists"      // pairing: a device with this name has a token already
	ClockUnsure     Code = "clock_unsure"       // open_day: a manager has to say first that the hub's date is right (POST /api/v1/clock)
)

// Status is the HTTP status that goes with a code, as the contract lists them.
func (c Code) Status() int {
	switch c {
	case "":
		return 200
	case Malformed:
		return 400
	case Unauthorized, WrongPIN:
		return 401
	case Forbidden:
		return 403
	case NotFound, UnknownTicket, UnknownService, UnknownCounter, UnknownProfile, UnknownClass, UnknownTeller, UnknownHelp:
		return 404
	case TooLarge:
		return 413
	case InvalidField, IDReused:
		return 422
	case TooMany:
		return 429
	case Unavailable, DiskNearlyFull:
		return 503
	}
	return 409
}

// Retry tells whether the same command succeeds later by itself: only time has
// to pass. Where somebody else must do something first it is false.
func (c Code) Retry() bool {
	switch c {
	case RecallTooSoon, ServiceClosed, TooMany, Unavailable:
		return true
	}
	return false
}

// Codes lists every code, in the order of this file.
func Codes() []Code {
	return []Code{
		Malformed,
		Unauthorized,
		Forbidden,
		NotFound,
		TooLarge,
		InvalidField,
		IDReused,
		TooMany,
		Unavailable,
		WrongPIN,
		UnknownTicket,
		UnknownService,
		UnknownCounter,
		UnknownProfile,
		UnknownClass,
		UnknownTeller,
		UnknownHelp,
		NothingWaiting,
		CounterBusy,
		CounterClosed,
		CounterPaused,
		CounterTaken,
		NobodyCalled,
		NotServing,
		NotWaiting,
		ServiceClosed,
		RecallTooSoon,
		NothingToUndo,
		UndoTooLate,
		DayClosed,
		DayOpen,
		NotParked,
		NotNoShow,
		TooLateToReturn,
		TicketNotHere,
		ReasonMissing,
		TellerAway,
		UntilPassed,
		DatePassed,
		ClosingSoon,
		NoCallsLeft,
		NoRush,
		BranchInUse,
		NotLeased,
		MergedAlready,
		NoMoreLeases,
		NotServedYet,
		FeedbackGiven,
		VisitOver,
		ClockIsReal,
		ClockBackwards,
		DiskNearlyFull,
		DeviceExists,
		ClockUnsure,
	}
}
