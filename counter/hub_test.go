package counter

import (
	"fmt"
	"slices"
	"time"

	"turno/counter/desk"
	"turno/hub/dial"
	"turno/hub/wire"
)

// branch plays the hub for one counter: it knows the states of a visit well
// enough to answer a teller, and writes down what it was asked.
type branch struct {
	state wire.State
	asked []string
	now   func() time.Time
	held  *wire.Code // the next answer is this refusal
}

func newBranch(now func() time.Time) *branch {
	b := &branch{state: desk.SampleParked(desk.Sample(now())), now: now}
	b.state.Counters[2] = wire.Counter{Counter: "3", State: "closed"}
	return b
}

func (b *branch) update() dial.Update {
	s := b.state
	s.Counters, s.Visits = slices.Clone(s.Counters), slices.Clone(s.Visits)
	return dial.Update{Live: true, Known: true, State: s}
}

func (b *branch) own() *wire.Counter { return &b.state.Counters[2] }

func (b *branch) find(ticket string) *wire.Visit {
	for i := range b.state.Visits {
		if b.state.Visits[i].Ticket == ticket {
			return &b.state.Visits[i]
		}
	}
	return nil
}

// do answers a command as the contract says.
func (b *branch) do(body wire.Body) wire.Answer {
	b.asked = append(b.asked, fmt.Sprintf("%s %+v", body.Do(), body))
	if b.held != nil {
		code := *b.held
		b.held = nil
		return wire.Refuse("w", code, "", "")
	}
	c := b.own()
	ok := wire.Answer{OK: true, Result: &wire.Result{Ticket: c.Ticket, Counter: "3"}}
	switch body := body.(type) {
	case wire.OpenCounter:
		b.free()
	case wire.PauseCounter:
		c.State, c.Reason, c.Since = "paused", body.Reason, b.now()
	case wire.CloseCounter:
		*c = wire.Counter{Counter: "3", State: "closed"}
	case wire.CallNext:
		for _, v := range b.state.Visits {
			if v.State == "waiting" && slices.Contains(c.Services, v.Service) {
				b.call(v.Ticket)
				return ok
			}
		}
		return wire.Refuse("w", wire.NothingWaiting, "", "")
	case wire.Call:
		b.call(body.Ticket)
	case wire.Resume:
		b.call(body.Ticket)
	case wire.Recall:
		at := b.now()
		c.CalledAt, c.Calls = &at, c.Calls+1
	case wire.Serve:
		at := b.now()
		c.State, c.ServingAt, c.Since = "serving", &at, at
		b.find(c.Ticket).State = "serving"
	case wire.Finish:
		b.leave("finished")
	case wire.NoShow:
		b.leave("no_show")
	case wire.Park:
		v := b.find(c.Ticket)
		v.Owner, v.Reason, v.Until = "counter:3", body.Reason, body.Until
		b.leave("parked")
	case wire.Transfer:
		b.find(c.Ticket).Service = body.To.Service
		b.leave("waiting")
	case wire.Requeue:
		v := b.find(body.Ticket)
		v.State = "waiting"
		if c.Ticket == body.Ticket {
			b.leave("waiting")
		}
	}
	return ok
}

func (b *branch) free() {
	*b.own() = wire.Counter{Counter: "3", State: "open", Since: b.now(), Teller: "lucia", Name: "Lucía Ferrer", Services: []string{"cash", "accounts"}}
}

func (b *branch) call(ticket string) {
	v, at := b.find(ticket), b.now()
	v.State, v.Counter = "called", "3"
	c := b.own()
	waited := at.Sub(v.QueuedAt).Seconds()
	c.State, c.Ticket, c.Visit, c.Service, c.Language, c.Since = "called", v.Ticket, v.Visit, v.Service, v.Language, at
	c.CalledAt, c.Calls, c.WaitedS, c.IssuedAt = &at, 1, &waited, &v.IssuedAt
}

// leave takes the visit off the counter.
func (b *branch) leave(state string) {
	v := b.find(b.own().Ticket)
	v.State, v.Counter = state, ""
	b.free()
}
