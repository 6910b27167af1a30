package wire

import (
	"regexp"
	"time"
	"unicode/utf8"
)

// Issue opens a visit: its first leg waits for Service. Name, Phone and Note
// are personal: they live beside the log and are erased with the visit.
type Issue struct {
	Service  string `json:"service"`
	Language string `json:"language"`
	Priority string `json:"priority,omitempty"` // a priority class of the branch; the class alone, never the reason
	Name     string `json:"name,omitempty"`
	Phone    string `json:"phone,omitempty"`
	Note     string `json:"note,omitempty"`

	Then        []string    `json:"then,omitempty"`       // further services of the same visit, in their order
	Teller      string      `json:"teller,omitempty"`     // the officer whom the person asks for
	Appointment Appointment `json:"appointment,omitzero"` // that the person comes for
}

// Appointment is a promised time. Who comes in time is called ahead of others
// then; who comes too late stands where that time puts them.
type Appointment struct {
	ID string    `json:"id,omitempty"` // in the bank's own calendar
	At time.Time `json:"at"`
}

// OpenCounter opens a counter for whoever sends it, with one of its profiles,
// or goes on after a pause.
type OpenCounter struct {
	Counter string `json:"counter"`
	Profile string `json:"profile,omitempty"`
}

// PauseCounter stops calls to a counter for a stated reason.
type PauseCounter struct {
	Counter string `json:"counter"`
	Reason  string `json:"reason"`
}

// CloseCounter ends the work of a counter.
type CloseCounter struct {
	Counter string `json:"counter"`
}

// CallNext calls the leg that the counter's profile puts first.
type CallNext struct {
	Counter string `json:"counter"`
}

// Call calls one ticket out of order; the reason is kept.
type Call struct {
	Counter string `json:"counter"`
	Ticket  string `json:"ticket"`
	Reason  string `json:"reason"`
}

// Recall announces the called ticket once more.
type Recall struct {
	Counter string `json:"counter"`
}

// Serve starts the service of the called visit.
type Serve struct {
	Counter string `json:"counter"`
}

// Finish ends the service, or the wrap-up after it. NextService opens the
// visit's next leg at once.
type Finish struct {
	Counter     string `json:"counter"`
	Outcome     string `json:"outcome,omitempty"`
	Solved      *bool  `json:"solved,omitempty"`
	Note        string `json:"note,omitempty"` // personal
	NextService string `json:"next_service,omitempty"`
}

// NoShow says that the called visit did not come.
type NoShow struct {
	Counter string `json:"counter"`
}

// Requeue lets a no-show back in, or puts a called visit back at its place.
type Requeue struct {
	Ticket string `json:"ticket"`
}

// Park sets the visit at the counter aside for Owner ("teller", "counter" or
// "branch"; counter when left out), until a time or until it is resumed.
type Park struct {
	Counter string     `json:"counter"`
	Reason  string     `json:"reason"`
	Owner   string     `json:"owner,omitempty"`
	Until   *time.Time `json:"until,omitempty"`
}

// Resume calls a parked visit to this counter.
type Resume struct {
	Counter string `json:"counter"`
	Ticket  string `json:"ticket"`
}

// Transfer ends this leg and opens the next one elsewhere. Place is "first",
// "last" (when left out) or "age" (where the visit's age puts it).
type Transfer struct {
	Counter string `json:"counter"`
	To      To     `json:"to"`
	Place   string `json:"place,omitempty"`
}

// To is where a transfer goes: exactly one of the three is given.
type To struct {
	Service string `json:"service,omitempty"`
	Counter string `json:"counter,omitempty"`
	Teller  string `json:"teller,omitempty"`
}

// Leave ends the visit because the person left.
type Leave struct {
	Ticket string `json:"ticket"`
}

// Undo takes back the counter's last command.
type Undo struct {
	Counter string `json:"counter"`
}

// Rush puts a profile on counters for some minutes, whatever their tellers chose;
// it ends by itself.
type Rush struct {
	Profile  string   `json:"profile"`
	Counters []string `json:"counters"`
	Minutes  int      `json:"minutes"` // 1 to 720
}

