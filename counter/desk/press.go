package desk

import (
	"time"

	"turno/hub/wire"
)

// Press is a tap on a button or its key. What is not live is not done: a dead
// button says why in the banner, one whose wish is under way says nothing.
func (d *Desk) Press(a Action, at time.Time) []Effect {
	switch a {
	case Dismiss:
		if b := d.bannerAt(at); b != nil && b.key != "" {
			d.hushed[b.key] = true
		}
		d.banner = nil
		return nil
	case HelpComing, HelpDone:
		return d.helpOut(a, at)
	case Cancel:
		if d.wish == nil {
			d.panel = nil
		}
		return nil
	}
	if d.wish != nil && a != PrintForm || d.resting(a, at) { // paper asks nothing of the hub
		return nil
	}
	if a == Accept {
		if d.panel == nil {
			return nil
		}
		return d.accept(at)
	}
	if !d.offered(a) {
		return nil
	}
	if b := d.button(a, at); !b.Live {
		if b.Why != "" {
			d.tell(Info, "info-bold", b.Why, "", at)
		}
		return nil
	}
	return d.do(a, at)
}

// resting tells whether the finger that just did something may still be
// coming down at what took that button's place.
func (d *Desk) resting(a Action, at time.Time) bool {
	return at.Before(d.rest.until) && a != d.rest.after && sameFinger(a, d.rest.after)
}

// offered tells whether the stage has this action at all.
func (d *Desk) offered(a Action) bool {
	switch d.stage() {
	case SignedOut:
		return a == DoSignIn
	case Pairing:
		if a == DoPair {
			return d.asksWhere
		}
	}
	if a == PrintForm {
		return d.stage() == Serving && (d.formHere() != "" || d.carries())
	}
	if p := d.primary(time.Time{}); p != nil && p.Do == a {
		return true
	}
	for _, b := range d.bar(time.Time{}) {
		if b.Do == a {
			return true
		}
	}
	return false
}

func (d *Desk) do(a Action, at time.Time) []Effect {
	here := d.counter()
	row, _ := d.row()
	switch a {
	case DoPair, OtherPlace, SignInHere:
		return d.pairOut(a, at)
	case DoSignIn:
		return d.enter(at)
	case DoSignOut:
		d.signedIn, d.link.Live, d.link.Known, d.link.State = false, false, false, wire.State{}
		d.form, d.banner = form{counter: d.cfg.Counter}, nil
		return []Effect{Exit{}}
	case Open:
		return d.openCounter(here)
	case CallNext:
		return d.send(a, wire.CallNext{Counter: here})
	case Serve:
		return d.send(a, wire.Serve{Counter: here})
	case Finish:
		return d.send(a, d.finish())
	case Recall:
		return d.send(a, wire.Recall{Counter: here})
	case NoShow:
		return d.send(a, wire.NoShow{Counter: here})
	case Requeue:
		return d.send(a, wire.Requeue{Ticket: row.Ticket})
	case Undo:
		return d.send(a, wire.Undo{Counter: here})
	case PrintForm:
		if d.carries() {
			return d.look()
		}
		d.printing = true
		return []Effect{d.print(row)}
	case Transfer, Park, Add, Search, Pause, Close:
		d.banner = nil
		d.openPanel(a)
	}
	return nil
}

func (d *Desk) openCounter(here string) []Effect {
	body := wire.OpenCounter{Counter: here}
	if d.stage() == Closed {
		if here == "" {
			body.Counter = d.open.chosen["counter"]
		}
		body.Profile = d.open.valid(d.openColumns(), "profile")
	}
	return d.send(Open, body)
}

// finish ends the visit at this counter with the note that was typed.
func (d *Desk) finish() wire.Finish {
	body := wire.Finish{Counter: d.counter()}
	if f := d.papers[d.visitHere()]; f != nil {
		body.Note = f.note
	}
	return body
}

func (d *Desk) send(a Action, body wire.Body) []Effect {
	row, _ := d.row()
	d.wish = &wish{action: a, ticket: row.Ticket, visit: row.Visit}
	d.banner = nil
	return []Effect{Send{body}}
}
