package queue

import (
	"slices"
	"strings"
	"time"
)

// Facts that stand in the log beside the rules: what a visit carries, what was
// looked at, what was changed about the hub itself. None says where anybody
// stands, so an undo goes past them and leaves them as they are. None holds what
// is personal: that lies beside the log.
type (
	// DraftKept: a form that was filled in goes with the visit. A later one of the
	// same form takes its place.
	DraftKept struct {
		Visit  VisitID `json:"visit"`
		Ticket Ticket  `json:"ticket"`
		Form   string  `json:"form"`
	}

	// PersonalSeen: somebody looked at what is kept on a person. Fields are names
	// and never values. Who looked is the event's By.
	PersonalSeen struct {
		Visit  VisitID  `json:"visit"`
		Ticket Ticket   `json:"ticket"`
		Fields []string `json:"fields"`
	}

	// HelpCalled: somebody wants the host to come. Device is from where.
	HelpCalled struct {
		Call     string `json:"call"`
		Device   string `json:"device"`
		Language string `json:"language,omitempty"` // to be spoken to in
	}
	// HelpAnswered: somebody of the staff comes. Asked again by another, it is they.
	HelpAnswered struct {
		Call   string   `json:"call"`
		Device string   `json:"device"`
		Person TellerID `json:"person,omitempty"`
	}
	// HelpEnded: nobody is needed any more, because it is done or because whoever
	// called says so. Calls that are open when the day closes end with it.
	HelpEnded struct {
		Call      string `json:"call"`
		Device    string `json:"device"`
		Cancelled bool   `json:"cancelled,omitempty"` // by whoever called
	}

	// DeviceReported: something about how a device fares has changed. It holds all
	// that is known from now on.
	DeviceReported struct {
		Device    string `json:"device"`
		Role      string `json:"role,omitempty"`
		Printer   string `json:"printer"` // as the device names it
		Unprinted int    `json:"unprinted,omitempty"`
		Version   string `json:"version,omitempty"`
	}

	// Audited: something about the hub was changed or done that the rules know
	// nothing of. It stands in the same chain, so that nobody takes it out unseen.
	// Subject is whom or what it was done to: an id of a device, a person, a visit,
	// or the name of a copy. Who did it is the event's By.
	Audited struct {
		What    What   `json:"what"`
		Subject string `json:"subject,omitempty"`
	}
)

// What says what an Audited event is about. Append only.
type What string

// Everything that is audited besides what the rules decide (a new branch is an
// event of its own, BranchLoaded).
const (
	DeviceOffered  What = "device_offered"  // a pairing code was made for a device
	DeviceAdded    What = "device_added"    // a device has a token from now on
	DeviceChanged  What = "device_changed"  // its role, its counter or its name
	DeviceRemoved  What = "device_removed"  // its token is dead
	DeviceRefused  What = "device_refused"  // somebody may not pair it
	TokenChanged   What = "token_changed"   // a device has another token from now on
	SignedIn       What = "signed_in"       // a person of the staff
	SignedOut      What = "signed_out"      // by themselves, or at the end of the session
	SignInFailed   What = "sign_in_failed"  // a wrong PIN or a person who is not there
	PersonLocked   What = "person_locked"   // after too many of these
	PersonUnlocked What = "person_unlocked" // by a person
	PINChanged     What = "pin_changed"     // of a person
	BackupTaken    What = "backup_taken"    // a copy of the data left the hub
	Restored       What = "restored"        // this log goes on from a copy
	Exported       What = "exported"        // what is kept on a person was handed out
	Erased         What = "erased"          // what is kept on a person was erased at somebody's wish
	Forgotten      What = "forgotten"       // the same by the rules of retention
	Asked          What = "asked"           // for something that needs a second person
	Approved       What = "approved"        // by the second person
	Denied         What = "denied"          // by the second person
	SettingChanged What = "setting_changed" // of the hub
	ClockDoubted   What = "clock_doubted"   // the machine's clock jumped
	CommentsSeen   What = "comments_seen"   // somebody read what people wrote with their rating: how many, of which dates
)

// Whats lists everything that is audited, in the order above.
func Whats() []What {
	return []What{
		DeviceOffered, DeviceAdded, DeviceChanged, DeviceRemoved, DeviceRefused, TokenChanged, SignedIn, SignedOut, SignInFailed,
		PersonLocked, PersonUnlocked, PINChanged, BackupTaken, Restored, Exported, Erased, Forgotten, Asked, Approved, Denied,
		SettingChanged, ClockDoubted, CommentsSeen,
	}
}

// Device is the name of the device that a note is about, as it reports: Subject
// without the id behind it, if there is one.
func (a Audited) Device() string {
	if i := strings.LastIndexByte(a.Subject, ' '); i >= 0 {
		return a.Subject[:i]
	}
	return a.Subject
}

// Kind names the fact in the log.
func (DraftKept) Kind() string      { return "DraftKept" }
func (PersonalSeen) Kind() string   { return "PersonalSeen" }
func (Audited) Kind() string        { return "Audited" }
func (HelpCalled) Kind() string     { return "HelpCalled" }
func (HelpAnswered) Kind() string   { return "HelpAnswered" }
func (HelpEnded) Kind() string      { return "HelpEnded" }
func (DeviceReported) Kind() string { return "DeviceReported" }

// Beside reports whether a fact leaves alone where people stand, what a counter
// does and what undo would take back.
func Beside(f Fact) bool {
	switch f.(type) {
	case DraftKept, FeedbackGiven, PersonalSeen, Audited, HelpCalled, HelpAnswered, HelpEnded, DeviceReported, NumbersLeased, TicketRecorded:
		return true
	}
	return false
}

// concernedBeside is Concerned for these facts.
func concernedBeside(f Fact) Concerns {
	switch f := f.(type) {
	case DraftKept:
		return Concerns{Visits: []VisitID{f.Visit}}
	case FeedbackGiven:
		return Concerns{Visits: []VisitID{f.Visit}}
	}
	return Concerns{}
}

// besideApplied puts such a fact into the state.
func (s *State) besideApplied(f Fact, at time.Time) {
	switch f := f.(type) {
	case DraftKept:
		if v := s.visits[f.Visit]; v != nil {
			v.carry(f.Form)
		}
	case FeedbackGiven:
		if v := s.visits[f.Visit]; v != nil {
			v.Feedback = &Feedback{Service: f.Service, CSAT: f.CSAT, NPS: f.NPS, CES: f.CES}
		}
	case HelpCalled:
		s.helps = append(s.helps, Help{Call: f.Call, Device: f.Device, Language: f.Language, Called: at})
	case HelpAnswered:
		for i := range s.helps {
			if h := &s.helps[i]; h.Call == f.Call {
				h.Coming, h.Person = at, f.Person
			}
		}
	case HelpEnded:
		s.helps = slices.DeleteFunc(s.helps, func(h Help) bool { return h.Call == f.Call })
	case DeviceReported:
		s.reported(f, at)
	case NumbersLeased:
		s.leased(f, at)
	case TicketRecorded:
		s.cameBack(f.Device, f.Date, f.Series, f.Number, time.Time{})
	case Audited:
		if f.What == DeviceRemoved {
			s.removed(f.Device())
		}
	}
}
