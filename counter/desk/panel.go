package desk

import (
	"time"

	"turno/hub/wire"
	"turno/hub/words"
)

// panel is an open question, as the desk keeps it.
type panel struct {
	action  Action
	query   string
	choices choices
	drafts  []wire.FormDraft // of ReadForm
}

func (d *Desk) openPanel(a Action) {
	p := &panel{action: a, choices: newChoices()}
	switch a {
	case Transfer:
		p.choices.chosen["place"] = "age"
	case Park:
		p.choices.chosen["until"], p.choices.chosen["owner"] = untilOpen, "counter"
	}
	d.panel, d.onNote = p, false
	columns := d.columns(p)
	for i, col := range columns {
		for j, o := range col.Options {
			if o.ID == p.choices.chosen[col.Group] {
				p.choices.cursors[i] = j
			}
		}
	}
}

// columns are the answers as the branch stands now.
func (d *Desk) columns(p *panel) []Column {
	switch p.action {
	case Transfer:
		return d.transferColumns()
	case Park:
		return d.parkColumns()
	case Pause:
		return []Column{d.pauseColumn()}
	case Add:
		return []Column{{Title: d.t("add.service"), Group: "service", Options: d.otherServices()}}
	case Search:
		return d.searchColumns(p)
	case ReadForm:
		return d.draftColumns(p)
	}
	return nil
}

func (d *Desk) panelModel(at time.Time) *Panel {
	p := d.panel
	if p == nil {
		return nil
	}
	d.parkClock(at)
	columns := d.columns(p)
	m := &Panel{For: p.action, Choice: p.choices.draw(columns),
		OK:   Button{Do: Accept, Key: "Return", Primary: true, Label: d.t("do." + string(p.action))},
		Back: Button{Do: Cancel, Key: "Escape", Label: d.t("do.cancel"), Live: d.wish == nil}}
	row, _ := d.row()
	m.Title, m.Help = d.panelTitle(p, row)
	if p.action == Search {
		m.Field = &Field{ID: FieldSearch, Label: d.t("search.field"), Text: p.query, HasFocus: p.choices.focus == 0}
		m.OK.Label = d.searchLabel(columns)
	}
	if p.action == Add {
		m.OK.Label = d.t("add.ok")
	}
	if p.action == ReadForm {
		m.OK.Label = words.T(d.cfg.Lang, "host.draft.print")
		m.Back.Label = words.T(d.cfg.Lang, "host.draft.close")
	}
	m.OK.Why = d.whyNotAccept(columns)
	m.OK.Live = m.OK.Why == "" && d.wish == nil
	if d.wish != nil {
		m.OK.Sent, m.OK.Why, m.OK.Label = true, "", d.sent(p.action)
	}
	return m
}

// whyNotAccept says what the panel still needs before it can be sent.
func (d *Desk) whyNotAccept(columns []Column) string {
	if d.panel.action == ReadForm { // prints here, whether the hub is there or not
		return ""
	}
	if !d.link.Live {
		return d.t("why_not.not_live")
	}
	c := &d.panel.choices
	need := func(group, why string) string {
		if c.valid(columns, group) == "" {
			return d.t("why_not." + why)
		}
		return ""
	}
	switch d.panel.action {
	case Transfer:
		return need("to", "choose")
	case Park, Pause:
		return need("reason", "reason")
	case Add:
		return need("service", "choose")
	case Search:
		if why := need("ticket", "choose"); why != "" {
			return why
		}
		if v, _ := d.visit(c.chosen["ticket"]); v.State == "waiting" {
			return need("reason", "reason")
		}
	}
	return ""
}

// accept sends what the panel asks for.
func (d *Desk) accept(at time.Time) []Effect {
	columns := d.columns(d.panel)
	if why := d.whyNotAccept(columns); why != "" {
		d.tell(Info, "info-bold", why, "", at)
		return nil
	}
	chosen := d.panel.choices.chosen
	here := d.counter()
	switch d.panel.action {
	case Transfer:
		return d.send(Transfer, wire.Transfer{Counter: here, To: target(chosen["to"]), Place: chosen["place"]})
	case Park:
		return d.send(Park, wire.Park{Counter: here, Reason: chosen["reason"], Owner: chosen["owner"], Until: d.until(chosen["until"], at)})
	case Pause:
		return d.send(Pause, wire.PauseCounter{Counter: here, Reason: chosen["reason"]})
	case Close:
		return d.send(Close, wire.CloseCounter{Counter: here})
	case Add:
		body := d.finish()
		body.NextService = chosen["service"]
		return d.send(Finish, body)
	case Search:
		return d.acceptSearch(chosen)
	case ReadForm:
		return d.printDraft()
	}
	return nil
}

// Pick takes an option of the open panel, or of the question before a counter
// is opened, by touch.
func (d *Desk) Pick(column, row int) {
	if d.wish != nil {
		return
	}
	c, columns := d.asked()
	if c != nil {
		c.pick(columns, column, row)
	}
}

// asked is the question that the arrow keys answer now; nil where there is none.
func (d *Desk) asked() (*choices, []Column) {
	switch {
	case d.panel != nil:
		return &d.panel.choices, d.columns(d.panel)
	case d.stage() == Closed:
		return &d.open, d.openColumns()
	}
	return nil, nil
}
