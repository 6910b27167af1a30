package stats

import (
	"cmp"
	"math"
	"slices"
	"time"

	"turno/hub/queue"
)

// forecast plays a branch forward by its rules. Its memory is used again at
// each run.
type forecast struct {
	seats []seat // a heap: who is free first is first
	lines []line
	busy  []int // seats at work that serve the asked service

	// What somebody who comes now would hear, by service of the branch. The
	// screens show all of it after each event, and services that the same
	// counters serve have it from one run.
	told []answer
	seq  uint64 // of the state for which told holds
	runs int    // of which told is made

	crowd  crowd // where the last run stopped
	latest int64 // the latest place among those whom it knows
}

// answer is what a run found out.
type answer struct {
	mean  time.Duration
	calls int // until the asked person's, at counters that serve them
	known bool
	ok    bool // somebody would call them
}

// seat is a counter in the forecast.
type seat struct {
	free    time.Duration // from now
	counter *queue.Counter
	order   int
	serves  bool // the asked service
	since   time.Time
}

// line is the waiting line of a service.
type line struct {
	people []person
	head   int           // all before it are gone
	kept   bool          // some are kept for a counter
	stays  time.Duration // how long each of them will hold a counter
	beyond int           // more who wait than are in people: see horizon
}

// person is somebody who waits.
type person struct {
	rank   int // the place key, its time as a number: compared often
	at     int64
	seq    uint64
	keeper *queue.Counter // nil: everyone's
	asked  bool
	gone   bool
}

// forget drops what was found out: something has changed.
func (f *forecast) forget() { f.told, f.crowd = f.told[:0], crowd{} }

// now answers for somebody who comes now for the branch's i-th service.
func (f *forecast) now(d *Day, s *queue.State, i int, now time.Time) answer {
	if n := len(s.Branch.Services); len(f.told) != n || f.seq != s.Seq {
		f.told, f.seq, f.runs = slices.Grow(f.told[:0], n)[:n], s.Seq, 0
		clear(f.told)
	}
	tell := func(line int, a answer) { f.told[line] = a }
	f.flow(tell)
	if f.told[i].known {
		return f.told[i]
	}
	f.runs++
	if !s.ByPlace() && f.byRules(d, s, i, "", nil, now, tell) {
		return f.told[i]
	}
	asked := 0
	seated, open := f.sit(d, s, i, now)
	f.stand(d, s)
	for j := range f.told {
		if j != i && !(open && alike(s, i, j)) {
			continue
		}
		f.told[j] = answer{known: true}
		if seated {
			me := standing(queue.PlaceKey{At: now, Seq: s.Seq + 1}, nil)
			me.asked = true
			f.lines[j].add(me)
			asked++
		}
	}
	stopped := f.play(asked, 1, tell)
	if f.runs == 1 && f.latest <= now.UnixNano() {
		f.crowd = stopped
	}
	return f.told[i]
}

// alike reports whether the same counters serve two services of the branch.
func alike(s *queue.State, i, j int) bool {
	for c := range s.Counters() {
		if c.Serves(i) != c.Serves(j) {
			return false
		}
	}
	return true
}

// left answers for somebody who waits already.
func (f *forecast) left(d *Day, s *queue.State, v *queue.Visit, now time.Time) (found answer) {
	i := slices.IndexFunc(s.Branch.Services, func(x queue.Service) bool { return x.ID == v.Leg().Service })
	if i < 0 {
		return answer{}
	}
	if !s.ByPlace() && f.byRules(d, s, i, v.Class, v, now, func(_ int, a answer) { found = a }) {
		return found
	}
	if seated, _ := f.sit(d, s, i, now); !seated {
		return answer{}
	}
	f.stand(d, s)
	ahead, l := s.Ahead(v), &f.lines[i]
	share := float64(ahead) / float64(len(l.people)+l.beyond)
	if ahead < len(l.people) {
		l.people[ahead].asked = true
	} else {
		l.add(person{at: math.MaxInt64, asked: true})
	}
	f.play(1, share, func(_ int, a answer) { found = a })
	return found
}

