package desk

import (
	"strings"
	"time"

	"turno/hub/wire"
)

// form is what was typed to sign in. The PIN leaves it when it was sent.
type form struct {
	person, pin, counter string
	focus                int
}

// The ids of typed fields.
const (
	FieldPerson  = "person"
	FieldPIN     = "pin"
	FieldCounter = "counter"
	FieldSearch  = "search"
	FieldNote    = "note"
)

// longestNote is how many characters the hub takes with a visit.
const longestNote = 2000

var formFields = []string{FieldPerson, FieldPIN, FieldCounter}

func (f *form) at(id string) *string {
	switch id {
	case FieldPerson:
		return &f.person
	case FieldPIN:
		return &f.pin
	case FieldCounter:
		return &f.counter
	}
	return nil
}

func (d *Desk) signInModel(at time.Time) *SignInForm {
	m := &SignInForm{OK: d.button(DoSignIn, at)}
	m.OK.Primary = true
	for i, id := range formFields {
		m.Fields = append(m.Fields, Field{ID: id, Label: d.t("sign_in." + id), Text: *d.form.at(id), Secret: id == FieldPIN, HasFocus: d.form.focus == i})
	}
	return m
}

// enter sends the form, or goes to the first field that is still empty.
func (d *Desk) enter(at time.Time) []Effect {
	for i, id := range formFields {
		v := d.form.at(id)
		*v = strings.TrimSpace(*v)
		if *v == "" {
			d.form.focus = i
			d.tell(Info, "info-bold", d.t("sign_in.missing_"+id), "", at)
			return nil
		}
	}
	d.wish = &wish{action: DoSignIn}
	d.banner = nil
	who := wire.SignIn{Person: d.form.person, PIN: d.form.pin, Counter: d.form.counter}
	return []Effect{Enter{who}}
}

// Type takes in the whole text of a field as it stands now.
func (d *Desk) Type(field, text string) {
	switch field {
	case FieldSearch:
		if d.panel != nil {
			d.panel.query = text
			d.panel.choices.cursors[0] = 0
			delete(d.panel.choices.chosen, "ticket")
		}
	case FieldNote:
		if v := d.visitHere(); v != "" {
			if r := []rune(text); len(r) > longestNote {
				text = string(r[:longestNote])
			}
			d.folder(v).note = text
		}
	default:
		if p := d.form.at(field); p != nil {
			*p = text
		}
	}
}

// Focus says where the keyboard went by a tap.
func (d *Desk) Focus(field string) {
	d.onNote = field == FieldNote
	for i, id := range formFields {
		if id == field {
			d.form.focus = i
		}
	}
}
