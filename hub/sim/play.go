package sim

import (
	"cmp"
	"container/heap"
	"fmt"
	"math"
	"slices"
	"time"

	"turno/hub/wire"
)

// The kinds of steps, in the order in which they happen at one instant: whoever
// is done makes room before others come, and patience ends before a call.
type kind int

const (
	stepFinish kind = iota
	stepOpen
	stepClose
	stepArrive
	stepLeave
)

// step is something that will happen.
type step struct {
	at    int // seconds after the day's midnight
	kind  kind
	n     int // order of making, so that a run is the same each time
	desk  *desk
	visit *visit
}

type agenda []step

func (a agenda) Len() int      { return len(a) }
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a agenda) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(a[i].at, a[j].at), cmp.Compare(a[i].kind, a[j].kind), cmp.Compare(a[i].n, a[j].n)) < 0
}
func (a *agenda) Push(x any) { *a = append(*a, x.(step)) }
func (a *agenda) Pop() any {
	last := (*a)[len(*a)-1]
	*a = (*a)[:len(*a)-1]
	return last
}

// desk is a counter and who sits at it. Those that are not named are to spare:
// open for one caller at a time.
type desk struct {
	counter string
	token   string
	named   bool
	open    bool
	leaving bool // the shift is over
	busy    *visit
	free    int // since when
}

// visit is a caller in the branch.
type visit struct {
	*caller
	ticket string
	issued int
	called bool
	gone   bool // left or finished
}

// play is a day as it happens.
type play struct {
	cfg     Config
	clients *clients
	pace    *pace
	calls   []caller
	zone    *time.Location
	names   map[string]string // of services
	class   string            // the priority class, "" where the branch has none
	english bool              // the branch speaks it
	desks   []*desk
	door    time.Time // before it nobody comes in

	agenda  agenda
	made    int
	toOpen  int               // named desks that are still to open
	tickets map[string]*visit // all of the day
	waiting []*visit          // in the order of arrival
	counted tallies
	differ  []string
	early   int  // callers who stood at the door
	stays   bool // one came back for who was left
	hour    int  // of the last line of progress
}

// priorityClass is the branch's class for the record's priority customers.
const priorityClass = "priority"

func newPlay(c *clients, cfg Config, calls []caller, zone *time.Location, b *wire.Branch) *play {
	p := &play{cfg: cfg, clients: c, calls: calls, zone: zone, names: make(map[string]string), tickets: make(map[string]*visit), counted: tallies{}, hour: math.MinInt,
		pace: &pace{speed: cfg.Speed, clients: c, admin: cfg.Tokens.Admin, now: time.Now, sleep: sleepReal}}
	for _, s := range b.Services {
		p.names[s.ID] = cmp.Or(s.Names["en"], s.ID)
	}
	if slices.ContainsFunc(b.Classes, func(k wire.Class) bool { return k.ID == priorityClass }) {
		p.class = priorityClass
	}
	p.english = slices.Contains(b.Languages, "en")
	for i := range calls {
		p.add(calls[i].arrives, stepArrive, nil, &visit{caller: &calls[i]})
	}
	return p
}

func (p *play) add(at int, k kind, d *desk, v *visit) {
	p.made++
	heap.Push(&p.agenda, step{at: at, kind: k, n: p.made, desk: d, visit: v})
}

// at is the time of so many seconds by the wall clock of the day.
func (p *play) at(seconds int) time.Time {
	y, m, d := p.cfg.Day.Date()
	return time.Date(y, m, d, 0, 0, seconds, 0, p.zone)
}

// play goes from instant to instant until nothing is left to happen.
func (p *play) play() error {
	for p.agenda.Len() > 0 {
		now := p.agenda[0].at
		t := p.at(now)
		if t.Before(p.door) {
			now, t = p.wait(now)
		}
		move := p.pace.until
		if p.empty() {
			move = p.pace.jump
		}
		if err := move(t); err != nil {
			return err
		}
		for p.agenda.Len() > 0 && p.agenda[0].at <= now {
			if err := p.happen(heap.Pop(&p.agenda).(step), now); err != nil {
				return fmt.Errorf("at %s: %w", t.Format(time.TimeOnly), err)
			}
		}
		if err := p.dispatch(now); err != nil {
			return fmt.Errorf("at %s: %w", t.Format(time.TimeOnly), err)
		}
		p.progress(t, false)
		if p.agenda.Len() == 0 && len(p.waiting) > 0 && !p.stays {
			// The record lacks the times of who would take them: one comes back.
			p.stays, p.desks[0].named = true, true
			p.toOpen++
			p.add(now, stepOpen, p.desks[0], nil)
			p.add(now, stepClose, p.desks[0], nil)
		}
	}
	p.progress(p.pace.clock, true)
	for _, v := range p.waiting {
		p.differs("ticket %s still waits when nobody serves any more", v.ticket)
	}
	return nil
}

