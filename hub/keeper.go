package hub

import (
	"fmt"
	"time"

	"turno/hub/queue"
)

// A machine has two clocks: one that says what time it is, which people and
// time servers set, and one that nobody sets and that says how long it has run.
// The timekeeper makes the hub's time of both, so that a step of the first
// neither turns the order of events nor moves a business date:
//
//   - Put back a little, time stands still until the clock has caught up. Put back
//     by more, time goes on by the running clock from where it was, until the
//     clock has caught up or the business day is closed.
//   - Put forward, it is followed, as a machine that slept looks the same, and what
//     fell due happens in its order. But not by more than farAhead: a year that a
//     flat battery made up would close the days until then for ever, as business
//     dates never go back. Time goes on by the running clock until the clock comes
//     back, or the operator says that it is right.
//   - Ahead by more than any branch is closed for, it is believed where a time
//     server keeps it. Where none does nobody can tell a branch that was closed from
//     a wrong date, which once opened can't be taken back: no certificate, backup or
//     file is newer than the last event. So a manager is asked, and until they have
//     said that the date is right time goes on without the clock and no day opens.
//   - At the start the last event's time stands for where time was. Before it, or
//     farAhead of it, the hub serves on from there; a day that was closed is then
//     opened by hand. A log whose own time is impossible is overruled.
//
// Each of these is logged, is a concern while it lasts, and stands in the chain.
// What DST does to a day is the time zone's care, not a step of any clock.
//
// It is the writer's.
type timekeeper struct {
	began   bool
	up      time.Duration // the running clock at the last reading
	last    time.Time     // the hub's time then
	held    string        // ClockBack, ClockAhead or ClockUnsure while the clock is not followed
	still   bool          // time stands still
	notes   []string      // for the chain
	believe bool          // the operator says that the clock is right
	vouched func() bool   // a time server keeps the clock; nil: none does
	word    bool          // a manager says that the date is right
	denied  bool          // a manager says that it is wrong
	leapt   time.Time     // when it was put forward and followed; zero: not lately
}

const (
	shortStep = 2 * time.Minute     // a step back that time waits for
	smallStep = 2 * time.Second     // what the two clocks may differ by without a word
	farAhead  = 32 * 24 * time.Hour // no branch is closed for longer without its operator
	leapTold  = 24 * time.Hour      // how long it is said that a clock was put forward
)

// DaysAhead is how far a clock may stand after the last event without a time
// server or a manager who vouches for it: longer than a branch is closed over
// Easter.
const DaysAhead = 5 * 24 * time.Hour

// notBefore is before any day on which this program can have run.
var notBefore = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// twoClocks is a clock that tells how long it has run, too.
type twoClocks interface {
	Clock
	// Up is how long the clock has run, whatever it was set to meanwhile.
	Up() time.Duration
}

// keptTime gives the hub's time; a clock that has no second clock is taken as it is.
func (h *Hub) keptTime() time.Time {
	c, ok := h.clock.(twoClocks)
	if !ok {
		return h.clock.Now()
	}
	if v, ok := h.clock.(interface{ Vouched() bool }); ok && h.keeper.vouched == nil {
		h.keeper.vouched = v.Vouched
	}
	return h.keeper.read(c.Now().Round(0), c.Up(), h.state.At, h.state.Day == queue.DayShut)
}

// read takes a reading of both clocks. floor is the last event's time, zero
// before the first; shut says that no business day is open.
func (k *timekeeper) read(wall time.Time, up time.Duration, floor time.Time, shut bool) time.Time {
	first := !k.began
	expected := k.last.Add(up - k.up)
	if k.still {
		expected = k.last
	}
	if first {
		k.began, expected = true, floor
		if floor.Before(notBefore) && !floor.After(wall) {
			expected = wall
		}
	}
	if expected.Before(floor) {
		expected = floor
	}
	k.up = up
	k.last = k.judge(wall, expected, floor, first, shut)
	return k.last
}

