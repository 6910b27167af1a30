package queue

import "time"

// Seconds is a length of time as the log and the branch file keep it: whole
// seconds, readable in every language that has numbers.
type Seconds int64

// Duration is s as Go counts time.
func (s Seconds) Duration() time.Duration { return time.Duration(s) * time.Second }

// Text is one text in several languages, by language tag ("es", "pt-BR").
type Text map[string]string

// Branch is what the branch file says: one location with one hub. It is
// data; nothing in it changes while people wait, except as a whole (LoadBranch).
type Branch struct {
	ID        string         `json:"id"`
	Bank      string         `json:"bank"`
	Name      string         `json:"name"`
	Zone      string         `json:"zone"` // IANA, "Europe/Madrid"
	Languages []string       `json:"languages,omitempty"`
	Colour    string         `json:"colour,omitempty"` // the bank's brand colour, "#0F4F55"
	Ticker    Text           `json:"ticker,omitempty"` // the line at the foot of the display
	DayClose  TimeOfDay      `json:"day_close"`        // when a business date ends; before it, the night still belongs to the day before
	Services  []Service      `json:"services"`
	Counters  []CounterSetup `json:"counters"`
	Profiles  []Profile      `json:"profiles,omitempty"`
	Classes   []Class        `json:"classes,omitempty"`
	Tellers   []Teller       `json:"tellers,omitempty"`

	RecallGap   Seconds `json:"recall_gap_s"`    // least time between two calls of a ticket; 0: none
	LateReturn  Seconds `json:"late_return_s"`   // how long after no_show a ticket may come back; 0: never
	UndoWindow  Seconds `json:"undo_window_s"`   // how long a counter may take its last command back; 0: never
	NoShowAfter Seconds `json:"no_show_after_s"` // a called ticket that nobody serves becomes a no-show after this; 0: only by hand
	MaxBoard    int     `json:"max_board"`       // how many calls the board remembers; 0: DefaultBoard

	MostCalls int       `json:"most_calls,omitempty"` // how often a ticket may be called, recalls among them; 0: any number
	LatePlace LatePlace `json:"late_place,omitempty"` // where a no-show that comes back stands
	LateAfter int       `json:"late_after,omitempty"` // with LateBehind: behind so many

	Week     []int     `json:"week,omitempty"`     // days on which it is open, 1 is Monday; none: all
	Holidays []Holiday `json:"holidays,omitempty"` // dates on which it is closed
	Breaks   []Hours   `json:"breaks,omitempty"`   // of each day, in which no service takes tickets
	Pauses   []Pause   `json:"pauses,omitempty"`   // why a counter may pause
	Groups   []Group   `json:"groups,omitempty"`   // of services, for screens

	Country string   `json:"country,omitempty"` // whose pack of classes and limits it took
	Sources []string `json:"sources,omitempty"` // where these come from

	LanguageWait Seconds      `json:"language_wait_s,omitempty"` // how long somebody waits for a teller of their language before anyone calls them; 0: not at all
	OfficerWait  Seconds      `json:"officer_wait_s,omitempty"`  // the same for an officer they named; 0: while the officer sits somewhere
	Appointments Appointments `json:"appointments,omitzero"`

	Needs    []Need  `json:"needs,omitempty"`       // what people come for, as kiosks offer it
	LongWait Seconds `json:"long_wait_s,omitempty"` // from this quoted wait on a kiosk asks whether to join all the same; 0: never

	Retention *Retention `json:"retention,omitempty"` // how long what is personal is kept; nil: DefaultRetention
}

// Need is what people come for, in their own words. It leads to a service and
// decides nothing.
type Need struct {
	ID      string              `json:"id"`
	Service ServiceID           `json:"service"`
	Icon    string              `json:"icon,omitempty"`
	Names   Text                `json:"names,omitempty"`
	Words   map[string][]string `json:"words,omitempty"` // further words under which a search finds it, by language
}

// DefaultBoard is how many calls the board remembers where the branch does not say.
const DefaultBoard = 8

// LatePlace is where a no-show stands that comes back in time. Append only.
type LatePlace string

const (
	LateOwn    LatePlace = ""       // at its own place
	LateLast   LatePlace = "last"   // as if it had just come
	LateBehind LatePlace = "behind" // behind the first LateAfter of its queue
)

// Pause is a reason for which a counter calls nobody.
type Pause struct {
	ID    string    `json:"id"`
	Names Text      `json:"names,omitempty"`
	Kind  PauseKind `json:"kind,omitempty"`
}

// PauseKind says what a pause is. Append only.
type PauseKind string

const (
	PauseBreak PauseKind = "break"       // the teller rests
	PauseDesk  PauseKind = "back_office" // the teller works, without customers
)

// Group is services that screens show together.
type Group struct {
	ID       string      `json:"id"`
	Names    Text        `json:"names,omitempty"`
	Services []ServiceID `json:"services"`
}

