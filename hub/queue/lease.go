package queue

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Lease is numbers of one letter that a device may give out by itself on a
// business date, while it can't reach the hub. They are its own: nobody else
// gives them, and what it has given out comes back by Merge. They are the only
// numbers of a day that may be missing in the end.
//
// A device has leases of its own for each letter and each range of numbers
// (Range). Without a range, or with one that has no end, a lease begins at 901
// or where the day's numbers are, if they are further; within a range that ends
// it is taken from the end of its upper half downwards; where there is no room,
// past all ranges of the letter, as any other number. So a lease is told from the numbers of the
// hall at a glance, and people ahead have low ones.
type Lease struct {
	Device   string      `json:"device"`
	Date     Date        `json:"date"`
	Series   string      `json:"series"`
	Services []ServiceID `json:"services"` // whose tickets bear these numbers
	From     int         `json:"from"`
	To       int         `json:"to"`
	At       time.Time   `json:"at"`               // when it was given
	Merged   []int       `json:"merged,omitempty"` // what came back, ascending
	Last     time.Time   `json:"last,omitzero"`    // the latest arrival of these
}

// Next is the first number past those that came back; To+1: all are used.
func (l *Lease) Next() int {
	if n := len(l.Merged); n > 0 {
		return l.Merged[n-1] + 1
	}
	return l.From
}

func (l *Lease) has(letter string, n int) bool { return l.Series == letter && l.From <= n && n <= l.To }

const (
	// leaseFrom is where leases begin, where the numbers of a letter have no end.
	leaseFrom = 901
	// leaseKept is how many days a lease outlives its business date, for tickets
	// that a device hands in late.
	leaseKept = 31
)

// Lend asks for leases: each letter is to have at least Count numbers that are
// not used yet, on each of the dates. The state's date must be open; a later one
// may be lent for, so that a device is safe when the hub does not come up in the
// morning.
type Lend struct {
	Count int
	Dates []Date
}

// Verb names the command as the contract does.
func (Lend) Verb() string { return "lease" }

// Leases are all that are remembered, in the order in which they were given.
func (s *State) Leases() []Lease { return s.leases }

// lend gives what is missing. Each date is looked at by itself.
func (d *decision) lend(ask Lend) error {
	for _, date := range ask.Dates {
		switch {
		case !date.valid():
			return refuse(BadDate, string(date))
		case date < d.s.Date:
			return refuse(DatePassed, string(date))
		case d.s.Date == "" || date == d.s.Date && d.s.Day != DayOpen:
			return refuse(DayIsClosed, string(date))
		}
		if err := d.lendFor(d.by.Place(), date, ask.Count); err != nil {
			return err
		}
	}
	if len(d.events) == 0 {
		return refuse(NothingNew, d.by.Place())
	}
	return nil
}

func (d *decision) lendFor(device string, date Date, count int) error {
	b := &d.s.Branch
	for i := range b.Services {
		first := &b.Services[i]
		services := b.together(first)
		if services[0] != first.ID {
			continue // its numbers were looked at with another service's
		}
		f := NumbersLeased{Device: device, Date: date, Series: first.Series, Services: services}
		if d.s.unusedOf(f) >= count {
			continue
		}
		from, ok := d.room(first, date, count)
		if !ok {
			return refuse(NoMoreLeases, first.Series)
		}
		f.From, f.To = from, from+count-1
		if err := d.then(f); err != nil {
			return err
		}
	}
	return nil
}

// together are the services that have their numbers together with one.
func (b *Branch) together(s *Service) (ids []ServiceID) {
	for i := range b.Services {
		if o := &b.Services[i]; o.Series == s.Series && o.Numbers == s.Numbers {
			ids = append(ids, o.ID)
		}
	}
	return ids
}

// unusedOf counts the numbers that a device has left of what it asks for.
func (s *State) unusedOf(f NumbersLeased) (n int) {
	for i := range s.leases {
		l := &s.leases[i]
		if l.Device == f.Device && l.Date == f.Date && l.Series == f.Series && slices.Equal(l.Services, f.Services) {
			n += l.To - l.Next() + 1
		}
	}
	return n
}

