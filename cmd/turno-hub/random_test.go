package main

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"turno/hub/queue"
)

// chance plays random days by the engine's rules: a branch with hours, wrap-up,
// classes, profiles and parked visits, four tellers, a kiosk and a manager who now and then
// loads another branch.
type chance struct {
	t     testing.TB
	rand  *rand.Rand
	zone  *time.Location
	now   time.Time
	state queue.State
	out   func(queue.Event)
	asked int
	gone  []queue.Ticket // no-shows of the day
}

const perDay = 4000 // events of one date, about

// play makes at least n events and gives each to out.
func play(t testing.TB, seed uint64, n int, out func(queue.Event)) {
	zone, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		t.Fatal(err)
	}
	c := &chance{t: t, rand: rand.New(rand.NewPCG(seed, 7)), zone: zone, out: out}
	hub := queue.Actor{Role: queue.RoleHub}
	for day := 0; int(c.state.Seq) < n; day++ {
		c.now = time.Date(2026, 1, 5+day, 8, 30, 0, 0, zone)
		date := queue.Date(c.now.Format(time.DateOnly))
		c.gone = nil
		if day%9 == 0 {
			c.must(hub, "", queue.LoadBranch{Branch: c.branch(day), Date: date})
		}
		c.must(hub, "", queue.OpenDay{Date: date, Closes: time.Date(2026, 1, 5+day, 22, 0, 0, 0, zone)})
		for first := c.state.Seq; int(c.state.Seq) < n && c.state.Seq < first+perDay && c.state.Day == queue.DayOpen; {
			c.step()
		}
		if c.state.Day == queue.DayOpen && c.rand.IntN(2) == 0 {
			c.now = c.state.Closes
			c.due()
		} else if c.state.Day == queue.DayOpen {
			c.must(queue.Actor{Role: "manager", Device: "m"}, "close", queue.CloseDay{})
		}
	}
}

func (c *chance) branch(day int) queue.Branch {
	b := queue.Branch{ID: "b", Name: fmt.Sprint("after day ", day), Zone: "Europe/Madrid", RecallGap: 5, LateReturn: 900, UndoWindow: 60, NoShowAfter: 120,
		Services: []queue.Service{{ID: "cash", Series: "A", Target: 600}, {ID: "accounts", Series: "B"}, {ID: "loans", Series: "C", Hours: []queue.Hours{{Opens: 9 * 60, Closes: 20 * 60}}}},
		Classes:  []queue.Class{{ID: "senior", Credit: 600}, {ID: "first", Way: queue.WayStrict, Share: 50}, {ID: "grows", Way: queue.WayAccumulating, Rate: 200}},
		Profiles: []queue.Profile{
			{ID: "wrap", WrapUp: 60, Final: queue.FinalLongest},
			{ID: "money", Services: []queue.ServiceID{"cash", "accounts"}, WrapUp: 20, Rules: []queue.Rule{{ID: "late", Services: []queue.ServiceID{"accounts"}, WaitOver: 900}}},
			{ID: "turns", Final: queue.FinalTurns, Turns: []queue.Turn{{Service: "cash"}, {Service: "loans"}, {Class: "senior"}}},
		},
		Tellers: []queue.Teller{{ID: "ana"}, {ID: "bea"}, {ID: "eva"}, {ID: "leo"}}}
	for i := range 4 {
		s := queue.CounterSetup{ID: queue.CounterID(fmt.Sprint(i + 1))}
		if i == 1 {
			s.Profile = "wrap"
		}
		b.Counters = append(b.Counters, s)
	}
	return b
}

// do decides and applies a command; false when the rules refuse it.
func (c *chance) do(by queue.Actor, id string, what queue.Ask) bool {
	events, err := queue.Decide(c.state, queue.Command{ID: id, By: by, Do: what}, c.now)
	if err != nil {
		return false
	}
	for _, e := range events {
		c.state = queue.Apply(c.state, e)
		c.out(e)
		if f, ok := e.Fact.(queue.VisitNoShow); ok {
			c.gone = append(c.gone, f.Ticket)
		}
	}
	return true
}

func (c *chance) must(by queue.Actor, id string, what queue.Ask) {
	if !c.do(by, id, what) {
		c.t.Fatalf("%s refused", what.Verb())
	}
}

// due does what falls due, each at its time, without an id, as the hub does.
func (c *chance) due() {
	to := c.now
	for {
		at, command, ok := queue.Due(c.state)
		if !ok || at.After(to) {
			c.now = to
			return
		}
		c.now = at.In(c.zone)
		c.must(command.By, "", command.Do)
	}
}