// judge gives the hub's time where the clock says wall and the running clock
// says expected.
func (k *timekeeper) judge(wall, expected, floor time.Time, first, shut bool) time.Time {
	ahead := wall.Sub(expected)
	switch {
	case k.tooFar(ahead, expected) && !k.believe:
		k.hold(ClockAhead, fmt.Sprintf("%s ahead, not followed", ahead.Round(time.Minute)))
		return expected
	case k.unsure(ahead, expected):
		k.hold(ClockUnsure, fmt.Sprintf("%s ahead and no time server keeps it, not followed until a manager says that it is right", ahead.Round(time.Minute)))
		return expected
	case ahead >= 0:
		switch {
		case k.tooFar(ahead, expected):
			k.note(fmt.Sprintf("%s ahead, followed at the operator's word", ahead.Round(time.Minute)))
		case k.held == ClockUnsure && ahead > DaysAhead && !k.word:
			k.note("a time server keeps it, followed")
		case k.held != "" && !k.word:
			k.note("right again")
		case ahead > smallStep && !k.still && !first: // the hub may have been away for a weekend
			k.note(fmt.Sprintf("put forward by %s, followed", ahead.Round(time.Second)))
			if ahead > shortStep {
				k.leapt = wall
			}
		}
		k.held, k.still, k.word, k.denied = "", false, false, false
		return wall
	case k.held != "" && shut && !wall.Before(floor):
		k.held = ""
		k.note("followed again, the day is closed")
		return wall
	case ahead >= -shortStep && k.held == "":
		if ahead < -smallStep && !k.still {
			k.note(fmt.Sprintf("put back by %s, time waits", (-ahead).Round(time.Second)))
		}
		k.still = true
		if k.last.After(floor) {
			return k.last
		}
		return floor
	}
	k.hold(ClockBack, fmt.Sprintf("%s behind, time goes on without it", (-ahead).Round(time.Second)))
	return expected
}

func (k *timekeeper) tooFar(ahead time.Duration, expected time.Time) bool {
	return ahead > farAhead && !expected.Before(notBefore)
}

// unsure says that nobody vouches for a clock that stands days ahead.
func (k *timekeeper) unsure(ahead time.Duration, expected time.Time) bool {
	return ahead > DaysAhead && !expected.Before(notBefore) && !k.believe && !k.word && (k.vouched == nil || !k.vouched())
}

func (k *timekeeper) hold(how, what string) {
	if k.held != how {
		k.held, k.still, k.denied = how, false, false
		k.note(what)
	}
}

func (k *timekeeper) note(what string) {
	if len(k.notes) < 100 {
		k.notes = append(k.notes, what)
	}
}

// clockConcerns say why a clock is not followed.
var clockConcerns = []struct{ code, what string }{
	{ClockBack, "the machine's clock stands before what happened already: time goes on from the last event; set the clock right"},
	{ClockAhead, "the machine's clock stands absurdly far ahead and is not followed: set it right, or start with --believe-clock if it is"},
	{ClockUnsure, "the machine's clock stands days after the last event and no time server keeps it: a manager has to say on /manager that the date is right, or somebody set the clock"},
}

// tellClock says what the timekeeper met: to the operator, and to the chain.
func (h *Hub) tellClock(b *batch) {
	k := &h.keeper
	now := h.now()
	for _, c := range clockConcerns {
		if k.held == c.code {
			h.worry(c.code, c.what, now)
		} else {
			h.calm(c.code)
		}
	}
	if k.leapt.IsZero() || now.Sub(k.leapt) > leapTold {
		h.calm(ClockForward)
	} else {
		h.worry(ClockForward, "the machine's clock was put forward and is followed: see that it is right", now)
	}
	for _, what := range k.notes {
		h.log.Warn("the machine's clock: "+what, "hub", now)
		if err := h.audited(b, queue.ClockDoubted, what, queue.Actor{Role: queue.RoleHub}); err != nil {
			h.log.Error("that the clock was doubted is not in the chain", "what", what, "err", err)
		}
	}
	k.notes = nil
}
