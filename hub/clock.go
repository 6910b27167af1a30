package hub

import (
	"sync"
	"syscall"
	"time"
)

// Clock is where a hub takes the time from. It is read by the writer alone.
type Clock interface {
	Now() time.Time
	// Until gives a channel that receives once when the clock reaches t, and a
	// function that gives it up. A virtual clock never reaches anything by itself.
	Until(t time.Time) (<-chan time.Time, func())
}

// SystemClock is the machine's clock. Its Up does not count while the machine
// sleeps.
type SystemClock struct{}

var started = time.Now()

// Up is how long the program has run.
func (SystemClock) Up() time.Duration { return time.Since(started) }

// Vouched says that the system's clock is kept by a time server, as the kernel
// knows it.
func (SystemClock) Vouched() bool {
	var t syscall.Timex
	_, err := syscall.Adjtimex(&t) // with no modes it reads and sets nothing
	return err == nil && synchronized(t.Status)
}

// synchronized reads the kernel's word on its clock: STA_UNSYNC of adjtimex(2) says
// that nobody keeps it, and STA_CLOCKERR that whoever does is out of order.
func synchronized(status int32) bool {
	const unsynchronized, outOfOrder = 0x0040, 0x1000
	return status&(unsynchronized|outOfOrder) == 0
}

// Now is the machine's time.
func (SystemClock) Now() time.Time { return time.Now() }

// Until waits on the machine's clock.
func (SystemClock) Until(t time.Time) (<-chan time.Time, func()) {
	timer := time.NewTimer(time.Until(t))
	return timer.C, func() { timer.Stop() }
}

// virtualClock stands still between two advances. It starts at the time that
// the store kept, or at the epoch of Unix where nothing was stored yet.
type virtualClock struct{ now time.Time }

func (c *virtualClock) Now() time.Time { return c.now }

func (c *virtualClock) Until(time.Time) (<-chan time.Time, func()) { return nil, func() {} }

// ManualClock is a clock for tests: it moves when told to and wakes the writer.
type ManualClock struct {
	mu    sync.Mutex
	now   time.Time
	up    time.Duration
	kept  bool
	waits []manualWait
}

type manualWait struct {
	at time.Time
	c  chan time.Time
}

// NewManualClock starts at the given time.
func NewManualClock(at time.Time) *ManualClock { return &ManualClock{now: at} }

// Now is the time that was last set.
func (m *ManualClock) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// Advance moves the clock on and wakes who waits for a time up to it.
func (m *ManualClock) Advance(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(d)
	m.up += d
	m.wake()
}

// Up is the sum of all advances.
func (m *ManualClock) Up() time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.up
}

// Vouched says whether a time server keeps the clock.
func (m *ManualClock) Vouched() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.kept
}

// Vouch says from now on that a time server keeps the clock, or that none does.
func (m *ManualClock) Vouch(kept bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept = kept
}

// Jump sets the clock, forward or back, as somebody sets a machine's: no time
// passes. Who waits is woken, as it would be at the next look.
func (m *ManualClock) Jump(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(d)
	for _, w := range m.waits {
		w.c <- m.now
	}
	m.waits = nil
}

// wake wakes who waits for a time that has come.
func (m *ManualClock) wake() {
	left := m.waits[:0]
	for _, w := range m.waits {
		if w.at.After(m.now) {
			left = append(left, w)
			continue
		}
		w.c <- m.now
	}
	m.waits = left
}

// Until waits for Advance to reach t.
func (m *ManualClock) Until(t time.Time) (<-chan time.Time, func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	w := manualWait{at: t, c: make(chan time.Time, 1)}
	if !t.After(m.now) {
		w.c <- m.now
		return w.c, func() {}
	}
	m.waits = append(m.waits, w)
	return w.c, func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		for i := range m.waits {
			if m.waits[i].c == w.c {
				m.waits = append(m.waits[:i], m.waits[i+1:]...)
				return
			}
		}
	}
}
