package flow

import (
	"slices"
	"time"
)

// A slip that could not be printed is printed by itself when the printer works
// again, in the order of issue, as far as anybody still wants it: while its
// ticket is on the screen, or when its person asked for it once more, was told
// that it comes, and went to sit down. It is not printed for who said "I have
// it", nor once the ticket was called or has ended, nor after half an hour: a
// number that nobody waits for only misleads whoever finds it. It comes out
// while nobody is in the middle of taking another. A kiosk that is switched off
// forgets it; the number on the screen was the ticket.
const (
	maxLater  = 20
	maxTries  = 3 // of one slip: a printer that says that it works may not
	laterTime = 30 * time.Minute
)

// PrinterIs is what the printer says of itself, in the words of wire.Printers.
type PrinterIs struct{ State string }

// Ended says that a ticket was called, or needs no slip any more.
type Ended struct{ Ticket string }

func (PrinterIs) input() {}
func (Ended) input()     {}

// later are the slips that wait for the printer.
type later struct {
	printer string
	slips   []lateSlip
	under   string // the ticket whose slip is being printed
}

type lateSlip struct {
	slip  Slip
	since time.Time
	tries int
}

// Unprinted is how many slips wait for the printer.
func (m *Machine) Unprinted() int {
	n := len(m.later.slips)
	if m.ticket != nil && m.ticket.unprinted() {
		n++
	}
	return n
}

// paperwork takes what concerns slips that were not printed.
func (m *Machine) paperwork(in Input) []Effect {
	switch in := in.(type) {
	case PrinterIs:
		m.later.printer = in.State
		if m.prints() && m.ticket != nil && m.ticket.unprinted() && m.ticket.paper != Failed {
			return m.print()
		}
	case Ended:
		m.forget(in.Ticket)
	}
	return nil
}

// prints tells whether the printer said last that it works.
func (m *Machine) prints() bool { return m.later.printer == "ok" || m.later.printer == "paper_low" }

func (m *Machine) forget(ticket string) {
	m.later.slips = slices.DeleteFunc(slices.Clone(m.later.slips), func(s lateSlip) bool { return s.slip.Ticket == ticket })
}

// put keeps the slip of the ticket that leaves the screen, if its person asked
// for it.
func (m *Machine) put(t *ticket) {
	if t == nil || !t.asked || !t.unprinted() || len(m.later.slips) >= maxLater {
		return
	}
	m.later.slips = append(slices.Clone(m.later.slips), lateSlip{slip: t.slip, since: m.at})
}

// sortOut drops what nobody waits for: by the board, the date and the clock.
func (m *Machine) sortOut() {
	if len(m.later.slips) == 0 {
		return
	}
	m.later.slips = slices.DeleteFunc(slices.Clone(m.later.slips), func(s lateSlip) bool {
		if s.slip.Ticket == m.later.under {
			return false // on its way
		}
		for _, c := range m.state.Board {
			if c.Ticket == s.slip.Ticket {
				return true
			}
		}
		return m.at.Sub(s.since) >= laterTime || s.slip.At.In(m.zone).Format(time.DateOnly) != m.now().Format(time.DateOnly)
	})
}

// flush prints the oldest slip that waits, when the printer works and nobody
// is taking a ticket.
func (m *Machine) flush() []Effect {
	m.sortOut()
	if len(m.later.slips) == 0 || m.later.under != "" || !m.prints() || m.screen != Greeting {
		return nil
	}
	s := m.later.slips[0]
	s.tries++
	m.later.under = s.slip.Ticket
	m.later.slips = slices.Clone(m.later.slips)
	m.later.slips[0] = s
	return []Effect{Print{Slip: s.slip}}
}

// heard takes the printer's word on any slip: one that failed says how the
// printer is before it says so itself.
func (m *Machine) heard(in Pressed) {
	if in.Paper != Printed {
		m.later.printer = string(in.Paper)
	}
}

// pressedLate takes the printer's word on a slip that waited.
func (m *Machine) pressedLate(in Pressed) {
	if m.later.under != in.Ticket {
		return
	}
	m.later.under = ""
	i := slices.IndexFunc(m.later.slips, func(s lateSlip) bool { return s.slip.Ticket == in.Ticket })
	if i >= 0 && (in.Paper == Printed || m.later.slips[i].tries >= maxTries) {
		m.forget(in.Ticket)
	}
}

// comfort is what a person is told whose slip did not print.
func (m *Machine) comfort(t *ticket) string {
	switch {
	case t.asked:
		return m.device("unprinted.later")
	case m.live:
		return m.device("unprinted.told")
	}
	return m.say("printer.saved")
}
