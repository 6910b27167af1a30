package stats

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"turno/hub/queue"
)

func (x *branch) quote(service queue.ServiceID) queue.Quote {
	x.t.Helper()
	q, ok := x.day.Quote(&x.state, service, x.now)
	if !ok {
		x.t.Fatalf("nothing to say on %s", service)
	}
	return q
}

// busy fills a branch: counters of them open and serving cash, and people waiting.
func busy(t fataler, counters, people int) *branch {
	x := newBranch(t, twoServices(), max(1, counters))
	for i := range counters {
		id := queue.CounterID(fmt.Sprint(i + 1))
		x.must(queue.OpenCounter{Counter: id})
		x.issue("cash")
		x.must(queue.CallNext{Counter: id})
		x.must(queue.Serve{Counter: id})
		x.after(time.Second)
	}
	for range people {
		x.issue("cash")
	}
	return x
}

// TestQuoteInWords: the quotes of a few branches, each with the reason.
func TestQuoteInWords(t *testing.T) {
	free := newBranch(t, twoServices(), 2)
	free.must(queue.OpenCounter{Counter: "1"})
	if q := free.quote("cash"); q != (queue.Quote{}) {
		t.Errorf("a free counter and nobody waiting: %v", q)
	}
	free.issue("cash")
	if q := free.quote("cash"); q.P50 < 160 || q.P50 > 175 {
		t.Errorf("the free counter is the other's, who takes 4 minutes: %v", q)
	}
	free.must(queue.OpenCounter{Counter: "2"})
	if q := free.quote("loans"); q != (queue.Quote{}) {
		t.Errorf("two free counters and one person: %v", q)
	}

	// One teller at work, nobody waits: an exponential time of mean 4 minutes.
	// Its median is 166 s, its 80th percentile 386 s.
	one := busy(t, 1, 0).quote("cash")
	if one.P50 < 160 || one.P50 > 175 || one.P80 < 380 || one.P80 > 400 {
		t.Errorf("one at work: %v", one)
	}
	// The other service's people are before us, too, where the counters are shared.
	shared := busy(t, 1, 3)
	if a, b := shared.quote("cash"), shared.quote("loans"); a != b {
		t.Errorf("cash %v, loans %v behind the same people", a, b)
	}
	// Nobody has opened: what the branch could do.
	closed := newBranch(t, twoServices(), 2)
	if q := closed.quote("cash"); q.P50 == 0 {
		t.Errorf("nobody is there, and yet %v", q)
	}
	closed.must(queue.OpenCounter{Counter: "1"})
	closed.must(queue.PauseCounter{Counter: "1"})
	if q := closed.quote("cash"); q.P50 == 0 {
		t.Errorf("the only teller is at lunch, and yet %v", q)
	}
	// Nobody serves it at all.
	b := twoServices()
	b.Counters = []queue.CounterSetup{{ID: "9", Services: []queue.ServiceID{"cash"}}}
	none := newBranch(t, b, 0)
	if q, ok := none.day.Quote(&none.state, "loans", none.now); ok {
		t.Errorf("no counter for loans, and yet %v", q)
	}
}

// TestQuoteOfEachInLine: whoever waits further back waits longer, and the last
// waits as long as one who came now would have been told before them.
func TestQuoteOfEachInLine(t *testing.T) {
	x := busy(t, 3, 6)
	told := x.quote("cash")
	x.issue("cash")
	last := queue.Quote{}
	for v := range x.state.Queue("cash") {
		q, ok := x.day.QuoteFor(&x.state, v, x.now)
		if !ok || q.P50 <= last.P50 || q.P80 <= last.P80 {
			t.Errorf("%s is told %v after %v", v.Ticket, q, last)
		}
		last = q
	}
	if last != told {
		t.Errorf("was told %v, now %v", told, last)
	}
	served, _ := x.state.Ticket("A001")
	if q, ok := x.day.QuoteFor(&x.state, served, x.now); ok {
		t.Errorf("who is served is told %v", q)
	}
}

// TestQuoteGoesTheRightWay: more people never shorten a quote, more tellers
// never lengthen it, and a longer usual time is a longer wait.
func TestQuoteGoesTheRightWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counters, people := rapid.IntRange(1, 8).Draw(t, "counters"), rapid.IntRange(0, 40).Draw(t, "people")
		here := busy(t, counters, people).quote("cash")
		if more := busy(t, counters, people+1).quote("cash"); more.P50 < here.P50 || more.P80 < here.P80 {
			t.Fatalf("%d people: %v; one more: %v", people, here, more)
		}
		if staffed := busy(t, counters+1, people).quote("cash"); staffed.P50 > here.P50 || staffed.P80 > here.P80 {
			t.Fatalf("%d tellers: %v; one more: %v", counters, here, staffed)
		}
	})
}

