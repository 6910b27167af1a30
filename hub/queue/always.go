package queue

import (
	"fmt"
	"maps"
	"time"
)

// always watches what must always hold, by simple means: it never asks Decide,
// and would notice an event that the rules let through by mistake.
type always struct {
	numbers map[string]int        // up to which all numbers are given, of a date, series and first number
	at      map[VisitID]CounterID // where a visit is called, served or wrapped up
	who     map[CounterID]VisitID // and who is there
	tickets map[Ticket]bool       // of the date
	leased  map[dated]string      // which device may give a ticket out by itself
	merged  map[dated]bool        // and of these, which came back
}

// dated is a ticket of a business date.
type dated struct {
	date   Date
	ticket Ticket
}

func newAlways() always {
	return always{numbers: map[string]int{}, at: map[VisitID]CounterID{}, who: map[CounterID]VisitID{}, tickets: map[Ticket]bool{},
		leased: map[dated]string{}, merged: map[dated]bool{}}
}

// before looks at an event with the state that it meets.
func (h *always) before(s *State, e Event) *Break {
	switch f := e.Fact.(type) {
	case TicketIssued:
		if f.Device != "" {
			return h.comesBack(e, f.Device, dated{e.Date, f.Ticket}, ticketOf(f.Series, f.Number))
		}
		return h.number(s, e, f)
	case TicketRecorded:
		return h.comesBack(e, f.Device, dated{f.Date, f.Ticket}, ticketOf(f.Series, f.Number))
	case NumbersLeased:
		return h.lend(e, f)
	case TicketCalled:
		if b := h.free(e, f.Visit, f.Ticket, f.Counter); b != nil {
			return b
		}
		return explained(s, e, f)
	case VisitResumed:
		return h.free(e, f.Visit, f.Ticket, f.Counter)
	case DayOpened:
		if f.Date != s.Date {
			clear(h.at)
			clear(h.who)
			clear(h.tickets)
		}
		maps.DeleteFunc(h.leased, func(t dated, _ string) bool { return t.date < f.Forget })
		maps.DeleteFunc(h.merged, func(t dated, _ bool) bool { return t.date < f.Forget })
	}
	return nil
}

// number: on each business date the numbers of a service go up by one from the
// first of its range, or from 1; past its range, from where the ranges of its
// letter end. No ticket is given twice, and those that another range has given
// or that a device has leased are passed over.
func (h *always) number(s *State, e Event, f TicketIssued) *Break {
	var own Range
	if service, ok := s.Branch.Service(f.Service); ok {
		own = service.Numbers
	}
	first := max(1, own.From)
	want := h.next(e.Date, f.Series, first)
	if own.To > 0 && want > own.To {
		for i := range s.Branch.Services {
			if other := &s.Branch.Services[i]; other.Series == f.Series {
				first = max(first, other.Numbers.To+1)
			}
		}
		want = h.next(e.Date, f.Series, first)
	}
	ticket := ticketOf(f.Series, want)
	if f.Number != want || f.Ticket != ticket || h.tickets[f.Ticket] {
		after := fmt.Sprintf("after number %d", want-1)
		if want == first && first > 1 {
			after = fmt.Sprintf("where its numbers begin at %d", first)
		}
		return &Break{e.Date, e.Seq, fmt.Sprintf("ticket %s has number %d of series %s, %s", f.Ticket, f.Number, f.Series, after),
			fmt.Sprintf("%s, number %d", ticket, want)}
	}
	h.tickets[f.Ticket] = true
	return nil
}

// lend: what a device leases nobody has, neither as a ticket nor as a lease.
func (h *always) lend(e Event, f NumbersLeased) *Break {
	if f.From < 1 || f.To < f.From || f.To > mostNumber {
		return &Break{e.Date, e.Seq, fmt.Sprintf("numbers %d to %d of series %s are leased", f.From, f.To, f.Series), "numbers that there are"}
	}
	for n := f.From; n <= f.To; n++ {
		t := dated{f.Date, ticketOf(f.Series, n)}
		if other, lent := h.leased[t]; lent {
			return &Break{e.Date, e.Seq, fmt.Sprintf("ticket %s is leased to %s, and %s has it", t.ticket, f.Device, other), "a number that nobody has"}
		}
		if f.Date == e.Date && h.tickets[t.ticket] {
			return &Break{e.Date, e.Seq, fmt.Sprintf("ticket %s is leased to %s, and somebody has it", t.ticket, f.Device), "a number that nobody has"}
		}
		h.leased[t] = f.Device
	}
	return nil
}

// comesBack: a ticket that a device gave out by itself is of its own lease, and
// comes back once.
func (h *always) comesBack(e Event, device string, t dated, number Ticket) *Break {
	switch owner := h.leased[t]; {
	case owner != device || number != t.ticket:
		return &Break{e.Date, e.Seq, fmt.Sprintf("%s gave out ticket %s, which is leased to %q", device, t.ticket, owner), "a ticket of its own lease"}
	case h.merged[t]:
		return &Break{e.Date, e.Seq, fmt.Sprintf("ticket %s of %s came back before", t.ticket, t.date), "each ticket once"}
	}
	h.merged[t] = true
	return nil
}

// next is the first number from first on that nobody has.
func (h *always) next(date Date, series string, first int) int {
	key := fmt.Sprintf("%s %s%d", date, series, first)
	n := max(first, h.numbers[key]+1)
	for {
		t := ticketOf(series, n)
		if _, lent := h.leased[dated{date, t}]; !lent && !h.tickets[t] {
			break
		}
		n++
	}
	h.numbers[key] = n - 1
	return n
}