// play lets the counters call until all asked persons were called. These take
// no counter's time: each is asked about alone. ahead is the share of those who
// wait that stand before them. It says where it stopped, if a crowd stood there.
func (f *forecast) play(asked int, ahead float64, found func(line int, a answer)) crowd {
	for calls := 0; asked > 0 && len(f.seats) > 0; {
		next := &f.seats[0]
		l, i := f.first(next.counter)
		if l < 0 {
			f.pop()
			continue
		}
		p := &f.lines[l].people[i]
		if f.lines[l].beyond > 0 && (p.asked || i == len(f.lines[l].people)-1) {
			f.far(next.free, calls, ahead, found)
			return crowd{known: true, at: next.free, calls: calls}
		}
		p.gone = true
		f.lines[l].advance()
		counts := 0
		if next.serves && next.free > 0 {
			counts = 1
		}
		if p.asked {
			found(l, answer{mean: next.free, calls: max(1, calls+counts), known: true, ok: true})
			asked--
			continue
		}
		calls += counts
		next.free += f.lines[l].stays
		f.down(0)
	}
	return crowd{}
}

// sit places the counters: those open, and where none of these serves the
// i-th service (open is false) those that could, as if at work on it. ok is false
// when there is none at all.
func (f *forecast) sit(d *Day, s *queue.State, i int, now time.Time) (ok, open bool) {
	f.seats, f.crowd = f.seats[:0], crowd{}
	for c := range s.Counters() {
		if c.State == queue.CounterIsClosed || c.State == queue.CounterIsPaused {
			continue
		}
		serves := c.Serves(i)
		open = open || serves
		f.seats = append(f.seats, seat{counter: c, serves: serves, order: len(f.seats), since: c.Since})
	}
	ok = open
	for _, state := range []queue.CounterState{queue.CounterIsPaused, queue.CounterIsClosed} {
		if ok {
			break
		}
		for c := range s.Counters() {
			if c.State == state && c.Serves(i) {
				ok = true
				f.seats = append(f.seats, seat{counter: c, serves: true, order: len(f.seats), since: now})
			}
		}
	}
	f.spreadOut(d, s, s.Branch.Services[i].ID)
	for i := len(f.seats)/2 - 1; i >= 0; i-- {
		f.down(i)
	}
	return ok, open
}

// spreadOut says when those at work will be free: of the counters that serve the
// service at even steps, the longest at work first.
func (f *forecast) spreadOut(d *Day, s *queue.State, service queue.ServiceID) {
	f.busy = f.busy[:0]
	for i := range f.seats {
		n := &f.seats[i]
		if n.counter.State == queue.CounterIsOpen {
			continue
		}
		n.free = d.occupation(service)
		if v, ok := s.Visit(n.counter.Visit); ok {
			n.free = d.occupation(v.Leg().Service)
		}
		if n.serves {
			f.busy = append(f.busy, i)
		}
	}
	slices.SortFunc(f.busy, func(a, b int) int {
		return cmp.Or(f.seats[a].since.Compare(f.seats[b].since), cmp.Compare(a, b))
	})
	for rank, i := range f.busy {
		f.seats[i].free = f.seats[i].free * time.Duration(rank+1) / time.Duration(len(f.busy))
	}
}

// horizon is how many people of a line are played one by one. Behind them only
// the flow counts: whoever has a hundred people ahead is told the wait in steps
// that are wider than the difference, and no crowd makes the hub slow.
const horizon = 100

