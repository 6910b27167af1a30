package queue

import "slices"

// show puts a call on the board, in place of an older one of the same ticket.
func (s *State) show(v *Visit, counter CounterID) {
	l := v.Leg()
	row := BoardCall{
		Visit: v.ID, Ticket: v.Ticket, Counter: counter, Service: l.Service, Language: v.Language,
		At: l.LastCalled, Calls: l.Calls,
	}
	s.hide(v.ID)
	i := 0
	for i < len(s.board) && s.board[i].At.After(row.At) {
		i++
	}
	s.board = slices.Insert(s.board, i, row)
	s.trim()
}

// trim keeps the board as long as the branch wants it.
func (s *State) trim() {
	longest := s.Branch.MaxBoard
	if longest == 0 {
		longest = DefaultBoard
	}
	if len(s.board) > longest {
		s.board = s.board[:longest]
	}
}

// hide takes a ticket off the board: nobody is to walk to that counter now.
func (s *State) hide(id VisitID) {
	s.board = slices.DeleteFunc(s.board, func(b BoardCall) bool { return b.Visit == id })
}
