package stats

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"turno/hub/queue"
)

// caller is somebody of a simulated or recorded day.
type caller struct {
	at       time.Time
	service  queue.ServiceID
	class    queue.ClassID
	serving  time.Duration
	patience time.Duration   // 0: for ever
	server   queue.CounterID // recorded; "" who gave up
	served   time.Time       // recorded: from when
	queued   bool            // recorded: there was a wait
}

// shift is when a counter is there.
type shift struct {
	counter  queue.CounterID
	from, to time.Time
}

// score is how quotes did: of those above zero, how many waits were within P50
// and P80; of the zero ones, how many people waited less than ten seconds.
type score struct {
	quotes, p50, p80 int
	zeros, right     int
	missed           time.Duration // sum of |wait - P50|
	waits            time.Duration
}

func (s score) String() string {
	of := func(n, m int) float64 { return 100 * float64(n) / float64(max(1, m)) }
	return fmt.Sprintf("%d quotes above zero: wait within p50 %.1f %%, within p80 %.1f %%, mean wait %.0f s, p50 missed by %.0f s; %d quotes of zero, right %.1f %%",
		s.quotes, of(s.p50, s.quotes), of(s.p80, s.quotes), s.waits.Seconds()/float64(max(1, s.quotes)),
		s.missed.Seconds()/float64(max(1, s.quotes)), s.zeros, of(s.right, s.zeros))
}

func (s *score) add(q queue.Quote, wait time.Duration) {
	if q.P80 == 0 {
		s.zeros++
		if wait < 10*time.Second {
			s.right++
		}
		return
	}
	s.quotes++
	s.waits += wait
	s.missed += (wait - q.P50.Duration()).Abs()
	if wait <= q.P50.Duration() {
		s.p50++
	}
	if wait <= q.P80.Duration() {
		s.p80++
	}
}

// happening is something that the simulated world does at a time.
type happening struct {
	at time.Time
	do func()
}

// world plays callers and shifts through the engine, and scores the quotes.
type world struct {
	*branch
	coming []happening // sorted
	quoted map[queue.VisitID]queue.Quote
	people map[queue.VisitID]caller
	score  score
	of     queue.ClassID // whose quotes are scored
}

func (w *world) plan(at time.Time, do func()) {
	i, _ := slices.BinarySearchFunc(w.coming, at, func(h happening, t time.Time) int {
		if c := h.at.Compare(t); c != 0 {
			return c
		}
		return -1 // after those of the same time
	})
	w.coming = slices.Insert(w.coming, i, happening{at, do})
}

func (w *world) play(callers []caller, shifts []shift) score {
	w.quoted, w.people = map[queue.VisitID]queue.Quote{}, map[queue.VisitID]caller{}
	for _, c := range callers {
		w.plan(c.at, func() { w.arrive(c) })
	}
	for _, s := range shifts {
		w.plan(s.from, func() {
			w.must(queue.OpenCounter{Counter: s.counter})
			w.callAll()
		})
		w.plan(s.to, func() { w.try(queue.CloseCounter{Counter: s.counter}) })
	}
	for len(w.coming) > 0 {
		next := w.coming[0]
		w.coming = w.coming[1:]
		w.now = next.at
		next.do()
	}
	return w.score
}

func (w *world) arrive(c caller) {
	id := queue.VisitID(fmt.Sprintf("v%d", w.asked))
	if q, ok := w.day.QuoteClass(&w.state, c.service, c.class, w.now); ok {
		w.quoted[id] = q
	}
	w.people[id] = c
	w.must(queue.Issue{Visit: id, Service: c.service, Class: c.class})
	if c.patience > 0 {
		w.plan(w.now.Add(c.patience), func() {
			if v, ok := w.state.Visit(id); ok && v.State() == queue.Waiting {
				w.must(queue.Leave{Ticket: v.Ticket})
			}
		})
	}
	w.callAll()
}

// callAll lets every free counter call.
func (w *world) callAll() {
	for c := range w.state.Counters() {
		if c.State != queue.CounterIsOpen || !w.try(queue.CallNext{Counter: c.ID}) {
			continue
		}
		w.must(queue.Serve{Counter: c.ID})
		c, _ := w.state.Counter(c.ID)
		v, _ := w.state.Visit(c.Visit)
		if q, ok := w.quoted[v.ID]; ok && v.Class == w.of {
			wait, _ := v.Leg().Wait()
			w.score.add(q, wait)
		}
		w.plan(w.now.Add(w.people[v.ID].serving), func() {
			w.must(queue.Finish{Counter: c.ID})
			w.callAll()
		})
	}
}

