package queue

import "time"

// Account tells of one ticket who was called before it, and why. It names
// tickets and tellers' ids and nothing else of anybody.
type Account struct {
	Visit  VisitID
	Ticket Ticket
	Date   Date
	Legs   []LegAccount // one for each service of the visit, in order
}

// LegAccount is the account of one service within a visit.
type LegAccount struct {
	Service ServiceID
	State   LegState // as the log leaves it
	Entered time.Time
	Called  time.Time // for the first time; zero where it never was
	Counter CounterID // of that call
	Why     *Why      // of that call
	Before  []Earlier // in the order of the calls
}

// Earlier is a call that came between a leg's entry into its queue and its own
// first call, at a counter that might have called the leg just then.
type Earlier struct {
	Seq      uint64
	At       time.Time
	Ticket   Ticket
	Counter  CounterID
	Service  ServiceID
	Entered  time.Time // into its queue
	Sooner   bool      // it had entered before the asking leg had
	Standing Standing
	Resumed  bool // it had been called before and was parked
	Undone   bool // the call was taken back
	Why      Why  // empty where Resumed
}

// Standing is how the called leg's place and the asking one's compare. Append only.
type Standing string

const (
	StoodEarlier Standing = "earlier"   // it had entered its queue earlier, and stood before
	StoodCredit  Standing = "credit"    // it entered later and stood before: a priority class's credit, or the age of its ticket
	StoodFirst   Standing = "put_first" // it entered later and was put first, by a transfer
	StoodBehind  Standing = "behind"    // it stood behind, and was called all the same: Why says by which rule, or that a person chose it
)

// Explain makes the account of a ticket from the events of its business date,
// all of them and in order; before is the branch as it was when the first of
// them happened. ok is false where the date has no such ticket.
func Explain(before Branch, day []Event, t Ticket) (a Account, ok bool) {
	s := State{}
	if before.ID != "" && len(day) > 0 {
		s = Apply(s, Event{Seq: day[0].Seq - 1, At: day[0].At, Fact: BranchLoaded{Branch: before}})
	}
	for _, e := range day {
		if v, there := s.Ticket(t); there {
			a.note(&s, v, e)
		}
		held := calledNow(&s, e)
		s = Apply(s, e)
		a.undone(&s, held)
		if v, there := s.Ticket(t); there {
			a.follow(v, e)
		}
	}
	v, ok := s.Ticket(t)
	if !ok {
		return Account{}, false
	}
	a.Visit, a.Ticket, a.Date = v.ID, v.Ticket, s.Date
	return a, true
}

// note looks at an event with the state that it meets: is it a call of somebody
// else, while the visit waits to be called for the first time, at a counter that
// might have called it?
func (a *Account) note(s *State, v *Visit, e Event) {
	var call Earlier
	var who VisitID
	switch f := e.Fact.(type) {
	case TicketCalled:
		who, call = f.Visit, Earlier{Ticket: f.Ticket, Counter: f.Counter, Service: f.Service, Why: f.Why}
	case VisitResumed:
		who, call = f.Visit, Earlier{Ticket: f.Ticket, Counter: f.Counter, Service: f.Service, Resumed: true}
	default:
		return
	}
	l := v.Leg()
	c, open := s.Counter(call.Counter)
	other, there := s.Visit(who)
	if who == v.ID || l.State != Waiting || !l.FirstCalled.IsZero() || !open || !there || !s.MayCall(c, l) {
		return
	}
	call.Seq, call.At, call.Entered = e.Seq, e.At, other.Leg().Entered
	call.Sooner = other.Leg().sooner(l)
	call.Standing = standing(other.Leg(), l)
	leg := &a.Legs[len(v.Legs)-1]
	leg.Before = append(leg.Before, call)
}

// calledNow is who of those that an undo is about stands called at a counter.
func calledNow(s *State, e Event) (held []VisitID) {
	f, ok := e.Fact.(CommandUndone)
	if !ok {
		return nil
	}
	for _, id := range f.Visits {
		if v, there := s.Visit(id); there && v.State() == Called {
			held = append(held, id)
		}
	}
	return held
}

// undone marks the newest call of each who was called and, by an undo, is so no
// more.
func (a *Account) undone(s *State, held []VisitID) {
	if len(a.Legs) == 0 {
		return
	}
	before := a.Legs[len(a.Legs)-1].Before
	for _, id := range held {
		v, ok := s.Visit(id)
		if !ok || v.State() == Called {
			continue
		}
		for i := len(before) - 1; i >= 0; i-- {
			if before[i].Ticket == v.Ticket {
				before[i].Undone = true
				break
			}
		}
	}
}

// follow takes what an event has made of the visit itself.
func (a *Account) follow(v *Visit, e Event) {
	if len(a.Legs) > len(v.Legs) { // the command that had begun the next leg was undone
		a.Legs = a.Legs[:len(v.Legs)]
	}
	for i := len(a.Legs); i < len(v.Legs); i++ {
		a.Legs = append(a.Legs, LegAccount{Service: v.Legs[i].Service, Entered: v.Legs[i].Entered})
	}
	leg, l := &a.Legs[len(a.Legs)-1], v.Leg()
	leg.State = l.State
	if len(a.Legs) > 1 {
		a.Legs[len(a.Legs)-2].State = v.Legs[len(a.Legs)-2].State
	}
	if l.FirstCalled.IsZero() {
		leg.Called, leg.Counter, leg.Why = time.Time{}, "", nil
		return
	}
	if f, ok := e.Fact.(TicketCalled); ok && f.Visit == v.ID && leg.Called.IsZero() {
		leg.Called, leg.Counter, leg.Why = l.FirstCalled, f.Counter, &f.Why
	}
}

func standing(called, asking *Leg) Standing {
	switch {
	case !called.Key.Less(asking.Key):
		return StoodBehind
	case called.sooner(asking):
		return StoodEarlier
	case called.Key.Rank < 0:
		return StoodFirst
	}
	return StoodCredit
}
