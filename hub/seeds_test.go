package hub

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/cryptotest"
	"time"

	"turno/hub/queue"
	"turno/hub/stats"
	"turno/hub/store"
	"turno/hub/wire"
)

var (
	oneSeed = flag.Uint64("seed", 0, "the one seed to run; 0 is the first of -seeds")
	seeds   = flag.Int("seeds", usualSeeds, "how many seeds to run")
)

// A branch lives through random days: clients that ask for anything and send
// their wishes again, a hub that loses its power before or after a commit, a
// store that refuses one, a clock that jumps. A seed decides it all, so that one
// that fails fails again:
//
//	go test ./hub -run TestSeeds -seed N
func TestSeeds(t *testing.T) {
	first, n := uint64(1), *seeds
	if *oneSeed != 0 {
		first, n = *oneSeed, 1
	} else if testing.Short() {
		n = min(n, 40)
	}
	total := tally{}
	for seed := first; seed < first+uint64(n); seed++ {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			l := runSeed(t, seed, plant{})
			if l.broken != nil {
				t.Fatalf("%v\n%s\nagain: go test ./hub -run TestSeeds -seed %d", l.broken, l.tail(), seed)
			}
			if seed%20 == 0 { // and nothing but the seed decides
				if again := runSeed(t, seed, plant{}); !slices.Equal(l.lines, again.lines) {
					t.Errorf("seed %d lived another life the second time", seed)
				}
			}
			total.add(l.tally)
		})
	}
	t.Logf("%d seeds: %+v", n, total)
	if *oneSeed == 0 && (total.Granted == 0 || total.Repeated == 0 || total.Lost == 0 || total.Failed == 0 || total.Back == 0 || total.Nights == 0 || total.Merged == 0) {
		t.Errorf("something never happened: %+v", total)
	}
}

// plant is a fault of the hub's that the simulation has to find.
type plant struct {
	answersFirst bool // it answers before it has stored
	newIDs       bool // wishes are sent again under new ids
}

func TestSeedsFindPlantedFaults(t *testing.T) {
	for name, p := range map[string]plant{"answers before the commit": {answersFirst: true}, "wishes again under new ids": {newIDs: true}} {
		found := uint64(0)
		for seed := uint64(1); seed <= 20 && found == 0; seed++ {
			t.Run(name, func(t *testing.T) {
				if l := runSeed(t, seed, p); l.broken != nil {
					found = seed
					t.Logf("seed %d: %v", seed, l.broken)
				}
			})
		}
		if found == 0 {
			t.Errorf("%s: 20 seeds found nothing", name)
		}
	}
}

// tally counts what happened, so that a run that shows nothing is noticed.
type tally struct{ Asked, Granted, Refused, Repeated, Lost, Failed, Jumps, Back, Nights, Events, Merged, TooLate int }

func (t *tally) add(o tally) {
	t.Asked, t.Granted, t.Refused, t.Repeated = t.Asked+o.Asked, t.Granted+o.Granted, t.Refused+o.Refused, t.Repeated+o.Repeated
	t.Lost, t.Failed, t.Jumps, t.Back = t.Lost+o.Lost, t.Failed+o.Failed, t.Jumps+o.Jumps, t.Back+o.Back
	t.Nights, t.Events = t.Nights+o.Nights, t.Events+o.Events
	t.Merged, t.TooLate = t.Merged+o.Merged, t.TooLate+o.TooLate
}