// TestCalibratedOnMMc: where people come at random and take exponential times,
// half of the waits are within p50 and four in five within p80, or nearly so.
func TestCalibratedOnMMc(t *testing.T) {
	for _, c := range []struct {
		counters int
		load     float64
		usual    queue.Seconds // the branch file's; the truth is 240 s
	}{{1, 0.7, 240}, {3, 0.9, 240}, {6, 0.95, 240}, {3, 0.9, 360}, {3, 0.9, 160}} {
		var total score
		for seed := range uint64(12) {
			r := rand.New(rand.NewPCG(seed, 7))
			w := &world{branch: newBranch(t, queue.Branch{Services: []queue.Service{{ID: "cash", Series: "A", Usual: c.usual}}}, c.counters)}
			var callers []caller
			for at := w.now; at.Before(w.now.Add(10 * time.Hour)); {
				at = at.Add(time.Duration(r.ExpFloat64() * 240e9 / (c.load * float64(c.counters))))
				callers = append(callers, caller{at: at, service: "cash", serving: time.Duration(r.ExpFloat64() * 240e9)})
			}
			var shifts []shift
			for i := range c.counters {
				shifts = append(shifts, shift{queue.CounterID(fmt.Sprint(i + 1)), w.now, w.now.Add(100 * time.Hour)})
			}
			s := w.play(callers, shifts)
			total.quotes, total.p50, total.p80 = total.quotes+s.quotes, total.p50+s.p50, total.p80+s.p80
			total.zeros, total.right = total.zeros+s.zeros, total.right+s.right
			total.missed, total.waits = total.missed+s.missed, total.waits+s.waits
		}
		t.Logf("%d counters, load %.2f, file says %d s: %v", c.counters, c.load, c.usual, total)
		p80 := float64(total.p80) / float64(total.quotes)
		if p50 := float64(total.p50) / float64(total.quotes); math.Abs(p50-0.5) > 0.12 || math.Abs(p80-0.8) > 0.1 || total.right != total.zeros {
			t.Errorf("%d counters, load %.2f: within p50 %.2f, within p80 %.2f, %d of %d zeros", c.counters, c.load, p50, p80, total.right, total.zeros)
		}
	}
}

// TestQuotesOnRecordedDays plays the recorded days of a real bank and scores
// what each caller would have been told.
func TestQuotesOnRecordedDays(t *testing.T) {
	dir := os.Getenv("TURNO_DATA")
	if dir == "" {
		t.Skip("TURNO_DATA is not set: no recorded days to play")
	}
	var total score
	for _, day := range recorded(t, filepath.Join(dir, "anonymous-bank-1999-02.tsv")) {
		if len(day.callers) < 300 {
			continue // a Friday or Saturday
		}
		w := &world{branch: newBranch(t, day.branch, 0)}
		s := w.play(day.callers, day.shifts)
		total.quotes, total.p50, total.p80 = total.quotes+s.quotes, total.p50+s.p50, total.p80+s.p80
		total.zeros, total.right = total.zeros+s.zeros, total.right+s.right
		total.missed, total.waits = total.missed+s.missed, total.waits+s.waits
	}
	t.Log(total)
	if p80 := float64(total.p80) / float64(total.quotes); p80 < 0.7 || p80 > 0.95 {
		t.Errorf("within p80: %.3f", p80)
	}
}

// TestQuotesOnRecordedWaits plays the same days as they truly went: who was
// served when, and by whom, is the file's, and a server between two services
// counts as paused, as they did more than answer calls. The rules may not call,
// so this scores the forecast against a bank that does not keep them.
func TestQuotesOnRecordedWaits(t *testing.T) {
	dir := os.Getenv("TURNO_DATA")
	if dir == "" {
		t.Skip("TURNO_DATA is not set: no recorded days to play")
	}
	var total score
	for _, day := range recorded(t, filepath.Join(dir, "anonymous-bank-1999-02.tsv")) {
		w := &world{branch: newBranch(t, day.branch, 0)}
		for _, c := range day.callers {
			w.plan(c.at, func() { w.happened(c) })
		}
		for len(w.coming) > 0 {
			next := w.coming[0]
			w.coming = w.coming[1:]
			w.now = next.at
			next.do()
		}
		total.quotes, total.p50, total.p80 = total.quotes+w.score.quotes, total.p50+w.score.p50, total.p80+w.score.p80
		total.missed, total.waits = total.missed+w.score.missed, total.waits+w.score.waits
	}
	t.Log(total)
	if p80 := float64(total.p80) / float64(total.quotes); p80 < 0.7 || p80 > 0.95 {
		t.Errorf("within p80: %.3f", p80)
	}
}