// far answers for all who are asked about and were not called up to now, when
// those whom the forecast knows one by one are through: the rest of the work
// flows evenly through all counters that share it.
func (f *forecast) far(now time.Duration, calls int, ahead float64, found func(line int, a answer)) {
	for j := range f.lines {
		if !slices.ContainsFunc(f.lines[j].people, func(p person) bool { return p.asked && !p.gone }) {
			continue
		}
		own, sharing, rest, work := 0, 0, 0.0, 0.0
		for k := range f.lines {
			if slices.ContainsFunc(f.seats, func(s seat) bool { return s.counter.Serves(j) && s.counter.Serves(k) }) {
				l := &f.lines[k]
				n := max(0, ahead*float64(len(l.people)+l.beyond)-float64(l.head))
				rest, work = rest+n, work+n*float64(l.stays)
			}
		}
		for _, s := range f.seats {
			if s.counter.Serves(j) {
				own++
			}
			if f.shares(s.counter, j) {
				sharing++
			}
		}
		if own == 0 {
			continue
		}
		found(j, answer{mean: now + time.Duration(work/float64(sharing)), known: true, ok: true,
			calls: max(1, calls+int(rest*float64(own)/float64(sharing)))})
	}
}

// shares says that a counter takes of the work that those who serve line j have.
func (f *forecast) shares(c *queue.Counter, j int) bool {
	for k := range f.lines {
		if c.Serves(k) && slices.ContainsFunc(f.seats, func(s seat) bool { return s.counter.Serves(j) && s.counter.Serves(k) }) {
			return true
		}
	}
	return false
}

// stand copies the waiting lines, in the branch's order of services.
func (f *forecast) stand(d *Day, s *queue.State) {
	f.lines, f.latest = slices.Grow(f.lines[:0], len(s.Branch.Services))[:len(s.Branch.Services)], math.MinInt64
	for i := range f.lines {
		id := s.Branch.Services[i].ID
		l := line{people: f.lines[i].people[:0], stays: d.expected(id)}
		for v := range s.Queue(id) {
			if len(l.people) == horizon {
				l.beyond = s.Waiting(id) - horizon
				break
			}
			leg := v.Leg()
			p := standing(leg.Key, s.Keeper(leg))
			f.latest = max(f.latest, p.at)
			l.add(p)
		}
		f.lines[i] = l
	}
}

func standing(key queue.PlaceKey, keeper *queue.Counter) person {
	return person{rank: key.Rank, at: key.At.UnixNano(), seq: key.Seq, keeper: keeper}
}

// before is PlaceKey.Less.
func (p *person) before(o *person) bool {
	if p.rank != o.rank {
		return p.rank < o.rank
	}
	return p.at < o.at || p.at == o.at && p.seq < o.seq
}

func (l *line) add(p person) {
	l.people = append(l.people, p)
	l.kept = l.kept || p.keeper != nil
}

func (l *line) advance() {
	for l.head < len(l.people) && l.people[l.head].gone {
		l.head++
	}
}

// first is whom a counter calls next: the place in which line; -1 when nobody.
func (f *forecast) first(c *queue.Counter) (at, place int) {
	at = -1
	for i := range f.lines {
		l := &f.lines[i]
		serves := c.Serves(i)
		if !serves && !l.kept {
			continue
		}
		for j := l.head; j < len(l.people); j++ {
			p := &l.people[j]
			if p.gone || p.keeper != c && (p.keeper != nil || !serves) {
				continue
			}
			if at < 0 || p.before(&f.lines[at].people[place]) {
				at, place = i, j
			}
			break
		}
	}
	return at, place
}

// before orders the heap.
func (f *forecast) before(i, j int) bool {
	a, b := &f.seats[i], &f.seats[j]
	return a.free < b.free || a.free == b.free && a.order < b.order
}

// down lets seat i sink to its place.
func (f *forecast) down(i int) {
	for {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(f.seats); child++ {
			if f.before(child, least) {
				least = child
			}
		}
		if least == i {
			return
		}
		f.seats[i], f.seats[least] = f.seats[least], f.seats[i]
		i = least
	}
}

// pop takes the first seat out: nobody is left for it.
func (f *forecast) pop() {
	last := len(f.seats) - 1
	f.seats[0] = f.seats[last]
	f.seats = f.seats[:last]
	f.down(0)
}
