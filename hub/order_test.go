package hub_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"turno/hub/hubtest"
	"turno/hub/queue"
	"turno/hub/wire"
)

// orderBranch has queues that several counters share, and no rule but the order
// of arrival, so that a model of a few lines knows what must happen.
func orderBranch() *queue.Branch {
	return &queue.Branch{ID: "order", Bank: "Banco Alameda", Name: "Lipová", Zone: "Europe/Madrid", Languages: []string{"es"}, LateReturn: 3600,
		Services: []queue.Service{{ID: "cash", Series: "A"}, {ID: "loans", Series: "C"}},
		Counters: []queue.CounterSetup{{ID: "1"}, {ID: "2", Services: []queue.ServiceID{"cash"}}, {ID: "3", Services: []queue.ServiceID{"loans"}}}}
}

// party is a client with its own line to the hub.
type party struct {
	*hubtest.Actor
	number  int
	counter string // "" for those who issue
	host    bool
	random  *rand.Rand
}

// recorder takes down what clients ask and are answered, and when.
type recorder struct {
	mu      sync.Mutex
	began   time.Time
	history []porcupine.Operation
	tickets []string
	half    int           // of the commands
	middle  chan struct{} // closed when half of them are answered
}

func (r *recorder) ask(t *testing.T, p *party, body wire.Body) {
	ctx, cancel := context.WithTimeout(t.Context(), hubtest.Patience)
	defer cancel()
	from := time.Since(r.began)
	a, err := p.Do(ctx, body)
	to := time.Since(r.began)
	if err != nil {
		t.Errorf("%s: %v", body.Do(), err)
		return
	}
	out := answered{OK: a.OK, Code: a.Code, Seq: a.Seq}
	if a.OK {
		out.Ticket = a.Result.Ticket
		if a.Result.PeopleAhead != nil {
			out.Ahead = *a.Result.PeopleAhead
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, issue := body.(wire.Issue); issue && a.OK {
		r.tickets = append(r.tickets, out.Ticket)
	}
	r.history = append(r.history, porcupine.Operation{ClientId: p.number, Input: body, Output: out, Call: int64(from), Return: int64(to)})
	if len(r.history) == r.half {
		close(r.middle)
	}
}

// ticket is one that was issued so far, mostly a late one.
func (r *recorder) ticket(random *rand.Rand) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.tickets) == 0 {
		return ""
	}
	return r.tickets[len(r.tickets)-1-random.IntN(min(len(r.tickets), 8))]
}

// next is what the party asks for: a teller what tellers do, at any moment, as
// one who taps twice or looks at an old screen.
func (r *recorder) next(p *party) wire.Body {
	service := []string{"cash", "loans"}[p.random.IntN(2)]
	if p.counter == "" {
		if ticket := r.ticket(p.random); p.host && ticket != "" && p.random.IntN(2) == 0 {
			if p.random.IntN(2) == 0 {
				return wire.Leave{Ticket: ticket}
			}
			return wire.Requeue{Ticket: ticket}
		}
		return wire.Issue{Service: service, Language: "es"}
	}
	switch p.random.IntN(10) {
	case 0, 1, 2, 3:
		return wire.CallNext{Counter: p.counter}
	case 4, 5:
		return wire.Serve{Counter: p.counter}
	case 6, 7:
		return wire.Finish{Counter: p.counter}
	case 8:
		return wire.NoShow{Counter: p.counter}
	}
	return wire.Transfer{Counter: p.counter, To: wire.To{Service: service}, Place: "last"}
}

// record lets real clients loose on a real hub, which restarts in between, and
// gives what they saw.
func record(t *testing.T, seed uint64, each int) []porcupine.Operation {
	t.Helper()
	b := hubtest.Start(t, hubtest.Options{Branch: orderBranch()})
	var parties []*party
	for i, token := range []string{"demo-kiosk-1", "demo-kiosk-1", "demo-host-1", "demo-counter-1", "demo-counter-1", "demo-counter-2", "demo-counter-3"} {
		p := &party{Actor: b.Actor(token), number: i, host: token == "demo-host-1", random: rand.New(rand.NewPCG(seed, uint64(i)))}
		if i > 2 {
			p.counter = token[len("demo-counter-"):]
			p.Must(wire.OpenCounter{Counter: p.counter})
		}
		parties = append(parties, p)
	}
	r := &recorder{began: time.Now(), half: len(parties) * each / 2, middle: make(chan struct{})}
	var all sync.WaitGroup
	for _, p := range parties {
		all.Go(func() {
			for range each {
				r.ask(t, p, r.next(p))
			}
		})
	}
	select {
	case <-r.middle:
		b.Restart()
	case <-time.After(hubtest.Patience):
		t.Error("the clients got nowhere")
	}
	all.Wait()
	return r.history
}

