package store

import (
	"testing"

	"turno/hub/queue"
)

// The branch of a day is the one that was loaded last before it, whatever was
// loaded on it.
func TestDayBegins(t *testing.T) {
	s := openStore(t, t.TempDir())
	if first, _, found, err := s.DayBegins("2026-03-02"); first != 1 || found || err != nil {
		t.Errorf("an empty log: %d %v %v", first, found, err)
	}
	w := newWorld()
	commit(t, s, Batch{Events: w.open("2026-03-02")})
	commit(t, s, Batch{Events: w.issues(3)})
	commit(t, s, Batch{Events: w.do(queue.DayClosed{Date: "2026-03-02"}, queue.DayOpened{Date: "2026-03-03"})})
	other := w.state.Branch
	other.Name = "Norte"
	commit(t, s, Batch{Events: w.do(queue.BranchLoaded{Branch: other}, queue.DayClosed{Date: "2026-03-03"}, queue.DayOpened{Date: "2026-03-04"})})
	for _, c := range []struct {
		date  queue.Date
		first uint64
		found bool
		name  string
	}{{"2026-03-02", 1, false, ""}, {"2026-03-03", 7, true, ""}, {"2026-03-04", 10, true, "Norte"}, {"2026-03-05", 1, false, ""}} {
		first, branch, found, err := s.DayBegins(c.date)
		if err != nil || first != c.first || found != c.found || branch.Name != c.name || found && branch.ID != "test" {
			t.Errorf("%s: event %d, branch %q %q, %v, %v", c.date, first, branch.ID, branch.Name, found, err)
		}
	}
}
