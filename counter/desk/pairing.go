package desk

import (
	"strings"
	"time"

	"turno/hub/pairing"
	"turno/hub/wire"
)

// What can be done at a counter that the hub does not know yet.
const (
	DoPair     Action = "pair"         // asks for a code, for the counter that was typed
	OtherPlace Action = "pair_other"   // the counter that was typed was the wrong one
	SignInHere Action = "pair_sign_in" // a person signs in instead
)

// PairAs asks the hub to let this machine in as a counter's; the app gives each
// step to Pairing.
type PairAs struct{ Counter string }

// PairOff ends that. Nothing comes back.
type PairOff struct{}

func (PairAs) effect()  {}
func (PairOff) effect() {}

// WhichCounter asks the person who sets this machine up which counter it is.
func (d *Desk) WhichCounter() {
	d.unlink()
	d.step, d.asksWhere = nil, true
}

// Pairing takes in how far this machine is on its way into the branch. It stands
// in the place of everything else until the hub's data come; what was typed for a
// visit is kept.
func (d *Desk) Pairing(s pairing.Step) {
	if d.cfg.SignIn {
		return // a person signs in instead
	}
	d.unlink()
	d.step, d.asksWhere = &s, false
	if d.zoneName == "" && !s.Until.IsZero() {
		d.zone = s.Until.Location() // the hub's: the clock and the code's end agree
	}
}

// unlink forgets the branch of before, whose data are nobody's here any more.
func (d *Desk) unlink() {
	d.link = Link{}
	d.wish, d.panel, d.early, d.looking, d.banner = nil, nil, nil, "", nil
}

// whereModel is the one question that is asked before a code can be.
func (d *Desk) whereModel(at time.Time) *SignInForm {
	ok := d.button(DoPair, at)
	ok.Primary = true
	return &SignInForm{Fields: []Field{{ID: FieldCounter, Label: d.t("sign_in.counter"), Text: d.form.counter, HasFocus: true}}, OK: ok}
}

func (d *Desk) pairOut(a Action, at time.Time) []Effect {
	switch a {
	case DoPair:
		d.form.counter = strings.TrimSpace(d.form.counter)
		if d.form.counter == "" {
			d.tell(Info, "info-bold", d.t("sign_in.missing_counter"), "", at)
			return nil
		}
		d.asksWhere, d.banner = false, nil
		d.step = &pairing.Step{State: pairing.Asking, Counter: d.form.counter}
		return []Effect{PairAs{d.form.counter}}
	case OtherPlace:
		d.WhichCounter()
		return []Effect{PairOff{}}
	}
	d.cfg.SignIn = true
	d.step, d.asksWhere, d.banner, d.link.State = nil, false, nil, wire.State{}
	d.form.focus = 0
	return []Effect{PairOff{}}
}