// room finds count numbers in a row that nobody has.
func (d *decision) room(s *Service, date Date, count int) (from int, ok bool) {
	taken := d.taken(s.Series, date)
	if to := s.Numbers.To; to > 0 {
		for n := to - count + 1; n > (s.Numbers.From+to)/2; {
			i := slices.IndexFunc(taken, func(r Range) bool { return r.Overlaps(Range{n, n + count - 1}) })
			if i < 0 {
				return n, true
			}
			n = taken[i].From - count
		}
	}
	n := max(leaseFrom, s.Numbers.From)
	if s.Numbers.To > 0 {
		n = max(leaseFrom, d.s.Branch.past(s.Series))
	}
	for {
		i := slices.IndexFunc(taken, func(r Range) bool { return r.Overlaps(Range{n, n + count - 1}) })
		if i < 0 {
			return n, n+count-1 <= mostNumber
		}
		n = taken[i].To + 1
	}
}

// taken are the numbers of a letter that were given or lent on a date, this
// command's among them.
func (d *decision) taken(letter string, date Date) (all []Range) {
	if date == d.s.Date {
		for key, last := range d.s.series {
			if first, ok := stretch(letter, key); ok {
				all = append(all, Range{first, last})
			}
		}
	}
	for i := range d.s.leases {
		if l := &d.s.leases[i]; l.Date == date && l.Series == letter {
			all = append(all, Range{l.From, l.To})
		}
	}
	for _, e := range d.events {
		if f := e.Fact.(NumbersLeased); f.Date == date && f.Series == letter {
			all = append(all, Range{f.From, f.To})
		}
	}
	slices.SortFunc(all, func(a, b Range) int { return a.From - b.From })
	return all
}

// leased puts a lease into the state. Its numbers count as given, so that
// nobody else gives them.
func (s *State) leased(f NumbersLeased, at time.Time) {
	s.leases = append(s.leases, Lease{Device: f.Device, Date: f.Date, Series: f.Series, Services: f.Services, From: f.From, To: f.To, At: at})
	if f.Date == s.Date {
		s.reserve(f.Series, f.From, f.To)
	}
}

// reserve counts numbers as given that have not been.
func (s *State) reserve(letter string, from, to int) {
	key := letter
	if from != 1 {
		key += strconv.Itoa(from)
	}
	s.series[key] = to
}

// reserveAll does it for a business date that begins, and forgets the leases
// before a date.
func (s *State) reserveAll(before Date) {
	if before != "" {
		s.leases = slices.DeleteFunc(s.leases, func(l Lease) bool { return l.Date < before })
	}
	for i := range s.leases {
		if l := &s.leases[i]; l.Date == s.Date {
			s.reserve(l.Series, l.From, l.To)
		}
	}
}

// oldLeases says before which date leases are to be forgotten when a date
// begins; "" where there are none.
func (s *State) oldLeases(date Date) Date {
	day, err := time.Parse(time.DateOnly, string(date))
	if err != nil {
		return ""
	}
	before := Date(day.AddDate(0, 0, -leaseKept).Format(time.DateOnly))
	if slices.ContainsFunc(s.leases, func(l Lease) bool { return l.Date < before }) {
		return before
	}
	return ""
}

// ticketOf writes a number of a letter as people read it.
func ticketOf(letter string, n int) Ticket { return Ticket(fmt.Sprintf("%s%03d", letter, n)) }

// parts takes a ticket apart; ok is false where no branch writes one so.
func (t Ticket) parts() (letter string, n int, ok bool) {
	if len(t) < 4 {
		return "", 0, false
	}
	n, err := strconv.Atoi(string(t[1:]))
	letter = string(t[:1])
	return letter, n, err == nil && n > 0 && ticketOf(letter, n) == t
}