// EndRush lets counters go back to their own profiles; without Counters, all.
type EndRush struct {
	Counters []string `json:"counters,omitempty"`
}

// OpenDay opens the business day.
type OpenDay struct{}

// CloseDay closes it; what is left ends with it.
type CloseDay struct{}

// Advance moves the virtual clock of a demo to To; what falls due before
// happens first, in order and at its time.
type Advance struct {
	To time.Time `json:"to"`
}

// Do names the verb.
func (Issue) Do() string        { return "issue" }
func (OpenCounter) Do() string  { return "open_counter" }
func (PauseCounter) Do() string { return "pause_counter" }
func (CloseCounter) Do() string { return "close_counter" }
func (CallNext) Do() string     { return "call_next" }
func (Call) Do() string         { return "call" }
func (Recall) Do() string       { return "recall" }
func (Serve) Do() string        { return "serve" }
func (Finish) Do() string       { return "finish" }
func (NoShow) Do() string       { return "no_show" }
func (Requeue) Do() string      { return "requeue" }
func (Park) Do() string         { return "park" }
func (Resume) Do() string       { return "resume" }
func (Transfer) Do() string     { return "transfer" }
func (Leave) Do() string        { return "leave" }
func (Undo) Do() string         { return "undo" }
func (Rush) Do() string         { return "rush" }
func (EndRush) Do() string      { return "end_rush" }
func (OpenDay) Do() string      { return "open_day" }
func (CloseDay) Do() string     { return "close_day" }
func (Advance) Do() string      { return "advance" }

// The longest values, in characters. Words on slips and screens are cut by no
// one, so they are bounded here.
const (
	maxName   = 64
	maxReason = 120
	maxPerson = 120
	maxNote   = 2000
)

func need(field, v string, longest int) *Problem {
	if v == "" {
		return invalid(field, "missing")
	}
	return upTo(field, v, longest)
}

func upTo(field, v string, longest int) *Problem {
	if n := utf8.RuneCountInString(v); n > longest {
		return invalid(field, "%d characters; at most %d are taken", n, longest)
	}
	return nil
}

func oneOf(field, v string, values ...string) *Problem {
	for _, x := range values {
		if v == x {
			return nil
		}
	}
	return invalid(field, "one of %q is wanted", values)
}

func first(ps ...*Problem) *Problem {
	for _, p := range ps {
		if p != nil {
			return p
		}
	}
	return nil
}

var languageForm = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

func (b Issue) check() *Problem {
	p := first(need("service", b.Service, maxName), need("language", b.Language, maxName), upTo("priority", b.Priority, maxName),
		upTo("name", b.Name, maxPerson), upTo("phone", b.Phone, maxName), upTo("note", b.Note, maxNote))
	if p == nil {
		p = first(severalServices(b.Then), upTo("teller", b.Teller, maxName), upTo("appointment", b.Appointment.ID, maxName))
	}
	if p == nil && b.Appointment.ID != "" && b.Appointment.At.IsZero() {
		p = invalid("appointment", "at is missing: the time of the appointment, with offset")
	}
	if p == nil && !b.Appointment.At.IsZero() {
		p = plausible("appointment", b.Appointment.At)
	}
	if p == nil && !isLanguage(b.Language) {
		p = invalid("language", "a language tag such as es or pt-BR is wanted")
	}
	return p
}

// isLanguage reports whether it is a language tag; most are two letters.
func isLanguage(tag string) bool {
	if len(tag) == 2 && 'a' <= min(tag[0], tag[1]) && max(tag[0], tag[1]) <= 'z' {
		return true
	}
	return languageForm.MatchString(tag)
}

// plausible refuses times that no log can hold: whose year, by any clock, is not
// one of four digits.
func plausible(field string, t time.Time) *Problem {
	if y := t.UTC().Year(); y < 1000 || y > 9998 {
		return invalid(field, "a time of our days is wanted")
	}
	return nil
}

// maxThen bounds what somebody comes for besides the first service.
const maxThen = 8

