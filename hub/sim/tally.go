package sim

import (
	"math"
	"slices"
)

// Outcome is what became of the callers of one service. Waits are in seconds;
// they are of those who were called.
type Outcome struct {
	Arrived int
	Served  int
	Left    int
	Called  int
	Mean    float64
	Median  float64
	P90     float64
}

// tally collects an outcome.
type tally struct {
	arrived, served, left int
	waits                 []float64
}

func (t *tally) outcome() Outcome {
	o := Outcome{Arrived: t.arrived, Served: t.served, Left: t.left, Called: len(t.waits)}
	if len(t.waits) == 0 {
		return o
	}
	sorted := slices.Sorted(slices.Values(t.waits))
	sum := 0.0
	for _, w := range sorted {
		sum += w
	}
	o.Mean, o.Median, o.P90 = sum/float64(len(sorted)), percentile(sorted, 50), percentile(sorted, 90)
	return o
}

// percentile interpolates between the two nearest of the sorted values, as a
// spreadsheet's PERCENTILE does and as the hub's figures are defined; it is
// written here once more, as it is there to check them.
func percentile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	at := p / 100 * float64(len(sorted)-1)
	below := math.Floor(at)
	low, high := sorted[int(below)], sorted[int(math.Ceil(at))]
	return low + (high-low)*(at-below)
}

// tallies are per service; "" is everyone.
type tallies map[string]*tally

func (t tallies) of(service string) *tally {
	if t[service] == nil {
		t[service] = &tally{}
	}
	return t[service]
}

// each calls fn for the service's tally and for everyone's.
func (t tallies) each(service string, fn func(*tally)) {
	fn(t.of(service))
	fn(t.of(""))
}

// recorded is what the record says of the day.
func recorded(calls []caller) tallies {
	all := tallies{}
	for _, c := range calls {
		all.each(c.service, func(t *tally) {
			t.arrived++
			if c.served {
				t.served++
				t.waits = append(t.waits, float64(c.wait))
			} else {
				t.left++
			}
		})
	}
	return all
}
