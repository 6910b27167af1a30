package queue

import "time"

// remember keeps what stood before a counter's command, for Undo. What the hub
// does by itself is no command of a counter; a ticket issued at one changes
// nothing there; and a call that was heard twice can't be unheard.
func (s *State) remember(e Event, about Concerns, at time.Time) {
	verb, kept := undoVerb(e.Fact)
	if kept || e.By.Role == RoleHub {
		return
	}
	c := s.counters[e.By.Counter]
	for _, id := range about.Counters {
		if other := s.counters[id]; other != nil && other != c {
			if c != nil {
				c.Before = nil // it acted at another counter: to be undone there
			}
			c = other
		}
	}
	if c == nil {
		return
	}
	if verb == "" {
		c.Before = nil
		return
	}
	b := c.Before
	if b == nil || b.Command != e.Cause || b.By != e.By || b.Last+1 != e.Seq {
		b = &Before{Command: e.Cause, By: e.By, At: at, First: e.Seq, Counter: *c}
		b.Counter.Before = nil
		c.Before = b
	}
	b.Verb, b.Last = verb, e.Seq
	for _, id := range about.Visits {
		if v := s.visits[id]; v != nil && v.Seq < b.First {
			b.Visits = append(b.Visits, v.clone())
		}
	}
}

// undoVerb names the command behind a fact that can be undone, "" behind one
// that can't. kept is true for facts that leave the memory of counters alone.
func undoVerb(f Fact) (verb string, kept bool) {
	switch f := f.(type) {
	case TicketCalled:
		if f.Why.Rule == RulePicked {
			return Call{}.Verb(), false
		}
		if f.Auto { // the finish is what the teller asked for
			return Finish{}.Verb(), false
		}
		return CallNext{}.Verb(), false
	case ServiceStarted:
		return Serve{}.Verb(), false
	case ServiceFinished, WrapUpEnded:
		return Finish{}.Verb(), false
	case VisitNoShow:
		return NoShow{}.Verb(), false
	case VisitRequeued:
		return Requeue{}.Verb(), false
	case VisitParked:
		return Park{}.Verb(), false
	case VisitResumed:
		return Resume{}.Verb(), false
	case VisitTransferred:
		return Transfer{}.Verb(), false
	case VisitLeft:
		return Leave{}.Verb(), false
	case CounterOpened:
		return OpenCounter{}.Verb(), false
	case CounterPaused:
		return PauseCounter{}.Verb(), false
	case CounterClosed:
		return CloseCounter{}.Verb(), false
	case TicketRecalled:
		return "", false
	}
	return "", true
}

// untouched reports whether the counter and the visits are still as the
// command left them.
func (s *State) untouched(c *Counter, b *Before) bool {
	if c.Seq > b.Last {
		return false
	}
	for i := range b.Visits {
		if v, ok := s.visits[b.Visits[i].ID]; !ok || v.Seq > b.Last {
			return false
		}
	}
	return true
}

// Undoable reports whether the counter's last command could be undone at the
// time; until is when its window ends. It is for desks that show the button.
func (s *State) Undoable(c *Counter, at time.Time) (verb string, until time.Time, ok bool) {
	b := c.Before
	if b == nil || s.Day != DayOpen || !s.untouched(c, b) {
		return "", time.Time{}, false
	}
	until = b.At.Add(s.Branch.UndoWindow.Duration())
	return b.Verb, until, !at.After(until)
}

// commandUndone restores what the counter remembers. The restored periods last
// on as if the command had never been, so they touch.
func (s *State) commandUndone(f CommandUndone) {
	c := s.counters[f.Counter]
	if c == nil || c.Before == nil {
		return
	}
	b := c.Before
	for i := range b.Visits {
		v := s.visits[b.Visits[i].ID]
		if v == nil {
			continue
		}
		s.takeOut(v)
		drafts, feedback := v.Drafts, v.Feedback // what came beside stays
		*v = b.Visits[i]
		v.Drafts, v.Feedback = drafts, feedback
		s.putIn(v)
		switch v.State() {
		case Called:
			s.show(v, v.Counter())
		case Waiting:
			s.hide(v.ID)
		}
	}
	*c = b.Counter
	s.resolve(c)
	s.hear()
}