// free: who is called is at no counter, and nobody is at the counter.
func (h *always) free(e Event, v VisitID, t Ticket, c CounterID) *Break {
	if at, there := h.at[v]; there {
		return &Break{e.Date, e.Seq, fmt.Sprintf("%s is called to counter %s while it is at counter %s: a double call", t, c, at), "no call"}
	}
	if other, there := h.who[c]; there {
		return &Break{e.Date, e.Seq, fmt.Sprintf("%s is called to counter %s, where visit %s is: a double call", t, c, other), "no call"}
	}
	return nil
}

// explained: a call by the plain rule takes the first by place of all whom the
// counter may call; a call against the rules says who wanted it and why; any
// other names its rule (and is the rule's, as Decide has proved). Each says truly
// how many it went before.
func explained(s *State, e Event, f TicketCalled) *Break {
	v, ok := s.Visit(f.Visit)
	c, open := s.Counter(f.Counter)
	if !ok || !open || v.State() != Waiting {
		return &Break{e.Date, e.Seq, fmt.Sprintf("%s is called to counter %s and does not wait, or the counter is not there", f.Ticket, f.Counter), "no call"}
	}
	over, first := overtaken(s, c, v)
	switch {
	case f.Why.Rule == "":
		return &Break{e.Date, e.Seq, fmt.Sprintf("%s is called and no rule is named", f.Ticket), "a rule, or who and why"}
	case f.Why.Rule == RulePicked && (f.Why.Reason == "" || e.By == (Actor{})):
		return &Break{e.Date, e.Seq, fmt.Sprintf("%s is called out of order", f.Ticket), "with who and why"}
	case f.Why.Rule == RuleFirst && over > 0:
		return &Break{e.Date, e.Seq, fmt.Sprintf("%s is called to counter %s by the rule %q over %s: unexplained overtaking", f.Ticket, f.Counter, f.Why.Rule, first),
			fmt.Sprintf("%s called", first)}
	case f.Why.Before != over:
		return &Break{e.Date, e.Seq, fmt.Sprintf("%s is called and says that it goes before %d others: unexplained overtaking", f.Ticket, f.Why.Before), fmt.Sprint(over)}
	}
	return nil
}

// overtaken counts those who wait and stand before a visit, and whom the counter
// may call; first is the first of them.
func overtaken(s *State, c *Counter, v *Visit) (n int, first Ticket) {
	key := v.Leg().Key
	best := key
	for i := range s.Branch.Services {
		for other := range s.Queue(s.Branch.Services[i].ID) {
			l := other.Leg()
			if !l.Key.Less(key) {
				break // a queue is in calling order
			}
			if !s.MayCall(c, l) {
				continue
			}
			if n++; l.Key.Less(best) {
				best, first = l.Key, other.Ticket
			}
		}
	}
	return n, first
}

// after looks at what an event has made of the visits that it concerns: each at
// no more than one counter, each counter with no more than one, and periods
// that touch.
func (h *always) after(s *State, e Event) *Break {
	about := Concerned(e.Fact)
	for _, id := range about.Visits { // all leave first: an undone call gives its counter back
		if c, there := h.at[id]; there {
			delete(h.at, id)
			delete(h.who, c)
		}
	}
	for _, id := range about.Visits {
		v, ok := s.Visit(id)
		if !ok {
			return &Break{e.Date, e.Seq, fmt.Sprintf("it is about visit %s, which is not there", id), ""}
		}
		if b := h.take(s, e, v); b != nil {
			return b
		}
		if what := gap(v); what != "" {
			return &Break{e.Date, e.Seq, fmt.Sprintf("the periods of %s do not touch: %s", v.Ticket, what), "each begins where the one before ended"}
		}
	}
	return nil
}

func (h *always) take(s *State, e Event, v *Visit) *Break {
	times := 0
	for c := range s.Counters() {
		if c.Visit == v.ID {
			times++
		}
	}
	at := v.Counter()
	if times > 1 {
		return &Break{e.Date, e.Seq, fmt.Sprintf("%s is at %d counters: a double call", v.Ticket, times), "at one"}
	}
	if at == "" {
		return nil
	}
	if other, there := h.who[at]; there {
		return &Break{e.Date, e.Seq, fmt.Sprintf("%s is at counter %s together with visit %s: a double call", v.Ticket, at, other), "one visit"}
	}
	h.at[v.ID], h.who[at] = at, v.ID
	return nil
}

// gap says where the periods of a visit do not touch; "" when they do.
func gap(v *Visit) string {
	from := v.Issued
	for i := range v.Legs {
		l := &v.Legs[i]
		if !l.Entered.Equal(from) {
			return fmt.Sprintf("leg %d enters its queue at %s, after %s", i+1, clock(l.Entered), clock(from))
		}
		for n, p := range l.Periods {
			lasts := n == len(l.Periods)-1 && !l.State.Ended()
			if !p.From.Equal(from) || p.To.IsZero() != lasts || !lasts && p.To.Before(p.From) {
				return fmt.Sprintf("%s of leg %d is from %s to %s, after %s", p.State, i+1, clock(p.From), ended(p.To), clock(from))
			}
			from = p.To
		}
		if l.State.Ended() && !l.EndedAt.Equal(from) {
			return fmt.Sprintf("leg %d ends at %s, after %s", i+1, clock(l.EndedAt), clock(from))
		}
	}
	return ""
}

func ended(t time.Time) string {
	if t.IsZero() {
		return "now"
	}
	return clock(t)
}
