package desk

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"turno/hub/pairing"
	"turno/hub/words"
)

// Model is what the screen shows at a time.
func (d *Desk) Model(at time.Time) Model {
	m := Model{
		Lang: d.cfg.Lang, Stage: d.stage(), Top: d.topModel(at), Hero: d.heroModel(at),
		Actions: d.bar(at), Primary: d.primary(at), Banner: d.bannerAt(at), Panel: d.panelModel(at),
	}
	switch {
	case d.asksWhere:
		m.SignIn = d.whereModel(at)
		return m
	case d.step != nil:
		t := pairing.Say(d.cfg.Lang, pairing.Counter, *d.step)
		m.Pair = &t
		return m
	}
	if m.Stage == SignedOut {
		m.SignIn = d.signInModel(at)
		return m
	}
	m.Side = d.sideModel(at)
	m.Card = d.cardModel(at)
	m.Facts = d.factsModel(at)
	switch m.Stage {
	case Closed:
		m.Open = d.openModel()
	case Serving:
		m.Papers, m.Note, m.Print = d.papersModel(), d.noteModel(), d.printModel(at)
	}
	return m
}

func (d *Desk) topModel(at time.Time) Top {
	t := Top{Title: d.t("title_none"), Live: d.link.Live, Clock: words.Clock(d.now(at))}
	c := d.counter()
	if d.step != nil && d.step.Counter != "" {
		c = d.step.Counter
	}
	if c != "" && d.stage() != SignedOut && !d.asksWhere {
		t.Title = d.t("title", words.A{"counter": c})
	}
	switch {
	case d.link.Live:
		t.Link = d.t("live")
	case d.link.Known:
		t.Link = d.t("not_live", words.A{"time": d.clock(d.link.Since)})
	default:
		t.Link = d.t("never_live")
	}
	if s := d.stage(); s == SignedOut || s == Pairing {
		t.Link, t.Live = "", false
		return t
	}
	row, _ := d.row()
	var names []string
	for _, s := range row.Services {
		names = append(names, d.name(s))
	}
	t.Services = d.list(names)
	t.Teller = row.Name
	if you := d.link.State.You; you != nil && you.Name != "" {
		t.Teller = you.Name
	}
	return t
}

// inSentence writes names after the first with a small letter, as all five
// languages do; tickets keep theirs.
func inSentence(names []string) []string {
	names = slices.Clone(names)
	for i := 1; i < len(names); i++ {
		if r, n := utf8.DecodeRuneInString(names[i]); !strings.ContainsAny(names[i], "0123456789") {
			names[i] = string(unicode.ToLower(r)) + names[i][n:]
		}
	}
	return names
}

// list writes names one after another as a sentence does; of a long list the
// first two and how many more.
func (d *Desk) list(names []string) string {
	names = inSentence(names)
	if len(names) > 3 {
		return d.t("and_more", words.A{"list": strings.Join(names[:2], ", "), "n": len(names) - 2})
	}
	return strings.Join(names, ", ")
}

func (d *Desk) heroModel(at time.Time) Hero {
	row, _ := d.row()
	switch d.stage() {
	case Pairing:
		if d.asksWhere {
			return Hero{words.T(d.cfg.Lang, "pair.counter.title"), words.T(d.cfg.Lang, "pair.counter.lead")}
		}
	case SignedOut:
		return Hero{d.t("sign_in.title"), d.t("sign_in.help")}
	case Closed:
		switch {
		case !d.link.Known:
			return Hero{d.t("open.title"), ""}
		case d.link.State.Day == "closed":
			return Hero{d.t("open.title"), d.t("open.day_closed")}
		}
		return Hero{d.t("open.title"), d.t("open.help")}
	case Idle:
		return d.idleHero()
	case Called:
		h := Hero{Title: d.t("called.title", words.A{"ticket": row.Ticket})}
		if row.CalledAt != nil {
			h.Note = words.N(d.cfg.Lang, "counter.announced", max(row.Calls, 1), words.A{"time": d.clock(*row.CalledAt)})
		}
		return h
	case WrapUp:
		return Hero{d.t("wrap.title", words.A{"ticket": row.Ticket}), d.t("wrap.note")}
	case Paused:
		return Hero{d.t("paused.title"), d.t("paused.note")}
	}
	return Hero{}
}

func (d *Desk) idleHero() Hero {
	row, _ := d.row()
	h := Hero{Title: d.t("idle.title")}
	var notes []string
	var tickets []string
	for _, v := range d.parkedHere() {
		tickets = append(tickets, v.Ticket)
	}
	if len(tickets) == 0 {
		notes = append(notes, d.t("idle.parked_none"))
	} else {
		notes = append(notes, d.t("idle.parked", words.A{"tickets": d.list(tickets)}))
	}
	if row.Last != "" {
		notes = append(notes, d.t("idle.last", words.A{"ticket": row.Last, "time": d.atLeastOne(row.LastS)}))
	}
	h.Note = strings.Join(notes, " ")
	return h
}

// atLeastOne writes minutes that have passed; what took seconds took a minute.
func (d *Desk) atLeastOne(s float64) string {
	return d.minutes(max(seconds(s)+30*time.Second, time.Minute))
}

// factsModel is the teller's own day while the counter is free, and the call's
// own times while somebody is called. What the hub does not say is left out.
func (d *Desk) factsModel(at time.Time) []Fact {
	row, _ := d.row()
	switch d.stage() {
	case Idle:
		if row.Served == 0 {
			return nil
		}
		return []Fact{
			{words.Number(d.cfg.Lang, row.Served), d.t("fact.served")},
			{d.atLeastOne(row.MedianS), d.t("fact.median")},
			{words.Percent(d.cfg.Lang, row.InTarget), d.t("fact.in_target")},
		}
	case Called:
		if row.CalledAt == nil {
			return nil
		}
		return []Fact{
			{words.Running(d.now(at).Sub(*row.CalledAt)), d.t("since_call")},
			{words.Number(d.cfg.Lang, max(row.Calls, 1)), words.N(d.cfg.Lang, "counter.fact.calls", max(row.Calls, 1))},
		}
	}
	return nil
}
