package hub

import (
	"fmt"
	"sort"
	"time"

	"turno/hub/queue"
	"turno/hub/wire"
)

// This file makes the rows of the stream from the state. It belongs to the
// writer, as the state does.

func (h *Hub) epoch() string { return h.store.Epoch().String() }

// stateFor is the whole of what a principal may see.
func (h *Hub) stateFor(who principal) wire.State {
	s := wire.State{
		Epoch: h.epoch(), Seq: h.state.Seq, BusinessDate: string(h.state.Date), At: h.now(), Day: h.day(),
		Branch: h.branchRow(who.audience()), Queues: []wire.Queue{}, Counters: []wire.Counter{}, Board: []wire.Called{}, You: who.you(),
	}
	if who.audience() == phone {
		s.Ticket = h.phoneRow(who.Phone)
		return s
	}
	s.Queues, s.Board = h.queueRows(), h.boardRows()
	for c := range h.state.Counters() {
		s.Counters = append(s.Counters, h.counterRow(c, who.audience()))
	}
	if who.audience() != public {
		s.Helps = h.helpRows(who.audience())
	}
	if !who.audience().open() {
		s.Devices = h.deviceRows()
		for v := range h.state.Visits() {
			if here(v) {
				s.Visits = append(s.Visits, h.visitRow(v))
			}
		}
		sort.SliceStable(s.Visits, func(i, j int) bool { return s.Visits[i].Place < s.Visits[j].Place })
	}
	if who.audience() == managing {
		s.Figures = h.figures()
	}
	return s
}

func (h *Hub) day() string {
	if h.state.Day == queue.DayOpen {
		return "open"
	}
	return "closed"
}

// here says that staff still have something to do with the visit.
func here(v *queue.Visit) bool {
	s := v.State()
	return !s.Ended() || s == queue.NotShown
}

func (h *Hub) queueRows() []wire.Queue {
	rows := make([]wire.Queue, 0, len(h.state.Branch.Services))
	for i := range h.state.Branch.Services {
		rows = append(rows, h.queueRow(&h.state.Branch.Services[i]))
	}
	return rows
}

func (h *Hub) queueRow(s *queue.Service) wire.Queue {
	now := h.now()
	q := wire.Queue{Service: string(s.ID), Waiting: h.state.Waiting(s.ID), Open: h.state.Branch.Open(s, now) && h.state.Day == queue.DayOpen}
	if v := h.state.Oldest(s.ID); v != nil {
		at := v.Leg().Entered.In(h.zone)
		q.OldestAt = &at
		q.LongestWaitS = max(0, int(now.Sub(at)/time.Second))
	}
	if b := &h.state.Branch; !b.Open(s, now) {
		if opens, ok := b.NextOpening(s, now); ok {
			q.OpensAt = opens.String()
		}
	}
	q.Serving = h.serving(s.ID)
	quote := h.quote(s.ID, "")
	q.Wait = wait(quote)
	q.Open = q.Open && s.InTime(now, quote)
	return q
}

// serving counts the counters that are open for a service.
func (h *Hub) serving(s queue.ServiceID) (n int) {
	for c := range h.state.Counters() {
		if c.State != queue.CounterIsClosed && c.State != queue.CounterIsPaused && h.state.Serves(c, s) {
			n++
		}
	}
	return n
}

func wait(q *queue.Quote) wire.Wait {
	if q == nil {
		return wire.Wait{Unknown: true}
	}
	return wire.Wait{P50S: int(q.P50), P80S: int(q.P80)}
}

func (h *Hub) boardRows() []wire.Called {
	rows := make([]wire.Called, 0, len(h.state.Board()))
	for _, c := range h.state.Board() {
		rows = append(rows, wire.Called{Ticket: string(c.Ticket), Counter: string(c.Counter), Service: string(c.Service),
			Language: c.Language, CalledAt: c.At.In(h.zone), Calls: c.Calls})
	}
	return rows
}

