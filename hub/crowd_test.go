package hub_test

import (
	"fmt"
	"sync"
	"testing"

	"turno/hub/hubtest"
	"turno/hub/queue"
	"turno/hub/wire"
)

// hall is a branch with one service and many counters.
func hall(counters int) *queue.Branch {
	b := &queue.Branch{ID: "hall", Bank: "Banco Alameda", Name: "Hall", Zone: "Europe/Madrid", Languages: []string{"es"},
		Services: []queue.Service{{ID: "cash", Series: "A", Names: queue.Text{"es": "Efectivo"}}}}
	for i := range counters {
		b.Counters = append(b.Counters, queue.CounterSetup{ID: queue.CounterID(fmt.Sprint(i + 1))})
	}
	return b
}

// Two hundred counters call at once on a queue of one hundred: each ticket goes
// to one counter, the rest hear that nobody waits. The second time all two
// hundred calls share one transaction.
func TestTwoHundredCountersCallAtOnce(t *testing.T) {
	for _, together := range []bool{false, true} {
		t.Run(fmt.Sprintf("together=%v", together), func(t *testing.T) {
			const counters, people = 200, 100
			var gate sync.RWMutex
			b := hubtest.Start(t, hubtest.Options{Branch: hall(counters), Gate: func() { gate.RLock(); defer gate.RUnlock() }})
			kiosk := b.Actor("demo-kiosk-1")
			for range people {
				kiosk.Must(wire.Issue{Service: "cash", Language: "es"})
			}
			each := func(do string) []wire.Answer {
				answers := make([]wire.Answer, counters)
				var all sync.WaitGroup
				for i := range answers {
					all.Go(func() {
						_, answers[i] = post(t, b.URL, fmt.Sprintf("demo-counter-%d", i+1), fmt.Sprintf(`{"id":"%s","do":"%s","counter":"%d"}`, do, do, i+1))
					})
				}
				if do == "call_next" && together {
					b.Hub.WaitForJobs(counters - 1) // one is held at the gate
					gate.Unlock()
				}
				all.Wait()
				return answers
			}
			for _, a := range each("open_counter") {
				if !a.OK {
					t.Fatalf("%+v", a)
				}
			}
			boss := b.Actor("demo-manager-1")
			commits := b.Hub.Commits()
			if together {
				gate.Lock()
			}
			answers := each("call_next")
			if n := b.Hub.Commits() - commits; together && n != 1 {
				t.Errorf("%d transactions, want one", n)
			}
			called, refused, last := map[string]string{}, 0, uint64(0)
			for i, a := range answers {
				last = max(last, a.Seq)
				if !a.OK {
					if a.Code != wire.NothingWaiting {
						t.Errorf("counter %d: %+v", i+1, a)
					}
					refused++
					continue
				}
				if by, twice := called[a.Result.Ticket]; twice {
					t.Errorf("%s was called to %s and to %d", a.Result.Ticket, by, i+1)
				}
				called[a.Result.Ticket] = fmt.Sprint(i + 1)
			}
			if len(called) != people || refused != counters-people {
				t.Errorf("%d called and %d refused, want %d and %d", len(called), refused, people, counters-people)
			}
			s := boss.At(last)
			for _, c := range s.Counters {
				if c.Ticket != "" && called[c.Ticket] != c.Counter {
					t.Errorf("counter %s shows %s, which was called to %s", c.Counter, c.Ticket, called[c.Ticket])
				}
			}
			if s.Queues[0].Waiting != 0 {
				t.Errorf("%d still wait", s.Queues[0].Waiting)
			}
		})
	}
}
