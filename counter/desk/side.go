package desk

import (
	"slices"
	"time"

	"turno/hub/wire"
	"turno/hub/words"
)

const dash = "–"

// nextShown is how many of those who wait are named; the queues above count
// the rest.
const nextShown = 5

func (d *Desk) sideModel(at time.Time) Side {
	now := d.now(at)
	all := 0
	s := Side{Stale: !d.link.Live, Longest: d.t("longest"), NextTitle: d.t("next_for_you"), Nobody: d.t("nobody_next"), ParkedTitle: d.t("parked")}
	for _, q := range d.link.State.Queues {
		all += q.Waiting
		s.Queues = append(s.Queues, d.queueRow(q, now))
	}
	s.Title = words.N(d.cfg.Lang, "counter.waiting", all)
	next := d.next()
	if len(next) > 0 && d.stage() == Idle {
		next = next[1:] // the first is the large ticket
	}
	for _, v := range next[:min(len(next), nextShown)] {
		s.Next = append(s.Next, d.nextRow(v, now))
	}
	if !d.link.Known {
		s.Title, s.Nobody = "", ""
	}
	if d.stage() == Closed {
		s.Nobody = "" // what this counter would call is not settled yet
	}
	for _, v := range d.parkedHere() {
		s.Parked = append(s.Parked, d.parkedRow(v, now))
	}
	return s
}

func (d *Desk) queueRow(q wire.Queue, now time.Time) QueueRow {
	service := d.service(q.Service)
	row, _ := d.row()
	r := QueueRow{
		Service: q.Service, Icon: service.Icon, Name: d.name(q.Service),
		Waiting: words.Number(d.cfg.Lang, q.Waiting), Longest: dash,
		Mine: len(row.Services) == 0 || slices.Contains(row.Services, q.Service),
	}
	if q.Waiting == 0 || q.OldestAt == nil {
		return r
	}
	longest := now.Sub(*q.OldestAt)
	r.Longest = d.minutes(longest)
	if d.late(service, longest) && d.link.Live { // of old numbers nobody can say it
		r.Late = d.t("late")
	}
	return r
}

func (d *Desk) late(s wire.Service, waited time.Duration) bool {
	return s.TargetS > 0 && waited > time.Duration(s.TargetS)*time.Second
}

func (d *Desk) line(v wire.Visit) string {
	return d.t("row_line", words.A{"service": d.name(v.Service), "language": d.language(v.Language)})
}

func (d *Desk) nextRow(v wire.Visit, now time.Time) VisitRow {
	waited := now.Sub(v.QueuedAt)
	r := VisitRow{Ticket: v.Ticket, Line: d.line(v), Detail: d.minutes(waited), Priority: v.Priority != "",
		Late: d.late(d.service(v.Service), waited)}
	if why := d.fact(v, now); why != "" {
		r.Detail = d.t("row_detail", words.A{"wait": r.Detail, "why": why})
	}
	return r
}

// fact is what is special about a waiting visit; "" for one that simply waits.
func (d *Desk) fact(v wire.Visit, now time.Time) string {
	waited := now.Sub(v.QueuedAt)
	switch {
	case v.Priority != "":
		return d.t("why.priority")
	case v.ForCounter != "" || v.ForTeller != "":
		return d.t("why.own")
	case !d.late(d.service(v.Service), waited):
		return ""
	case d.waitsLongest(v):
		return d.t("why.late")
	}
	return d.t("why.late_one")
}

// waitsLongest tells whether nobody whom this counter calls has waited longer.
func (d *Desk) waitsLongest(v wire.Visit) bool {
	return !slices.ContainsFunc(d.next(), func(o wire.Visit) bool { return o.QueuedAt.Before(v.QueuedAt) })
}

// parkedHere are the parked visits that this counter may take back, those that
// are due first.
func (d *Desk) parkedHere() []wire.Visit {
	row, _ := d.row()
	var out []wire.Visit
	for _, v := range d.link.State.Visits {
		if v.State != "parked" {
			continue
		}
		switch v.Owner {
		case "branch", "", "counter:" + d.counter():
			out = append(out, v)
		case "teller:" + row.Teller:
			out = append(out, v)
		}
	}
	slices.SortStableFunc(out, func(a, b wire.Visit) int {
		switch {
		case a.Until == nil && b.Until == nil:
			return a.Since.Compare(b.Since)
		case a.Until == nil:
			return 1
		case b.Until == nil:
			return -1
		}
		return a.Until.Compare(*b.Until)
	})
	return out
}

func (d *Desk) parkedRow(v wire.Visit, now time.Time) VisitRow {
	r := VisitRow{Ticket: v.Ticket, Line: d.name(v.Service), Detail: d.reason("park", v.Reason)}
	if v.Until != nil {
		key := "parked_until"
		if now.After(*v.Until) {
			key, r.Late = "parked_overdue", true
		}
		r.Line, r.Detail = r.Detail, d.t(key, words.A{"time": d.clock(*v.Until)})
	}
	return r
}

// reason says a reason that was sent as an id; another program's own words
// stay as they are.
func (d *Desk) reason(of, id string) string {
	if words.Has(d.cfg.Lang, "counter."+of+"."+id) {
		return d.t(of + "." + id)
	}
	return id
}