// happened lets one recorded call take its recorded way.
func (w *world) happened(c caller) {
	id := queue.VisitID(fmt.Sprintf("v%d", w.asked))
	q, ok := w.day.Quote(&w.state, c.service, w.now)
	w.must(queue.Issue{Visit: id, Service: c.service, Class: c.class})
	v, _ := w.state.Visit(id)
	if c.server == "" {
		w.plan(w.now.Add(c.patience), func() { w.must(queue.Leave{Ticket: v.Ticket}) })
		return
	}
	w.plan(c.served, func() {
		if w.try(queue.Finish{Counter: c.server}) { // the file has them overlap by a second
			w.must(queue.PauseCounter{Counter: c.server})
		}
		w.must(queue.OpenCounter{Counter: c.server})
		w.must(queue.Call{Counter: c.server, Ticket: v.Ticket, Reason: "recorded"})
		w.must(queue.Serve{Counter: c.server})
		if wait, _ := v.Leg().Wait(); ok && c.queued && c.class == "" {
			w.score.add(q, wait)
		}
		w.plan(w.now.Add(c.serving), func() {
			if seat, _ := w.state.Counter(c.server); seat.Visit == id {
				w.must(queue.Finish{Counter: c.server})
				w.must(queue.PauseCounter{Counter: c.server})
			}
		})
	})
}

// recordedDay is one day of the recorded file.
type recordedDay struct {
	branch  queue.Branch
	callers []caller
	shifts  []shift
}

func recorded(t *testing.T, file string) []recordedDay {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	byDate := map[string][][]string{}
	for _, row := range rows[1:] {
		byDate[row[5]] = append(byDate[row[5]], row)
	}
	var days []recordedDay
	for _, date := range slices.Sorted(func(yield func(string) bool) {
		for d := range byDate {
			if !yield(d) {
				return
			}
		}
	}) {
		days = append(days, readDay(byDate[date]))
	}
	return days
}

func readDay(rows [][]string) recordedDay {
	midnight := time.Date(2026, 3, 2, 0, 0, 0, 0, zone)
	clock := func(s string) time.Time {
		p := strings.Split(strings.TrimSpace(s), ":")
		h, _ := strconv.Atoi(p[0])
		m, _ := strconv.Atoi(p[1])
		sec, _ := strconv.Atoi(p[2])
		return midnight.Add(time.Duration(h*3600+m*60+sec) * time.Second)
	}
	seconds := func(s string) time.Duration {
		n, _ := strconv.Atoi(strings.TrimSpace(s))
		return time.Duration(n) * time.Second
	}
	d := recordedDay{branch: queue.Branch{Classes: []queue.Class{{ID: "priority", Credit: 90}}}}
	for i, id := range []queue.ServiceID{"PS", "PE", "IN", "NE", "NW", "TT"} {
		d.branch.Services = append(d.branch.Services, queue.Service{ID: id, Series: string("ABCDEF"[i]), Usual: 180})
	}
	shifts, serves := map[string]*shift{}, map[string]map[queue.ServiceID]bool{}
	for _, row := range rows {
		server, outcome := strings.TrimSpace(row[16]), row[12]
		if outcome == "PHANTOM" || outcome == "AGENT" && server == "NO_SERVER" {
			continue
		}
		c := caller{at: clock(row[7]), service: queue.ServiceID(strings.TrimSpace(row[4])), serving: seconds(row[15])}
		if c.at.Before(midnight.Add(time.Hour)) {
			c.at = clock(row[7+6]) // it never queued: it was served at once
		}
		if row[3] == "2" {
			c.class = "priority"
		}
		if outcome == "HANG" {
			c.patience, c.serving = max(time.Second, seconds(row[11])), 2*time.Minute
		} else {
			from, to := clock(row[13]), clock(row[14])
			s := shifts[server]
			if s == nil {
				s = &shift{queue.CounterID(server), from, to}
				shifts[server], serves[server] = s, map[queue.ServiceID]bool{}
			}
			if from.Before(s.from) {
				s.from = from
			}
			if to.After(s.to) {
				s.to = to
			}
			serves[server][c.service] = true
			c.server, c.served, c.queued = s.counter, from, seconds(row[11]) > 0
		}
		if c.at.Before(midnight.Add(time.Hour)) || c.service == "" {
			continue
		}
		if _, ok := d.branch.Service(c.service); ok {
			d.callers = append(d.callers, c)
		}
	}
	for server, s := range shifts {
		setup := queue.CounterSetup{ID: s.counter}
		for id := range serves[server] {
			if _, ok := d.branch.Service(id); ok {
				setup.Services = append(setup.Services, id)
			}
		}
		d.branch.Counters = append(d.branch.Counters, setup)
		d.shifts = append(d.shifts, *s)
	}
	slices.SortFunc(d.branch.Counters, func(a, b queue.CounterSetup) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortStableFunc(d.callers, func(a, b caller) int { return a.at.Compare(b.at) })
	slices.SortFunc(d.shifts, func(a, b shift) int { return cmp.Or(a.from.Compare(b.from), cmp.Compare(a.counter, b.counter)) })
	return d
}