// counterRow is a counter's row; the public one says what the sign over the
// counter would, and no name.
func (h *Hub) counterRow(c *queue.Counter, a audience) wire.Counter {
	r := wire.Counter{Counter: string(c.ID), State: string(c.State), Since: c.Since.In(h.zone)}
	v, busy := h.state.Visit(c.Visit)
	if busy {
		r.Ticket, r.Service = string(v.Ticket), string(v.Leg().Service)
	}
	if a.open() {
		return r
	}
	r.Teller, r.Profile, r.Reason = string(c.Teller), string(c.Profile), c.Reason
	r.PauseKind, r.Rush, r.RushUntil = string(c.Kind), string(c.Rush), h.in(c.RushUntil)
	if t, ok := h.state.Branch.Teller(c.Teller); ok {
		r.Name = t.Name
	}
	for i := range h.state.Branch.Services {
		if s := h.state.Branch.Services[i].ID; h.state.Serves(c, s) {
			r.Services = append(r.Services, string(s))
		}
	}
	if busy {
		h.fillVisit(&r, v)
		if c.Why != nil {
			r.Why = why(c.Why)
		}
	}
	if verb, until, ok := h.state.Undoable(c, h.now()); ok {
		r.Undo, r.UndoUntil = verb, h.in(until)
	}
	r.Next = h.next(c)
	h.fillDay(&r, c.ID)
	return r
}

func (h *Hub) fillVisit(r *wire.Counter, v *queue.Visit) {
	l := v.Leg()
	r.Visit, r.Language, r.Calls = string(v.ID), v.Language, l.Calls
	r.IssuedAt = h.in(v.Issued)
	if w, ok := l.Wait(); ok {
		s := w.Seconds()
		r.WaitedS = &s
	}
	r.CalledAt, r.Drafts = h.in(l.LastCalled), v.Drafts
	if l.State == queue.Serving || l.State == queue.WrapUp {
		began := l.Started
		for i := len(l.Periods) - 1; i >= 0; i-- {
			if l.Periods[i].State == queue.Serving {
				began = l.Periods[i].From
				break
			}
		}
		r.ServingAt = h.in(began)
		if total, ok := l.ServiceTime(began); ok {
			r.ServedS = total.Seconds()
		}
	}
}

// in is a time in the branch's zone, nil for none.
func (h *Hub) in(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.In(h.zone)
	return &t
}

func (h *Hub) visitRow(v *queue.Visit) wire.Visit {
	l := v.Leg()
	r := wire.Visit{
		Visit: string(v.ID), Ticket: string(v.Ticket), Service: string(l.Service), Language: v.Language, Priority: string(v.Class),
		State: string(l.State), IssuedAt: v.Issued.In(h.zone), QueuedAt: l.Entered.In(h.zone), Counter: string(v.Counter()),
		ForCounter: string(l.ForCounter), ForTeller: string(l.ForTeller), Calls: l.Calls,
		Speaks: l.ForLanguage, KeptUntil: h.in(l.KeptUntil), BookedAt: h.in(l.Booked), Drafts: v.Drafts,
	}
	if n := len(l.Periods); n > 0 {
		r.Since = l.Periods[n-1].From.In(h.zone)
	}
	for _, s := range v.Then {
		r.Then = append(r.Then, string(s))
	}
	switch l.State {
	case queue.Waiting:
		r.Place = fmt.Sprintf("%d-%020d-%010d", l.Key.Rank+1, l.Key.At.UnixNano(), l.Key.Seq)
		if l.Key.Sub > 0 {
			r.Place += fmt.Sprintf("-%010d", l.Key.Sub)
		}
	case queue.Parked:
		r.Place = "9-" + string(v.Ticket)
		r.Reason, r.Owner, r.Until = l.ParkReason, h.owner(l), h.in(l.Until)
	case queue.NotShown:
		r.Place = "9-" + string(v.Ticket)
		r.Since = l.EndedAt.In(h.zone)
		if late := h.state.Branch.LateReturn; late > 0 {
			r.Until = h.in(l.EndedAt.Add(late.Duration()))
		}
	default:
		r.Place = "9-" + string(v.Ticket)
	}
	return r
}

