package stats

import (
	"time"

	"turno/hub/queue"
)

// Spread describes a number of lengths of time. All is zero where N is.
type Spread struct {
	N      int
	Mean   time.Duration
	Median time.Duration
	P90    time.Duration
	Max    time.Duration
}

// Share is a part of a whole. Of is zero where there is nothing to have a share of.
type Share struct {
	N, Of int
}

// Value is the share between 0 and 1; ok is false where there is nothing to
// have a share of: no waits yet is not a service level of zero.
func (s Share) Value() (v float64, ok bool) {
	if s.Of == 0 {
		return 0, false
	}
	return float64(s.N) / float64(s.Of), true
}

// Row is the figures of one service, or of all. It counts legs: a visit with
// two services is in two rows, and twice in the total.
type Row struct {
	Service queue.ServiceID // "" in the total

	Arrived int // legs begun
	Waiting int // legs in these states now
	Called  int
	Serving int // wrap-up is not serving
	Parked  int
	Served  int // legs whose service is over
	Left    int // legs that ended so
	NoShow  int
	Ended   int // legs that ended in any way

	Wait         Spread // of legs called at least once
	Walk         Spread // of legs served
	ServiceTime  Spread // of legs whose service is over
	WrapUp       Spread // of legs that had one and ended
	Hold         Spread // of legs that were parked and ended
	ServiceLevel Share  // waits within the target, of waits for services that have one
	Abandonment  Share  // legs ended left or no_show, of legs ended

	// What people thought, each once, with the service that was over last.
	Ratings   int   // visits that said something
	CSAT      Share // 4s and 5s, of ratings 1 to 5
	Promoters Share // 9s and 10s, of answers 0 to 10
	Detracted Share // 0 to 6, of the same
	Effort    int   // the sum of answers 1 to 7
	Efforts   int   // and how many these are
}

// NPS is the share of promoters less that of detractors, between -1 and 1; ok is
// false where nobody answered.
func (r *Row) NPS() (v float64, ok bool) {
	if r.Promoters.Of == 0 {
		return 0, false
	}
	return float64(r.Promoters.N-r.Detracted.N) / float64(r.Promoters.Of), true
}

// CES is the mean of the answers; ok is false where nobody answered.
func (r *Row) CES() (v float64, ok bool) {
	if r.Efforts == 0 {
		return 0, false
	}
	return float64(r.Effort) / float64(r.Efforts), true
}

// HalfHour is what happened in half an hour of the branch's clock.
type HalfHour struct {
	Start   time.Time // in the branch's zone, on the hour or half past
	Arrived int       // legs begun
	Served  int       // services over
}

// Figures are a day's, as of the last event counted.
type Figures struct {
	Date      queue.Date
	Visits    int    // tickets issued
	VisitTime Spread // of visits that ended
	Total     Row
	Services  []Row      // every service of the branch, in its order
	HalfHours []HalfHour // from the first with anything to the last, none left out
}
