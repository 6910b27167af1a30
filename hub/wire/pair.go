package wire

import "time"

// PairAsk asks for a token without having one: POST /api/v1/pair. Device and
// role are a proposal; who approves it decides.
type PairAsk struct {
	Device  string `json:"device"` // "kiosk-1"
	Role    Role   `json:"role"`
	Counter string `json:"counter,omitempty"` // where it stands, role counter
}

// Pairing is its answer: Code is shown on the device's screen and approved by
// the manager; Secret stays in the device and fetches the token.
type Pairing struct {
	Code   string    `json:"code"`   // "K7M-2PX": short, no letters that look alike
	Secret string    `json:"secret"` // as the bearer token of GET /api/v1/pair
	Until  time.Time `json:"until"`  // when the code dies
}

// Paired answers GET /api/v1/pair. State is "waiting" until somebody decided;
// "approved" carries the token, once; "refused" and a dead code end it.
type Paired struct {
	State   string `json:"state"` // waiting, approved, refused
	Token   string `json:"token,omitempty"`
	Device  string `json:"device,omitempty"`
	Role    Role   `json:"role,omitempty"`
	Counter string `json:"counter,omitempty"`
}

// PairWish is a pairing that waits for a manager: GET /api/v1/pairings.
type PairWish struct {
	Code    string    `json:"code"`
	Device  string    `json:"device"`
	Role    Role      `json:"role"`
	Counter string    `json:"counter,omitempty"`
	From    string    `json:"from"` // the address it came from
	Until   time.Time `json:"until"`
}

// PairVerdict decides on one: POST /api/v1/pairings/{code}. Empty fields leave
// what the device proposed.
type PairVerdict struct {
	Approve bool   `json:"approve"`
	Device  string `json:"device,omitempty"`
	Role    Role   `json:"role,omitempty"`
	Counter string `json:"counter,omitempty"`
}

// Enrolled is a device with a token: GET /api/v1/devices. DELETE
// /api/v1/devices/{id} revokes it.
type Enrolled struct {
	ID      string    `json:"id"`
	Device  string    `json:"device"`
	Role    Role      `json:"role"`
	Counter string    `json:"counter,omitempty"`
	Since   time.Time `json:"since"`
	Live    int       `json:"live"` // connections now
}

// Rotated answers POST /api/v1/devices/token, by which a device asks for another
// token. The old one dies at the first use of this one, or at OldUntil.
type Rotated struct {
	Token    string    `json:"token"`
	OldUntil time.Time `json:"old_until"`
}

// Erasure asks that what is kept on a visit's person be erased: POST
// /api/v1/erasures, by an admin. Ticket or visit names the visit. The same asks
// for all of it, to be handed to the person: POST /api/v1/exports.
type Erasure struct {
	Ticket       string `json:"ticket,omitempty"`
	Visit        string `json:"visit,omitempty"`
	BusinessDate string `json:"business_date,omitempty"` // of the visit; today's where it is left out
}

// Approval is a wish that needs a second person: GET /api/v1/approvals. State is
// "waiting", "approved" or "refused".
type Approval struct {
	ID     string    `json:"id"`
	What   string    `json:"what"` // "erase"
	Visit  string    `json:"visit"`
	Ticket string    `json:"ticket,omitempty"`
	By     string    `json:"by"` // who asked
	At     time.Time `json:"at"`
	Until  time.Time `json:"until"` // when it lapses
	State  string    `json:"state"`
}

// ApprovalVerdict decides on one: POST /api/v1/approvals/{id}, by another admin.
type ApprovalVerdict struct {
	Approve bool `json:"approve"`
}
