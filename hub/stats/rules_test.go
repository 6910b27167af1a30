package stats

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"turno/hub/queue"
)

// Under rules the quotes are played by the rules: three counters, nine tenths
// busy, every fifth person of a class that goes ahead.
func TestCalibratedUnderRules(t *testing.T) {
	const counters, load = 3, 0.9
	for _, class := range []queue.Class{
		{ID: "care", Way: queue.WayStrict, Share: 80}, {ID: "care", Way: queue.WayNext, Share: 50}, {ID: "care", Way: queue.WayAccumulating, Rate: 300}, {ID: "care", Credit: 600},
	} {
		for _, of := range []queue.ClassID{"care", ""} {
			var total score
			for seed := range uint64(4) {
				r := rand.New(rand.NewPCG(seed, 7))
				w := &world{branch: newBranch(t, queue.Branch{Services: []queue.Service{{ID: "cash", Series: "A", Usual: 240}}, Classes: []queue.Class{class}}, counters), of: of}
				var callers []caller
				for at := w.now; at.Before(w.now.Add(10 * time.Hour)); {
					at = at.Add(time.Duration(r.ExpFloat64() * 240e9 / (load * counters)))
					c := caller{at: at, service: "cash", serving: time.Duration(r.ExpFloat64() * 240e9)}
					if r.IntN(5) == 0 {
						c.class = "care"
					}
					callers = append(callers, c)
				}
				var shifts []shift
				for i := range counters {
					shifts = append(shifts, shift{queue.CounterID(fmt.Sprint(i + 1)), w.now, w.now.Add(100 * time.Hour)})
				}
				s := w.play(callers, shifts)
				total.quotes, total.p50, total.p80 = total.quotes+s.quotes, total.p50+s.p50, total.p80+s.p80
				total.zeros, total.right = total.zeros+s.zeros, total.right+s.right
				total.missed, total.waits = total.missed+s.missed, total.waits+s.waits
			}
			p50, p80 := float64(total.p50)/float64(total.quotes), float64(total.p80)/float64(total.quotes)
			if math.Abs(p50-0.5) > 0.15 || math.Abs(p80-0.8) > 0.1 || total.right != total.zeros {
				t.Errorf("%s: within p50 %.2f, within p80 %.2f, %d of %d zeros", class.Way, p50, p80, total.right, total.zeros)
			}
			t.Logf("%s %s, of %q: %v", class.Way, class.Credit.Duration(), of, total)
		}
	}
}

// A quote under rules looks and changes nothing: neither the state nor whom the
// counters would call, one after the other.
func TestQuoteUnderRulesLeavesTheState(t *testing.T) {
	b := twoServices()
	b.Classes = []queue.Class{{ID: "care", Way: queue.WayStrict, Share: 50}, {ID: "old", Credit: 300}}
	b.Profiles = []queue.Profile{{ID: "turns", Final: queue.FinalTurns, Turns: []queue.Turn{{Service: "cash"}, {Service: "loans"}}}}
	x := newBranch(t, b, 2)
	x.must(queue.OpenCounter{Counter: "1", Profile: "turns"})
	x.must(queue.OpenCounter{Counter: "2"})
	classes := []queue.ClassID{"", "care", "", "old", ""}
	for i := range 20 {
		x.after(time.Second).must(queue.Issue{Visit: queue.VisitID(fmt.Sprintf("v%d", i)), Service: b.Services[i%2].ID, Class: classes[i%5]})
	}
	seen := func() string {
		text := fmt.Sprint(x.state.Waiting("cash"), x.state.Waiting("loans"))
		for c := range x.state.Counters() {
			text += fmt.Sprint(x.state.Upcoming(c, x.now, 50))
		}
		data, err := json.Marshal(x.state)
		if err != nil {
			t.Fatal(err)
		}
		return text + string(data)
	}
	before := seen()
	for _, class := range classes {
		if q, ok := x.day.QuoteClass(&x.state, "cash", class, x.now); !ok || q.P50 == 0 {
			t.Errorf("a quote of %v for %q with twenty people ahead", q, class)
		}
	}
	for v := range x.state.Visits() {
		if _, ok := x.day.QuoteFor(&x.state, v, x.now); !ok {
			t.Errorf("no quote for %s, who waits", v.Ticket)
		}
	}
	if after := seen(); after != before {
		t.Errorf("quotes changed the state from\n%s\nto\n%s", before, after)
	}
	care, _ := x.day.QuoteClass(&x.state, "cash", "care", x.now)
	if all, _ := x.day.QuoteClass(&x.state, "cash", "", x.now); care.P50 >= all.P50 {
		t.Errorf("who goes ahead is told %v, who does not %v", care, all)
	}
}
