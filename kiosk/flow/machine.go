package flow

import (
	"time"

	"turno/forms"
	"turno/hub/wire"
	"turno/hub/words"
)

// How long screens stay when nobody touches them, and when that is said.
const (
	idleTime   = 60 * time.Second // choosing, reading
	warnTime   = 20 * time.Second // before the end of it, with a way to stop it
	ticketTime = 30 * time.Second // a printed ticket: the paper is the ticket
	keepTime   = 60 * time.Second // a ticket that is only on the screen
	blipTime   = 2 * time.Second  // a broken connection shorter than this is nobody's business
	printTime  = 45 * time.Second // without word from the printer the slip counts as lost
	startTime  = 5 * time.Second  // after the start, before the hub's silence means anything
	bounceTime = 400 * time.Millisecond
)

// Config is what the app knows before it hears from the hub.
type Config struct {
	Language words.Lang // that greets; "" is the branch's first
	Printer  bool       // there is one
	Lists    bool       // it prints what to bring, too
	Sheets   bool       // there is a printer for A4
	// Form answers a form by its id; nil answers the bank's own.
	Form  func(id string) (forms.Form, error)
	Ease  Ease  // that a new person finds; the zero value is 100 %, light
	Aloud Aloud // when the screens are read aloud
}

// Machine is the state of one kiosk. It is not safe for concurrent use; a
// copy of it is a machine of its own as long as no mirror is changed in place,
// which wire's reader never does.
type Machine struct {
	config    Config
	at        time.Time
	started   time.Time
	landscape bool

	live   bool
	since  time.Time // when live last changed
	state  wire.State
	leased Leased
	later  later
	zone   *time.Location

	screen  Screen // where the person is; Away and Closed cover it
	from    Screen // where Languages and Settings go back to
	entered time.Time
	lang    words.Lang
	ease    Ease
	service string
	page    int
	notice  *notice
	wishes  int   // issued so far; numbers the next
	wish    *wish // under way
	lost    *wish // of this person, without an answer: asked again, not anew
	ticket  *ticket
	part    part // that the person is in, or nil
	ears    listener
	guide
	ends time.Time     // when the screen goes back by itself; zero is never
	span time.Duration // the whole time it had
}

// guide is what the machine knows of a person on the way to a service, and
// beside it.
type guide struct {
	came     Screen  // the list that the service was chosen from
	camePage int     // its page; of the needs, the place in the list
	searched Screen  // where the search was opened
	query    writing // what is looked for
	priority string  // the class asked for; "" is none
	help     *help   // outlives the person
	info     *info
	infos    int // printed so far; numbers the next
}

// wish is a ticket asked for and not yet answered.
type wish struct {
	number  int
	command wire.Issue // asked again word for word, or the hub takes it for another wish
	alone   bool       // of the kiosk's own lease; nobody else is asked
	phone   bool       // to be followed on the phone: nothing is printed
}

// New makes a kiosk that has just been switched on.
func New(c Config, at time.Time) *Machine {
	if c.Ease.Percent == 0 {
		c.Ease.Percent = 100
	}
	if c.Ease.Contrast == "" {
		c.Ease.Contrast = Light
	}
	if c.Aloud == AloudOn {
		c.Ease.Aloud = true
	}
	m := &Machine{config: c, at: at, started: at, since: at, zone: at.Location(), screen: Greeting, entered: at}
	m.welcome()
	return m
}

// Do takes one input at a time that never runs backwards, and answers what the
// app has to carry out.
func (m *Machine) Do(in Input, at time.Time) []Effect {
	if at.After(m.at) {
		m.at = at
	}
	effects := m.expire()
	switch in := in.(type) {
	case Mirror:
		m.mirror(in)
		effects = append(effects, m.again()...)
	case Touch:
		effects = append(effects, m.touch(in.Action)...)
	case Answer:
		effects = append(effects, m.answer(in)...)
	case Pressed:
		m.pressed(in)
	case InfoPressed:
		m.infoPressed(in)
	case Reached:
		effects = append(effects, m.reached(in)...)
	case Panel:
		m.landscape = in.Landscape
	case Leased:
		m.leased = in
	case PrinterIs, Ended:
		effects = append(effects, m.paperwork(in)...)
	case Keyed, Plugged, Tuned, Voiced:
		m.hears(in)
	case Tick:
	default:
		if t, ok := m.part.(taker); ok {
			effects = append(effects, t.take(m, in)...)
		}
	}
	return append(effects, m.flush()...)
}