func (c *chance) step() {
	c.now = c.now.Add(time.Duration(c.rand.IntN(15_000)) * time.Millisecond)
	c.due()
	c.asked++
	id := fmt.Sprint("c", c.asked)
	if c.rand.IntN(3) == 0 {
		service := []queue.ServiceID{"cash", "cash", "accounts", "loans"}[c.rand.IntN(4)]
		class := []queue.ClassID{"", "", "", "", "senior", "first", "grows"}[c.rand.IntN(7)]
		c.do(queue.Actor{Role: "kiosk", Device: "k1"}, id, queue.Issue{Visit: queue.VisitID(fmt.Sprint("v", c.asked)), Service: service, Language: "es",
			Class: class, Quote: &queue.Quote{P50: 300, P80: 600}})
		return
	}
	n := c.rand.IntN(4)
	counter := queue.CounterID(fmt.Sprint(n + 1))
	at, ok := c.state.Counter(counter)
	if !ok {
		return
	}
	by := queue.Actor{Role: "counter", Device: "pc" + string(counter), Counter: counter, Person: []queue.TellerID{"ana", "bea", "eva", "leo"}[n]}
	c.do(by, id, c.atCounter(at))
}

// atCounter is something that may well be asked for at a counter as it stands.
func (c *chance) atCounter(at *queue.Counter) queue.Ask {
	id, any := at.ID, c.rand.IntN(20)
	switch at.State {
	case queue.CounterIsClosed, queue.CounterIsPaused:
		return queue.OpenCounter{Counter: id, Profile: []queue.ProfileID{"", "wrap", "money", "turns"}[c.rand.IntN(4)]}
	case queue.CounterIsServing:
		switch any {
		case 0:
			return queue.Transfer{Counter: id, To: c.target(), Place: []queue.Place{"", queue.PlaceFirst, queue.PlaceAge}[c.rand.IntN(3)]}
		case 1:
			return queue.Park{Counter: id, Reason: "copies", Owner: []queue.Owner{queue.OwnerTeller, queue.OwnerCounter, queue.OwnerBranch}[c.rand.IntN(3)], Until: c.now.Add(5 * time.Minute)}
		case 2:
			return queue.Finish{Counter: id, Next: "accounts"}
		case 3:
			return queue.Undo{Counter: id}
		}
		solved := any%2 == 0
		return queue.Finish{Counter: id, Outcome: "done", Solved: &solved}
	case queue.CounterIsCalled:
		switch any {
		case 0:
			return queue.NoShow{Counter: id}
		case 1, 2:
			return queue.Recall{Counter: id}
		case 3:
			return queue.Undo{Counter: id}
		}
		return queue.Serve{Counter: id}
	}
	return c.atFreeCounter(id, any)
}

func (c *chance) atFreeCounter(id queue.CounterID, any int) queue.Ask {
	switch any {
	case 0:
		return queue.PauseCounter{Counter: id, Reason: "coffee"}
	case 1:
		if ticket := c.someone("cash"); ticket != "" {
			return queue.Call{Counter: id, Ticket: ticket, Reason: "cannot stand"}
		}
	case 2:
		for v := range c.state.Parked() {
			return queue.Resume{Counter: id, Ticket: v.Ticket}
		}
	case 3:
		if len(c.gone) > 0 {
			return queue.Requeue{Ticket: c.gone[len(c.gone)-1]}
		}
	case 4:
		if ticket := c.someone("loans"); ticket != "" {
			return queue.Leave{Ticket: ticket}
		}
	case 5:
		if c.rand.IntN(10) == 0 {
			return queue.CloseCounter{Counter: id}
		}
	case 6:
		return queue.Undo{Counter: id}
	}
	return queue.CallNext{Counter: id}
}

func (c *chance) target() queue.To {
	switch c.rand.IntN(3) {
	case 0:
		return queue.To{Counter: queue.CounterID(fmt.Sprint(1 + c.rand.IntN(4)))}
	case 1:
		return queue.To{Teller: "eva"}
	}
	return queue.To{Service: "cash"}
}

// someone is any of the first few who wait for a service; "" when nobody does.
func (c *chance) someone(service queue.ServiceID) (t queue.Ticket) {
	left := c.rand.IntN(5)
	for v := range c.state.Queue(service) {
		if t = v.Ticket; left == 0 {
			break
		}
		left--
	}
	return t
}
