package wire

import "time"

// ClockDoubt says what the hub thinks of its machine's clock: GET /api/v1/clock,
// for managers. Concern is "" while it follows the clock; "clock_unsure" wants a
// manager's word.
type ClockDoubt struct {
	Concern string    `json:"concern,omitempty"` // clock_back, clock_ahead, clock_unsure
	Denied  bool      `json:"denied,omitempty"`  // a manager has said that the date is wrong
	Machine time.Time `json:"machine"`           // what the machine's clock says
	Date    string    `json:"date"`              // the business date that this would be
	Hub     time.Time `json:"hub"`               // the hub's own time
	HubDate string    `json:"hub_date"`          // the last business date of the branch
	Last    time.Time `json:"last"`              // the time of the last event
}

// ClockWord is a manager's word on it: POST /api/v1/clock. Date is the one that
// they were asked about. With Right the hub follows the clock and the day opens;
// without it the day may be opened by hand, as the last date of the branch.
type ClockWord struct {
	Date  string `json:"date"`
	Right bool   `json:"right"`
}
