package queue

import "time"

func (s *State) dayOpened(f DayOpened) {
	if f.Date != s.Date {
		s.empty()
		for _, c := range s.counters {
			c.Before, c.Memory = nil, Memory{}
		}
	}
	fresh := f.Date != s.Date
	s.Date, s.Day, s.Closes = f.Date, DayOpen, f.Closes
	if fresh {
		s.reserveAll(f.Forget)
	}
}

func (s *State) dayClosed(f DayClosed, at time.Time) {
	for _, id := range f.Left {
		if v := s.visits[id]; v != nil {
			s.move(v, DayEnded, at, "", "")
		}
	}
	for _, id := range f.Counters {
		s.closeCounter(id, at)
	}
	for _, c := range s.counters {
		c.Before, c.Rush, c.RushUntil = nil, "", time.Time{}
		s.resolve(c)
	}
	s.Day, s.Closes, s.board, s.helps = DayShut, time.Time{}, nil, nil
}

func (s *State) branchLoaded(f BranchLoaded) {
	s.Branch = f.Branch
	for i := range f.Branch.Counters {
		if id := f.Branch.Counters[i].ID; s.counters[id] == nil {
			s.counters[id] = &Counter{ID: id, State: CounterIsClosed}
		}
	}
	for id, c := range s.counters {
		c.Before = nil // what it would restore may not exist any more
		if _, ok := f.Branch.Counter(id); !ok {
			delete(s.counters, id)
		}
	}
	s.resolveAll()
	s.trim()
}

func (s *State) counterChanged(f Fact, at time.Time) {
	switch f := f.(type) {
	case CounterOpened:
		c := s.counters[f.Counter]
		if c == nil {
			return
		}
		if c.State == CounterIsClosed || c.Teller != f.Teller {
			c.Opened = at
		}
		c.free(at)
		c.Teller, c.Profile, c.Reason, c.Kind = f.Teller, f.Profile, "", ""
		s.resolve(c)
		s.hear()
	case CounterPaused:
		if c := s.counters[f.Counter]; c != nil {
			c.State, c.Since, c.Reason, c.Kind = CounterIsPaused, at, f.Reason, f.As
		}
	case RushBegan:
		s.rush(f.Counters, f.Profile, f.Until)
	case RushEnded:
		s.rush(f.Counters, "", time.Time{})
	case CounterClosed:
		s.closeCounter(f.Counter, at)
	}
}

func (s *State) closeCounter(id CounterID, at time.Time) {
	if c := s.counters[id]; c != nil {
		*c = Counter{ID: id, State: CounterIsClosed, Since: at, Before: c.Before, Memory: c.Memory, Rush: c.Rush, RushUntil: c.RushUntil}
		s.resolve(c)
		s.hear()
	}
}

// rush puts counters under a profile until a time, or "" under their own again.
func (s *State) rush(counters []CounterID, profile ProfileID, until time.Time) {
	for _, id := range counters {
		if c := s.counters[id]; c != nil {
			c.Rush, c.RushUntil = profile, until
			s.resolve(c)
		}
	}
	s.hear()
}
