package hub

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"turno/hub/branch"
	"turno/hub/queue"
	"turno/hub/store"
	"turno/hub/wire"
)

// seedLife is a hub, its clients and what they were promised. There is no
// goroutine: the writer takes a batch when the seed says so.
type seedLife struct {
	t      *testing.T
	dir    string
	seed   uint64
	plant  plant
	random *rand.Rand
	clock  *seedClock
	branch *queue.Branch
	hub    *Hub

	steps   int
	wishes  []*wish
	answers map[string]wire.Answer // the first acceptance that reached its client, by id
	blocks  []wire.Block           // that the kiosk may give out from, and how far it has
	lost    bool                   // answers do not reach anyone: the power goes before
	lines   []string               // what happened
	tally   tally
	broken  error
}

// wish is something that a client wants once, however often it asks.
type wish struct {
	number int
	token  string
	ids    []string // one, unless a fault is planted
	body   wire.Body
	date   queue.Date // when it was first asked for
}

func newSeedLife(t *testing.T, dir string, seed uint64, p plant) *seedLife {
	t.Helper()
	file, err := branch.Load("demo")
	if err != nil {
		t.Fatal(err)
	}
	for i := range file.Branch.Services { // words that decide nothing and take time
		v := &file.Branch.Services[i]
		v.Names, v.Hints, v.About, v.Bring = nil, nil, nil, nil
	}
	l := &seedLife{t: t, dir: dir, seed: seed, plant: p, random: rand.New(rand.NewPCG(seed, 0)), branch: &file.Branch,
		clock: &seedClock{time.Date(2026, 3, 27, 9, 0, 0, 0, time.UTC)}, answers: map[string]wire.Answer{}} // the clocks change on the 29th
	l.open()
	for _, c := range []string{"1", "2", "3"} {
		l.send(l.wish("demo-counter-"+c, wire.OpenCounter{Counter: c}))
	}
	return l
}

// open starts a hub on the folder, as a program does.
func (l *seedLife) open() {
	h, err := Open(Config{Dir: l.dir, Branch: l.branch, Demo: true, Clock: l.clock})
	if err != nil {
		l.t.Fatalf("seed %d: %v", l.seed, err)
	}
	l.hub = h
	h.tick()
}

// step is one thing that happens.
func (l *seedLife) step() {
	l.steps++
	switch n := l.random.IntN(100); {
	case n < 55:
		l.send(l.newWish())
	case n < 65:
		l.again()
	case n < 85:
		l.collect(false)
	case n < 90:
		l.jump()
	case n < 93:
		l.powerCut()
	case n < 96:
		l.collect(true)
	default:
		l.hub.tick()
		l.afterwards()
	}
}

func (l *seedLife) wish(token string, body wire.Body) *wish {
	w := &wish{number: len(l.wishes), token: token, ids: []string{fmt.Sprintf("w%d", len(l.wishes))}, body: body, date: l.hub.state.Date}
	l.wishes = append(l.wishes, w)
	l.tally.Asked++
	return w
}

// send puts a wish before the writer.
func (l *seedLife) send(w *wish) {
	id := w.ids[len(w.ids)-1]
	raw, err := json.Marshal(wire.Command{ID: id, Body: w.body})
	if err != nil {
		l.t.Fatal(err)
	}
	who, ok := l.hub.auth.who(w.token)
	if !ok {
		l.t.Fatalf("nobody is %s", w.token)
	}
	l.hub.submit(who, raw, "", func(a wire.Answer) {
		if l.lost {
			return
		}
		l.note("%s %s %s: %v %s event %d", w.token, id, raw, a.OK, a.Code, a.Seq)
		l.answered(id, a)
	})
}

// answered holds an answer against the one that the id got before.
func (l *seedLife) answered(id string, a wire.Answer) {
	before, repeated := l.answers[id]
	switch {
	case a.OK && repeated:
		l.tally.Repeated++
		if toldOf(a) != toldOf(before) {
			l.fail("%s was first answered %s and now %s", id, toldOf(before), toldOf(a))
		}
	case a.OK:
		l.tally.Granted++
		l.answers[id] = a
		l.leased(a.Result.Blocks)
	case repeated && a.Code != wire.Unavailable && !goneSince(a.Code):
		l.fail("%s was granted and is now refused: %s", id, a.Code)
	default:
		l.tally.Refused++
	}
}