func (h *Hub) owner(l *queue.Leg) string {
	switch l.ParkOwner {
	case queue.OwnerTeller:
		return "teller:" + string(l.ForTeller)
	case queue.OwnerCounter:
		return "counter:" + string(l.ForCounter)
	}
	return "branch"
}

// rows are what an event changed, for every audience.
type rows struct {
	wire.Changed
	visits []wire.Visit
	gone   []string
	staff  []wire.Counter
	public []wire.Counter
	branch [audiences]*wire.Branch

	helps   [audiences]*[]wire.HelpRow
	devices []wire.DeviceRow
	lost    []string
}

// changed gathers the rows that an event changed, for those who are to be told.
// The state is the one after it.
func (h *Hub) changed(e queue.Event, w wanted) rows {
	var r rows
	if w == (wanted{}) {
		return r // phones alone: each is told its own row
	}
	concerns := queue.Concerned(e.Fact)
	if concerns.All {
		return h.everything(e)
	}
	visits := concerns.Visits
	if !w.staff() {
		visits = nil
	}
	for _, id := range visits {
		if v, ok := h.state.Visit(id); ok && here(v) {
			r.visits = append(r.visits, h.visitRow(v))
		} else {
			r.gone = append(r.gone, string(id))
		}
	}
	if _, ok := e.Fact.(queue.DraftKept); ok { // its form is shown where the visit is
		if v, ok := h.state.Visit(concerns.Visits[0]); ok && v.Counter() != "" {
			concerns.Counters = append(concerns.Counters, v.Counter())
		}
	}
	for _, id := range concerns.Counters {
		c, ok := h.state.Counter(id)
		if ok && w.staff() {
			r.staff = append(r.staff, h.tellCounter(c))
		}
		if ok && w.open() {
			r.public = append(r.public, h.counterRow(c, public))
		}
	}
	switch e.Fact.(type) {
	case queue.TicketCalled, queue.TicketRecalled, queue.VisitResumed, queue.CommandUndone:
		board := h.boardRows()
		r.Board = &board
	}
	if queue.Beside(e.Fact) {
		h.changedBeside(&r, e.Fact)
	} else {
		r.Queues = h.changedQueues()
	}
	return r
}

// everything is for events of the day and the branch: all rows, each whole.
func (h *Hub) everything(e queue.Event) rows {
	r := rows{Changed: wire.Changed{BusinessDate: string(h.state.Date), Day: h.day(), Queues: h.changedQueues()}}
	board := h.boardRows()
	r.Board = &board
	for c := range h.state.Counters() {
		r.staff = append(r.staff, h.tellCounter(c))
		r.public = append(r.public, h.counterRow(c, public))
	}
	if d, ok := e.Fact.(queue.DayClosed); ok {
		for _, id := range d.Left {
			r.gone = append(r.gone, string(id))
		}
		r.helps = h.allHelps() // they ended with it
	}
	if _, ok := e.Fact.(queue.DayOpened); ok {
		r.gone = append(r.gone, h.missed...)
		h.missed = nil
	}
	if _, ok := e.Fact.(queue.BranchLoaded); ok {
		for a := public; a < audiences; a++ {
			r.branch[a] = h.branchRow(a)
		}
	}
	return r
}

// changedQueues gives the rows that differ from what was told last. How long
// the longest has waited changes by itself and is counted on by the screens.
func (h *Hub) changedQueues() []wire.Queue {
	var out []wire.Queue
	for _, q := range h.queueRows() {
		if old, told := h.fan.queues[queue.ServiceID(q.Service)]; told && sameQueue(q, old) {
			continue
		}
		h.fan.queues[queue.ServiceID(q.Service)] = q
		out = append(out, q)
	}
	return out
}

// sameQueue says that a screen which shows a need not be told b.
func sameQueue(a, b wire.Queue) bool {
	a.LongestWaitS, b.LongestWaitS = 0, 0
	sameOldest := (a.OldestAt == nil) == (b.OldestAt == nil) && (a.OldestAt == nil || a.OldestAt.Equal(*b.OldestAt))
	a.OldestAt, b.OldestAt = nil, nil
	return a == b && sameOldest
}

