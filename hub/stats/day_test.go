package stats

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"turno/hub/queue"
)

// branch is a branch whose events the test makes by the engine itself.
type branch struct {
	t     fataler
	state queue.State
	day   *Day
	now   time.Time
	asked int
}

type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

var zone = time.FixedZone("", 3600)

// newBranch is open from 9:00 on, with counters 1 to n for everything.
func newBranch(t fataler, b queue.Branch, counters int) *branch {
	x := &branch{t: t, day: NewDay(zone), now: time.Date(2026, 3, 2, 9, 0, 0, 0, zone)}
	b.ID, b.UndoWindow, b.LateReturn = "b", 60, 900
	for i := range counters {
		b.Counters = append(b.Counters, queue.CounterSetup{ID: queue.CounterID(fmt.Sprint(i + 1))})
	}
	x.must(queue.LoadBranch{Branch: b, Date: "2026-03-02"})
	x.must(queue.OpenDay{Date: "2026-03-02"})
	return x
}

// try asks for one thing; false when the rules refuse.
func (x *branch) try(do queue.Ask) bool {
	x.asked++
	events, err := queue.Decide(x.state, queue.Command{ID: fmt.Sprintf("c%d", x.asked), Do: do}, x.now)
	if err != nil {
		return false
	}
	for _, e := range events {
		x.state = queue.Apply(x.state, e)
		x.day.See(&x.state, e)
	}
	return true
}

func (x *branch) must(do queue.Ask) {
	x.t.Helper()
	if !x.try(do) {
		x.t.Fatalf("%s refused: %#v", do.Verb(), do)
	}
}

func (x *branch) after(d time.Duration) *branch {
	x.now = x.now.Add(d)
	return x
}

func (x *branch) issue(service queue.ServiceID) {
	x.t.Helper()
	x.must(queue.Issue{Visit: queue.VisitID(fmt.Sprintf("v%d", x.asked)), Service: service, Language: "es"})
}

func twoServices() queue.Branch {
	return queue.Branch{Services: []queue.Service{
		{ID: "cash", Series: "A", Target: 240, Usual: 240},
		{ID: "loans", Series: "B", Usual: 900},
	}}
}

