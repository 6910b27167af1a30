package queue

import (
	"slices"
	"strconv"
	"time"
)

// Help is a help call that is open: somebody wants the host to come.
type Help struct {
	Call     string    `json:"call"`
	Device   string    `json:"device"` // from where
	Language string    `json:"language,omitempty"`
	Called   time.Time `json:"called"`
	Coming   time.Time `json:"coming,omitzero"` // since when somebody is on the way
	Person   TellerID  `json:"person,omitempty"`
}

type (
	// CallHelp calls the host to where the command comes from.
	CallHelp struct{ Language string }
	// AnswerHelp says that By comes.
	AnswerHelp struct{ Call string }
	// EndHelp says that nobody is needed any more.
	EndHelp struct {
		Call      string
		Cancelled bool // by whoever called
	}
)

// Verb names the command as the contract does.
func (CallHelp) Verb() string   { return "help" }
func (AnswerHelp) Verb() string { return "help" }
func (EndHelp) Verb() string    { return "help" }

// Place is from where a command comes, for what is bound to no counter: the
// device, else the counter, else the person.
func (a Actor) Place() string {
	switch {
	case a.Device != "":
		return a.Device
	case a.Counter != "":
		return "counter-" + string(a.Counter)
	}
	return string(a.Person)
}

// Helps are the help calls that are open, oldest first.
func (s *State) Helps() []Help { return s.helps }

// HelpOf finds the open call of a device; there is no more than one.
func (s *State) HelpOf(device string) (Help, bool) {
	return s.help(func(h Help) bool { return h.Device == device })
}

// Help finds an open call.
func (s *State) Help(call string) (Help, bool) {
	return s.help(func(h Help) bool { return h.Call == call })
}

func (s *State) help(is func(Help) bool) (Help, bool) {
	if i := slices.IndexFunc(s.helps, is); i >= 0 {
		return s.helps[i], true
	}
	return Help{}, false
}

// callHelp opens a call unless the device has one: pressing harder brings nobody
// sooner.
func (d *decision) callHelp(ask CallHelp) error {
	if err := d.dayOpen(); err != nil {
		return err
	}
	device := d.by.Place()
	if h, open := d.s.HelpOf(device); open {
		return refuse(NothingNew, h.Call)
	}
	return d.then(HelpCalled{Call: "h" + strconv.FormatUint(d.seq(), 10), Device: device, Language: ask.Language})
}

func (d *decision) answerHelp(ask AnswerHelp) error {
	h, open := d.s.Help(ask.Call)
	switch {
	case !open:
		return refuse(UnknownHelp, ask.Call)
	case !h.Coming.IsZero() && h.Person == d.by.Person:
		return refuse(NothingNew, ask.Call)
	}
	return d.then(HelpAnswered{Call: h.Call, Device: h.Device, Person: d.by.Person})
}

func (d *decision) endHelp(ask EndHelp) error {
	h, open := d.s.Help(ask.Call)
	if !open {
		return refuse(UnknownHelp, ask.Call)
	}
	return d.then(HelpEnded{Call: h.Call, Device: h.Device, Cancelled: ask.Cancelled})
}
