package desk

import (
	"time"

	"turno/hub/wire"
	"turno/hub/words"
)

func (d *Desk) cardModel(at time.Time) *Card {
	row, _ := d.row()
	now := d.now(at)
	switch d.stage() {
	case Closed:
		if !d.link.Known {
			return &Card{Look: CardNone, Icon: "wifi-slash-bold", Title: d.t("never_live"), Lines: []CardLine{{Text: d.t("open.loading")}}}
		}
	case Idle:
		if next := d.next(); len(next) > 0 {
			return d.nextCard(next[0], now)
		}
		return &Card{Look: CardNone, Icon: "ticket-bold", Title: d.t("idle.none"), Stale: !d.link.Live,
			Lines: []CardLine{{Text: d.t("idle.none_now")}}}
	case Paused:
		c := &Card{Look: CardNone, Icon: "pause-circle-bold", Title: d.t("paused.card"), Stale: !d.link.Live,
			Lines: []CardLine{{Text: d.t("paused.since", words.A{"time": d.clock(row.Since)})}}}
		if row.Reason != "" {
			c.Title = d.pauseName(row.Reason)
		}
		c.Running, c.RunLabel = words.Running(now.Sub(row.Since)), d.t("fact.paused")
		return c
	case Called:
		c := d.hereCard(row, now)
		c.Look, c.Tag, c.TagIcon = CardCalled, d.t("calling"), "megaphone-bold"
		if why := d.rule(row.Why); why != "" {
			c.Lines = append(c.Lines, CardLine{Text: d.t("because", words.A{"why": why})})
		}
		return c
	case Serving:
		c := d.hereCard(row, now)
		c.Look, c.Tag, c.TagIcon = CardServing, d.t("serving"), "user-sound-bold"
		d.runs(c, row, now)
		return c
	case WrapUp:
		c := d.hereCard(row, now)
		c.Look, c.Tag = CardServing, d.t("wrapping")
		c.Running, c.RunLabel = words.Running(now.Sub(row.Since)), d.t("in_wrap_up")
		return c
	}
	return nil
}

// nextCard is who this counter would call next, and why.
func (d *Desk) nextCard(v wire.Visit, now time.Time) *Card {
	c := &Card{Look: CardNext, Tag: d.t("up_next"), Ticket: v.Ticket, Title: d.name(v.Service),
		Speaks: d.t("speaks"), Language: d.language(v.Language), Stale: !d.link.Live}
	s, waited := d.service(v.Service), now.Sub(v.QueuedAt)
	c.Lines = append(c.Lines, d.waitLine("waiting_for", s, waited))
	why := d.fact(v, now)
	if why == "" {
		why = d.t("why.order")
	}
	c.Lines = append(c.Lines, CardLine{Text: d.t("because", words.A{"why": why})})
	return c
}

// hereCard is the visit at this counter.
func (d *Desk) hereCard(row wire.Counter, now time.Time) *Card {
	c := &Card{Ticket: row.Ticket, Title: d.name(row.Service), Speaks: d.t("speaks"),
		Language: d.language(row.Language), Stale: !d.link.Live}
	if row.WaitedS != nil {
		c.Lines = append(c.Lines, d.waitLine("waited", d.service(row.Service), seconds(*row.WaitedS)))
	}
	if row.IssuedAt != nil {
		c.Lines = append(c.Lines, CardLine{Text: d.t("took_ticket", words.A{"time": d.clock(*row.IssuedAt)})})
	}
	return c
}

func (d *Desk) waitLine(key string, s wire.Service, waited time.Duration) CardLine {
	if s.TargetS <= 0 {
		return CardLine{Text: d.t(key+"_plain", words.A{"wait": d.minutes(waited)})}
	}
	target := d.minutes(time.Duration(s.TargetS) * time.Second)
	return CardLine{
		Text: d.t(key, words.A{"wait": d.minutes(waited), "target": target}),
		Late: key == "waiting_for" && d.late(s, waited), // what has passed needs no warning any more
	}
}

// runs puts the running time on the card, and where the service's usual range
// is known, the bar.
func (d *Desk) runs(c *Card, row wire.Counter, now time.Time) {
	if row.ServingAt == nil {
		return
	}
	running := seconds(row.ServedS) + now.Sub(*row.ServingAt)
	c.Running, c.RunLabel = words.Running(running), d.t("in_service")
	from, to := d.service(row.Service).UsualS[0], d.service(row.Service).UsualS[1]
	if to <= 0 || to <= from {
		return
	}
	whole := max(float32(to)*10/7, float32(running/time.Second))
	c.Bar = &Bar{At: max(0, float32(running/time.Second)) / whole, From: float32(from) / whole, To: float32(to) / whole}
	c.Usual = d.t("usually", words.A{"range": d.t("usual_range", words.A{"from": from / 60, "to": (to + 59) / 60})})
}

// rule says why this visit was called, from what the hub answered.
func (d *Desk) rule(w *wire.Why) string {
	switch {
	case w == nil:
		return ""
	case w.Rule == "picked" && w.Reason != "":
		return d.reason("reason", w.Reason)
	case words.Has(d.cfg.Lang, "counter.why."+w.Rule):
		return d.t("why." + w.Rule)
	case w.Rule == "turns" && w.Service == "" && w.Priority == "":
		return words.T(d.cfg.Lang, "hub.why.turns_others")
	case words.Has(d.cfg.Lang, "hub.why."+w.Rule):
		return words.T(d.cfg.Lang, "hub.why."+w.Rule, d.whyArgs(w))
	}
	return ""
}

// whyArgs are what the sentences of the hub's rules may name.
func (d *Desk) whyArgs(w *wire.Why) words.A {
	class := w.Priority
	if b := d.link.State.Branch; b != nil {
		for _, c := range b.Classes {
			if c.ID == w.Priority {
				class = words.Pick(c.Names, d.cfg.Lang)
			}
		}
	}
	a := words.A{"class": class, "service": d.name(w.Service), "turn": class, "limit": d.minutes(time.Duration(w.LimitS) * time.Second), "reason": w.Reason, "time": ""}
	if w.Service != "" {
		a["turn"] = d.name(w.Service)
	}
	if w.BookedAt != nil {
		a["time"] = d.clock(*w.BookedAt)
	}
	return a
}
