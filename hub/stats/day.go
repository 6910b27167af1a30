package stats

import (
	"slices"
	"time"

	"turno/hub/queue"
)

// Day is the figures of one business date, kept up to date event by event.
type Day struct {
	zone    *time.Location
	date    queue.Date
	order   []queue.ServiceID // the branch's
	targets map[queue.ServiceID]time.Duration
	usual   map[queue.ServiceID]time.Duration

	visits    map[queue.VisitID]visitShare
	services  map[queue.ServiceID]*sums
	total     sums
	visitTime tally
	halves    map[int64]*HalfHour
	classes   map[queue.ClassID]int // visits of a priority class
	first     time.Time             // when the first of the day came
	forecast  forecast
}

// visitShare is what a visit contributes now.
type visitShare struct {
	legs  []legShare
	ended bool
	time  time.Duration
	said  *queue.Feedback
}

// sums is what a Row is made of.
type sums struct {
	row      Row // its counts
	wait     tally
	walk     tally
	service  tally
	wrapUp   tally
	hold     tally
	occupied tally // how long legs of the service held a counter
}

// NewDay is a day on which nothing has happened, in the branch's zone (half
// hours are the branch's). It may see a branch's events from the first on.
func NewDay(zone *time.Location) *Day {
	d := &Day{zone: zone}
	d.reset()
	return d
}

// Of folds the figures of the state's business date from scratch.
func Of(s *queue.State, zone *time.Location) *Day {
	d := NewDay(zone)
	d.fold(s)
	return d
}

// See counts an event that has just been applied; s is the state after it.
func (d *Day) See(s *queue.State, e queue.Event) {
	if issued, is := e.Fact.(queue.TicketIssued); !is || !d.forecast.joins(s, issued.Visit) {
		d.forecast.forget()
	}
	switch e.Fact.(type) {
	case queue.BranchLoaded:
		d.fold(s) // targets may have moved
		return
	case queue.DayOpened:
		if s.Date != d.date {
			d.fold(s)
			return
		}
	}
	for _, id := range queue.Concerned(e.Fact).Visits {
		if v, ok := s.Visit(id); ok {
			d.put(v)
		}
	}
}

func (d *Day) reset() {
	d.visits = map[queue.VisitID]visitShare{}
	d.services = map[queue.ServiceID]*sums{}
	d.total, d.visitTime = sums{}, tally{}
	d.halves = map[int64]*HalfHour{}
	d.classes, d.first = map[queue.ClassID]int{}, time.Time{}
}

func (d *Day) fold(s *queue.State) {
	d.reset()
	d.date = s.Date
	d.order = nil
	d.targets, d.usual = map[queue.ServiceID]time.Duration{}, map[queue.ServiceID]time.Duration{}
	for i := range s.Branch.Services {
		service := &s.Branch.Services[i]
		d.order = append(d.order, service.ID)
		d.targets[service.ID] = service.Target.Duration()
		d.usual[service.ID] = service.Usual.Duration()
	}
	for v := range s.Visits() {
		d.put(v)
	}
}

// came counts somebody new. Who was handed in later may have come before.
func (d *Day) came(v *queue.Visit) {
	if v.Class != "" {
		d.classes[v.Class]++
	}
	if d.first.IsZero() || v.Issued.Before(d.first) {
		d.first = v.Issued
	}
}

// put replaces what a visit contributes.
func (d *Day) put(v *queue.Visit) {
	old, known := d.visits[v.ID]
	if !known {
		d.came(v)
	}
	now := visitShare{said: v.Feedback}
	now.legs = make([]legShare, len(v.Legs))
	for i := range v.Legs {
		now.legs[i] = d.share(&v.Legs[i])
	}
	if at, ended := v.Ended(); ended {
		now.ended, now.time = true, at.Sub(v.Issued)
	}
	d.visits[v.ID] = now
	if old.said != now.said {
		d.rate(old.said, -1)
		d.rate(now.said, 1)
	}
	if old.ended {
		d.visitTime.remove(old.time)
	}
	if now.ended {
		d.visitTime.add(now.time)
	}
	for i := range max(len(old.legs), len(now.legs)) {
		if i < len(old.legs) && i < len(now.legs) && old.legs[i] == now.legs[i] {
			continue
		}
		if i < len(old.legs) {
			d.count(old.legs[i], -1)
		}
		if i < len(now.legs) {
			d.count(now.legs[i], 1)
		}
	}
}

