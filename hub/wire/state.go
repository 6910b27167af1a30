package wire

import "time"

// Calling order: Visits come in the order of Place, and a counter's call_next
// takes the first waiting row whose service is among the counter's Services and
// that is not kept for another counter or teller.

// State is what one role sees of the branch at (Epoch, Seq). Queues, counters
// and the board are there for every role; the rest by role.
type State struct {
	Epoch        string    `json:"epoch"`
	Seq          uint64    `json:"seq"`
	BusinessDate string    `json:"business_date"` // "" before the first day was opened
	At           time.Time `json:"at"`            // the hub's clock when this was made
	Day          string    `json:"day"`           // "open" or "closed"
	Branch       *Branch   `json:"branch,omitempty"`
	Queues       []Queue   `json:"queues"`
	Counters     []Counter `json:"counters"`
	Board        []Called  `json:"board"`             // the last calls, newest first
	Visits       []Visit   `json:"visits,omitempty"`  // staff: who waits, is called, served, parked or missed
	Figures      *Figures  `json:"figures,omitempty"` // manager, admin
	You          *You      `json:"you,omitempty"`     // who the token is
	Ticket       *Visit    `json:"ticket,omitempty"`  // phone: its own visit

	Helps   []HelpRow   `json:"helps,omitempty"`   // help calls that are open, oldest first: kiosks and staff
	Devices []DeviceRow `json:"devices,omitempty"` // how devices fare: staff
}

// Branch is what screens show of the branch file.
type Branch struct {
	ID         string            `json:"id"`
	Bank       string            `json:"bank"`
	Name       string            `json:"name"`
	Zone       string            `json:"zone"`             // IANA name; every clock face uses it
	Languages  []string          `json:"languages"`        // in the order in which they are offered
	Brand      string            `json:"brand,omitempty"`  // "#0F4F55"; "" is the default
	PublicURL  string            `json:"public_url"`       // where phones reach the hub; "" while it listens on loopback only
	Ticker     map[string]string `json:"ticker,omitempty"` // a line for the display, by language
	Services   []Service         `json:"services"`
	Counters   []Place           `json:"counters"`
	Tellers    []Person          `json:"tellers,omitempty"` // staff roles alone
	Classes    []Class           `json:"classes,omitempty"`
	Groups     []Group           `json:"groups,omitempty"`      // of services that belong together
	Profiles   []Profile         `json:"profiles,omitempty"`    // by which counters may work
	Pauses     []Pause           `json:"pauses,omitempty"`      // reasons for which a counter pauses
	RecallGapS int               `json:"recall_gap_s"`          // least time between two announcements of a ticket
	UndoS      int               `json:"undo_s"`                // how long a command can be taken back
	Virtual    bool              `json:"virtual,omitempty"`     // the clock is virtual: At moves by advance alone
	Needs      []Need            `json:"needs,omitempty"`       // what people come for, in the order in which kiosks offer it
	LongWaitS  int               `json:"long_wait_s,omitempty"` // from this quoted wait on a kiosk asks whether to join all the same
	Week       []int             `json:"week,omitempty"`        // days on which tickets are issued at all, 1 is Monday; none: every day
	Breaks     []Hours           `json:"breaks,omitempty"`      // of each day, in which nothing takes tickets
	Holidays   []string          `json:"holidays,omitempty"`    // dates on which nothing does
}

// Service is a service in the people's words.
type Service struct {
	ID      string              `json:"id"`
	Series  string              `json:"series"`
	Icon    string              `json:"icon"`
	Names   map[string]string   `json:"names"`
	Hints   map[string]string   `json:"hints,omitempty"` // one line: what belongs to it
	About   map[string]string   `json:"about,omitempty"` // two sentences: what happens there
	Bring   map[string][]string `json:"bring,omitempty"` // what to have ready
	Forms   []string            `json:"forms,omitempty"` // ids of bank forms
	TargetS int                 `json:"target_s"`        // wait that the branch means to keep
	UsualS  [2]int              `json:"usual_s"`         // usual service time, from and to; 0 0 is unknown
	For     map[string]string   `json:"for,omitempty"`   // one line: whom it is for
	Hours   []Hours             `json:"hours,omitempty"` // in which tickets are issued on a working day; none: always
}