// goneSince: the things that a wish names are looked for before its stored
// answer, so one that is gone is said to be.
func goneSince(c wire.Code) bool { return c == wire.UnknownTicket }

// toldOf is an answer without what may be erased since.
func toldOf(a wire.Answer) string {
	r := *a.Result
	r.Code, r.URL = "", ""
	a.Result = &r
	return asJSON(a)
}

// again sends an earlier wish of this business date once more, as a client does
// that got no answer, or thinks so.
func (l *seedLife) again() {
	w := l.wishes[len(l.wishes)-1-l.random.IntN(min(len(l.wishes), 12))]
	if w.date != l.hub.state.Date {
		return
	}
	if l.plant.newIDs {
		w.ids = append(w.ids, fmt.Sprintf("w%d.%d", w.number, len(w.ids)))
	}
	l.send(w)
}

// collect lets the writer take what waits, in one batch or several. With spoil
// the store refuses the batch.
func (l *seedLife) collect(spoil bool) {
	for len(l.hub.jobs) > 0 && l.broken == nil {
		if spoil {
			l.spoiled()
			break
		}
		l.hub.collect(<-l.hub.jobs)
	}
	if spoil || l.lost || l.steps%8 == 0 {
		l.afterwards()
	}
}

// spoiled is a batch whose commit fails: nobody is told yes, and nothing of it
// is there.
func (l *seedLife) spoiled() {
	h := l.hub
	before := asJSON(h.state)
	b := &batch{decided: map[outcomeKey]int{}}
	h.fallDue(b, h.now())
	for len(h.jobs) > 0 {
		h.carryOut(b, <-h.jobs)
	}
	b.Personal = append(b.Personal, store.Personal{}) // no store takes this
	l.note("the store refuses a batch")
	l.tally.Failed++
	h.commit(b)
	if after := asJSON(h.state); after != before {
		l.fail("a refused batch left the state\n%s\nit was\n%s", after, before)
	}
}

// powerCut ends the hub as it stands: before the batch that waits is stored, or
// after it was and before anyone is told.
func (l *seedLife) powerCut() {
	l.tally.Lost++
	after := l.random.IntN(2) == 0
	l.note("the power goes, the batch that waits is stored: %v", after)
	if after {
		l.lost = true
		l.collect(false)
		l.lost = false
	} else if l.plant.answersFirst {
		l.answersFirst()
	}
	stored := asJSON(l.hub.state)
	if !after {
		kept, err := l.hub.store.Load()
		if err != nil {
			l.fail("load: %v", err)
		}
		stored = asJSON(kept)
	}
	if err := l.hub.store.Close(); err != nil {
		l.fail("close: %v", err)
	}
	seq := l.hub.state.Seq
	l.open()
	if l.hub.state.Seq == seq && asJSON(l.hub.state) != stored { // nothing fell due at the start
		l.fail("the hub starts with another state than it left")
	}
	l.afterwards()
}

// answersFirst is the planted fault: the batch is answered and never stored.
func (l *seedLife) answersFirst() {
	b := &batch{decided: map[outcomeKey]int{}}
	for len(l.hub.jobs) > 0 {
		l.hub.carryOut(b, <-l.hub.jobs)
	}
	for _, r := range b.answers {
		r.j.reply(r.a)
	}
}

// jump moves the machine's clock, mostly as time passes, sometimes as no clock
// should.
func (l *seedLife) jump() {
	l.tally.Jumps++
	between := func(low, high time.Duration) time.Duration {
		return low + time.Duration(l.random.Int64N(int64(high-low)))
	}
	d := between(time.Second, 10*time.Minute)
	switch l.random.IntN(12) {
	case 0:
		d = between(time.Hour, 8*time.Hour)
	case 1:
		d = between(8*time.Hour, 40*time.Hour)
	case 2, 3:
		d = -between(time.Second, 3*time.Hour)
	case 4:
		d = -between(24*time.Hour, 60*time.Hour)
	}
	if d < 0 {
		l.tally.Back++
	}
	l.clock.now = l.clock.now.Add(d)
	l.note("the clock moves by %v", d)
}
