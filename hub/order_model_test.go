package hub_test

import (
	"fmt"
	"slices"

	"github.com/anishathalye/porcupine"

	"turno/hub/wire"
)

// oneQueue is a branch as its customers understand it, one command after the
// other. It shares nothing with the engine.
var oneQueue = porcupine.Model{
	Init: func() any { return lobby{} },
	Step: func(state, input, output any) (bool, any) {
		before, out := state.(lobby), output.(answered)
		if out.Code == wire.Unavailable { // the hub went away: nothing has happened
			return !out.OK, before
		}
		after, want := before.does(input.(wire.Body))
		if want.Seq = out.Seq; out.OK && out.Seq > 0 {
			// The hub's own order, which must be one with what the clients see.
			// Without it two people who came at once to different services could
			// stand either way round until somebody calls them: too many ways.
			if out.Seq <= before.seq {
				return false, before
			}
			after.seq = out.Seq
		}
		return want == out, after
	},
	Equal: func(a, b any) bool { return fmt.Sprint(a) == fmt.Sprint(b) },
	DescribeOperation: func(in, out any) string {
		return fmt.Sprintf("%s %v: %v", in.(wire.Body).Do(), in, out)
	},
}

// person is a ticket; who has the smaller place is called first.
type person struct {
	ticket, service string
	place           int
}

// seat is a counter's: somebody who is called or served there.
type seat struct {
	counter string
	person
	served bool
}

// lobby is who waits, who is where, and who was missed. Nothing in it is changed:
// each command makes another one.
type lobby struct {
	seq     uint64 // of the last command's event
	numbers [2]int // of the series A and C
	places  int
	waiting []person
	seats   []seat
	missed  []person
}

func (l lobby) does(b wire.Body) (lobby, answered) {
	switch b := b.(type) {
	case wire.Issue:
		return l.issue(b.Service)
	case wire.CallNext:
		return l.callNext(b.Counter)
	case wire.Serve:
		return l.serve(b.Counter)
	case wire.Finish:
		return l.end(b.Counter, true, wire.NotServing, func(l *lobby, p person) {})
	case wire.NoShow:
		return l.end(b.Counter, false, wire.NobodyCalled, func(l *lobby, p person) {
			l.missed = append(slices.Clone(l.missed), p)
			slices.SortFunc(l.missed, byPlace)
		})
	case wire.Transfer:
		return l.transfer(b.Counter, b.To.Service)
	case wire.Leave:
		return l.leave(b.Ticket)
	case wire.Requeue:
		return l.requeue(b.Ticket)
	}
	panic(b.Do())
}

func refused(code wire.Code) answered { return answered{Code: code} }

func (l lobby) issue(service string) (lobby, answered) {
	series := map[string]int{"cash": 0, "loans": 1}[service]
	l.numbers[series]++
	p := person{ticket: fmt.Sprintf("%c%03d", "AC"[series], l.numbers[series]), service: service}
	ahead := l.enter(&p)
	return l, answered{OK: true, Ticket: p.ticket, Ahead: ahead}
}

// enter puts somebody last and gives how many wait before them for the same.
func (l *lobby) enter(p *person) (ahead int) {
	l.places++
	p.place = l.places
	for _, other := range l.waiting {
		if other.service == p.service {
			ahead++
		}
	}
	l.waiting = append(slices.Clone(l.waiting), *p)
	return ahead
}

func byPlace(a, b person) int { return a.place - b.place }

// back puts somebody where they stood.
func (l *lobby) back(p person) {
	l.waiting = append(slices.Clone(l.waiting), p)
	slices.SortFunc(l.waiting, byPlace)
}

func (l lobby) at(counter string) int {
	return slices.IndexFunc(l.seats, func(s seat) bool { return s.counter == counter })
}

func (l *lobby) free(i int) { l.seats = slices.Delete(slices.Clone(l.seats), i, i+1) }

func (l lobby) callNext(counter string) (lobby, answered) {
	if l.at(counter) >= 0 {
		return l, refused(wire.CounterBusy)
	}
	serves := map[string]string{"2": "cash", "3": "loans"}[counter] // "" is everything
	for i, p := range l.waiting {
		if serves == "" || p.service == serves {
			l.waiting = slices.Delete(slices.Clone(l.waiting), i, i+1)
			l.seats = append(slices.Clone(l.seats), seat{counter: counter, person: p})
			slices.SortFunc(l.seats, func(a, b seat) int { return int(a.counter[0]) - int(b.counter[0]) })
			return l, answered{OK: true, Ticket: p.ticket}
		}
	}
	return l, refused(wire.NothingWaiting)
}

func (l lobby) serve(counter string) (lobby, answered) {
	i := l.at(counter)
	if i < 0 || l.seats[i].served {
		return l, refused(wire.NobodyCalled)
	}
	l.seats = slices.Clone(l.seats)
	l.seats[i].served = true
	return l, answered{OK: true, Ticket: l.seats[i].ticket}
}

// end takes somebody from a counter who is served, or else called, there.
func (l lobby) end(counter string, served bool, not wire.Code, then func(*lobby, person)) (lobby, answered) {
	i := l.at(counter)
	if i < 0 || l.seats[i].served != served {
		return l, refused(not)
	}
	p := l.seats[i].person
	l.free(i)
	then(&l, p)
	return l, answered{OK: true, Ticket: p.ticket}
}

func (l lobby) transfer(counter, service string) (lobby, answered) {
	i := l.at(counter)
	if i < 0 {
		return l, refused(wire.NotServing)
	}
	p := l.seats[i].person
	l.free(i)
	p.service = service
	ahead := l.enter(&p)
	return l, answered{OK: true, Ticket: p.ticket, Ahead: ahead}
}

func (l lobby) leave(ticket string) (lobby, answered) {
	is := func(p person) bool { return p.ticket == ticket }
	if i := slices.IndexFunc(l.waiting, is); i >= 0 {
		l.waiting = slices.Delete(slices.Clone(l.waiting), i, i+1)
		return l, answered{OK: true, Ticket: ticket}
	}
	if i := slices.IndexFunc(l.seats, func(s seat) bool { return is(s.person) && !s.served }); i >= 0 {
		l.free(i)
		return l, answered{OK: true, Ticket: ticket}
	}
	return l, refused(wire.NotWaiting)
}

func (l lobby) requeue(ticket string) (lobby, answered) {
	is := func(p person) bool { return p.ticket == ticket }
	if i := slices.IndexFunc(l.missed, is); i >= 0 {
		l.back(l.missed[i])
		l.missed = slices.Delete(slices.Clone(l.missed), i, i+1)
		return l, answered{OK: true, Ticket: ticket}
	}
	if i := slices.IndexFunc(l.seats, func(s seat) bool { return is(s.person) && !s.served }); i >= 0 {
		l.back(l.seats[i].person)
		l.free(i)
		return l, answered{OK: true, Ticket: ticket}
	}
	return l, refused(wire.NotNoShow)
}
