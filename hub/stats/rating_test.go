package stats

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"turno/hub/queue"
)

// TestRatings is reckoned by hand: each figure counts its own answers, in the
// total and for the service that was over last, and an undo takes none back.
func TestRatings(t *testing.T) {
	x := newBranch(t, twoServices(), 1)
	x.must(queue.OpenCounter{Counter: "1"})
	said := func(n int) *int { return &n }
	for _, v := range []struct {
		service        queue.ServiceID
		ticket         queue.Ticket
		csat, nps, ces *int
	}{
		{"cash", "A001", said(5), said(10), said(7)},
		{"cash", "A002", said(4), said(6), nil},
		{"cash", "A003", said(3), nil, said(2)},
		{"loans", "B001", nil, said(0), nil},
		{"loans", "B002", nil, said(7), nil},
		{"loans", "B003", nil, nil, nil},
	} {
		x.issue(v.service)
		x.must(queue.CallNext{Counter: "1"})
		x.must(queue.Serve{Counter: "1"})
		x.must(queue.Finish{Counter: "1"})
		if v.ticket != "B003" {
			x.must(queue.Rate{Ticket: v.ticket, CSAT: v.csat, NPS: v.nps, CES: v.ces})
		}
	}
	x.must(queue.Undo{Counter: "1"})
	f := x.day.Figures()
	type rated struct {
		Ratings, CSATs  int
		CSAT, NPS, CES  float64
		Asked, Answered bool
	}
	of := func(r Row) (out rated) {
		out.Ratings, out.CSATs = r.Ratings, r.CSAT.Of
		out.CSAT, _ = r.CSAT.Value()
		out.NPS, out.Asked = r.NPS()
		out.CES, out.Answered = r.CES()
		return out
	}
	for name, c := range map[string]struct {
		row  Row
		want rated
	}{
		"all":   {f.Total, rated{5, 3, 2. / 3, (1. - 2) / 4, 4.5, true, true}},
		"cash":  {f.Services[0], rated{3, 3, 2. / 3, 0, 4.5, true, true}},
		"loans": {f.Services[1], rated{2, 0, 0, -0.5, 0, true, false}},
	} {
		if d := cmp.Diff(c.want, of(c.row)); d != "" {
			t.Errorf("%s:\n%s", name, d)
		}
	}
	// The same from scratch, and out of a snapshot.
	data, err := json.Marshal(x.state)
	var again queue.State
	if err == nil {
		err = json.Unmarshal(data, &again)
	}
	if d := cmp.Diff(f, Of(&again, zone).Figures()); err != nil || d != "" {
		t.Errorf("folded anew (%v):\n%s", err, d)
	}
}
