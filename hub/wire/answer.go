package wire

import "time"

// Answer is what the hub says to a command: done, with its result, or not,
// with a code. On the socket it is a frame of kind "answer" and bears Status.
type Answer struct {
	Kind    string  `json:"kind,omitempty"`
	ID      string  `json:"id"`
	OK      bool    `json:"ok"`
	Status  int     `json:"status,omitempty"` // on the socket; over HTTP the status line says it
	Seq     uint64  `json:"seq,omitempty"`    // of the last event that the command made; 0 where it made none
	Code    Code    `json:"code,omitempty"`
	Message string  `json:"message,omitempty"` // for people, in the sender's language where it named one
	Field   string  `json:"field,omitempty"`   // with invalid_field
	Retry   bool    `json:"retry"`             // trying the same again later may help
	Result  *Result `json:"result,omitempty"`
}

// Result holds what the verbs answer; each fills its own fields.
type Result struct {
	Visit        string     `json:"visit,omitempty"`
	Ticket       string     `json:"ticket,omitempty"`
	Service      string     `json:"service,omitempty"`
	Language     string     `json:"language,omitempty"`
	Counter      string     `json:"counter,omitempty"`
	PeopleAhead  *int       `json:"people_ahead,omitempty"`
	Wait         *Wait      `json:"wait,omitempty"`
	Code         string     `json:"code,omitempty"` // of the visit's phone page; whoever has it may see and end that visit
	URL          string     `json:"url,omitempty"`  // of the phone page; empty while the hub listens on loopback only
	WaitedS      *float64   `json:"waited_s,omitempty"`
	ServiceS     *float64   `json:"service_s,omitempty"`
	Why          *Why       `json:"why,omitempty"`
	Undone       string     `json:"undone,omitempty"` // the verb that was taken back
	BusinessDate string     `json:"business_date,omitempty"`
	At           *time.Time `json:"at,omitempty"`  // advance: the clock as it stands now
	Due          *int       `json:"due,omitempty"` // advance: how many things fell due on the way

	Call   string  `json:"call,omitempty"`   // help: the call's id
	Blocks []Block `json:"blocks,omitempty"` // lease: all blocks of this device for the business date
}

// Wait is a quoted wait, in seconds: half of the people wait no longer than
// P50S, four in five no longer than P80S. Unknown says that nobody serves now
// and nothing honest can be quoted.
type Wait struct {
	P50S    int  `json:"p50_s"`
	P80S    int  `json:"p80_s"`
	Unknown bool `json:"unknown,omitempty"`
}

// Why explains a call: the rule that chose, how many others waited whom this
// counter might have called, and how many of those stood before by their place.
// The fields from ProfileRule on are filled where the rule has something to say.
// People read "hub.why." and the rule's name in the catalog.
type Why struct {
	Rule   string `json:"rule"`             // "first": the first by place; "picked": out of order, by a person; "longest", "turns", "next", "strict", "accumulating", "wait", "target", "length", "profile", "booked"
	Over   int    `json:"over"`             // others waiting whom the counter might have called
	Before int    `json:"before,omitempty"` // of these, those whom the rules put before
	By     string `json:"by,omitempty"`     // picked: the teller's id
	Reason string `json:"reason,omitempty"` // picked: as the teller gave it

	ProfileRule string     `json:"profile_rule,omitempty"` // the profile's rule, by its id
	Priority    string     `json:"priority,omitempty"`     // the class whose priority or turn it was
	Service     string     `json:"service,omitempty"`      // the service whose wait, target or turn it was
	WaitedS     int        `json:"waited_s,omitempty"`     // the wait that counted
	LimitS      int        `json:"limit_s,omitempty"`      // wait: the limit that was passed; target: the target
	LeftS       int        `json:"left_s,omitempty"`       // target: time to it
	Waiting     int        `json:"waiting,omitempty"`      // length: how many waited
	RatePercent int        `json:"rate_percent,omitempty"` // accumulating: how fast the class gathers priority
	Held        string     `json:"held,omitempty"`         // the rule or class that stood back, its share of calls used up
	BookedAt    *time.Time `json:"booked_at,omitempty"`    // booked: the appointment
	Passed      []Passed   `json:"passed,omitempty"`       // the first three, by place, of those who stood before
}

// Passed is somebody who stood before the one called.
type Passed struct {
	Ticket   string `json:"ticket"`
	Service  string `json:"service"`
	Priority string `json:"priority,omitempty"`
}

// Refuse makes the answer to a command that was not carried out.
func Refuse(id string, code Code, message, field string) Answer {
	return Answer{ID: id, Code: code, Message: message, Field: field, Retry: code.Retry(), Status: code.Status()}
}

// SignIn opens a staff session: POST /api/v1/session.
type SignIn struct {
	Person  string `json:"person"`
	PIN     string `json:"pin"`
	Counter string `json:"counter,omitempty"` // tellers name the counter they sit at
}

// Session is its answer. The token goes into the Authorization header; pages
// get it as a cookie that scripts can't read.
type Session struct {
	Token   string    `json:"token"`
	Role    Role      `json:"role"`
	Person  string    `json:"person"`
	Name    string    `json:"name"`
	Counter string    `json:"counter,omitempty"`
	Until   time.Time `json:"until"`
}

// Role is what a token may do. Append only.
type Role string

// The roles of the contract.
const (
	Kiosk   Role = "kiosk"
	Display Role = "display"
	Teller  Role = "counter"
	Host    Role = "host"
	Manager Role = "manager"
	Admin   Role = "admin"
	Phone   Role = "phone"
)