// count adds (sign 1) or takes out (sign -1) what a leg contributes.
func (d *Day) count(c legShare, sign int) {
	service := d.services[c.service]
	if service == nil {
		service = &sums{}
		d.services[c.service] = service
	}
	service.count(c, sign)
	d.total.count(c, sign)
	d.half(c.arrived).Arrived += sign
	if c.served {
		d.half(c.over).Served += sign
	}
}

func (s *sums) count(c legShare, sign int) {
	r := &s.row
	r.Arrived += sign
	switch c.state {
	case queue.Waiting:
		r.Waiting += sign
	case queue.Called:
		r.Called += sign
	case queue.Serving:
		r.Serving += sign
	case queue.Parked:
		r.Parked += sign
	case queue.Left:
		r.Left += sign
		r.Abandonment.N += sign
	case queue.NotShown:
		r.NoShow += sign
		r.Abandonment.N += sign
	}
	if c.state.Ended() {
		r.Ended += sign
		r.Abandonment.Of += sign
	}
	if c.served {
		r.Served += sign
	}
	if c.target {
		r.ServiceLevel.Of += sign
		if c.within {
			r.ServiceLevel.N += sign
		}
	}
	s.wait.count(c.called, c.wait, sign)
	s.walk.count(c.walked, c.walk, sign)
	s.service.count(c.served, c.serving, sign)
	s.wrapUp.count(c.wrapped, c.wrapUp, sign)
	s.hold.count(c.held, c.hold, sign)
	s.occupied.count(c.served && c.occupied > 0, c.occupied, sign)
}

// count adds or takes out d where it is meant at all.
func (t *tally) count(meant bool, d time.Duration, sign int) {
	switch {
	case !meant:
	case sign > 0:
		t.add(d)
	default:
		t.remove(d)
	}
}

// halfHour is the start of the half hour of the branch's clock in which t lies,
// in unix seconds.
func (d *Day) halfHour(t time.Time) int64 {
	_, offset := t.In(d.zone).Zone()
	local := t.Unix() + int64(offset)
	return local - local%1800 - int64(offset)
}

func (d *Day) half(start int64) *HalfHour {
	h := d.halves[start]
	if h == nil {
		h = &HalfHour{}
		d.halves[start] = h
	}
	return h
}

// Figures are the day's figures as of the last event seen.
func (d *Day) Figures() Figures {
	f := Figures{Date: d.date, Visits: len(d.visits), VisitTime: d.visitTime.spread(), Total: d.total.figures("")}
	for _, id := range d.order {
		if s := d.services[id]; s != nil {
			f.Services = append(f.Services, s.figures(id))
		} else {
			f.Services = append(f.Services, Row{Service: id})
		}
	}
	var starts []int64
	for start, h := range d.halves {
		if h.Arrived != 0 || h.Served != 0 {
			starts = append(starts, start)
		}
	}
	if len(starts) == 0 {
		return f
	}
	first, last := slices.Min(starts), slices.Max(starts)
	for at := first; at <= last; at += 1800 {
		h := HalfHour{Start: time.Unix(at, 0).In(d.zone)}
		if counted := d.halves[at]; counted != nil {
			h.Arrived, h.Served = counted.Arrived, counted.Served
		}
		f.HalfHours = append(f.HalfHours, h)
	}
	return f
}

func (s *sums) figures(service queue.ServiceID) Row {
	r := s.row
	r.Service = service
	r.Wait, r.Walk, r.ServiceTime = s.wait.spread(), s.walk.spread(), s.service.spread()
	r.WrapUp, r.Hold = s.wrapUp.spread(), s.hold.spread()
	return r
}
