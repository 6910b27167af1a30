package queue

import (
	"fmt"
	"reflect"
	"time"
)

// Audit goes through a log from its first event and proves it: every decision is
// taken again on the state as it was and must give the stored events, byte for
// byte; and beside that, by means that know no rule, what must always hold (see
// hold.go). It stops at the first event that breaks it.
//
//	a := NewAudit(time.LoadLocation)
//	for each event: err = a.See(e)
//	err = a.End()
//
// The errors are *Break. One goroutine.
type Audit struct {
	// Only, when set, is the one business date whose decisions are proved; the
	// others are followed. Set it before the first event.
	Only Date

	zones   func(name string) (*time.Location, error)
	zone    *time.Location
	state   State
	pending []Event // of one command, or of several that can't be told apart yet
	always  always
	days    []Tally
}

// Tally counts what was proved on one business date.
type Tally struct {
	Date      Date
	First     uint64 // seq of its first event
	Last      uint64 // and of its last
	Events    int
	Decisions int // commands that were decided again, with the same events
	Tickets   int
	ByRule    int // calls of the first by the rules
	Picked    int // calls out of order, each with who and why
	Before    int // how many people these went before, together
	Resumed   int // calls of a parked ticket
	Undone    int
}

// Break is the first thing in a log that does not hold.
type Break struct {
	Date Date
	Seq  uint64
	What string // what the log says
	Want string // what should have been; "" where What says it
}

// Error says day, seq, what and what should have been, on one line.
func (b *Break) Error() string {
	s := fmt.Sprintf("%s, event %d: %s", b.Date, b.Seq, b.What)
	if b.Want != "" {
		s += "; it should be: " + b.Want
	}
	return s
}

// NewAudit begins before the first event of a log. zones finds a time zone by
// its IANA name (time.LoadLocation): opening hours are read off the branch's clock.
func NewAudit(zones func(name string) (*time.Location, error)) *Audit {
	return &Audit{zones: zones, zone: time.UTC, always: newAlways()}
}

// Days are the counts so far, one for each business date that has events.
func (a *Audit) Days() []Tally { return a.days }

// See takes the next event of the log.
func (a *Audit) See(e Event) error {
	if n := len(a.pending); n > 0 && !together(a.pending[n-1], e) {
		if err := a.flush(); err != nil {
			return err
		}
	}
	last, at := a.state.Seq, a.state.At
	if n := len(a.pending); n > 0 {
		last, at = a.pending[n-1].Seq, a.pending[n-1].At
	}
	switch {
	case e.Seq != last+1:
		return &Break{e.Date, e.Seq, fmt.Sprintf("it follows event %d", last), fmt.Sprintf("event %d", last+1)}
	case e.At.Before(at):
		return &Break{e.Date, e.Seq, fmt.Sprintf("time goes back to %s", clock(e.At)), "no earlier than " + clock(at)}
	case e.At.Location() != time.UTC:
		return &Break{e.Date, e.Seq, "its time is not in UTC", ""}
	case len(a.days) > 0 && e.Date < a.days[len(a.days)-1].Date:
		return &Break{e.Date, e.Seq, "its business date is before that of event " + fmt.Sprint(last), "no earlier than " + string(a.days[len(a.days)-1].Date)}
	}
	if len(a.days) == 0 || a.days[len(a.days)-1].Date != e.Date {
		if err := a.flush(); err != nil {
			return err
		}
		a.days = append(a.days, Tally{Date: e.Date, First: e.Seq})
	}
	a.pending = append(a.pending, e)
	return nil
}

// End proves what the last command was, after the last event.
func (a *Audit) End() error { return a.flush() }

// together says that two events which follow each other may be of one command.
func together(a, b Event) bool {
	return a.Cause == b.Cause && a.By == b.By && a.At.Equal(b.At) && a.Date == b.Date
}

// flush proves what is pending, command by command.
func (a *Audit) flush() error {
	for len(a.pending) > 0 {
		n := 1
		if a.Only == "" || a.Only == a.pending[0].Date {
			var err *Break
			if n, err = a.decideAgain(); err != nil {
				return a.plainly(err)
			}
			a.days[len(a.days)-1].Decisions++
		}
		for _, e := range a.pending[:n] {
			if err := a.apply(e); err != nil {
				return err
			}
		}
		a.pending = a.pending[n:]
	}
	a.pending = nil
	return nil
}

