package desk

import (
	"fmt"
	"strings"
	"time"

	"turno/hub/wire"
	"turno/hub/words"
)

// The reasons that a teller chooses from, those for a pause where the branch file
// lists none. They are sent as these ids, which reports can count; append only.
var (
	pauseReasons = []string{"break", "errand", "help", "paperwork", "fault"}
	parkReasons  = []string{"papers", "form", "colleague", "approval", "later"}
	callReasons  = []string{"needs_help", "returning", "language", "short", "manager"}
)

// untilOpen is a park with no time set; the others are minutes.
const untilOpen = "open"

var parkMinutes = []int{5, 10, 15, 30, 60}

func (d *Desk) panelTitle(p *panel, row wire.Counter) (title, help string) {
	ticket := words.A{"ticket": row.Ticket}
	switch p.action {
	case Transfer:
		return d.t("transfer.title", ticket), ""
	case Park:
		return d.t("park.title", ticket), ""
	case Pause:
		return d.t("pause.title"), ""
	case Close:
		return d.t("close.title", words.A{"counter": d.counter()}), d.t("close.help")
	case Add:
		return d.t("add.title", ticket), d.t("add.help")
	case ReadForm:
		return words.T(d.cfg.Lang, "host.draft.title", ticket), words.T(d.cfg.Lang, "host.draft.help")
	}
	return d.t("search.title"), ""
}

func (d *Desk) reasons(of string, ids []string) Column {
	c := Column{Title: d.t(of + ".reason"), Group: "reason"}
	if of == "reason" {
		c.Title = d.t("search.reason")
	}
	for _, id := range ids {
		c.Options = append(c.Options, Option{ID: id, Label: d.t(of + "." + id), Live: true})
	}
	return c
}

// otherServices are the services that a visit can go on to from here.
func (d *Desk) otherServices() []Option {
	row, _ := d.row()
	var out []Option
	for _, q := range d.link.State.Queues {
		if q.Service == row.Service {
			continue
		}
		o := Option{ID: q.Service, Label: d.name(q.Service), Live: q.Open}
		if !q.Open {
			o.Detail = d.t("closed_row")
		}
		out = append(out, o)
	}
	return out
}

func (d *Desk) transferColumns() []Column {
	services := Column{Title: d.t("transfer.service"), Group: "to", None: d.t("transfer.none")}
	for _, o := range d.otherServices() {
		o.ID = "service:" + o.ID
		services.Options = append(services.Options, o)
	}
	counters := Column{Title: d.t("transfer.counter"), Group: "to", None: d.t("transfer.none")}
	tellers := Column{Title: d.t("transfer.teller"), Group: "to", None: d.t("transfer.none")}
	for _, c := range d.link.State.Counters {
		if c.Counter == d.counter() || c.State == "closed" {
			continue
		}
		counters.Options = append(counters.Options, Option{ID: "counter:" + c.Counter, Label: d.t("title", words.A{"counter": c.Counter}), Live: true})
		if c.Teller != "" && c.Name != "" {
			tellers.Options = append(tellers.Options, Option{ID: "teller:" + c.Teller, Label: c.Name, Live: true})
		}
	}
	place := Column{Title: d.t("transfer.place"), Group: "place"}
	for _, id := range []string{"first", "age", "last"} {
		place.Options = append(place.Options, Option{ID: id, Label: d.t("transfer." + id), Live: true})
	}
	out := []Column{services, counters}
	if len(tellers.Options) > 0 {
		out = append(out, tellers)
	}
	return append(out, place)
}

func target(id string) wire.To {
	kind, name, _ := strings.Cut(id, ":")
	switch kind {
	case "counter":
		return wire.To{Counter: name}
	case "teller":
		return wire.To{Teller: name}
	}
	return wire.To{Service: name}
}

func (d *Desk) parkColumns() []Column {
	until := Column{Title: d.t("park.until"), Group: "until"}
	until.Options = append(until.Options, Option{ID: untilOpen, Label: d.t("park.open"), Live: true})
	for _, n := range parkMinutes {
		in := time.Duration(n) * time.Minute
		until.Options = append(until.Options, Option{ID: fmt.Sprint(n), Live: true,
			Label: d.t("park.in", words.A{"time": d.minutes(in), "clock": d.clock(d.parkNow.Add(in))})})
	}
	owner := Column{Title: d.t("park.owner"), Group: "owner"}
	for _, id := range []string{"counter", "teller", "branch"} {
		if row, _ := d.row(); id == "teller" && row.Teller == "" {
			continue // a device's token opened the counter: there is nobody to name
		}
		owner.Options = append(owner.Options, Option{ID: id, Label: d.t("park.owner_" + id), Live: true})
	}
	return []Column{d.reasons("park", parkReasons), until, owner}
}

// parkClock holds the time that "in 10 min" counts from.
func (d *Desk) parkClock(at time.Time) { d.parkNow = d.now(at) }

// until is the return time of a park, in whole minutes; nil where none is set.
func (d *Desk) until(id string, at time.Time) *time.Time {
	var n int
	if _, err := fmt.Sscan(id, &n); err != nil {
		return nil
	}
	t := d.now(at).Add(time.Duration(n) * time.Minute).Truncate(time.Second)
	return &t
}

// openColumns asks for the counter, where the session names none, and for the
// profile, where the counter has several.
func (d *Desk) openColumns() []Column {
	b := d.link.State.Branch
	if b == nil {
		return nil
	}
	var out []Column
	counter := d.counter()
	if counter == "" {
		col := Column{Title: d.t("open.counters"), Group: "counter"}
		for _, p := range b.Counters {
			row, _ := d.rowOf(p.Counter)
			o := Option{ID: p.Counter, Label: d.t("title", words.A{"counter": p.Counter}), Live: row.State == "closed"}
			if !o.Live {
				o.Detail = d.t("open.taken_plain")
				if row.Name != "" {
					o.Detail = d.t("open.taken", words.A{"teller": row.Name})
				}
			}
			col.Options = append(col.Options, o)
		}
		out = append(out, col)
		counter = d.open.chosen["counter"]
	}
	for _, p := range b.Counters {
		if p.Counter == counter {
			out = append(out, d.profileColumn(p))
		}
	}
	return out
}

func (d *Desk) profileColumn(p wire.Place) Column {
	col := Column{Title: d.t("open.profiles"), Group: "profile"}
	var names []string
	for _, s := range p.Services {
		names = append(names, d.name(s))
	}
	for i, id := range p.Profiles {
		o := Option{ID: id, Label: d.profile(id), Live: true}
		if i == 0 {
			o.Label, o.Detail = d.t("open.usual"), strings.Join(inSentence(names), ", ")
		}
		col.Options = append(col.Options, o)
	}
	if len(p.Profiles) == 0 {
		col.Options = []Option{{ID: "", Label: d.t("open.usual"), Detail: strings.Join(inSentence(names), ", "), Live: true}}
	}
	return col
}

// profile is what a way of working is called; its id where the branch says no
// name.
func (d *Desk) profile(id string) string {
	b := d.link.State.Branch
	if b == nil {
		return ""
	}
	for _, p := range b.Profiles {
		if name := words.Pick(p.Names, d.cfg.Lang); p.ID == id && name != "" {
			return name
		}
	}
	return strings.ReplaceAll(id, "_", " ")
}

func (d *Desk) openModel() *Choice {
	c := d.open.draw(d.openColumns())
	return &c
}
