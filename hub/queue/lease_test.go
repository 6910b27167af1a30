package queue

import (
	"fmt"
	"time"

	"pgregory.net/rapid"
)

// holdLease: a number is lent to one device and to nobody else, what comes back
// is of its lease and comes once, and nobody came before the lease, before the
// last one from the same device, or later than now.
func (m *machine) holdLease(t *rapid.T, f Fact, e Event) {
	t.Helper()
	if m.lent == nil {
		m.lent, m.back = map[Date]map[Ticket]string{}, map[Date]map[Ticket]bool{}
	}
	if m.came == nil {
		m.came = map[string]time.Time{}
	}
	switch f := f.(type) {
	case NumbersLeased:
		if m.lent[f.Date] == nil {
			m.lent[f.Date], m.back[f.Date] = map[Ticket]string{}, map[Ticket]bool{}
		}
		for n := f.From; n <= f.To; n++ {
			ticket := Ticket(fmt.Sprintf("%s%03d", f.Series, n))
			if other := m.lent[f.Date][ticket]; n < 1 || other != "" || f.Date == m.s.Date && m.seen[ticket] {
				t.Fatalf("%s of %s is lent to %s; %q has it, given out %v", ticket, f.Date, f.Device, other, m.seen[ticket])
			}
			m.lent[f.Date][ticket] = f.Device
		}
	case TicketIssued:
		m.comeBack(t, m.s.Date, f.Ticket, f.Device)
		if f.Arrived.After(e.At) || f.Arrived.Before(m.came[f.Device]) {
			t.Fatalf("%s came at %v; it is %v, and the one before came at %v", f.Ticket, f.Arrived, e.At, m.came[f.Device])
		}
		m.came[f.Device] = f.Arrived
		if v, ok := m.s.Ticket(f.Ticket); !ok || !v.Issued.Equal(f.Arrived) || !v.Legs[0].Entered.Equal(f.Arrived) {
			t.Fatalf("%s does not wait since %v", f.Ticket, f.Arrived)
		}
	case TicketRecorded:
		m.comeBack(t, f.Date, f.Ticket, f.Device)
		if _, here := m.s.Visit(f.Visit); here || f.Date == m.s.Date && m.s.Day == DayOpen {
			t.Fatalf("%s of %s is recorded on %s", f.Ticket, f.Date, m.s.Date)
		}
	}
}

func (m *machine) comeBack(t *rapid.T, date Date, ticket Ticket, device string) {
	if m.lent[date][ticket] != device || m.back[date][ticket] {
		t.Fatalf("%s of %s comes back from %s; it was lent to %q, and came back before: %v", ticket, date, device, m.lent[date][ticket], m.back[date][ticket])
	}
	m.back[date][ticket] = true
}

// genLease asks for numbers, or hands in a ticket that was given out from some.
func (m *machine) genLease(t *rapid.T, verb string) (Actor, Ask) {
	by := Actor{Role: "kiosk", Device: one(t, "device", []string{"kiosk-1", "kiosk-2"})}
	dates := []Date{m.s.Date, Date(m.day.AddDate(0, 0, 1).Format(time.DateOnly))}
	if verb == "lease" {
		return by, Lend{Count: between(t, "count", 1, 6), Dates: dates[between(t, "from date", 0, 1):][:1]}
	}
	do := Merge{
		Visit: VisitID(fmt.Sprintf("v%d", m.asked)), Date: m.s.Date, Ticket: "A901", Service: one(t, "service", m.branch.Services).ID, Language: "cs",
		At: m.now.Add(time.Duration(between(t, "given out", -7200, 60)) * time.Second), Class: one(t, "class", []ClassID{"", "senior", "gone"}),
	}
	if leases := m.s.Leases(); len(leases) > 0 {
		l := leases[len(leases)-1-between(t, "lease", 0, min(len(leases)-1, 5))]
		do.Date, do.Service, do.Ticket = l.Date, one(t, "of lease", l.Services), ticketOf(l.Series, between(t, "number", l.From, min(l.To, l.Next())))
		by.Device = l.Device
	}
	return by, do
}
