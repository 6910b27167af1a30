package board

import (
	"time"

	"turno/hub/pairing"
	"turno/hub/wire"
	"turno/hub/words"
)

// The times of the glass.
const (
	// Hold is how long a call stands alone on the glass before the next one may
	// take its place: chime and speech take about five seconds, and a person
	// looks up after them.
	Hold = 7 * time.Second
	// crowded shortens the hold while more calls wait than rush.
	crowded = 5 * time.Second
	rush    = 3
	// late is how old a call may be that nobody answers to any more and is
	// still shown as new; older ones only take their row.
	late = 10 * time.Second
	// missed is how old a call may be that the screen was not there for and
	// that still stands: it is announced all the same.
	missed = 90 * time.Second
	// Grace is how long a cut line goes unsaid: a hub that restarts is back
	// within it.
	Grace = 2 * time.Second
	// The beats of a new call's border, or its whole time where nothing may move.
	beat      = 400 * time.Millisecond
	beats     = 3
	calmThick = 3 * time.Second
)

// Config says whose screen this is.
type Config struct {
	Language words.Lang     // of the wall; "" is the branch's first
	Until    words.Lang     // of the wall until the branch is known; "" is English
	Rows     int            // of recent calls; 0 is 4, a 43" panel takes 3
	Calm     bool           // reduced motion: the border stays thick and does not beat
	Zone     *time.Location // of the clock until the branch names its own; nil is this machine's
}

// News is what came from the hub, as the client hands it out.
type News struct {
	Live    bool      // the line stands
	Known   bool      // State came from a hub at least once
	Since   time.Time // when Live last changed, by this machine's clock
	Refused bool      // the hub does not know this screen (any more)
	State   wire.State
	Events  []wire.Event // since the news before, oldest first
}

// Announcement is a call to be spoken now.
type Announcement struct {
	Ticket   string
	Counter  string
	Language words.Lang // the ticket's own
}

// call is a ticket called to a counter.
type call struct {
	ticket, counter, language string
	at                        time.Time // by the hub's clock
}

// Board is the state of one lobby screen.
type Board struct {
	config Config
	news   News
	taken  time.Time              // when news came
	seen   map[string]wire.Called // the hub's row of each ticket as it was last dealt with
	widest int                    // the longest board of the hub so far

	pending []call // called, not yet on the glass
	glass   *call  // the large one
	shown   time.Time
	slots   []*call // the rows, each at its place
	sound   Sound
	zone    *time.Location
	step    *pairing.Step // while the hub does not know this screen
}

// New makes the board of a screen that knows nothing yet.
func New(c Config) *Board {
	if c.Rows < 1 {
		c.Rows = 4
	}
	if c.Zone == nil {
		c.Zone = time.Local
	}
	b := &Board{config: c, zone: c.Zone}
	b.forget()
	return b
}

// Sound is what the screen's machine can make heard.
type Sound int

// The sounds. A screen that lacks one says so, as people listen for it.
const (
	Speaks Sound = iota // chime and speech
	Chimes              // a chime alone: nothing here can speak
	Silent              // nothing: no loudspeaker, or muted
)

// SetSound says what can be heard.
func (b *Board) SetSound(s Sound) { b.sound = s }

// Pair takes how far this screen is on its way into the branch. It stands in
// the place of everything else until the hub's data come.
func (b *Board) Pair(s pairing.Step) {
	b.step = &s
	if b.news.State.Branch == nil && !s.Until.IsZero() {
		b.zone = s.Until.Location() // the hub's: the clock and the code's end agree
	}
}

// Take takes what came from the hub.
func (b *Board) Take(n News, at time.Time) {
	if n.Live {
		b.step = nil
	}
	if !n.Known {
		b.news, b.taken = n, at
		return
	}
	if b.news.Known && (n.State.Epoch != b.news.State.Epoch || n.State.BusinessDate != b.news.State.BusinessDate) {
		// Another log or another day: its tickets have nothing to do with these.
		b.forget()
	}
	b.news, b.taken = n, at
	b.widest = max(b.widest, len(n.State.Board))
	b.setZone()
	b.takeEvents(at)
	b.takeRows(at)
	b.dropGone()
}

