package sim

import (
	"context"
	"time"

	"turno/hub/wire"
)

// tick is how often a paced clock moves on while nothing happens, in real time.
const tick = time.Second

// pace drives the hub's virtual clock: as fast as it goes, or at speed times
// the pace of real time.
type pace struct {
	speed   float64
	clients *clients
	admin   string
	now     func() time.Time
	sleep   func(context.Context, time.Duration) error

	clock     time.Time // the hub's
	from      time.Time // the virtual time at which pacing began
	realFrom  time.Time
	lastReply wire.Answer
}

// until moves the hub's clock on to t.
func (p *pace) until(t time.Time) error {
	if p.speed <= 0 {
		return p.advance(t)
	}
	if p.from.IsZero() {
		p.from, p.realFrom = p.clock, p.now()
	}
	for p.clock.Before(t) {
		next := p.clock.Add(time.Duration(float64(tick) * p.speed))
		if next.After(t) {
			next = t
		}
		due := p.realFrom.Add(time.Duration(float64(next.Sub(p.from)) / p.speed))
		if err := p.sleep(p.clients.ctx, due.Sub(p.now())); err != nil {
			return err
		}
		if err := p.advance(next); err != nil {
			return err
		}
	}
	return nil
}

// jump moves the hub's clock on to t at once: while the branch is empty there
// is nothing to see.
func (p *pace) jump(t time.Time) error {
	p.from = time.Time{}
	return p.advance(t)
}

func (p *pace) advance(t time.Time) error {
	if !t.After(p.clock) && !p.clock.IsZero() {
		return nil
	}
	a, err := p.clients.must(p.admin, wire.Advance{To: t})
	if err != nil {
		return err
	}
	p.clock, p.lastReply = t, a
	return nil
}

// sleepReal waits d, or until ctx ends.
func sleepReal(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
