package wire

import (
	"encoding/json"
	"time"
)

// Hello is the first frame of a client on /api/v1/stream.
type Hello struct {
	Kind     string `json:"kind"`            // "hello"
	Protocol int    `json:"protocol"`        // Protocol
	Token    string `json:"token,omitempty"` // browsers can't set the header
	Have     *Have  `json:"have,omitempty"`  // what the client's mirror shows; left out by a new client
}

// Have is a position in the log of one epoch.
type Have struct {
	Epoch string `json:"epoch"`
	Seq   uint64 `json:"seq"`
}

// Snapshot is the whole state, sent first or when the client's position is too
// old to catch up from.
type Snapshot struct {
	Kind  string `json:"kind"` // "snapshot"
	Epoch string `json:"epoch"`
	Seq   uint64 `json:"seq"`
	State State  `json:"state"`
}

// Event is one entry of the log as this role sees it: what happened, and the
// rows that it changed, each whole. A role that may not see it gets the seq
// with neither.
type Event struct {
	Kind    string    `json:"kind"` // "event"
	Epoch   string    `json:"epoch"`
	Seq     uint64    `json:"seq"`
	At      time.Time `json:"at"`
	Event   *Fact     `json:"event,omitempty"`
	Changed *Changed  `json:"changed,omitempty"`
}

// Live is the frame that ends a catch-up: the mirror is now the hub's newest. A
// snapshot says the same by itself.
type Live struct {
	Kind string `json:"kind"` // "live"
	Seq  uint64 `json:"seq"`
}

// Fact is what happened, by its name in terms, with the fields that this role
// may see.
type Fact struct {
	Type     string `json:"type"` // "TicketCalled", ...
	Visit    string `json:"visit,omitempty"`
	Ticket   string `json:"ticket,omitempty"`
	Counter  string `json:"counter,omitempty"`
	Service  string `json:"service,omitempty"`
	Language string `json:"language,omitempty"`
	Calls    int    `json:"calls,omitempty"`
	Reason   string `json:"reason,omitempty"`
	Undone   string `json:"undone,omitempty"`
	Why      *Why   `json:"why,omitempty"`

	Profile  string   `json:"profile,omitempty"`  // RushBegan
	Counters []string `json:"counters,omitempty"` // RushBegan, RushEnded
}

// Changed holds whole rows that replace those with the same key, and the keys
// of visits that are gone. The board is short and comes whole.
type Changed struct {
	BusinessDate string    `json:"business_date,omitempty"`
	Day          string    `json:"day,omitempty"`
	Branch       *Branch   `json:"branch,omitempty"`
	Queues       []Queue   `json:"queues,omitempty"`
	Counters     []Counter `json:"counters,omitempty"`
	Board        *[]Called `json:"board,omitempty"`
	Visits       []Visit   `json:"visits,omitempty"`
	Gone         []string  `json:"gone,omitempty"` // visits
	Figures      *Figures  `json:"figures,omitempty"`
	Ticket       *Visit    `json:"ticket,omitempty"`

	Helps       *[]HelpRow  `json:"helps,omitempty"`        // short: comes whole
	Devices     []DeviceRow `json:"devices,omitempty"`      // keyed by device
	LostDevices []string    `json:"lost_devices,omitempty"` // devices whose rows are gone
}

// Close codes of the stream. The first digit does not say it, so each does:
// whether the client should come back.
const (
	CloseRestart  = 4000 // the hub ends; reconnect
	CloseSlow     = 4001 // the client did not keep up; reconnect and resume
	CloseProtocol = 4002 // the client speaks wrongly or another protocol; don't
	CloseUnknown  = 4003 // the token is unknown or was revoked; don't
	CloseEpoch    = 4004 // another log is in place; reconnect without have
)

// Reconnects tells whether a client that was closed with the code should come
// back. Every code that is not ours (a broken line, a proxy) says yes.
func Reconnects(code int) bool { return code != CloseProtocol && code != CloseUnknown }

// KindOf reads the kind of a frame that the hub sent.
func KindOf(frame []byte) string {
	var k struct {
		Kind string `json:"kind"`
	}
	_ = json.Unmarshal(frame, &k)
	return k.Kind
}