// Wake is how long the app may sleep before it owes the machine a Tick. It is
// at least 50 ms and at most a minute.
func (m *Machine) Wake(at time.Time) time.Duration {
	sleep := time.Minute - time.Duration(at.Second())*time.Second - time.Duration(at.Nanosecond())
	if !m.live {
		sleep = min(sleep, time.Second)
	}
	if !m.ends.IsZero() {
		left := m.ends.Sub(at)
		if warn := left - m.warning(); warn > 0 {
			sleep = min(sleep, warn)
		} else {
			sleep = min(sleep, left-(left-1)/time.Second*time.Second)
		}
	}
	return max(sleep, 50*time.Millisecond)
}

// warning is how long before the end of a screen its end is shown: a ticket's
// from the first second on.
func (m *Machine) warning() time.Duration {
	if m.screen == Ticket {
		return m.span
	}
	return m.warnsFor()
}

// welcome makes the kiosk ready for the next person.
func (m *Machine) welcome() {
	m.enter(Greeting)
	m.lang = m.home()
	m.ease = m.config.Ease
	m.service, m.page = "", 0
	m.ticket, m.notice, m.lost, m.part = nil, nil, nil, nil
	m.guide = guide{help: m.help, infos: m.infos}
	m.ears.keyed, m.ears.silenced = false, false
	m.stay(0)
}

// enter shows a screen.
func (m *Machine) enter(s Screen) {
	m.screen = s
	m.entered = m.at
	m.stay(idleTime)
}

// stay gives the screen time from now on, more of it to who needs more; 0 lets
// it stay for good.
func (m *Machine) stay(d time.Duration) {
	d = m.lasting(d)
	m.span = d
	m.ends = time.Time{}
	if d > 0 {
		m.ends = m.at.Add(d)
	}
}

// expire does what fell due since the last input.
func (m *Machine) expire() []Effect {
	if m.ticket != nil && m.ticket.paper == Printing && !m.at.Before(m.ticket.sent.Add(printTime)) {
		m.pressed(Pressed{Ticket: m.ticket.number, Paper: Unreachable})
	}
	if i := m.info; i != nil && i.paper == Printing && !m.at.Before(i.sent.Add(printTime)) {
		i.paper = Unreachable
	}
	if !m.ends.IsZero() && !m.at.Before(m.ends) {
		m.put(m.ticket)
		m.welcome()
	}
	return nil
}

// home is the language that greets.
func (m *Machine) home() words.Lang {
	if m.config.Language != "" {
		return m.config.Language
	}
	if all := m.languages(); len(all) > 0 {
		return all[0]
	}
	return words.All[0]
}

// languages are those that the branch offers, the greeting one first.
func (m *Machine) languages() []words.Lang {
	var all []words.Lang
	if m.state.Branch != nil {
		for _, l := range m.state.Branch.Languages {
			all = append(all, words.Lang(l))
		}
	}
	if len(all) == 0 {
		all = append(all, words.All...)
	}
	if c := m.config.Language; c != "" {
		for i, l := range all {
			if l == c {
				copy(all[1:i+1], all[:i])
				all[0] = c
			}
		}
	}
	return all
}

// mirror takes the newest picture of the branch.
func (m *Machine) mirror(in Mirror) {
	known := m.state.Branch != nil
	m.live, m.since = in.Live, in.Since
	m.state = in.State
	b := in.State.Branch
	if b == nil {
		return
	}
	if z, err := time.LoadLocation(b.Zone); err == nil && b.Zone != "" {
		m.zone = z
	}
	if !known && m.ends.IsZero() { // else somebody has chosen already
		m.lang = m.home()
	}
	switch m.screen {
	case OneService, LongQueue, Ahead:
		if m.find(m.service) == nil {
			m.first()
		}
	case ByNeed:
		if len(m.needs()) == 0 {
			m.first()
		}
	}
	m.helpDone()
}

// now is the time of day on the branch's wall.
func (m *Machine) now() time.Time {
	if b := m.state.Branch; b != nil && b.Virtual {
		return m.state.At.In(m.zone)
	}
	return m.at.In(m.zone)
}

// find is the branch's service, or nil.
func (m *Machine) find(id string) *wire.Service {
	if m.state.Branch == nil {
		return nil
	}
	for i := range m.state.Branch.Services {
		if s := &m.state.Branch.Services[i]; s.ID == id {
			return s
		}
	}
	return nil
}

// queue is the row of a service; closed and empty where the hub has none.
func (m *Machine) queue(id string) wire.Queue {
	if m.adrift() {
		return m.aloneQueue(id)
	}
	for _, q := range m.state.Queues {
		if q.Service == id {
			return q
		}
	}
	return wire.Queue{Service: id}
}
