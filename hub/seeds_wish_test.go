package hub

import (
	"fmt"
	"slices"
	"time"

	"turno/hub/queue"
	"turno/hub/wire"
)

// newWish is what somebody asks for next: mostly what fits the counter's state,
// sometimes what does not.
func (l *seedLife) newWish() *wish {
	service := string(l.branch.Services[l.random.IntN(len(l.branch.Services))].ID)
	switch l.random.IntN(10) {
	case 0, 1, 2:
		return l.wish("demo-kiosk-1", wire.Issue{Service: service, Language: "cs", Name: "Růžena"})
	case 3:
		if l.random.IntN(2) == 0 {
			return l.wish("demo-host-1", wire.Leave{Ticket: l.ticket()})
		}
		return l.wish("demo-host-1", wire.Requeue{Ticket: l.ticket()})
	}
	if w := l.atKiosk(service); w != nil {
		return w
	}
	if l.random.IntN(60) == 0 {
		if l.hub.state.Day == queue.DayOpen {
			return l.wish("demo-manager-1", wire.CloseDay{})
		}
		return l.wish("demo-manager-1", wire.OpenDay{})
	}
	counter := fmt.Sprint(1 + l.random.IntN(3))
	return l.wish("demo-counter-"+counter, l.atCounter(counter, service))
}

// atKiosk is what a kiosk asks for besides tickets, now and then: nil otherwise.
// The numbers of its lease it gives out in order, the hub knowing of it or not.
func (l *seedLife) atKiosk(service string) *wish {
	const token = "demo-kiosk-1"
	switch l.random.IntN(24) {
	case 0:
		return l.wish(token, wire.Lease{Count: 1 + l.random.IntN(8)})
	case 1, 2, 3:
		if m, ok := l.giveOut(); ok {
			return l.wish(token, m)
		}
	case 4:
		nps := l.random.IntN(11)
		return l.wish(token, wire.Feedback{Ticket: l.ticket(), CSAT: 1 + l.random.IntN(5), NPS: &nps, Comment: "Růžena byla milá"})
	case 5:
		return l.wish(token, wire.Report{Printer: wire.Printers[l.random.IntN(3)]})
	case 6:
		return l.wish(token, wire.Help{Language: "cs"})
	case 7:
		if helps := l.hub.state.Helps(); len(helps) > 0 {
			return l.wish("demo-host-1", wire.Help{Call: helps[0].Call, Step: []string{wire.HelpComing, wire.HelpDone}[l.random.IntN(2)]})
		}
	case 8:
		ticket := l.ticket()
		if v, ok := l.hub.state.Ticket(queue.Ticket(ticket)); ok {
			if fields, err := l.hub.store.Personal(v.ID); err == nil && fields["code"] != "" {
				return l.wish(token, wire.Draft{Ticket: ticket, Code: fields["code"], Form: "AC-01", Values: map[string]string{"surname": "Růžena"}})
			}
		}
	}
	return nil
}

// giveOut is the next number of a block that the kiosk was told of, by its own
// clock, which is wrong at times.
func (l *seedLife) giveOut() (m wire.Merge, ok bool) {
	var last *wire.Block
	for i := len(l.blocks) - 1; i >= 0 && last == nil; i-- {
		if b := &l.blocks[i]; b.Next <= b.To && l.random.IntN(2) == 0 {
			last = b
		}
	}
	if last == nil {
		return m, false
	}
	n := last.Next
	last.Next++
	return wire.Merge{BusinessDate: last.BusinessDate, Ticket: fmt.Sprintf("%s%03d", last.Series, n), Service: last.Services[0], Language: "cs",
		IssuedAt: l.clock.now.Add(time.Duration(l.random.IntN(3600)-3000) * time.Second)}, true
}

// leased takes the blocks of an answer that the kiosk does not know of yet.
func (l *seedLife) leased(blocks []wire.Block) {
	for _, b := range blocks {
		if !slices.ContainsFunc(l.blocks, func(o wire.Block) bool {
			return o.BusinessDate == b.BusinessDate && o.Series == b.Series && o.From == b.From
		}) {
			l.blocks = append(l.blocks, b)
		}
	}
}

// atCounter is what a teller does.
func (l *seedLife) atCounter(counter, service string) wire.Body {
	fits := []string{"open", "next", "call", "recall", "serve", "finish", "no_show", "park", "resume", "transfer", "undo", "pause", "close"}
	if c, ok := l.hub.state.Counter(queue.CounterID(counter)); ok && l.random.IntN(5) > 0 {
		fits = map[queue.CounterState][]string{
			queue.CounterIsClosed:  {"open"},
			queue.CounterIsPaused:  {"open", "close", "undo"},
			queue.CounterIsOpen:    {"next", "next", "next", "next", "call", "resume", "undo", "pause", "close"},
			queue.CounterIsCalled:  {"serve", "serve", "serve", "no_show", "park", "recall", "undo"},
			queue.CounterIsServing: {"finish", "finish", "finish", "park", "transfer", "undo"},
			queue.CounterIsWrapUp:  {"finish", "next", "undo"},
		}[c.State]
	}
	switch fits[l.random.IntN(len(fits))] {
	case "open":
		return wire.OpenCounter{Counter: counter}
	case "call":
		return wire.Call{Counter: counter, Ticket: l.ticket(), Reason: "cannot stand for long"}
	case "recall":
		return wire.Recall{Counter: counter}
	case "serve":
		return wire.Serve{Counter: counter}
	case "finish":
		f := wire.Finish{Counter: counter}
		switch l.random.IntN(4) {
		case 0:
			f.NextService = service
		case 1:
			f.Note = "comes again"
		}
		return f
	case "no_show":
		return wire.NoShow{Counter: counter}
	case "park":
		p := wire.Park{Counter: counter, Reason: "copies", Owner: "branch"}
		if l.random.IntN(2) == 0 {
			until := l.hub.now().Add(time.Duration(1+l.random.IntN(1800)) * time.Second)
			p.Until = &until
		}
		return p
	case "resume":
		return wire.Resume{Counter: counter, Ticket: l.ticket()}
	case "transfer":
		return wire.Transfer{Counter: counter, To: wire.To{Service: service}, Place: []string{"first", "last", "age"}[l.random.IntN(3)]}
	case "undo":
		return wire.Undo{Counter: counter}
	case "pause":
		return wire.PauseCounter{Counter: counter, Reason: "lunch"}
	case "close":
		return wire.CloseCounter{Counter: counter}
	}
	return wire.CallNext{Counter: counter}
}

// ticket is one of the day's, mostly.
func (l *seedLife) ticket() string {
	var all []string
	for v := range l.hub.state.Visits() {
		all = append(all, string(v.Ticket))
	}
	if len(all) == 0 || l.random.IntN(20) == 0 {
		return "A999"
	}
	return all[l.random.IntN(len(all))]
}
