package queue

import (
	"slices"
	"time"
)

// Merge hands in a ticket that the device gave out from its lease. It is given
// out already: neither hours nor the closing guard nor a class that is gone
// refuse it. A service that the open date's branch does not have any more does:
// nobody would call the person, and whoever holds the device has to send them on.
//
// The person came when the device says, but not before the lease was given, the
// business date began, or the person before them from the same device came, and
// not later than now: a wrong clock of a device moves nobody further than that.
// From then on they wait, and stand where who comes at that time stands.
//
// A ticket of a business date that has closed since is recorded, and its visit is
// over: it ended with that day, whose figures were closed without it (see
// TicketRecorded).
type Merge struct {
	Visit    VisitID // new, made by the hub
	Date     Date    // of the lease
	Ticket   Ticket
	Service  ServiceID
	Language string
	Class    ClassID
	Then     []ServiceID
	At       time.Time // by the device's clock
}

// Verb names the command as the contract does.
func (Merge) Verb() string { return "merge" }

func (d *decision) merge(ask Merge) error {
	device := d.by.Place()
	letter, n, _ := ask.Ticket.parts()
	l := d.s.lease(device, ask.Date, letter, n)
	switch {
	case l == nil || !slices.Contains(l.Services, ask.Service):
		return refuse(NotLeased, string(ask.Ticket))
	case slices.Contains(l.Merged, n):
		return refuse(MergedAlready, string(ask.Ticket))
	case ask.Visit == "" || d.s.visits[ask.Visit] != nil:
		return refuse(VisitExists, string(ask.Visit))
	case ask.Date > d.s.Date:
		return refuse(DayIsClosed, string(ask.Date))
	case ask.Date < d.s.Date || d.s.Day != DayOpen:
		return d.then(TicketRecorded{
			Visit: ask.Visit, Ticket: ask.Ticket, Date: ask.Date, Series: letter, Number: n, Service: ask.Service,
			Language: ask.Language, Class: ask.Class, Device: device, DeviceAt: ask.At.Round(0).UTC(), State: DayEnded,
		})
	}
	if _, ok := d.s.Branch.Service(ask.Service); !ok {
		return refuse(UnknownService, string(ask.Service))
	}
	return d.then(d.merged(ask, l, n))
}

// merged is the ticket, in its queue from its person's arrival on.
func (d *decision) merged(ask Merge, l *Lease, n int) TicketIssued {
	arrived := d.arrival(ask, l)
	f := TicketIssued{
		Visit: ask.Visit, Ticket: ask.Ticket, Series: l.Series, Number: n, Service: ask.Service, Language: ask.Language,
		Device: l.Device, DeviceAt: ask.At.Round(0).UTC(), Arrived: arrived,
	}
	if _, ok := d.s.Branch.Class(ask.Class); ok {
		f.Class = ask.Class
	}
	for _, s := range ask.Then {
		if _, ok := d.s.Branch.Service(s); ok {
			f.Then = append(f.Then, s)
		}
	}
	f.Key = d.key(PlaceLast, f.Class, arrived)
	f.Key.At = f.Key.At.Add(arrived.Sub(d.at)) // the place of who came at that time
	f.Ahead = d.ahead(f.Service, f.Key)
	if keep := d.keep("", f.Language, arrived); keep.until.After(d.at) {
		f.ForLanguage, f.KeptUntil = keep.language, keep.until
	}
	return f
}

// arrival is when the person came.
func (d *decision) arrival(ask Merge, l *Lease) time.Time {
	earliest := l.At
	if begins := d.s.Branch.begins(l.Date, d.local.Location()); begins.After(earliest) {
		earliest = begins
	}
	for i := range d.s.leases {
		if o := &d.s.leases[i]; o.Device == l.Device && o.Date == l.Date && o.Last.After(earliest) {
			earliest = o.Last
		}
	}
	at := ask.At.Round(0).UTC()
	if at.Before(earliest) {
		at = earliest.UTC()
	}
	if at.After(d.at) {
		at = d.at
	}
	return at
}

// begins is when a business date begins by the branch's clock.
func (b *Branch) begins(date Date, zone *time.Location) time.Time {
	day, err := time.ParseInLocation(time.DateOnly, string(date), zone)
	if err != nil {
		return time.Time{}
	}
	if b.DayClose > 12*60 { // the evening before belongs to it
		day = day.AddDate(0, 0, -1)
	}
	y, m, n := day.Date()
	return time.Date(y, m, n, 0, int(b.DayClose), 0, 0, zone)
}

// lease finds the one that a number of a device is of.
func (s *State) lease(device string, date Date, letter string, n int) *Lease {
	for i := range s.leases {
		if l := &s.leases[i]; l.Device == device && l.Date == date && l.has(letter, n) {
			return l
		}
	}
	return nil
}

// cameBack notes that a number of a lease was merged.
func (s *State) cameBack(device string, date Date, letter string, n int, arrived time.Time) {
	l := s.lease(device, date, letter, n)
	if l == nil {
		return
	}
	i, _ := slices.BinarySearch(l.Merged, n)
	l.Merged = slices.Insert(slices.Clone(l.Merged), i, n)
	if arrived.After(l.Last) {
		l.Last = arrived
	}
}
