package desk

import (
	"slices"
	"strings"

	"turno/hub/wire"
	"turno/hub/words"
)

// searchColumns are the visits whose number starts with what was typed, and,
// for one that waits, why it goes ahead of the others.
func (d *Desk) searchColumns(p *panel) []Column {
	found := Column{Title: d.t("search.found"), Group: "ticket", None: d.t("search.none")}
	for _, v := range d.found(p.query) {
		o := Option{ID: v.Ticket, Label: v.Ticket}
		o.Detail, o.Live = d.whereabouts(v)
		found.Options = append(found.Options, o)
	}
	return []Column{found, d.reasons("reason", callReasons)}
}

// found lists what the typed text may mean: the start of a number, with or
// without its letter. Those that need a hand come first: parked, missed, then
// waiting, then those at another counter.
func (d *Desk) found(query string) []wire.Visit {
	letters, digits := split(query)
	order := map[string]int{"parked": 1, "no_show": 2, "waiting": 3, "called": 4, "serving": 5, "wrap_up": 6}
	var out []wire.Visit
	for _, v := range d.link.State.Visits {
		if order[v.State] == 0 || v.Visit == d.visitHere() {
			continue
		}
		if l, n := split(v.Ticket); strings.HasPrefix(l, letters) && strings.HasPrefix(n, digits) {
			out = append(out, v)
		}
	}
	slices.SortStableFunc(out, func(a, b wire.Visit) int { return order[a.State] - order[b.State] })
	return out
}

// split takes a ticket, or what was typed of one, apart: its letters, and its
// number without leading noughts, as people say it.
func split(ticket string) (letters, digits string) {
	ticket = strings.ToUpper(strings.ReplaceAll(ticket, " ", ""))
	at := strings.IndexAny(ticket, "0123456789")
	if at < 0 {
		return ticket, ""
	}
	return ticket[:at], strings.TrimLeft(ticket[at:], "0")
}

// whereabouts says where a visit is, and whether this desk can do anything
// about it.
func (d *Desk) whereabouts(v wire.Visit) (string, bool) {
	there := words.A{"counter": v.Counter}
	service := d.name(v.Service)
	detail := ""
	live := true
	switch v.State {
	case "parked":
		detail = d.t("search.parked")
		live = slices.ContainsFunc(d.parkedHere(), func(p wire.Visit) bool { return p.Visit == v.Visit })
	case "no_show":
		detail = d.t("search.no_show")
	case "called":
		detail, live = d.t("search.called", there), false
	case "serving", "wrap_up":
		detail, live = d.t("search.serving", there), false
	default:
		detail = d.t("search.waiting")
	}
	return service + ", " + detail, live
}

// searchLabel says what the panel's button will do to the chosen visit.
func (d *Desk) searchLabel(columns []Column) string {
	v, ok := d.visit(d.panel.choices.valid(columns, "ticket"))
	if !ok {
		return d.t("search.choose")
	}
	key := map[string]string{"parked": "search.resume", "no_show": "search.requeue"}[v.State]
	if key == "" {
		key = "search.call"
	}
	return d.t(key, words.A{"ticket": v.Ticket})
}

func (d *Desk) acceptSearch(chosen map[string]string) []Effect {
	v, _ := d.visit(chosen["ticket"])
	switch v.State {
	case "parked":
		return d.send(Search, wire.Resume{Counter: d.counter(), Ticket: v.Ticket})
	case "no_show":
		return d.send(Search, wire.Requeue{Ticket: v.Ticket})
	}
	return d.send(Search, wire.Call{Counter: d.counter(), Ticket: v.Ticket, Reason: chosen["reason"]})
}

// Find opens the search with one ticket chosen: how a parked visit is taken
// back by a tap on its row.
func (d *Desk) Find(ticket string) {
	if d.stage() != Idle || d.wish != nil || !d.link.Live {
		return
	}
	d.openPanel(Search)
	d.panel.query = ticket
	d.panel.choices.pick(d.columns(d.panel), 0, 0)
}
