package queue

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// machine is a branch under random commands, with all that is needed to hold
// what must always hold (the six invariants of the house's terms).
type machine struct {
	branch Branch
	s      State
	twin   *State // came out of a snapshot, and lives on beside s
	log    []Event
	now    time.Time
	day    time.Time
	asked  int
	seen   map[Ticket]bool
	shares map[CounterID]share // since the day began
	held   Date
	lent   map[Date]map[Ticket]string // to which device
	back   map[Date]map[Ticket]bool   // what came back of it
	came   map[string]time.Time       // the last arrival from a device on this date
}

// TestInvariants plays random days.
func TestInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := time.FixedZone("", 3600)
		m := &machine{
			branch: genBranch(t), now: time.Date(2026, 3, 2, 9, 0, 0, 0, zone), seen: map[Ticket]bool{},
		}
		m.day = m.now
		m.must(t, LoadBranch{Branch: m.branch, Date: "2026-03-02"})
		m.must(t, OpenDay{Date: "2026-03-02"})
		for range rapid.IntRange(40, 110).Draw(t, "steps") {
			switch between(t, "what happens", 0, 30) {
			case 0, 1:
				m.snapshot(t)
			case 2, 3, 4, 5, 6:
				m.pass(t, time.Duration(between(t, "seconds", 1, 400))*time.Second)
			default:
				m.ask(t, m.genCommand(t))
			}
		}
		m.replay(t)
	})
}

func (m *machine) must(t *rapid.T, do Ask) {
	m.asked++
	if !m.ask(t, Command{ID: fmt.Sprintf("c%d", m.asked), Do: do}) {
		t.Fatalf("%s refused", do.Verb())
	}
}

// ask decides and applies one command, and holds everything afterwards.
func (m *machine) ask(t *rapid.T, c Command) bool {
	before := m.json(t)
	events, err := Decide(m.s, c, m.now)
	if after := m.json(t); after != before {
		t.Fatalf("Decide changed the state by %#v:\n%s", c.Do, cmp.Diff(before, after))
	}
	if m.twin != nil {
		again, twinErr := Decide(*m.twin, c, m.now)
		if diff := cmp.Diff(events, again); diff != "" || fmt.Sprint(err) != fmt.Sprint(twinErr) {
			t.Fatalf("after a snapshot %#v gives (%v, %v):\n%s", c.Do, err, twinErr, diff)
		}
	}
	if err != nil {
		var no *Refusal
		if !errors.As(err, &no) || no.Code == "" || len(events) > 0 {
			t.Fatalf("%#v: %v with %d events", c.Do, err, len(events))
		}
		return false
	}
	if len(events) == 0 {
		t.Fatalf("%#v: accepted, and nothing happened", c.Do)
	}
	m.holdCall(t, c, events)
	for _, e := range events {
		m.apply(t, e)
	}
	m.hold(t)
	if len(m.log)%3 == 0 {
		m.holdUndo(t, before, c, events)
	}
	return true
}

func (m *machine) apply(t *rapid.T, e Event) {
	if e.Seq != m.s.Seq+1 || e.At.Before(m.s.At) || e.Date == "" {
		t.Fatalf("event %d at %v on %q after %d at %v", e.Seq, e.At, e.Date, m.s.Seq, m.s.At)
	}
	m.s = Apply(m.s, e)
	if m.twin != nil {
		*m.twin = Apply(*m.twin, stored(t, e))
	}
	m.log = append(m.log, e)
	switch f := e.Fact.(type) {
	case BranchLoaded:
		m.branch = f.Branch
	case DayOpened:
		if f.Date != m.held {
			m.shares, m.held = map[CounterID]share{}, f.Date
		}
		if day, err := time.Parse(time.DateOnly, string(f.Date)); err == nil && m.day.Format(time.DateOnly) != string(f.Date) {
			m.day, m.seen, m.came = day, map[Ticket]bool{}, map[string]time.Time{}
		}
	case NumbersLeased, TicketRecorded:
		m.holdLease(t, f, e)
	case TicketIssued:
		if f.Device != "" {
			m.holdLease(t, f, e)
			m.seen[f.Ticket] = true
			break
		}
		want := m.number(f.Service)
		if m.seen[f.Ticket] || f.Number != want || f.Ticket != Ticket(fmt.Sprintf("%s%03d", f.Series, f.Number)) {
			t.Fatalf("ticket %s, number %d, not %d, seen %v", f.Ticket, f.Number, want, m.seen[f.Ticket])
		}
		m.seen[f.Ticket] = true
	}
}

