package queue

import "time"

// Event is something that happened. Seq rises by one from 1, with no gap; At
// never goes back; Date is the business date it belongs to; Cause is the id of
// the command that asked for it.
type Event struct {
	Seq   uint64
	At    time.Time
	Date  Date
	By    Actor
	Cause string
	Fact  Fact
}

// Fact is what happened: one of the structs of fact.go. Kind is its name in the
// log and in the contract.
type Fact interface{ Kind() string }

// Concerns is what a fact changes: the visits and the counters. The hub sends
// their rows to the screens; stats counts the visits anew. The day and the
// branch concern everything, which All says.
type Concerns struct {
	Visits   []VisitID
	Counters []CounterID
	All      bool
}