// plainly says what is wrong in the words of what must always hold, where that
// sees it, too: "a double call" tells more than which field differs.
func (a *Audit) plainly(broken *Break) *Break {
	for _, e := range a.pending {
		if e.Seq > broken.Seq {
			break
		}
		if b := a.always.before(&a.state, e); b != nil {
			return b
		}
		a.state = Apply(a.state, e)
		if b := a.always.after(&a.state, e); b != nil {
			return b
		}
	}
	return broken
}

// most is how far into the pending events the one is looked for that a command
// was about.
const most = 4

// decideAgain finds the command whose decision is what the log goes on with, and
// gives how many events that is: the most that one command explains.
func (a *Audit) decideAgain() (n int, broken *Break) {
	head := a.pending[0]
	var why *Break
	for _, about := range a.pending[:min(most, len(a.pending))] {
		for _, do := range asks(about) {
			c := Command{ID: head.Cause, By: head.By, Do: do}
			events, refusal := Decide(a.state, c, head.At.In(a.zone))
			if refusal != nil {
				why = further(why, &Break{about.Date, about.Seq, a.tell(about) + ", and the rules refuse it", refusal.Error()})
				continue
			}
			if b := a.same(events); b != nil {
				why = further(why, b)
				continue
			}
			if b := a.due(c, head); b != nil {
				why = further(why, b)
				continue
			}
			n = max(n, len(events))
		}
	}
	switch {
	case n > 0:
		return n, nil
	case why == nil:
		return 0, &Break{head.Date, head.Seq, fmt.Sprintf("this program knows no command that leads to %s", head.Fact.Kind()), "read it with the program that wrote it"}
	}
	return 0, why
}

// further keeps of two reasons why no command fits the one that got further into
// the log; of two that got as far, the first.
func further(old, b *Break) *Break {
	if old == nil || b.Seq > old.Seq {
		return b
	}
	return old
}

// same compares what was decided again with what is stored.
func (a *Audit) same(events []Event) *Break {
	for i, want := range events {
		if i == len(a.pending) {
			e := a.pending[i-1]
			return &Break{e.Date, e.Seq + 1, fmt.Sprintf("the command %q ends with event %d", e.Cause, e.Seq), "followed by " + want.Fact.Kind()}
		}
		if b := compare(a.pending[i], want); b != nil {
			return b
		}
	}
	return nil
}

// due makes sure that what the rules asked for by themselves was to be done, and
// that its time had come.
func (a *Audit) due(c Command, e Event) *Break {
	if c.By.Role != RoleHub || unbidden(c.Do) {
		return nil
	}
	at, next, ok := Due(a.state)
	switch {
	case !ok:
		return &Break{e.Date, e.Seq, a.tell(e) + ", asked for by the hub when nothing was due", ""}
	case !reflect.DeepEqual(next.Do, c.Do):
		return &Break{e.Date, e.Seq, a.tell(e) + ", asked for by the hub", next.Do.Verb() + " was due first"}
	case at.After(e.At):
		return &Break{e.Date, e.Seq, a.tell(e) + ", asked for by the hub at " + clock(e.At), "not before " + clock(at)}
	}
	return nil
}

// apply puts a proved event into the state, holding before and after what must
// always hold.
func (a *Audit) apply(e Event) error {
	if b := a.always.before(&a.state, e); b != nil {
		return b
	}
	a.state = Apply(a.state, e)
	if b := a.always.after(&a.state, e); b != nil {
		return b
	}
	if f, ok := e.Fact.(BranchLoaded); ok {
		zone, err := a.zones(f.Branch.Zone)
		if err != nil {
			return &Break{e.Date, e.Seq, fmt.Sprintf("the branch's zone %q is not known: %v", f.Branch.Zone, err), ""}
		}
		a.zone = zone
	}
	a.days[len(a.days)-1].count(e)
	return nil
}

func (t *Tally) count(e Event) {
	t.Events++
	t.Last = e.Seq
	switch f := e.Fact.(type) {
	case TicketIssued:
		t.Tickets++
	case TicketCalled:
		if f.Why.Rule == RulePicked {
			t.Picked++
			t.Before += f.Why.Before
		} else {
			t.ByRule++
		}
	case VisitResumed:
		t.Resumed++
	case CommandUndone:
		t.Undone++
	}
}

// tell names an event in a few words.
func (a *Audit) tell(e Event) string {
	s := e.Fact.Kind()
	for _, id := range Concerned(e.Fact).Visits {
		if v, ok := a.state.Visit(id); ok {
			s += " " + string(v.Ticket)
			break
		}
	}
	for _, id := range Concerned(e.Fact).Counters {
		s += " at counter " + string(id)
		break
	}
	return s
}

// clock writes a time as the log has it.
func clock(t time.Time) string { return t.Format(time.RFC3339Nano) }
