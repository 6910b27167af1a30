package hub

import (
	"sync"
	"time"
)

const (
	// freeTries wrong PINs in a row are free; each more doubles a pause that
	// starts at firstPause, so that four digits can't be tried through.
	freeTries    = 5
	firstPause   = 15 * time.Second
	mostDoubling = 8 // the longest pause is a little over an hour
	forgetAfter  = 24 * time.Hour
	maxTries     = 10_000
	maxKnown     = 1_000
)

// logins counts wrong PINs, for each person and for each address, and lets only
// two proofs be computed at once: each takes 19 MiB on purpose.
//
// A person's wrong PINs are counted apart for addresses from which somebody of
// the staff signed in before, and for all others together: a stranger on the
// guest network who tries through the names stops strangers, and nobody of the
// staff at their own desk.
type logins struct {
	now   func() time.Time
	slots chan struct{}
	off   bool // the demo has no limits

	mu    *sync.Mutex
	wrong map[string]tries
	known map[string]time.Time // addresses, by when staff last signed in from there
}

type tries struct {
	n          int
	last, wait time.Time
}

func newLogins(h *Hub) logins {
	return logins{now: h.wall, off: !h.limits.on, mu: &sync.Mutex{}, wrong: map[string]tries{}, known: map[string]time.Time{}, slots: make(chan struct{}, 2)}
}

// accounts are the two tallies that a try counts for.
func (l logins) accounts(person, from string) [2]string {
	where := "elsewhere"
	if _, ok := l.known[from]; ok {
		where = "known"
	}
	return [2]string{"person " + where + " " + person, "address " + from}
}

// wait says how long the person, or anybody at the address, has to wait.
func (l logins) wait(person, from string) (longest time.Duration) {
	if l.off {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, a := range l.accounts(person, from) {
		longest = max(longest, l.wrong[a].wait.Sub(l.now()))
	}
	return longest
}

// failed counts a wrong try and tells whether it began or prolonged a pause.
func (l logins) failed(person, from string) (locked bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if len(l.wrong) >= maxTries {
		l.forget(now)
	}
	for _, a := range l.accounts(person, from) {
		t := l.wrong[a]
		if now.Sub(t.last) > forgetAfter {
			t = tries{}
		}
		t.last = now
		if t.n++; t.n >= freeTries {
			t.wait = now.Add(firstPause << min(t.n-freeTries, mostDoubling))
			locked = true
		}
		l.wrong[a] = t
	}
	return locked && !l.off
}

// forget makes room: what waits for nothing goes first, and where made-up names
// fill the table all the same, everything but the pauses that still run.
func (l logins) forget(now time.Time) {
	for a, t := range l.wrong {
		if !t.wait.After(now) {
			delete(l.wrong, a)
		}
	}
	for a := range l.wrong {
		if len(l.wrong) < maxTries {
			return
		}
		delete(l.wrong, a)
	}
}

// passed ends the tallies and remembers the address as one of the staff's.
func (l logins) passed(person, from string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, a := range l.accounts(person, from) {
		delete(l.wrong, a)
	}
	if _, there := l.known[from]; !there && len(l.known) >= maxKnown {
		oldest := ""
		for a, at := range l.known {
			if oldest == "" || at.Before(l.known[oldest]) {
				oldest = a
			}
		}
		delete(l.known, oldest)
	}
	l.known[from] = l.now()
}
