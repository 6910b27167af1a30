package stats

import (
	"math"
	"testing"

	"turno/hub/queue"
)

// A crowd far over the horizon is told what playing it one by one would give:
// so many people over so many counters, and nothing jumps where the horizon is.
func TestQuoteBeyondTheHorizon(t *testing.T) {
	const counters = 3
	x := busy(t, counters, 0)
	var before queue.Quote
	for n := 0; n < 6*horizon; n++ {
		q := x.quote("cash")
		if q.P50 < before.P50 || q.P80 < before.P80 {
			t.Fatalf("with %d people ahead %v, with one less %v", n, q, before)
		}
		// On the mean a counter takes 4 minutes for each.
		if want := float64(n) * 4 * 60 / counters; n > horizon/2 && math.Abs(float64(q.P50)-want) > 0.05*want {
			t.Fatalf("with %d people ahead %v; %.0f s is the mean", n, q, want)
		}
		before = q
		x.issue("cash")
	}
	if cash, loans := x.quote("cash"), x.quote("loans"); math.Abs(float64(cash.P50-loans.P50)) > 0.01*float64(cash.P50) {
		t.Errorf("cash %v, loans %v behind the same people", cash, loans)
	}
	var last queue.Quote
	for v := range x.state.Queue("cash") {
		q, ok := x.day.QuoteFor(&x.state, v, x.now)
		if !ok || float64(q.P50) < 0.99*float64(last.P50) {
			t.Fatalf("%s is told %v, the one before %v", v.Ticket, q, last)
		}
		last = q
	}
	if math.Abs(float64(last.P50-before.P50)) > 0.05*float64(before.P50) {
		t.Errorf("the last in the line is told %v, who comes now %v", last, before)
	}
}