// Hours is a stretch of a day, from Opens up to, and without, Closes.
type Hours struct {
	Opens  string `json:"opens"`  // "08:30"
	Closes string `json:"closes"` // "24:00" is the end of the day
}

// Place is a counter of the branch file.
type Place struct {
	Counter  string   `json:"counter"`
	Services []string `json:"services"`
	Profiles []string `json:"profiles,omitempty"` // the first is taken when none is named
}

// Person is a member of staff as colleagues see them.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Group is services that a screen shows together.
type Group struct {
	ID       string            `json:"id"`
	Names    map[string]string `json:"names,omitempty"`
	Services []string          `json:"services"`
}

// Profile is a way of working at a counter, as open_counter and rush name it.
type Profile struct {
	ID    string            `json:"id"`
	Names map[string]string `json:"names,omitempty"`
}

// Pause is a reason of pause_counter that the branch knows.
type Pause struct {
	ID    string            `json:"id"`
	Names map[string]string `json:"names,omitempty"`
	Kind  string            `json:"kind,omitempty"` // break, back_office
}

// Class is a priority class: who it is for, never whose reason it was.
type Class struct {
	ID    string            `json:"id"`
	Names map[string]string `json:"names"`
	For   map[string]string `json:"for,omitempty"` // one line: whom it is for; a kiosk offers no class without
}

// Queue is the row of one service.
type Queue struct {
	Service      string     `json:"service"`
	Waiting      int        `json:"waiting"`
	LongestWaitS int        `json:"longest_wait_s"`      // at State.At or Event.At
	OldestAt     *time.Time `json:"oldest_at,omitempty"` // since when the longest waiting one waits, to count on
	Wait         Wait       `json:"wait"`                // for who takes a ticket now; no promise where Serving is 0
	Open         bool       `json:"open"`                // tickets are issued
	OpensAt      string     `json:"opens_at,omitempty"`  // "13:00" when it opens later on this business date
	Serving      int        `json:"serving"`             // counters open for it
}

// Counter is the row of one counter.
type Counter struct {
	Counter   string     `json:"counter"`
	State     string     `json:"state"` // closed, open (free), paused, called, serving, wrap_up
	Ticket    string     `json:"ticket,omitempty"`
	Service   string     `json:"service,omitempty"`
	Since     time.Time  `json:"since,omitzero"`  // of this state
	Visit     string     `json:"visit,omitempty"` // staff roles, as all below
	Language  string     `json:"language,omitempty"`
	Teller    string     `json:"teller,omitempty"`      // id
	Name      string     `json:"teller_name,omitempty"` // as colleagues see it
	Profile   string     `json:"profile,omitempty"`
	Services  []string   `json:"services,omitempty"`   // that it calls from
	Reason    string     `json:"reason,omitempty"`     // of a pause
	PauseKind string     `json:"pause_kind,omitempty"` // break, back_office, where the branch knows the reason
	Rush      string     `json:"rush,omitempty"`       // the profile of a rush, in force until RushUntil
	RushUntil *time.Time `json:"rush_until,omitempty"`
	IssuedAt  *time.Time `json:"issued_at,omitempty"`
	WaitedS   *float64   `json:"waited_s,omitempty"`  // of this leg until its first call
	CalledAt  *time.Time `json:"called_at,omitempty"` // the last announcement
	ServingAt *time.Time `json:"serving_at,omitempty"`
	ServedS   float64    `json:"served_s,omitempty"` // service time of this leg before ServingAt (a parked leg goes on)
	Calls     int        `json:"calls,omitempty"`
	Why       *Why       `json:"why,omitempty"`
	Drafts    []string   `json:"drafts,omitempty"` // ids of the forms that the visit here carries
	Next      []string   `json:"next,omitempty"`   // tickets that call_next would call one after the other, three at most, if nothing else happened
	Undo      string     `json:"undo,omitempty"`   // the verb that undo would take back
	UndoUntil *time.Time `json:"undo_until,omitempty"`
	Last      string     `json:"last,omitempty"`      // the ticket finished last
	LastS     float64    `json:"last_s,omitempty"`    // its service time
	Served    int        `json:"served,omitempty"`    // legs finished here on this business date
	MedianS   float64    `json:"median_s,omitempty"`  // their median service time
	InTarget  float64    `json:"in_target,omitempty"` // share of them called within the target
}

