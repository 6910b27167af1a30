package queue

import (
	"cmp"
	"slices"
	"time"
)

// LegState is the state of a leg. Append only.
type LegState string

const (
	Waiting  LegState = "waiting"
	Called   LegState = "called"
	Serving  LegState = "serving"
	WrapUp   LegState = "wrap_up"
	Parked   LegState = "parked"
	NotShown LegState = "no_show" // ended, but may come back within the late-return time
	Finished LegState = "finished"
	Left     LegState = "left"
	DayEnded LegState = "closed_by_day_end"
	MovedOn  LegState = "transferred" // ended because the next leg began

)

// Ended reports whether nobody waits for or works on a leg in this state.
func (s LegState) Ended() bool {
	switch s {
	case NotShown, Finished, Left, DayEnded, MovedOn:
		return true
	}
	return false
}

// AtCounter reports whether a leg in this state holds a counter.
func (s LegState) AtCounter() bool { return s == Called || s == Serving || s == WrapUp }

// Period is a stretch of a leg in one state. Periods of a leg touch: each
// begins where the one before ended. To is zero while it lasts.
type Period struct {
	State   LegState  `json:"state"`
	From    time.Time `json:"from"`
	To      time.Time `json:"to,omitzero"`
	Counter CounterID `json:"counter,omitempty"` // in called, serving and wrap_up
	Teller  TellerID  `json:"teller,omitempty"`
}

// PlaceKey says where a leg stands in its queue: lower is earlier. It is given
// when the leg enters the queue and kept through calls, requeues and parking.
type PlaceKey struct {
	Rank int       `json:"rank,omitempty"` // -1 for a leg that was put first
	At   time.Time `json:"at"`             // the entry, less a class's credit; by age the ticket's
	Seq  uint64    `json:"seq"`            // of the event that gave it
	Sub  uint64    `json:"sub,omitempty"`  // behind the one whose place this else is, by the seq of its own event: so no two keys are equal
}

// Less reports whether k stands before l.
func (k PlaceKey) Less(l PlaceKey) bool { return k.compare(l) < 0 }

func (k PlaceKey) compare(l PlaceKey) int {
	if k.Rank != l.Rank {
		return k.Rank - l.Rank
	}
	if c := k.At.Compare(l.At); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(k.Seq, l.Seq), cmp.Compare(k.Sub, l.Sub))
}

// Leg is one service within a visit.
type Leg struct {
	Service ServiceID `json:"service"`
	State   LegState  `json:"state"`
	Entered time.Time `json:"entered"` // into the queue
	Key     PlaceKey  `json:"key"`

	// Who alone calls it, after a transfer to a counter or a teller or out of
	// parking; it holds while that counter is not closed, or while that teller
	// sits at one.
	ForCounter CounterID `json:"for_counter,omitempty"`
	ForTeller  TellerID  `json:"for_teller,omitempty"`

	ForLanguage string    `json:"for_language,omitempty"` // called where this is spoken, while it is anywhere
	KeptUntil   time.Time `json:"kept_until,omitzero"`    // when it is everyone's; zero: without an end
	Booked      time.Time `json:"booked,omitzero"`        // the appointment that lets it go ahead

	Merged bool `json:"merged,omitempty"` // it entered before the hub knew: a device had given the ticket out

	Calls       int       `json:"calls,omitempty"`       // how often it was called, recalls and resumes among them
	FirstCalled time.Time `json:"first_called,omitzero"` // never changed by a recall
	LastCalled  time.Time `json:"last_called,omitzero"`  // the newest call
	Started     time.Time `json:"started,omitzero"`      // of the first service
	StartCalled time.Time `json:"start_called,omitzero"` // the last call before Started
	ParkReason  string    `json:"park_reason,omitempty"` // while parked
	ParkOwner   Owner     `json:"park_owner,omitempty"`  // while parked
	Until       time.Time `json:"until,omitzero"`        // while parked: when it comes back by itself
	EndedAt     time.Time `json:"ended_at,omitzero"`     // in an ended state
	Outcome     string    `json:"outcome,omitempty"`     // as the teller named it
	Solved      *bool     `json:"solved,omitempty"`      // as the teller said it
	Periods     []Period  `json:"periods"`
}

// sooner reports whether l entered its queue before o did. Two may enter at the
// same time by the clock; then the log's order tells, but where one was handed in
// later.
func (l *Leg) sooner(o *Leg) bool {
	if (l.Merged || o.Merged) && !l.Entered.Equal(o.Entered) {
		return l.Entered.Before(o.Entered)
	}
	return l.Key.Seq < o.Key.Seq
}

// Visit is one person's stay, from ticket to leaving. Its last leg is the one
// that counts now.
type Visit struct {
	ID          VisitID   `json:"id"`
	Ticket      Ticket    `json:"ticket"`
	Language    string    `json:"language,omitempty"`
	Class       ClassID   `json:"class,omitempty"`
	Appointment string    `json:"appointment,omitempty"`
	Issued      time.Time `json:"issued"`
	Quote       *Quote    `json:"quote,omitempty"` // what the person was told
	Seq         uint64    `json:"seq"`             // of the last event that changed it
	Legs        []Leg     `json:"legs"`

	Then   []ServiceID `json:"then,omitempty"`   // further services, in their order
	Drafts []string    `json:"drafts,omitempty"` // the forms that it carries, in the order of their first drafts

	Feedback *Feedback `json:"feedback,omitempty"` // what the person thought of it
}

// Leg is the leg that counts now.
func (v *Visit) Leg() *Leg { return &v.Legs[len(v.Legs)-1] }

// State is the state of the leg that counts now.
func (v *Visit) State() LegState { return v.Leg().State }

// Ended is when the visit ended; ok is false while it goes on.
func (v *Visit) Ended() (at time.Time, ok bool) {
	l := v.Leg()
	return l.EndedAt, l.State.Ended()
}

// Counter is where the visit is called, served or wrapped up; "" elsewhere.
func (v *Visit) Counter() CounterID {
	if l := v.Leg(); l.State.AtCounter() {
		return l.Periods[len(l.Periods)-1].Counter
	}
	return ""
}

// goesOn notes that a leg for a service began: it is not to come any more. The
// slice is made anew, as Before may hold the old one.
func (v *Visit) goesOn(service ServiceID) {
	if i := slices.Index(v.Then, service); i >= 0 {
		v.Then = slices.Concat(v.Then[:i], v.Then[i+1:])
	}
}

// clone is a copy that shares nothing that changes.
func (v *Visit) clone() Visit {
	c := *v
	c.Legs = make([]Leg, len(v.Legs))
	for i, l := range v.Legs {
		l.Periods = append([]Period(nil), l.Periods...)
		c.Legs[i] = l
	}
	return c
}
