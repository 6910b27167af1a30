package queue

import "time"

type (
	// NumbersLeased: a device may give out these numbers by itself on a business
	// date, both ends included. Nobody else does.
	NumbersLeased struct {
		Device   string      `json:"device"`
		Date     Date        `json:"date"`
		Series   string      `json:"series"`
		Services []ServiceID `json:"services"`
		From     int         `json:"from"`
		To       int         `json:"to"`
	}

	// TicketRecorded: a device handed in a ticket of a business date that had
	// closed. No ticket is lost: who got it and when is kept, and its visit ended
	// with that day (State). It came after the day's figures were closed and
	// counts in none; reports that want it find it here. The event stands under
	// the date on which it was handed in, Date is the ticket's.
	TicketRecorded struct {
		Visit    VisitID   `json:"visit"`
		Ticket   Ticket    `json:"ticket"`
		Date     Date      `json:"date"`
		Series   string    `json:"series"`
		Number   int       `json:"number"`
		Service  ServiceID `json:"service"`
		Language string    `json:"language,omitempty"`
		Class    ClassID   `json:"class,omitempty"`
		Device   string    `json:"device"`
		DeviceAt time.Time `json:"device_at"` // when it was given out, by the device's clock
		State    LegState  `json:"state"`     // closed_by_day_end
	}
)

// Kind names the fact in the log.
func (NumbersLeased) Kind() string  { return "NumbersLeased" }
func (TicketRecorded) Kind() string { return "TicketRecorded" }