// Called is a row of the board.
type Called struct {
	Ticket   string    `json:"ticket"`
	Counter  string    `json:"counter"`
	Service  string    `json:"service"`
	Language string    `json:"language"`  // in which it is spoken
	CalledAt time.Time `json:"called_at"` // the last announcement
	Calls    int       `json:"calls"`
}

// Visit is the row of one visit for staff, and for the phone that holds it.
type Visit struct {
	Visit      string     `json:"visit"`
	Ticket     string     `json:"ticket"`
	Service    string     `json:"service"`
	Language   string     `json:"language"`
	Priority   string     `json:"priority,omitempty"`
	State      string     `json:"state"` // waiting, called, serving, wrap_up, parked, no_show, finished, left, closed_by_day_end
	Since      time.Time  `json:"since"` // of this state
	IssuedAt   time.Time  `json:"issued_at"`
	QueuedAt   time.Time  `json:"queued_at"`             // when this leg began to wait
	Place      string     `json:"place,omitempty"`       // waiting: rows sort by it, ascending, within a service
	Counter    string     `json:"counter,omitempty"`     // where it is called or served
	ForCounter string     `json:"for_counter,omitempty"` // only this counter calls it
	ForTeller  string     `json:"for_teller,omitempty"`  // only this teller calls it
	Speaks     string     `json:"speaks,omitempty"`      // called where this language is spoken, while it is
	KeptUntil  *time.Time `json:"kept_until,omitempty"`  // when it is everyone's
	Then       []string   `json:"then,omitempty"`        // further services, in their order
	BookedAt   *time.Time `json:"booked_at,omitempty"`   // the appointment for which it came in time
	Reason     string     `json:"reason,omitempty"`      // parked: why
	Owner      string     `json:"owner,omitempty"`       // parked: "teller:ID", "counter:ID" or "branch"
	Until      *time.Time `json:"until,omitempty"`       // parked: return time; no_show: late return ends
	Calls      int        `json:"calls,omitempty"`
	Drafts     []string   `json:"drafts,omitempty"`       // ids of the forms that it carries
	Ahead      *int       `json:"people_ahead,omitempty"` // phone
	Wait       *Wait      `json:"wait,omitempty"`         // phone; unknown where no counter is open for the service
}

// You says who the hub takes the client for.
type You struct {
	Role    Role   `json:"role"`
	Device  string `json:"device,omitempty"`
	Person  string `json:"person,omitempty"`
	Name    string `json:"name,omitempty"`
	Counter string `json:"counter,omitempty"`
}

// Figures are today's, as terms defines them. Percentiles are exact.
type Figures struct {
	Total     Figure     `json:"total"`
	Services  []Figure   `json:"services"`
	HalfHours []HalfHour `json:"half_hours"`
}

// Figure is one service's, or everyone's with an empty Service. Waits count
// legs that were called; the share in time is of those.
type Figure struct {
	Service      string  `json:"service,omitempty"`
	Issued       int     `json:"issued"` // legs that entered this queue
	Waiting      int     `json:"waiting"`
	Called       int     `json:"called"` // legs called at least once: they have a wait
	Served       int     `json:"served"` // legs finished
	Left         int     `json:"left"`
	NoShow       int     `json:"no_show"`
	MeanS        float64 `json:"wait_mean_s"`
	MedianS      float64 `json:"wait_median_s"`
	P90S         float64 `json:"wait_p90_s"`
	ServiceMeanS float64 `json:"service_mean_s"`
	ServiceLevel float64 `json:"service_level"` // 0..1; 0 with Called = 0 says nothing
	Abandonment  float64 `json:"abandonment"`   // 0..1

	Ratings int     `json:"ratings,omitempty"` // visits that gave feedback; each figure counts its own answers
	CSATs   int     `json:"csat_answers,omitempty"`
	CSAT    float64 `json:"csat,omitempty"` // 0..1: share of 4s and 5s among ratings 1-5
	NPSs    int     `json:"nps_answers,omitempty"`
	NPS     float64 `json:"nps,omitempty"` // -1..1: share of 9-10 less share of 0-6
	CESs    int     `json:"ces_answers,omitempty"`
	CES     float64 `json:"ces,omitempty"` // 1..7: mean
}

// HalfHour counts arrivals and ends of service in one half hour.
type HalfHour struct {
	From    time.Time `json:"from"`
	Arrived int       `json:"arrived"`
	Served  int       `json:"served"`
}
