package stats

import (
	"slices"
	"time"

	"turno/hub/queue"
)

// crowd is where a run of the forecast came to those whom it does not know one by
// one (see horizon). Who joins them changes nothing of what was played up to
// there, so the run goes on from there and not from the beginning: in a full
// hall every ticket is quoted, and nobody in front has moved.
type crowd struct {
	known bool
	at    time.Duration
	calls int
	grown bool // somebody joined since it was told
}

// joins takes in a ticket that was just issued; false where more than the crowd
// changes by it: what was found out is to be forgotten then. s is the state after it.
func (f *forecast) joins(s *queue.State, id queue.VisitID) bool {
	v, here := s.Visit(id)
	if !here || !f.crowd.known || f.seq+1 != s.Seq || len(f.lines) != len(s.Branch.Services) {
		return false
	}
	i := slices.IndexFunc(s.Branch.Services, func(x queue.Service) bool { return x.ID == v.Leg().Service })
	if i < 0 || f.lines[i].beyond == 0 || s.Ahead(v) < horizon {
		return false
	}
	f.lines[i].beyond++
	f.seq, f.crowd.grown = s.Seq, true
	return true
}

// flow tells anew what hangs on how many are in the crowd.
func (f *forecast) flow(tell func(line int, a answer)) {
	if f.crowd.grown {
		f.crowd.grown = false
		f.far(f.crowd.at, f.crowd.calls, 1, tell)
	}
}