// Whatever several clients at once are answered, over a restart too, is what one
// after the other would have been: no ticket twice, no double call, nobody
// overtaken, nothing acknowledged and forgotten.
func TestConcurrentClientsSeeOneOrder(t *testing.T) {
	rounds, each := 3, 40
	if testing.Short() {
		rounds, each = 1, 20
	}
	for seed := range uint64(rounds) {
		history := record(t, seed, each)
		granted, overlap := 0, 0
		for i, op := range history {
			if op.Output.(answered).OK {
				granted++
			}
			if i > 0 && op.Call < history[i-1].Return {
				overlap++
			}
		}
		began := time.Now()
		if got, info := porcupine.CheckOperationsVerbose(oneQueue, history, checkWithin); got != porcupine.Ok {
			t.Errorf("seed %d: %s: no order explains what the clients saw\n%s", seed, got, stuck(history, info))
		}
		t.Logf("%d commands of 7 clients, %d granted, %d beside another; checked in %v", len(history), granted, overlap, time.Since(began).Round(time.Millisecond))
		if granted < len(history)/4 || overlap < len(history)/4 {
			t.Errorf("%d granted and %d beside another of %d: that shows little", granted, overlap, len(history))
		}
	}
}

// checkWithin bounds a check; a true history takes some milliseconds.
const checkWithin = 20 * time.Second

// stuck shows the longest order that was found, and what did not fit behind it.
func stuck(history []porcupine.Operation, info porcupine.LinearizationInfo) string {
	var longest []porcupine.Operation
	for _, parts := range info.PartialLinearizationsOperations() {
		for _, part := range parts {
			if len(part) > len(longest) {
				longest = part
			}
		}
	}
	var b strings.Builder
	line := func(op porcupine.Operation) {
		fmt.Fprintf(&b, "  %9d %9d client %d: %s\n", op.Call/1000, op.Return/1000, op.ClientId, oneQueue.DescribeOperation(op.Input, op.Output))
	}
	fits := map[[2]int64]bool{}
	for i, op := range longest {
		fits[[2]int64{op.Call, int64(op.ClientId)}] = true
		if i > len(longest)-20 {
			line(op)
		}
	}
	b.WriteString("and none of these fits behind them:\n")
	left := slices.DeleteFunc(slices.Clone(history), func(op porcupine.Operation) bool { return fits[[2]int64{op.Call, int64(op.ClientId)}] })
	slices.SortFunc(left, func(a, b porcupine.Operation) int { return int(a.Call - b.Call) })
	for _, op := range left[:min(len(left), 20)] {
		line(op)
	}
	return b.String()
}

// The check would notice: each forgery of a true history is found.
func TestForgedHistoriesAreFound(t *testing.T) {
	history := record(t, 7, 30)
	last := int64(0)
	for _, op := range history {
		last = max(last, op.Return)
	}
	pick := func(what string, ok func(porcupine.Operation) bool) int {
		t.Helper()
		i := slices.IndexFunc(history, ok)
		if i < 0 {
			t.Fatalf("the history has no %s", what)
		}
		return i
	}
	call := pick("call", func(op porcupine.Operation) bool { return isGranted[wire.CallNext](op) && once(history, op) })
	issue := pick("issue", isGranted[wire.Issue])
	second := pick("second issue", func(op porcupine.Operation) bool {
		return isGranted[wire.Issue](op) && op.Call > history[issue].Return && op.Input.(wire.Issue).Service == history[issue].Input.(wire.Issue).Service
	})
	for name, forge := range map[string]func(h []porcupine.Operation) []porcupine.Operation{
		"a double call at any time": func(h []porcupine.Operation) []porcupine.Operation {
			again := answered{OK: true, Ticket: h[call].Output.(answered).Ticket}
			return append(h, porcupine.Operation{ClientId: 9, Input: wire.CallNext{Counter: "9"}, Output: again, Call: 0, Return: last})
		},
		"a number given twice": func(h []porcupine.Operation) []porcupine.Operation {
			h[second].Output = h[issue].Output
			return h
		},
		"the later one first": func(h []porcupine.Operation) []porcupine.Operation {
			h[issue].Output, h[second].Output = h[second].Output, h[issue].Output
			return h
		},
		"nobody waits, and somebody does": func(h []porcupine.Operation) []porcupine.Operation {
			h[call].Output = answered{Code: wire.NothingWaiting}
			return h
		},
		"a ticket that was forgotten": func(h []porcupine.Operation) []porcupine.Operation { return slices.Delete(h, issue, issue+1) },
	} {
		if got := porcupine.CheckOperationsTimeout(oneQueue, forge(slices.Clone(history)), checkWithin); got != porcupine.Illegal {
			t.Errorf("%s: the check says %s", name, got)
		}
	}
	if got := porcupine.CheckOperationsTimeout(oneQueue, history, checkWithin); got != porcupine.Ok {
		t.Errorf("the true history: the check says %s", got)
	}
}

func isGranted[B wire.Body](op porcupine.Operation) bool {
	_, ok := op.Input.(B)
	return ok && op.Output.(answered).OK
}

// once: the ticket was issued before the call was asked for, and nothing but
// this call took it out of the queue or brought it back.
func once(history []porcupine.Operation, call porcupine.Operation) bool {
	waited := false
	for _, op := range history {
		if op.Output.(answered).Ticket != call.Output.(answered).Ticket {
			continue
		}
		if isGranted[wire.Requeue](op) || isGranted[wire.Transfer](op) || isGranted[wire.Leave](op) {
			return false
		}
		waited = waited || isGranted[wire.Issue](op) && op.Return < call.Call
	}
	return waited
}

// answered is what a model can know of an answer.
type answered struct {
	OK     bool
	Code   wire.Code
	Ticket string
	Ahead  int
	Seq    uint64 // 0: not told
}

func (a answered) String() string { return fmt.Sprintf("%v %s%s %d", a.OK, a.Code, a.Ticket, a.Ahead) }
