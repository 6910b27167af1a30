package device

import (
	"context"
	"errors"
	"fmt"

	"turno/hub/dial"
	"turno/hub/pairing"
	"turno/hub/wire"
)

var errOtherRole = errors.New("the hub made this device something else")

// pair asks for a token until somebody has decided, and keeps it.
func (l *Line) pair(ctx context.Context) (string, error) {
	l.begin()
	l.say(func(s *pairing.Step) { s.State = pairing.Asking })
	before := pairing.Asking // what is shown when the hub answers again
	config := l.c.Dial
	config.Trouble = func(err error) {
		state := before
		switch {
		case dial.IsStranger(err):
			state = pairing.Stranger
		case err != nil:
			state = pairing.Away
		}
		if state == l.step.State {
			return
		}
		if err != nil {
			l.c.Log.Warn("the hub can't be asked for access", "err", err)
		}
		l.say(func(s *pairing.Step) { s.State = state })
	}
	got, err := dial.Pair(ctx, config, l.c.Ask, func(p wire.Pairing) {
		before = pairing.Waiting
		l.say(func(s *pairing.Step) {
			s.State, s.Expired, s.Code, s.Until = pairing.Waiting, s.Code != "", p.Code, p.Until
		})
	})
	if err != nil {
		return "", err
	}
	if got.Role != l.c.Ask.Role {
		return "", fmt.Errorf("%w: %s", errOtherRole, got.Role)
	}
	if err := l.keep(got.Token); err != nil { // it is let in all the same, until its next start
		l.c.Log.Error("the token can't be kept; the next start has to be let in again", "err", err)
	}
	l.c.Log.Info("the manager let this device in", "device", got.Device, "counter", got.Counter)
	l.say(func(s *pairing.Step) { s.State, s.Device, s.Counter = pairing.Approved, got.Device, got.Counter })
	return got.Token, nil
}

// begin forgets all of the way so far but that it was removed.
func (l *Line) begin() {
	l.step = pairing.Step{Removed: l.step.Removed, Device: l.c.Ask.Device, Counter: l.c.Ask.Counter, Hub: l.c.Dial.URL}
}

// say changes the step and tells of it.
func (l *Line) say(change func(*pairing.Step)) {
	change(&l.step)
	l.c.Step(l.step)
}