// number is what a service should give next, by going through all numbers.
func (m *machine) number(id ServiceID) int {
	service, _ := m.branch.Service(id)
	n, last := max(1, service.Numbers.From), service.Numbers.To
	free := func() {
		for {
			ticket := Ticket(fmt.Sprintf("%s%03d", service.Series, n))
			if m.lent[m.s.Date][ticket] == "" && !m.seen[ticket] {
				return
			}
			n++
		}
	}
	if free(); last > 0 && n > last {
		for _, s := range m.branch.Services {
			if s.Series == service.Series {
				last = max(last, s.Numbers.To)
			}
		}
		n = last + 1
		free()
	}
	return n
}

// pass lets time go by; what falls due happens at its time.
func (m *machine) pass(t *rapid.T, d time.Duration) {
	to := m.now.Add(d)
	for range 1000 {
		at, c, ok := Due(m.s)
		if !ok || at.After(to) {
			m.now = to
			m.holdDue(t)
			return
		}
		if at.After(m.now) {
			m.now = at.In(m.now.Location())
		}
		if !m.ask(t, c) {
			t.Fatalf("what was due is refused: %#v", c.Do)
		}
	}
	t.Fatalf("no end of things that are due")
}

// snapshot lets a twin out of the state's JSON.
func (m *machine) snapshot(t *rapid.T) {
	data := m.json(t)
	m.twin = &State{}
	if err := json.Unmarshal([]byte(data), m.twin); err != nil {
		t.Fatalf("%v", err)
	}
	again, err := json.Marshal(m.twin)
	if err != nil || string(again) != data {
		t.Fatalf("read and written again (%v):\n%s", err, cmp.Diff(data, string(again)))
	}
}

// replay holds that the stored events alone give the state, byte for byte, and
// so does what came out of a snapshot.
func (m *machine) replay(t *rapid.T) {
	var again State
	for _, e := range m.log {
		again = Apply(again, stored(t, e))
	}
	got, err := json.Marshal(again)
	if err != nil || string(got) != m.json(t) {
		t.Fatalf("the replay differs (%v):\n%s", err, cmp.Diff(m.json(t), string(got)))
	}
	if m.twin != nil {
		if got, err := json.Marshal(m.twin); err != nil || string(got) != m.json(t) {
			t.Fatalf("the snapshot's future differs (%v):\n%s", err, cmp.Diff(m.json(t), string(got)))
		}
	}
}

func (m *machine) json(t *rapid.T) string {
	data, err := json.Marshal(m.s)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return string(data)
}

// holdUndo: whatever the counter did can be taken back at once, and then the
// visits and the counters are as before, but for the count of events.
func (m *machine) holdUndo(t *rapid.T, before string, c Command, events []Event) {
	verb, _ := undoVerb(events[len(events)-1].Fact)
	counter := c.By.Counter
	for _, id := range Concerned(events[len(events)-1].Fact).Counters {
		counter = id
	}
	if verb == "" || c.By.Role == RoleHub || counter == "" || m.branch.UndoWindow == 0 {
		return
	}
	if _, ok := m.s.Counter(counter); !ok {
		return
	}
	var was, is State
	if err := json.Unmarshal([]byte(before), &was); err != nil {
		t.Fatalf("%v", err)
	}
	if err := json.Unmarshal([]byte(m.json(t)), &is); err != nil {
		t.Fatalf("%v", err)
	}
	undone, err := Decide(is, Command{ID: "undo", By: c.By, Do: Undo{Counter: counter}}, m.now)
	if err != nil {
		t.Fatalf("%s can't be undone at once: %v", verb, err)
	}
	if f := undone[0].Fact.(CommandUndone); f.Undone != verb || f.Command != c.ID {
		t.Fatalf("undid %s (%s), wanted %s (%s)", f.Undone, f.Command, verb, c.ID)
	}
	is = Apply(is, undone[0])
	for _, s := range []*State{&was, &is} {
		s.Seq, s.At, s.board, s.parked = 0, time.Time{}, nil, nil
		for v := range s.Visits() {
			v.Seq = 0
		}
		for c := range s.Counters() {
			c.Seq, c.Before = 0, nil
		}
	}
	a, _ := json.Marshal(was)
	b, _ := json.Marshal(is)
	if string(a) != string(b) {
		t.Fatalf("%s undone leaves a trace:\n%s", verb, cmp.Diff(string(a), string(b)))
	}
}
