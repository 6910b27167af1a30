package stats

import (
	"slices"
	"time"
)

// tally is a bag of lengths of time, kept sorted: a day has a few thousand, and
// moving them costs less than any tree.
type tally struct {
	sorted  []time.Duration
	sum     time.Duration
	squares int64 // of whole seconds: exact, whatever was added and taken out again
}

func (t *tally) add(d time.Duration) {
	i, _ := slices.BinarySearch(t.sorted, d)
	t.sorted = slices.Insert(t.sorted, i, d)
	t.sum += d
	t.squares += square(d)
}

// remove takes one d out, which was added before.
func (t *tally) remove(d time.Duration) {
	if i, found := slices.BinarySearch(t.sorted, d); found {
		t.sorted = slices.Delete(t.sorted, i, i+1)
		t.sum -= d
		t.squares -= square(d)
	}
}

func square(d time.Duration) int64 { return int64(d/time.Second) * int64(d/time.Second) }

func (t *tally) spread() Spread {
	n := len(t.sorted)
	if n == 0 {
		return Spread{}
	}
	return Spread{
		N:      n,
		Mean:   t.sum / time.Duration(n),
		Median: t.percentile(50),
		P90:    t.percentile(90),
		Max:    t.sorted[n-1],
	}
}

// percentile is exact; p is in percent, and the tally is not empty.
func (t *tally) percentile(p int) time.Duration {
	at := (len(t.sorted) - 1) * p // in hundredths of a place
	low := t.sorted[at/100]
	if at%100 == 0 {
		return low
	}
	return low + (t.sorted[at/100+1]-low)*time.Duration(at%100)/100
}
