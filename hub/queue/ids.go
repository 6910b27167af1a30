package queue

// The ids of a branch are types of their own, so that a ticket never stands
// where a visit belongs. Ids of the branch file are chosen by the bank.
type (
	// VisitID names one person's stay, for ever and everywhere. The hub makes it.
	VisitID string
	// Ticket is the public name of a visit on one business date: "B042".
	Ticket string
	// ServiceID names what people come for: "cash".
	ServiceID string
	// CounterID is what stands on the counter's sign: "3".
	CounterID string
	// TellerID names a person of the staff, without saying who it is.
	TellerID string
	// ProfileID names a way of working at a counter.
	ProfileID string
	// ClassID names a priority class; never the reason behind it.
	ClassID string
	// Date is a business date, "2026-11-24": the branch's calendar day, never the UTC one.
	Date string
)
