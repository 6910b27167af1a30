package hub

import (
	"turno/hub/queue"
	"turno/hub/wire"
)

// principal is whom a token stands for. ID names it in stored outcomes, so it
// is the same for a token for ever.
type principal struct {
	ID      string
	Role    wire.Role
	Device  string
	Person  string
	Name    string
	Counter string
	Phone   queue.VisitID // role phone: its one visit
}

func (p principal) actor() queue.Actor {
	return queue.Actor{Device: p.Device, Person: queue.TellerID(p.Person), Role: string(p.Role), Counter: queue.CounterID(p.Counter)}
}

func (p principal) you() *wire.You {
	return &wire.You{Role: p.Role, Device: p.Device, Person: p.Person, Name: p.Name, Counter: p.Counter}
}

// audience is a group of roles that see the same of every event, so that each
// event is encoded once for all of them.
type audience int

const (
	public   audience = iota // display, the public page: numbers and counters
	kiosks                   // kiosk: the same, and help calls
	staff                    // counter, host: who waits, too
	managing                 // manager, admin: the figures, too
	audiences
	phone audience = -1 // each phone sees its own visit
)

// open says that strangers stand before what it shows: nothing that tells who
// somebody is or why they wait goes there.
func (a audience) open() bool { return a == public || a == kiosks }

func (p principal) audience() audience {
	switch p.Role {
	case wire.Kiosk:
		return kiosks
	case wire.Teller, wire.Host:
		return staff
	case wire.Manager, wire.Admin:
		return managing
	case wire.Phone:
		return phone
	}
	return public
}

// may is the contract's table of roles. Commands that name a counter are
// allowed to a teller for the counter of its session alone (see mayAt).
var may = map[wire.Role]map[string]bool{
	wire.Kiosk: verbs("issue", "lease", "merge", "feedback", "draft", "help", "report"),
	wire.Teller: verbs("open_counter", "pause_counter", "close_counter", "call_next", "call", "recall", "serve", "finish",
		"no_show", "requeue", "park", "resume", "transfer", "undo", "help", "report"),
	wire.Display: verbs("report"),
	wire.Host:    verbs("issue", "leave", "requeue", "help", "report"),
	wire.Manager: verbs("issue", "leave", "requeue", "help", "open_day", "close_day", "rush", "end_rush"),
	wire.Admin:   verbs("issue", "leave", "requeue", "help", "open_day", "close_day", "rush", "end_rush", "advance"),
	wire.Phone:   verbs("leave", "feedback", "draft"),
}

func verbs(names ...string) map[string]bool {
	m := map[string]bool{}
	for _, n := range names {
		m[n] = true
	}
	return m
}

// counterOf gives the counter that a command speaks for, if it names one.
func counterOf(b wire.Body) (string, bool) {
	switch b := b.(type) {
	case wire.OpenCounter:
		return b.Counter, true
	case wire.PauseCounter:
		return b.Counter, true
	case wire.CloseCounter:
		return b.Counter, true
	case wire.CallNext:
		return b.Counter, true
	case wire.Call:
		return b.Counter, true
	case wire.Recall:
		return b.Counter, true
	case wire.Serve:
		return b.Counter, true
	case wire.Finish:
		return b.Counter, true
	case wire.NoShow:
		return b.Counter, true
	case wire.Park:
		return b.Counter, true
	case wire.Resume:
		return b.Counter, true
	case wire.Transfer:
		return b.Counter, true
	case wire.Undo:
		return b.Counter, true
	}
	return "", false
}
