package desk

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"turno/forms"
	"turno/hub/wire"
	"turno/hub/words"
)

// Look asks for the forms that a visit carries; the app gives them to Looked.
// They are personal: the desk holds them while they are on the screen and no
// longer.
type Look struct{ Ticket string }

func (Look) effect() {}

// ReadForm is the panel that shows what a visit carries.
const ReadForm Action = "read_form"

// carries tells whether the visit at this counter brought forms that were
// filled in elsewhere.
func (d *Desk) carries() bool {
	row, _ := d.row()
	return row.Visit != "" && len(row.Drafts) > 0 && d.stage() == Serving
}

// look asks the hub for them.
func (d *Desk) look() []Effect {
	row, _ := d.row()
	d.looking, d.banner = row.Ticket, nil
	return []Effect{Look{Ticket: row.Ticket}}
}

// Looked takes in what came of a Look. What belongs to a visit that has gone
// meanwhile is dropped unread.
func (d *Desk) Looked(found wire.Drafts, err error, at time.Time) {
	row, _ := d.row()
	asked := d.looking
	d.looking = ""
	if asked == "" || row.Ticket != asked || d.stage() != Serving {
		return
	}
	if refusal := (*Refusal)(nil); errors.As(err, &refusal) {
		d.refused(wire.Answer{Code: refusal.Code, Status: refusal.Code.Status()}, at)
		return
	}
	if err != nil || len(found.Drafts) == 0 {
		d.tell(Warn, "info-bold", words.T(d.cfg.Lang, "host.draft.none"), words.T(d.cfg.Lang, "host.draft.none_now"), at)
		return
	}
	d.openPanel(ReadForm)
	d.panel.drafts = found.Drafts
	d.panel.choices.chosen["form"] = found.Drafts[0].Form
	if len(found.Drafts) > 1 {
		d.panel.choices.focus = 1
	}
}

// draft is the form of the panel that is read now.
func (p *panel) draft() wire.FormDraft {
	for _, f := range p.drafts {
		if f.Form == p.choices.chosen["form"] {
			return f
		}
	}
	return wire.FormDraft{}
}

func (d *Desk) formTitle(id string) string {
	if d.cfg.FormTitle != nil {
		return d.cfg.FormTitle(id, d.cfg.Lang)
	}
	return id
}

// draftColumns are the forms, where there are several, and what the one chosen
// says, row by row.
func (d *Desk) draftColumns(p *panel) []Column {
	var out []Column
	if len(p.drafts) > 1 {
		list := Column{Title: words.T(d.cfg.Lang, "host.draft.forms"), Group: "form"}
		for _, f := range p.drafts {
			list.Options = append(list.Options, Option{ID: f.Form, Label: d.formTitle(f.Form), Live: true})
		}
		out = append(out, list)
	}
	draft := p.draft()
	return append(out, Column{Title: d.formTitle(draft.Form), Group: "row", Plain: true, Options: sheet(draft, d.cfg.Lang)})
}

// sheet is a form that was filled in, as rows to read, in the form's order and
// the teller's language.
func sheet(draft wire.FormDraft, l words.Lang) []Option {
	form, err := forms.Load(draft.Form)
	if err != nil { // this program does not have it: the keys are better than nothing
		var rows []Option
		for _, key := range slices.Sorted(maps.Keys(draft.Values)) {
			rows = append(rows, Option{ID: key, Label: draft.Values[key], Detail: key, Live: true})
		}
		return rows
	}
	var rows []Option
	for _, f := range form.Fields() {
		if value := draft.Values[f.Key]; value != "" {
			rows = append(rows, Option{ID: f.Key, Label: inWords(f, value, l), Detail: words.Pick(f.Label, l), Live: true})
		}
	}
	return rows
}

// inWords is a value as a person reads it.
func inWords(f forms.Field, value string, l words.Lang) string {
	switch f.Type {
	case forms.TypeDate:
		if day, err := time.Parse(time.DateOnly, value); err == nil {
			return words.NumericDate(l, day)
		}
	case forms.TypeConsent:
		if value == "yes" || value == "no" {
			return words.T(l, "host.draft."+value)
		}
	case forms.TypeMoney:
		if cents, err := forms.Cents(value); err == nil {
			return words.Money(l, cents)
		}
	case forms.TypeChoice, forms.TypeChoices:
		var all []string
		for _, o := range f.Options {
			for key := range strings.SplitSeq(value, ",") {
				if key == o.Key {
					all = append(all, strings.TrimSuffix(words.Pick(o.Label, l), ":"))
				}
			}
		}
		if len(all) > 0 {
			return strings.Join(all, ", ")
		}
	}
	return value
}

// printDraft prints the form that is read, with what was filled in.
func (d *Desk) printDraft() []Effect {
	row, _ := d.row()
	e := d.print(row)
	draft := d.panel.draft()
	e.Form, e.Values = draft.Form, draft.Values
	d.printing, d.panel = true, nil
	return []Effect{e}
}