// Service is what people come for.
type Service struct {
	ID     ServiceID           `json:"id"`
	Series string              `json:"series"`                  // the letter of its tickets; never I, O, Q, S or Z
	Shared bool                `json:"shared_series,omitempty"` // the letter and its numbers are meant for other services, too
	Names  Text                `json:"names,omitempty"`
	Hints  Text                `json:"hints,omitempty"`
	About  Text                `json:"about,omitempty"` // what happens there, a sentence or two
	For    Text                `json:"for,omitempty"`   // whom it is for, a line
	Bring  map[string][]string `json:"bring,omitempty"` // what to bring, by language
	Icon   string              `json:"icon,omitempty"`
	Target Seconds             `json:"target_s,omitempty"` // the longest wait the bank promises; 0: no promise
	Usual  Seconds             `json:"usual_s,omitempty"`  // how long serving usually takes; 0: not known
	Hours  []Hours             `json:"hours,omitempty"`    // none: always open
	Forms  []string            `json:"forms,omitempty"`
	Guard  bool                `json:"guard,omitempty"` // no tickets for whom the last hour would not be long enough; see InTime

	Numbers Range `json:"numbers,omitzero"` // its own part of the series; none: from 1
}

// CounterSetup is a counter as the branch file knows it: its number and what it
// serves unless its teller opens it with another profile. With neither a
// profile nor services it serves everything, without wrap-up.
type CounterSetup struct {
	ID       CounterID   `json:"id"`
	Profile  ProfileID   `json:"profile,omitempty"`
	Services []ServiceID `json:"services,omitempty"`
}

// Profile says which queues a counter serves, and by what rules.
type Profile struct {
	ID       ProfileID   `json:"id"`
	Names    Text        `json:"names,omitempty"`
	Services []ServiceID `json:"services,omitempty"`  // none: every service
	WrapUp   Seconds     `json:"wrap_up_s,omitempty"` // the longest wrap-up after a service; 0: no wrap-up
	Rules    []Rule      `json:"rules,omitempty"`     // who goes ahead of the final rule's choice
	Final    Final       `json:"final,omitempty"`     // "": the first by place
	Turns    []Turn      `json:"turns,omitempty"`     // with FinalTurns
	AutoNext bool        `json:"auto_next,omitempty"` // finishing calls the next
}

// Class is a priority class. By its Credit who belongs to it stands in the queue
// as if it had come so much earlier: a credit longer than any wait puts it before
// everyone of no class, in the order of arrival among its own. By its Way it goes
// ahead of the place that it has.
type Class struct {
	ID     ClassID `json:"id"`
	Names  Text    `json:"names,omitempty"`
	For    Text    `json:"for,omitempty"` // whom it is for, as a kiosk offers it; none: no kiosk does
	Credit Seconds `json:"credit_s,omitempty"`

	Evidence Text   `json:"evidence,omitempty"` // what the person shows; "" is their word
	Source   string `json:"source,omitempty"`   // the law or rule behind the class

	Way   Way `json:"way,omitempty"`     // how it goes ahead; "" by Credit alone
	Rate  int `json:"rate_pc,omitempty"` // WayAccumulating: percent of the priority that a wait gives otherwise, 100 or more
	Share int `json:"share,omitempty"`   // the most of a counter's calls that may go ahead, in percent; 0: DefaultShare
}

// Teller is a person of the staff. How they prove who they are is not here.
type Teller struct {
	ID   TellerID `json:"id"`
	Name string   `json:"name"`
	Role string   `json:"role,omitempty"`

	Languages []string `json:"languages,omitempty"` // that they speak with customers
}

// Service finds a service by its id.
func (b *Branch) Service(id ServiceID) (*Service, bool) {
	for i := range b.Services {
		if b.Services[i].ID == id {
			return &b.Services[i], true
		}
	}
	return nil, false
}

// Counter finds a counter's set-up by its id.
func (b *Branch) Counter(id CounterID) (*CounterSetup, bool) {
	for i := range b.Counters {
		if b.Counters[i].ID == id {
			return &b.Counters[i], true
		}
	}
	return nil, false
}

// Profile finds a profile by its id.
func (b *Branch) Profile(id ProfileID) (*Profile, bool) {
	for i := range b.Profiles {
		if b.Profiles[i].ID == id {
			return &b.Profiles[i], true
		}
	}
	return nil, false
}

// Class finds a priority class by its id.
func (b *Branch) Class(id ClassID) (*Class, bool) {
	for i := range b.Classes {
		if b.Classes[i].ID == id {
			return &b.Classes[i], true
		}
	}
	return nil, false
}

// Teller finds a person of the staff by id.
func (b *Branch) Teller(id TellerID) (*Teller, bool) {
	for i := range b.Tellers {
		if b.Tellers[i].ID == id {
			return &b.Tellers[i], true
		}
	}
	return nil, false
}

// Serves reports whether counter id, opened with profile p ("" for what its
// set-up says), serves the service.
func (b *Branch) Serves(id CounterID, p ProfileID, service ServiceID) bool {
	services := b.services(id, p)
	if services == nil {
		return true
	}
	for _, s := range services {
		if s == service {
			return true
		}
	}
	return false
}

// services are the services of a counter opened with profile p; nil is all of them.
func (b *Branch) services(id CounterID, p ProfileID) []ServiceID {
	setup, _ := b.Counter(id)
	if p == "" && setup != nil {
		if p = setup.Profile; p == "" && len(setup.Services) > 0 {
			return setup.Services
		}
	}
	if profile, ok := b.Profile(p); ok && len(profile.Services) > 0 {
		return profile.Services
	}
	return nil
}

// wrapUp is the longest wrap-up at a counter opened with profile p; 0 is none.
func (b *Branch) wrapUp(id CounterID, p ProfileID) Seconds {
	if setup, ok := b.Counter(id); ok && p == "" {
		p = setup.Profile
	}
	if profile, ok := b.Profile(p); ok {
		return profile.WrapUp
	}
	return 0
}
