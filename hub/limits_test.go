package hub

import (
	"fmt"
	"testing"
	"time"
)

func TestALimiterCountsAndForgets(t *testing.T) {
	clock := NewManualClock(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	l := newLimiter(Rate{Burst: 3, Every: time.Second}, 4, clock.Now)
	taken := func(key string) (n int) {
		for l.take(key) == 0 {
			n++
		}
		return n
	}
	if n := taken("a"); n != 3 {
		t.Errorf("%d at once, want 3", n)
	}
	if wait := l.spent("a"); wait != time.Second {
		t.Errorf("the next may come after %v", wait)
	}
	if n := taken("b"); n != 3 {
		t.Errorf("another gets %d", n)
	}
	clock.Advance(2 * time.Second)
	if n := taken("a"); n != 2 {
		t.Errorf("after 2 s %d, want 2", n)
	}
	clock.Advance(time.Hour)
	if n := taken("a"); n != 3 {
		t.Errorf("after an hour %d, want 3", n)
	}
	// The table is full of busy ones: new ones share one account, and those that
	// are there go on.
	for _, k := range []string{"b", "c", "d"} {
		taken(k)
	}
	if n, m := taken("e"), taken("f"); n != 3 || m != 0 || l.size() != 4 {
		t.Errorf("beyond the table: %d and %d, %d kept", n, m, l.size())
	}
	clock.Advance(time.Second)
	if n := taken("a"); n != 1 {
		t.Errorf("one that is in the table gets %d", n)
	}
	clock.Advance(time.Minute)
	if n := taken("g"); n != 3 || l.size() != 1 {
		t.Errorf("when all were quiet: %d, %d kept", n, l.size())
	}
	// A clock that goes back locks nobody out for as long as it jumped.
	taken("g")
	l.now = func() time.Time { return clock.Now().Add(-24 * time.Hour) }
	if wait := l.spent("g"); wait > 3*time.Second {
		t.Errorf("after the clock went back: wait %v", wait)
	}
}

func TestAFloodOfAddressesFillsNoMemory(t *testing.T) {
	clock := NewManualClock(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	l := newLimiter(Rate{Burst: 2, Every: time.Second}, 1000, clock.Now)
	w := newLogins(&Hub{clock: clock, limits: limits{on: true}})
	for i := range 20_000 {
		l.take(fmt.Sprint(i))
		w.failed(fmt.Sprint("name ", i), fmt.Sprint(i))
	}
	if l.size() > 1000 || len(w.wrong) > maxTries+2 {
		t.Errorf("%d addresses and %d tallies are kept", l.size(), len(w.wrong))
	}
	for i := range 3 * maxKnown {
		w.passed("m1", fmt.Sprint(i))
	}
	if len(w.known) > maxKnown {
		t.Errorf("%d addresses of staff are kept", len(w.known))
	}
}

func TestWhomARequestCountsFor(t *testing.T) {
	for remote, want := range map[string]string{
		"10.1.2.3:4711":             "10.1.2.3",
		"[::ffff:10.1.2.3]:4711":    "10.1.2.3",
		"[2001:db8:1:2:3:4:5:6]:80": "2001:db8:1:2::/64",
		"[2001:db8:1:2:ffff::1]:80": "2001:db8:1:2::/64",
		"[fe80::1%eth0]:80":         "fe80::/64",
		"pipe":                      "pipe",
		"nonsense:1":                "nonsense",
	} {
		if got := addressOf(remote); got != want {
			t.Errorf("%s counts for %s, want %s", remote, got, want)
		}
	}
}
