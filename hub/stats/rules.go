package stats

import (
	"slices"
	"time"

	"turno/hub/queue"
)

// byRules answers by playing the branch forward with the engine's own chooser:
// priority classes, shares, turns, languages, all that the rules know. It costs
// more than playing by place and is for when the two differ, and for no more than
// horizon people; it is false for more. waiting is who is asked about, nil for
// somebody of a class (or of none) who comes now: for the i-th service, and where
// the class is none, in the same run for all that the same counters serve.
func (f *forecast) byRules(d *Day, s *queue.State, i int, class queue.ClassID, waiting *queue.Visit, now time.Time, found func(line int, a answer)) bool {
	people := 0
	for j := range s.Branch.Services {
		people += s.Waiting(s.Branch.Services[j].ID)
	}
	if people > horizon {
		return false
	}
	seated, open := f.sit(d, s, i, now)
	p := s.Play()
	defer p.End()
	asked := map[*queue.Visit]int{}
	for j := range s.Branch.Services {
		if j != i && (waiting != nil || class != "" || !open || !alike(s, i, j)) {
			continue
		}
		found(j, answer{known: true})
		switch {
		case !seated:
		case waiting != nil:
			asked[waiting] = j
		default:
			asked[p.Join(s.Branch.Services[j].ID, class, now)] = j
		}
	}
	for calls := 0; len(asked) > 0 && len(f.seats) > 0; {
		next := &f.seats[0]
		v := p.Call(next.counter, now.Add(next.free))
		if v == nil {
			f.pop()
			continue
		}
		counts := 0
		if next.serves && next.free > 0 {
			counts = 1
		}
		if j, is := asked[v]; is {
			found(j, answer{mean: next.free, calls: max(1, calls+counts), known: true, ok: true})
			delete(asked, v)
			continue
		}
		calls += counts
		next.free += d.expected(v.Leg().Service)
		f.down(0)
	}
	return true
}

// overtaken adds to a mean wait what those will take who come later and go ahead,
// at the rate at which they came today. A class that goes ahead of everybody does
// so during the whole wait; one that gathers priority rate times as fast, those
// who come in the first 1-1/rate of it. Those who come later with a credit are not
// counted on: in a made-up branch that brought p50 2 % nearer to the waits, and on
// the recorded bank, whose quotes are long already, it took it 10 % away.
func (d *Day) overtaken(s *queue.State, class queue.ClassID, mean time.Duration, now time.Time) time.Duration {
	if class != "" || mean <= 0 || len(d.classes) == 0 {
		return mean
	}
	whole := 0.0
	for i := range s.Branch.Classes {
		k := &s.Branch.Classes[i]
		part := d.work(s, k.ID, now)
		switch k.Way {
		case queue.WayStrict, queue.WayNext:
			share := k.Share
			if share == 0 {
				share = queue.DefaultShare
			}
			whole += min(part, float64(share)/100)
		case queue.WayAccumulating:
			whole += part * (1 - 100/float64(max(k.Rate, 100)))
		}
	}
	return time.Duration(float64(mean) / (1 - min(whole, mostWork)))
}

const (
	mostWork = 0.8              // of the counters' time, for who goes ahead
	leastDay = 15 * time.Minute // before that a rate says nothing
)

// work is the part of the open counters' time that a class takes, by what came of
// it today; no more than its part of all who came.
func (d *Day) work(s *queue.State, class queue.ClassID, now time.Time) float64 {
	open := 0
	for c := range s.Counters() {
		if c.State != queue.CounterIsClosed && c.State != queue.CounterIsPaused {
			open++
		}
	}
	t := &d.total.occupied
	n := float64(d.classes[class])
	stays := float64(t.sum+priorWeight*defaultUsual) / float64(len(t.sorted)+priorWeight)
	passed := float64(max(leastDay, now.Sub(d.first)))
	return min(n*stays/(passed*float64(max(1, open))), n/float64(len(d.visits)+priorWeight))
}

// QuoteClass is Quote for somebody of a priority class, "" for none.
func (d *Day) QuoteClass(s *queue.State, service queue.ServiceID, class queue.ClassID, now time.Time) (q queue.Quote, ok bool) {
	i := slices.IndexFunc(s.Branch.Services, func(x queue.Service) bool { return x.ID == service })
	if _, known := s.Branch.Class(class); !known || i < 0 {
		return d.Quote(s, service, now)
	}
	var a answer
	if d.forecast.byRules(d, s, i, class, nil, now, func(_ int, found answer) { a = found }) {
		return d.spread(a)
	}
	return d.Quote(s, service, now) // in a crowd: what everybody is told
}
