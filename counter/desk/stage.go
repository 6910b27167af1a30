package desk

import "turno/hub/wire"

// Stage is which of the counter's screens is shown. It follows from the hub's
// row of the counter alone, once the hub knows who asks.
type Stage string

// The stages. A counter that nobody has opened yet is asked for its profile.
const (
	Pairing   Stage = "pairing"
	SignedOut Stage = "signed_out"
	Closed    Stage = "closed"
	Idle      Stage = "idle"
	Called    Stage = "called"
	Serving   Stage = "serving"
	WrapUp    Stage = "wrap_up"
	Paused    Stage = "paused"
)

func (d *Desk) stage() Stage {
	if d.step != nil || d.asksWhere {
		return Pairing
	}
	if d.cfg.SignIn && !d.signedIn {
		return SignedOut
	}
	row, ok := d.row()
	if !ok {
		return Closed
	}
	switch row.State {
	case "open":
		return Idle
	case "called", "serving", "wrap_up", "paused":
		return Stage(row.State)
	}
	return Closed
}

// row is the hub's row of this counter.
func (d *Desk) row() (wire.Counter, bool) {
	return d.rowOf(d.counter())
}

func (d *Desk) rowOf(counter string) (wire.Counter, bool) {
	for _, c := range d.link.State.Counters {
		if counter != "" && c.Counter == counter {
			return c, true
		}
	}
	return wire.Counter{}, false
}

// counter is the one this desk sits at: the session's, else the configured one.
func (d *Desk) counter() string {
	if you := d.link.State.You; you != nil && you.Counter != "" {
		return you.Counter
	}
	return d.cfg.Counter
}

// service finds a service of the branch; a zero one where the id is unknown.
func (d *Desk) service(id string) wire.Service {
	if b := d.link.State.Branch; b != nil {
		for _, s := range b.Services {
			if s.ID == id {
				return s
			}
		}
	}
	return wire.Service{ID: id, Names: map[string]string{"en": id}}
}

// visit finds a visit of this business date by its ticket.
func (d *Desk) visit(ticket string) (wire.Visit, bool) {
	for _, v := range d.link.State.Visits {
		if v.Ticket == ticket {
			return v, true
		}
	}
	return wire.Visit{}, false
}
