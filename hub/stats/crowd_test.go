package stats

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"turno/hub/queue"
)

// What is told of a crowd that grew is what a book that has just been opened
// would tell, whatever happened in between.
func TestACrowdThatGrowsIsToldAsAFreshOne(t *testing.T) {
	kept := 0
	rapid.Check(t, func(t *rapid.T) {
		b := twoServices()
		b.Counters = nil
		for i := range 3 {
			b.Counters = append(b.Counters, queue.CounterSetup{ID: queue.CounterID(fmt.Sprint(i + 1))})
		}
		if rapid.Bool().Draw(t, "one serves cash alone") {
			b.Counters[0].Services = []queue.ServiceID{"cash"}
		}
		b.Classes = []queue.Class{{ID: "care", Credit: 3600}}
		x := newBranch(t, b, 0)
		for i := range rapid.IntRange(0, 3).Draw(t, "open") {
			x.try(queue.OpenCounter{Counter: queue.CounterID(fmt.Sprint(i + 1))})
		}
		services := []queue.ServiceID{"cash", "loans"}
		for range rapid.IntRange(horizon-3, 2*horizon).Draw(t, "people") {
			x.issue("cash")
		}
		for range rapid.IntRange(0, horizon+5).Draw(t, "others") {
			x.issue("loans")
		}
		for range 25 {
			c := queue.CounterID(fmt.Sprint(rapid.IntRange(1, 3).Draw(t, "counter")))
			before := x.state.Seq
			switch rapid.IntRange(0, 9).Draw(t, "what") {
			case 0:
				x.try(queue.CallNext{Counter: c})
			case 1:
				x.try(queue.Serve{Counter: c})
			case 2:
				x.try(queue.Finish{Counter: c})
			case 3:
				x.must(queue.Issue{Visit: queue.VisitID(fmt.Sprint("care", x.state.Seq)), Service: "cash", Language: "es", Class: "care"})
			case 4:
				x.must(queue.Issue{Visit: queue.VisitID(fmt.Sprint("booked", x.state.Seq)), Service: rapid.SampledFrom(services).Draw(t, "service"), Language: "es", Appointment: "a", Booked: x.now.Add(time.Minute)})
			default:
				x.issue(rapid.SampledFrom(services).Draw(t, "service"))
			}
			if x.state.Seq == before {
				continue // refused: what was told of this state holds
			}
			x.after(time.Duration(rapid.IntRange(0, 90).Draw(t, "s")) * time.Second)
			fresh := Of(&x.state, x.day.zone)
			for range rapid.IntRange(0, 2).Draw(t, "quotes") {
				if x.day.forecast.crowd.grown {
					kept++
				}
				s := rapid.SampledFrom(services).Draw(t, "asked")
				got, ok := x.day.Quote(&x.state, s, x.now)
				want, wanted := fresh.Quote(&x.state, s, x.now)
				if got != want || ok != wanted {
					t.Fatalf("%s: told %v %v, want %v %v", s, got, ok, want, wanted)
				}
			}
		}
	})
	if kept == 0 {
		t.Error("no run was gone on with")
	}
}

// BenchmarkQuoteOfACrowd is a ticket and a quote in a full hall.
func BenchmarkQuoteOfACrowd(b *testing.B) {
	x := busy(b, 3, 2*horizon)
	var last queue.Event
	for b.Loop() {
		b.StopTimer()
		events, err := queue.Decide(x.state, queue.Command{Do: queue.Issue{Visit: queue.VisitID(fmt.Sprint("b", x.state.Seq)), Service: "cash", Language: "es"}}, x.now)
		if err != nil {
			b.Fatal(err)
		}
		last = events[0]
		x.state = queue.Apply(x.state, last)
		b.StartTimer()
		x.day.See(&x.state, last)
		x.day.Quote(&x.state, "cash", x.now)
	}
}