func (r rows) forAudience(a audience) *wire.Changed {
	c := r.Changed
	c.Counters, c.Branch = r.staff, r.branch[a]
	if a.open() {
		c.Counters = r.public
	} else {
		c.Visits, c.Gone, c.Devices, c.LostDevices = r.visits, r.gone, r.devices, r.lost
	}
	if a != public {
		c.Helps = r.helps[a]
	}
	if c.Board == nil && c.Day == "" && c.Helps == nil && len(c.Queues)+len(c.Counters)+len(c.Visits)+len(c.Gone)+len(c.Devices)+len(c.LostDevices) == 0 {
		return nil
	}
	return &c
}

// branchRow is the branch file as screens may see it.
func (h *Hub) branchRow(a audience) *wire.Branch {
	b := &h.state.Branch
	w := &wire.Branch{
		ID: b.ID, Bank: b.Bank, Name: b.Name, Zone: b.Zone, Languages: b.Languages, Brand: b.Colour, PublicURL: h.cfg.PublicURL, Ticker: b.Ticker,
		Services: []wire.Service{}, Counters: []wire.Place{}, RecallGapS: int(b.RecallGap), UndoS: int(b.UndoWindow), LongWaitS: int(b.LongWait), Virtual: h.cfg.Virtual,
		Week: b.Week, Breaks: hoursRows(b.Breaks),
	}
	for i := range b.Services {
		w.Services = append(w.Services, serviceRow(&b.Services[i]))
	}
	for _, d := range b.Holidays {
		w.Holidays = append(w.Holidays, string(d.Date))
	}
	for _, c := range b.Counters {
		p := wire.Place{Counter: string(c.ID), Services: []string{}}
		for i := range b.Services {
			if b.Serves(c.ID, "", b.Services[i].ID) {
				p.Services = append(p.Services, string(b.Services[i].ID))
			}
		}
		if c.Profile != "" {
			p.Profiles = []string{string(c.Profile)}
		}
		w.Counters = append(w.Counters, p)
	}
	for _, g := range b.Groups {
		group := wire.Group{ID: g.ID, Names: g.Names}
		for _, s := range g.Services {
			group.Services = append(group.Services, string(s))
		}
		w.Groups = append(w.Groups, group)
	}
	for _, p := range b.Pauses {
		w.Pauses = append(w.Pauses, wire.Pause{ID: p.ID, Names: p.Names, Kind: string(p.Kind)})
	}
	for _, p := range b.Profiles {
		w.Profiles = append(w.Profiles, wire.Profile{ID: string(p.ID), Names: p.Names})
	}
	for _, c := range b.Classes {
		w.Classes = append(w.Classes, wire.Class{ID: string(c.ID), Names: c.Names, For: c.For})
	}
	for _, n := range b.Needs {
		w.Needs = append(w.Needs, wire.Need{ID: n.ID, Service: string(n.Service), Icon: n.Icon, Names: n.Names, Words: n.Words})
	}
	if a == staff || a == managing {
		for _, t := range b.Tellers {
			w.Tellers = append(w.Tellers, wire.Person{ID: string(t.ID), Name: t.Name})
		}
	}
	return w
}

func serviceRow(s *queue.Service) wire.Service {
	r := wire.Service{ID: string(s.ID), Series: s.Series, Icon: s.Icon, Names: s.Names, Hints: s.Hints, About: s.About, For: s.For, Bring: s.Bring, Forms: s.Forms, TargetS: int(s.Target)}
	if u := int(s.Usual); u > 0 { // the middle half of usual service times, roughly
		r.UsualS = [2]int{u * 3 / 4, u * 5 / 4}
	}
	r.Hours = hoursRows(s.Hours)
	return r
}

func hoursRows(all []queue.Hours) (rows []wire.Hours) {
	for _, h := range all {
		rows = append(rows, wire.Hours{Opens: h.Opens.String(), Closes: h.Closes.String()})
	}
	return rows
}
