package hub

import (
	"slices"
	"time"

	"turno/hub/queue"
	"turno/hub/stats"
	"turno/hub/wire"
)

// recount builds the day's figures anew from the state.
func (h *Hub) recount() { h.book = stats.Of(&h.state, h.zone) }

// observe counts what an event changed.
func (h *Hub) observe(e queue.Event) {
	if h.book != nil { // before the first recount there is nothing to keep up to date
		h.book.See(&h.state, e)
	}
}

// quote is the wait that somebody is told who takes a ticket for the service
// now, of a priority class or of none; nil where nothing honest can be said.
func (h *Hub) quote(s queue.ServiceID, class queue.ClassID) *queue.Quote {
	return told(h.book.QuoteClass(&h.state, s, class, h.now()))
}

// quoteAt is the wait that is left to somebody who has a ticket.
func (h *Hub) quoteAt(v *queue.Visit) *queue.Quote {
	return told(h.book.QuoteFor(&h.state, v, h.now()))
}

func told(q queue.Quote, ok bool) *queue.Quote {
	if !ok {
		return nil
	}
	return &q
}

// figures are the day's, in the words of the stream.
func (h *Hub) figures() *wire.Figures { return Figures(h.book.Figures()) }

// Figures puts a day's figures into the words of the stream: what a manager's
// state carries, and a replay of the same log has to give.
func Figures(f stats.Figures) *wire.Figures {
	w := &wire.Figures{Total: figure(f.Total), Services: []wire.Figure{}, HalfHours: []wire.HalfHour{}}
	for _, r := range f.Services {
		w.Services = append(w.Services, figure(r))
	}
	for _, x := range f.HalfHours {
		w.HalfHours = append(w.HalfHours, wire.HalfHour{From: x.Start, Arrived: x.Arrived, Served: x.Served})
	}
	return w
}

func figure(r stats.Row) wire.Figure {
	f := wire.Figure{Service: string(r.Service), Issued: r.Arrived, Waiting: r.Waiting, Called: r.Wait.N, Served: r.Served, Left: r.Left, NoShow: r.NoShow,
		MeanS: r.Wait.Mean.Seconds(), MedianS: r.Wait.Median.Seconds(), P90S: r.Wait.P90.Seconds(), ServiceMeanS: r.ServiceTime.Mean.Seconds()}
	f.ServiceLevel, _ = r.ServiceLevel.Value()
	f.Abandonment, _ = r.Abandonment.Value()
	f.Ratings, f.CSATs, f.NPSs, f.CESs = r.Ratings, r.CSAT.Of, r.Promoters.Of, r.Efforts
	f.CSAT, _ = r.CSAT.Value()
	f.NPS, _ = r.NPS()
	f.CES, _ = r.CES()
	return f
}

// addFigures puts the figures into the last event of a batch, for managers.
// They are sums over the day, so one set a batch says as much as one an event.
func (h *Hub) addFigures(f *frame) {
	watched := false
	for s := range h.fan.sessions {
		watched = watched || s.who.audience() == managing
	}
	if !watched {
		return
	}
	c := f.events[managing].Changed
	if c == nil {
		c = &wire.Changed{}
	}
	c.Figures = h.figures()
	f.events[managing].Changed = c
}

// fillDay says how a counter's day went so far. It looks through the day's
// visits, so it is done only for a counter that is free: the teller reads it
// between two customers.
func (h *Hub) fillDay(r *wire.Counter, c queue.CounterID) {
	if r.Ticket != "" {
		return
	}
	var times []time.Duration
	var lastEnd time.Time
	within, promised := 0, 0
	for v := range h.state.Visits() {
		for i := range v.Legs {
			l := &v.Legs[i]
			end, here := servedAt(l, c)
			if !here {
				continue
			}
			took, _ := l.ServiceTime(end)
			times = append(times, took)
			if end.After(lastEnd) {
				lastEnd, r.Last, r.LastS = end, string(v.Ticket), took.Seconds()
			}
			if s, ok := h.state.Branch.Service(l.Service); ok && s.Target > 0 {
				promised++
				if w, ok := l.Wait(); ok && w <= s.Target.Duration() {
					within++
				}
			}
		}
	}
	if r.Served = len(times); r.Served == 0 {
		return
	}
	slices.Sort(times)
	n := len(times)
	r.MedianS = (times[(n-1)/2] + times[n/2]).Seconds() / 2
	if promised > 0 {
		r.InTarget = float64(within) / float64(promised)
	}
}

// servedAt says when the leg's service ended, if it did so at the counter.
func servedAt(l *queue.Leg, c queue.CounterID) (time.Time, bool) {
	if l.State != queue.Finished && l.State != queue.WrapUp {
		return time.Time{}, false
	}
	for i := len(l.Periods) - 1; i >= 0; i-- {
		if p := l.Periods[i]; p.State == queue.Serving {
			return p.To, p.Counter == c
		}
	}
	return time.Time{}, false
}
