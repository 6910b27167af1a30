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
