package wire

import "time"

// Account answers GET /api/v1/explain: who was called before a ticket, and why.
// It holds no personal data: others are numbers, as on the wall.
type Account struct {
	Ticket       string       `json:"ticket"`
	BusinessDate string       `json:"business_date"`
	Text         string       `json:"text"` // what this is, in the reader's language
	Legs         []AccountLeg `json:"legs"` // one for each service of the visit
}

// AccountLeg is the account of one service within a visit.
type AccountLeg struct {
	Service  string          `json:"service"`
	QueuedAt time.Time       `json:"queued_at"`
	CalledAt *time.Time      `json:"called_at,omitempty"` // for the first time
	Counter  string          `json:"counter,omitempty"`   // of that call
	Rule     string          `json:"rule,omitempty"`      // of that call
	Text     string          `json:"text"`                // in words
	Before   []AccountBefore `json:"before"`              // in the order of the calls
}

// AccountBefore is a call that came before, at a counter that might have called
// the ticket just then.
type AccountBefore struct {
	At       time.Time `json:"at"`
	Ticket   string    `json:"ticket"`
	Counter  string    `json:"counter"`
	Service  string    `json:"service"`
	Earlier  bool      `json:"earlier"`            // it had entered its queue earlier
	Standing string    `json:"standing"`           // earlier, credit, put_first: it stood before; behind: it was called all the same
	Rule     string    `json:"rule"`               // by which it was called; "resumed": it had been called before and was parked
	Reasoned bool      `json:"reasoned,omitempty"` // out of order: a reason was given
	Reason   string    `json:"reason,omitempty"`   // the reason, for managers alone
	By       string    `json:"by,omitempty"`       // the teller's id, for managers alone
	Undone   bool      `json:"undone,omitempty"`   // the call was taken back
	Text     string    `json:"text"`               // the whole line in words
}
