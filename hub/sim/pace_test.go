package sim

import (
	"context"
	"testing"
	"time"

	"turno/hub/hubtest"
)

// The clock keeps its pace by a clock of the test's: nothing here sleeps.
func TestPace(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{Name: "recorded", Virtual: true})
	c := newClients(t.Context(), Config{Hub: b.URL, Patience: hubtest.Patience})
	defer c.close()
	real := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	var slept time.Duration
	p := &pace{speed: 60, clients: c, admin: "demo-admin-1", now: func() time.Time { return real },
		sleep: func(_ context.Context, d time.Duration) error {
			real, slept = real.Add(max(d, 0)), slept+max(d, 0)
			return nil
		}}
	at := time.Date(1999, 3, 10, 8, 0, 0, 0, time.UTC)
	steps := func(move func(time.Time) error, to time.Time, sleeps time.Duration, commands int) {
		t.Helper()
		slept, c.sent = 0, 0
		if err := move(to); err != nil {
			t.Fatal(err)
		}
		if slept != sleeps || c.sent != commands || !p.clock.Equal(to) {
			t.Errorf("to %v: slept %v, want %v; %d advances, want %d; the clock is %v", to, slept, sleeps, c.sent, commands, p.clock)
		}
	}
	steps(p.jump, at, 0, 1)
	steps(p.until, at.Add(30*time.Second), 500*time.Millisecond, 1)
	steps(p.until, at.Add(10*time.Minute), 9500*time.Millisecond, 10)
	steps(p.until, at.Add(10*time.Minute), 0, 0)
	real = real.Add(time.Second) // the work took its time: the next wait is shorter
	steps(p.until, at.Add(11*time.Minute), 0, 1)
	steps(p.jump, at.Add(3*time.Hour), 0, 1)
	steps(p.until, at.Add(3*time.Hour+time.Minute), time.Second, 1)
	p.speed = 0
	steps(p.until, at.Add(9*time.Hour), 0, 1)
}