// TestFiguresOfAMorning is reckoned by hand.
func TestFiguresOfAMorning(t *testing.T) {
	x := newBranch(t, twoServices(), 2)
	x.must(queue.OpenCounter{Counter: "1"})
	for range 4 { // 9:00 to 9:03
		x.issue("cash")
		x.after(time.Minute)
	}
	x.issue("loans")                                           // 9:04
	x.must(queue.CallNext{Counter: "1"})                       // A001 waited 4m, just in time
	x.after(30 * time.Second).must(queue.Serve{Counter: "1"})  // walked 30s
	x.after(5 * time.Minute).must(queue.Finish{Counter: "1"})  // 9:09:30, served 5m
	x.must(queue.CallNext{Counter: "1"})                       // A002 waited 8m30s, late
	x.after(time.Minute).must(queue.NoShow{Counter: "1"})      // 9:10:30
	x.must(queue.CallNext{Counter: "1"})                       // A003 waited 8m30s, late
	x.must(queue.Undo{Counter: "1"})                           // ... and was not called after all
	x.must(queue.Leave{Ticket: "A003"})                        //
	x.must(queue.CallNext{Counter: "1"})                       // A004 waited 7m30s, late
	x.must(queue.Serve{Counter: "1"})                          //
	x.after(20 * time.Minute).must(queue.Finish{Counter: "1"}) // 9:30:30, served 20m

	got := x.day.Figures()
	m, s := time.Minute, time.Second
	cash := Row{
		Service: "cash", Arrived: 4, Served: 2, Left: 1, NoShow: 1, Ended: 4,
		Wait:         Spread{N: 3, Mean: 20 * m / 3, Median: 7*m + 30*s, P90: 8*m + 18*s, Max: 8*m + 30*s},
		Walk:         Spread{N: 2, Mean: 15 * s, Median: 15 * s, P90: 27 * s, Max: 30 * s},
		ServiceTime:  Spread{N: 2, Mean: 12*m + 30*s, Median: 12*m + 30*s, P90: 18*m + 30*s, Max: 20 * m},
		ServiceLevel: Share{N: 1, Of: 3},
		Abandonment:  Share{N: 2, Of: 4},
	}
	total := cash
	total.Service, total.Arrived, total.Waiting = "", 5, 1
	want := Figures{
		Date: "2026-03-02", Visits: 5,
		VisitTime: Spread{N: 4, Mean: (9*m + 30*s + 9*m + 30*s + 8*m + 30*s + 27*m + 30*s) / 4, Median: 9*m + 30*s, P90: 22*m + 6*s, Max: 27*m + 30*s},
		Total:     total,
		Services:  []Row{cash, {Service: "loans", Arrived: 1, Waiting: 1}},
		HalfHours: []HalfHour{
			{Start: time.Date(2026, 3, 2, 9, 0, 0, 0, zone), Arrived: 5, Served: 1},
			{Start: time.Date(2026, 3, 2, 9, 30, 0, 0, zone), Served: 1},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	x.must(queue.CloseDay{})
	x.must(queue.OpenDay{Date: "2026-03-03"})
	if f := x.day.Figures(); f.Visits != 0 || f.Date != "2026-03-03" || f.HalfHours != nil {
		t.Errorf("the next day begins with %+v", f)
	}
}

// TestPercentiles holds definition 7: what a spreadsheet's PERCENTILE says.
func TestPercentiles(t *testing.T) {
	for _, c := range []struct {
		waits       []time.Duration
		median, p90 time.Duration
	}{
		{[]time.Duration{7}, 7, 7},
		{[]time.Duration{200, 100}, 150, 190},
		{[]time.Duration{300, 100, 200}, 200, 280},
		{[]time.Duration{400, 100, 300, 200}, 250, 370},
		{[]time.Duration{0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000}, 500, 900},
	} {
		var bag tally
		for _, d := range c.waits {
			bag.add(d)
		}
		if s := bag.spread(); s.Median != c.median || s.P90 != c.p90 {
			t.Errorf("%v: median %d, p90 %d; want %d, %d", c.waits, s.Median, s.P90, c.median, c.p90)
		}
	}
}

// pick draws evenly from 0 up to n; rapid's own ranges lean to the low end.
func pick(t *rapid.T, name string, n int) (i int) {
	for _, bit := range rapid.SliceOfN(rapid.Bool(), 10, 10).Draw(t, name) {
		if i *= 2; bit {
			i++
		}
	}
	return i % n
}

// TestIncrementalIsFolded: counted event by event, a day comes to the same
// figures, and to the same quotes, as when folded from scratch.
func TestIncrementalIsFolded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		file := twoServices()
		file.Services = append(file.Services, queue.Service{ID: "safe", Series: "C", Usual: 120})
		file.Counters = []queue.CounterSetup{{ID: "3", Services: []queue.ServiceID{"loans", "safe"}}}
		x := newBranch(t, file, 2)
		services := []queue.ServiceID{"cash", "loans", "safe"}
		for _, id := range []queue.CounterID{"1", "2"} {
			x.must(queue.OpenCounter{Counter: id})
		}
		for range rapid.IntRange(30, 120).Draw(t, "steps") {
			c := queue.CounterID(fmt.Sprint(1 + pick(t, "counter", 3)))
			ticket := queue.Ticket(fmt.Sprintf("%c%03d", "ABC"[pick(t, "series", 3)], 1+pick(t, "number", 6)))
			issue := queue.Issue{Visit: queue.VisitID(fmt.Sprintf("v%d", x.asked)), Service: services[pick(t, "service", 3)]}
			x.after(time.Duration(rapid.Int64Range(0, 4e11).Draw(t, "pause")))
			asks := []queue.Ask{
				issue, issue, issue, issue,
				queue.CallNext{Counter: c}, queue.CallNext{Counter: c}, queue.CallNext{Counter: c}, queue.Serve{Counter: c}, queue.Serve{Counter: c},
				queue.Finish{Counter: c}, queue.Finish{Counter: c, Next: "loans"}, queue.NoShow{Counter: c},
				queue.Requeue{Ticket: ticket}, queue.Park{Counter: c}, queue.Resume{Counter: c, Ticket: ticket},
				queue.Transfer{Counter: c, To: queue.To{Service: "loans"}}, queue.Leave{Ticket: ticket},
				queue.Undo{Counter: c}, queue.Undo{Counter: c}, queue.OpenCounter{Counter: c}, queue.CloseCounter{Counter: c},
			}
			x.try(asks[pick(t, "ask", len(asks))])
		}
		fresh := Of(&x.state, zone)
		if diff := cmp.Diff(fresh.Figures(), x.day.Figures()); diff != "" {
			t.Fatalf("(-folded +incremental):\n%s", diff)
		}
		for id, sums := range fresh.services {
			if diff := cmp.Diff(sums.occupied, x.day.services[id].occupied, cmp.AllowUnexported(tally{}), cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("%s (-folded +incremental):\n%s", id, diff)
			}
		}
		for _, id := range services {
			alone := Of(&x.state, zone) // nobody else has asked
			if q, ok := alone.Quote(&x.state, id, x.now); said(q, ok) != said(fresh.Quote(&x.state, id, x.now)) {
				t.Fatalf("%s: asked alone %v", id, q)
			}
			a, okA := fresh.Quote(&x.state, id, x.now)
			b, okB := x.day.Quote(&x.state, id, x.now)
			if a != b || okA != okB || a.P50 > a.P80 || a.P50 < 0 {
				t.Fatalf("%s: folded %v %v, incremental %v %v", id, a, okA, b, okB)
			}
		}
	})
}

func said(q queue.Quote, ok bool) string { return fmt.Sprint(q, ok) }