// empty reports whether nobody is in the branch, on either side of a counter.
func (p *play) empty() bool {
	return len(p.waiting) == 0 && !slices.ContainsFunc(p.desks, func(d *desk) bool { return d.open })
}

// wait puts what would happen before the door opens to that time.
func (p *play) wait(now int) (int, time.Time) {
	opens := now
	for p.at(opens).Before(p.door) {
		opens++
	}
	for i := range p.agenda {
		if p.agenda[i].at < opens {
			p.agenda[i].at = opens
			if p.agenda[i].kind == stepArrive {
				p.early++
			}
		}
	}
	heap.Init(&p.agenda)
	return opens, p.at(opens)
}

// happen carries one step out.
func (p *play) happen(s step, now int) error {
	switch s.kind {
	case stepArrive:
		return p.arrive(s.visit, now)
	case stepLeave:
		return p.leave(s.visit)
	case stepFinish:
		return p.finish(s.desk, now)
	case stepOpen:
		p.toOpen--
		return p.open(s.desk, now)
	case stepClose:
		s.desk.leaving = true // goes when free, see dispatch
	}
	return nil
}

func (p *play) arrive(v *visit, now int) error {
	language := "es"
	if p.english && v.service == "pe" {
		language = "en"
	}
	issue := wire.Issue{Service: v.service, Language: language}
	if v.priority {
		issue.Priority = p.class
	}
	a, err := p.clients.must(p.cfg.Tokens.Kiosk, issue)
	if err != nil {
		return err
	}
	v.ticket, v.issued = a.Result.Ticket, now
	if other := p.tickets[v.ticket]; other != nil {
		p.differs("ticket %s was issued twice", v.ticket)
	}
	p.tickets[v.ticket] = v
	p.waiting = append(p.waiting, v)
	p.counted.each(v.service, func(t *tally) { t.arrived++ })
	if !v.served {
		p.add(now+v.patience, stepLeave, nil, v)
	}
	return nil
}

// leave ends a caller's patience, unless somebody called before.
func (p *play) leave(v *visit) error {
	if v.called || v.gone {
		return nil
	}
	if _, err := p.clients.must(p.cfg.Tokens.Host, wire.Leave{Ticket: v.ticket}); err != nil {
		return err
	}
	v.gone = true
	p.noLongerWaits(v)
	p.counted.each(v.service, func(t *tally) { t.left++ })
	return nil
}

func (p *play) noLongerWaits(v *visit) {
	p.waiting = slices.DeleteFunc(p.waiting, func(w *visit) bool { return w == v })
}

func (p *play) open(d *desk, now int) error {
	_, err := p.clients.must(d.token, wire.OpenCounter{Counter: d.counter})
	d.open, d.leaving, d.free = true, false, now
	return err
}

func (p *play) close(d *desk) error {
	_, err := p.clients.must(d.token, wire.CloseCounter{Counter: d.counter})
	d.open = false
	return err
}

func (p *play) finish(d *desk, now int) error {
	v := d.busy
	a, err := p.clients.must(d.token, wire.Finish{Counter: d.counter})
	if err != nil {
		return err
	}
	if a.Result.Ticket != v.ticket {
		p.differs("counter %s served %s and the hub finished %s", d.counter, v.ticket, a.Result.Ticket)
	}
	if got := a.Result.ServiceS; got == nil || math.Abs(*got-float64(v.length)) > 1e-6 {
		p.differs("ticket %s was served for %d s, the hub says %v", v.ticket, v.length, text(got))
	}
	v.gone, d.busy, d.free = true, nil, now
	p.counted.each(v.service, func(t *tally) { t.served++ })
	return nil
}

func (p *play) differs(format string, args ...any) {
	p.differ = append(p.differ, fmt.Sprintf(format, args...))
}

func text(f *float64) string {
	if f == nil {
		return "nothing"
	}
	return fmt.Sprintf("%g s", *f)
}