// runSeed lives one life on a folder of its own, in memory where there is some.
func runSeed(t *testing.T, seed uint64, p plant) *seedLife {
	t.Helper()
	cryptotest.SetGlobalRandom(t, seed)
	where := "/dev/shm"
	if _, err := os.Stat(where); err != nil {
		where = ""
	}
	dir, err := os.MkdirTemp(where, "turno-seed-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	l := newSeedLife(t, dir, seed, p)
	for range 150 {
		if l.broken != nil {
			break
		}
		l.step()
	}
	l.end()
	return l
}

// end proves the log and what was acknowledged.
func (l *seedLife) end() {
	if l.broken == nil {
		l.collect(false)
		l.afterwards()
	}
	if err := l.hub.store.Close(); err != nil {
		l.fail("closing: %v", err)
	}
	if l.broken != nil {
		return
	}
	report, err := store.Check(l.dir)
	if err == nil {
		err = report.Err()
	}
	if err != nil {
		l.fail("check: %v", err)
		return
	}
	l.proveLog()
}

// proveLog takes every decision again, and compares the log with the answers.
func (l *seedLife) proveLog() {
	log, err := store.OpenLog(l.dir)
	if err != nil {
		l.fail("the log: %v", err)
		return
	}
	defer log.Close()
	audit := queue.NewAudit(time.LoadLocation)
	caused := map[string][]queue.Event{}
	err = log.Each(func(e queue.Event) error {
		l.tally.Events++
		switch f := e.Fact.(type) {
		case queue.DayClosed:
			l.tally.Nights++
		case queue.TicketIssued:
			if f.Device != "" {
				l.tally.Merged++
			}
		case queue.TicketRecorded:
			l.tally.TooLate++
		}
		if e.Cause != "" {
			caused[e.Cause] = append(caused[e.Cause], e)
		}
		return audit.See(e)
	})
	if err == nil {
		err = audit.End()
	}
	if err != nil {
		l.fail("the audit: %v", err)
		return
	}
	granted := map[int]int{} // by wish
	for _, w := range l.wishes {
		for _, id := range w.ids {
			events := caused[id]
			for i, e := range events {
				if e.Seq != events[0].Seq+uint64(i) {
					l.fail("%s was carried out twice: events %d and %d", id, events[0].Seq, e.Seq)
				}
			}
			if len(events) > 0 {
				granted[w.number]++
			}
			if a, ok := l.answers[id]; ok && w.makesEvent() && (len(events) == 0 || events[len(events)-1].Seq != a.Seq) {
				l.fail("%s was acknowledged with event %d, and it is not there", id, a.Seq)
			}
		}
		if granted[w.number] > 1 {
			l.fail("wish %d was granted %d times", w.number, granted[w.number])
		}
	}
}

// afterwards proves what must hold between two commits: the state in memory is
// the stored one, and so are the figures that are counted along.
func (l *seedLife) afterwards() {
	stored, err := l.hub.store.Load()
	if err != nil {
		l.fail("load: %v", err)
		return
	}
	if asJSON(stored) != asJSON(l.hub.state) {
		l.fail("in memory is another state than in the store, at event %d and %d", l.hub.state.Seq, stored.Seq)
	}
	if got, want := asJSON(l.hub.book.Figures()), asJSON(stats.Of(&stored, l.hub.zone).Figures()); got != want {
		l.fail("the figures that were counted along are\n%s\nand those of the state\n%s", got, want)
	}
}

func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func (l *seedLife) fail(format string, args ...any) {
	if l.broken == nil {
		l.broken = fmt.Errorf("seed %d, step %d: "+format, append([]any{l.seed, l.steps}, args...)...)
	}
}

// tail is the last of what happened.
func (l *seedLife) tail() string { return strings.Join(l.lines[max(0, len(l.lines)-30):], "\n") }

func (l *seedLife) note(format string, args ...any) {
	l.lines = append(l.lines, fmt.Sprintf("%4d %s ", l.steps, l.clock.now.Format(time.RFC3339))+fmt.Sprintf(format, args...))
}

// seedClock is the machine's clock, which does what it likes.
type seedClock struct{ now time.Time }

func (c *seedClock) Now() time.Time { return c.now }

func (c *seedClock) Until(time.Time) (<-chan time.Time, func()) { return nil, func() {} }

// makesEvent: the wish is one that changes something whenever it is granted.
func (w *wish) makesEvent() bool {
	switch w.body.(type) {
	case wire.Issue, wire.CallNext, wire.Serve, wire.Finish, wire.NoShow, wire.Leave, wire.Merge, wire.Feedback, wire.Draft:
		return true
	}
	return false
}