func severalServices(then []string) *Problem {
	if len(then) > maxThen {
		return invalid("then", "%d services; at most %d are taken", len(then), maxThen)
	}
	for _, s := range then {
		if p := need("then", s, maxName); p != nil {
			return p
		}
	}
	return nil
}

func (b OpenCounter) check() *Problem {
	return first(need("counter", b.Counter, maxName), upTo("profile", b.Profile, maxName))
}

func (b PauseCounter) check() *Problem {
	return first(need("counter", b.Counter, maxName), need("reason", b.Reason, maxReason))
}

func (b CloseCounter) check() *Problem { return need("counter", b.Counter, maxName) }
func (b CallNext) check() *Problem     { return need("counter", b.Counter, maxName) }

func (b Call) check() *Problem {
	return first(need("counter", b.Counter, maxName), need("ticket", b.Ticket, maxName), need("reason", b.Reason, maxReason))
}

func (b Recall) check() *Problem { return need("counter", b.Counter, maxName) }
func (b Serve) check() *Problem  { return need("counter", b.Counter, maxName) }

func (b Finish) check() *Problem {
	return first(need("counter", b.Counter, maxName), upTo("outcome", b.Outcome, maxName),
		upTo("note", b.Note, maxNote), upTo("next_service", b.NextService, maxName))
}

func (b NoShow) check() *Problem  { return need("counter", b.Counter, maxName) }
func (b Requeue) check() *Problem { return need("ticket", b.Ticket, maxName) }

func (b Park) check() *Problem {
	p := first(need("counter", b.Counter, maxName), need("reason", b.Reason, maxReason))
	if p == nil && b.Owner != "" {
		p = oneOf("owner", b.Owner, "teller", "counter", "branch")
	}
	if p == nil && b.Until != nil {
		p = plausible("until", *b.Until)
	}
	return p
}

func (b Resume) check() *Problem {
	return first(need("counter", b.Counter, maxName), need("ticket", b.Ticket, maxName))
}

func (b Transfer) check() *Problem {
	p := first(need("counter", b.Counter, maxName), upTo("to", b.To.Service+b.To.Counter+b.To.Teller, maxName))
	if p == nil && b.Place != "" {
		p = oneOf("place", b.Place, "first", "last", "age")
	}
	given := 0
	for _, v := range []string{b.To.Service, b.To.Counter, b.To.Teller} {
		if v != "" {
			given++
		}
	}
	if p == nil && given != 1 {
		p = invalid("to", "exactly one of service, counter, teller is wanted")
	}
	return p
}

func (b Leave) check() *Problem { return need("ticket", b.Ticket, maxName) }
func (b Undo) check() *Problem  { return need("counter", b.Counter, maxName) }

// maxRush bounds a rush: half a day. What is longer is no rush.
const maxRush = 720

func (b Rush) check() *Problem {
	p := first(need("profile", b.Profile, maxName), upToAll("counters", b.Counters))
	switch {
	case p != nil:
		return p
	case len(b.Counters) == 0:
		return invalid("counters", "name one at least")
	case b.Minutes < 1 || b.Minutes > maxRush:
		return invalid("minutes", "from 1 to %d are taken", maxRush)
	}
	return nil
}

func (b EndRush) check() *Problem { return upToAll("counters", b.Counters) }

// maxCounters bounds a list of counters; no branch has so many.
const maxCounters = 1000

func upToAll(field string, values []string) *Problem {
	if len(values) > maxCounters {
		return invalid(field, "%d; at most %d are taken", len(values), maxCounters)
	}
	for i, v := range values {
		if p := need(field, v, maxName); p != nil {
			return p
		}
		for _, before := range values[:i] {
			if before == v {
				return invalid(field, "%q is there twice", v)
			}
		}
	}
	return nil
}

func (OpenDay) check() *Problem  { return nil }
func (CloseDay) check() *Problem { return nil }

func (b Advance) check() *Problem {
	if b.To.IsZero() {
		return invalid("to", "missing: a time with offset is wanted")
	}
	return plausible("to", b.To)
}