// forget empties the screen.
func (b *Board) forget() {
	b.seen, b.pending, b.glass, b.shown, b.widest = map[string]wire.Called{}, nil, nil, time.Time{}, 0
	b.slots = make([]*call, b.config.Rows)
}

func (b *Board) setZone() {
	if b.news.State.Branch == nil {
		return
	}
	if z, err := time.LoadLocation(b.news.State.Branch.Zone); err == nil && b.news.State.Branch.Zone != "" {
		b.zone = z
	}
}

// takeEvents queues the calls among the events.
func (b *Board) takeEvents(at time.Time) {
	for _, e := range b.news.Events {
		if e.Event == nil || e.Event.Type != "TicketCalled" && e.Event.Type != "TicketRecalled" {
			continue
		}
		c := call{e.Event.Ticket, e.Event.Counter, e.Event.Language, e.At}
		if row, ok := b.row(c.ticket); ok {
			// What the row says is the newest, where a ticket was called twice.
			c = call{row.Ticket, row.Counter, row.Language, row.CalledAt}
			b.seen[c.ticket] = row
		}
		if c.ticket == "" || c.counter == "" {
			continue
		}
		if b.called(c) || b.hub(at).Sub(c.at) <= late {
			b.enqueue(c)
		} else {
			b.settle(c, at)
		}
	}
}

// takeRows takes the calls on the hub's board that no event told of: those
// from before this screen, and those from while the line was cut.
func (b *Board) takeRows(at time.Time) {
	var standing, over []call // oldest first
	rows := b.news.State.Board
	for i := len(rows) - 1; i >= 0; i-- {
		r := rows[i]
		old, ok := b.seen[r.Ticket]
		if r.Ticket == "" || r.Counter == "" || ok && old.Counter == r.Counter && old.Calls == r.Calls && old.CalledAt.Equal(r.CalledAt) {
			continue
		}
		b.seen[r.Ticket] = r
		c := call{r.Ticket, r.Counter, r.Language, r.CalledAt}
		if b.called(c) && b.hub(at).Sub(c.at) <= missed {
			standing = append(standing, c)
		} else {
			over = append(over, c)
		}
	}
	if b.empty() {
		b.fill(over, len(standing) > 0)
	} else {
		for _, c := range over {
			b.settle(c, at)
		}
	}
	for _, c := range standing {
		b.enqueue(c)
	}
}

// Tick moves the announcement queue on and says what is to be spoken now. Call
// it after Take, and at the time that Next names.
func (b *Board) Tick(at time.Time) []Announcement {
	if !b.news.Known || !b.news.Live {
		return nil
	}
	for len(b.pending) > 0 && !at.Before(b.shown.Add(b.hold())) {
		c := b.pending[0]
		b.pending = b.pending[1:]
		if !b.called(c) && b.hub(at).Sub(c.at) > late {
			b.settle(c, at) // the person has come or gone meanwhile
			continue
		}
		b.put(c)
		b.shown = at
		return []Announcement{{c.ticket, c.counter, words.Lang(c.language)}}
	}
	return nil
}

// hold is how long the call on the glass keeps it. A call put there without
// being announced keeps it no time.
func (b *Board) hold() time.Duration {
	if len(b.pending) > rush {
		return crowded
	}
	return Hold
}

// hub is the hub's clock, which runs on between two messages unless it is virtual.
func (b *Board) hub(at time.Time) time.Time {
	if b.virtual() {
		return b.news.State.At
	}
	return b.news.State.At.Add(max(0, at.Sub(b.taken)))
}

func (b *Board) virtual() bool {
	return b.news.State.Branch != nil && b.news.State.Branch.Virtual
}