// TestQuoteCountsOnLeavers: where half of the people give up, those ahead take
// half the time.
func TestQuoteCountsOnLeavers(t *testing.T) {
	x := busy(t, 1, 10)
	before := x.quote("cash")
	for range 200 {
		x.issue("cash")
		for v := range x.state.Queue("cash") {
			if x.state.Ahead(v) == 10 {
				x.must(queue.Leave{Ticket: v.Ticket})
				break
			}
		}
	}
	if after := x.quote("cash"); after.P50*2 > before.P50 {
		t.Errorf("all others left, and the quote went from %v to %v only", before, after)
	}
}

// TestQuotePassesOverTheKept: people who wait for one teller are before nobody
// else's counter.
func TestQuotePassesOverTheKept(t *testing.T) {
	x := busy(t, 2, 1)
	x.must(queue.Transfer{Counter: "1", To: queue.To{Counter: "1"}, Place: queue.PlaceFirst})
	x.must(queue.PauseCounter{Counter: "1"})
	kept, _ := x.state.Ticket("A001")
	if q, ok := x.day.QuoteFor(&x.state, kept, x.now); ok {
		t.Errorf("kept for a teller at lunch, and told %v", q)
	}
	x.must(queue.Finish{Counter: "2"})
	x.must(queue.CallNext{Counter: "2"})    // the one behind
	if q := x.quote("loans"); q.P50 > 180 { // one person's time, not two's
		t.Errorf("one counter at work, nobody else for it: %v", q)
	}
}

// TestQuoteLearns: a day of quick services shortens the quote, but not at once.
func TestQuoteLearns(t *testing.T) {
	x := busy(t, 1, 30)
	first := x.quote("cash")
	last := first
	for range 25 {
		x.after(time.Minute).must(queue.Finish{Counter: "1"})
		x.issue("cash")
		x.must(queue.CallNext{Counter: "1"})
		x.must(queue.Serve{Counter: "1"})
		q := x.quote("cash")
		if q.P50 > last.P50 {
			t.Fatalf("quick services, and the quote went from %v to %v", last, q)
		}
		last = q
	}
	if last.P50*2 > first.P50 {
		t.Errorf("25 services of a minute: from %v to %v only", first, last)
	}
}

// BenchmarkQuote is the quotes of all services after something has changed: in
// the small branch six counters and twenty people, in the large one two hundred
// and a thousand in twenty services, in the crowd six and ten thousand. Ruled is a
// small branch where every fourth of a hundred is of a strict class.
func BenchmarkQuote(b *testing.B) {
	for _, c := range []struct {
		name                       string
		counters, services, people int
	}{{"branch", 6, 5, 20}, {"hall", 200, 20, 1000}, {"crowd", 6, 5, 10000}, {"ruled", 6, 5, 100}} {
		b.Run(c.name, func(b *testing.B) {
			file := queue.Branch{Classes: []queue.Class{{ID: "care", Way: queue.WayStrict}}}
			for i := range c.services {
				file.Services = append(file.Services, queue.Service{ID: queue.ServiceID(fmt.Sprint(i)), Series: string("ABCDEFGHJKLMNPRTUVWX"[i]), Usual: 240})
			}
			x := newBranch(b, file, c.counters)
			for i := range c.counters {
				x.must(queue.OpenCounter{Counter: queue.CounterID(fmt.Sprint(i + 1))})
				x.issue("0")
				x.must(queue.CallNext{Counter: queue.CounterID(fmt.Sprint(i + 1))})
			}
			for i := range c.people {
				if class := queue.ClassID("care"); c.name == "ruled" && i%4 == 0 {
					x.must(queue.Issue{Visit: queue.VisitID(fmt.Sprintf("v%d", x.asked)), Service: file.Services[i%c.services].ID, Language: "es", Class: class})
					continue
				}
				x.issue(file.Services[i%c.services].ID)
			}
			b.ReportAllocs()
			for b.Loop() {
				x.day.forecast.forget()
				for i := range file.Services {
					x.day.Quote(&x.state, file.Services[i].ID, x.now)
				}
			}
		})
	}
}
