package device

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"

	"turno/hub/dial"
	"turno/hub/pairing"
	"turno/hub/wire"
)

// Config says which device it is, and who hears of it.
type Config struct {
	Dial dial.Config  // the hub; with a Token in it the device never asks to be paired
	Ask  wire.PairAsk // as what it asks
	File string       // where the token is kept that it was given
	Log  *slog.Logger

	Step   func(pairing.Step) // while it has no token; from the line's goroutine
	Update func(dial.Update)  // from the line's goroutine

	Now   func() time.Time                      // nil is the machine's clock
	After func(time.Duration) <-chan time.Time  // nil is the machine's timer
	Keep  func(file string, token []byte) error // nil writes the file, for its owner alone
}

const (
	// again is how long a device that was refused waits before it asks anew.
	again = time.Minute
	// TokenAge is how old a token gets before the device asks for another.
	TokenAge = 30 * 24 * time.Hour
	// lookEvery is how often a device that runs for months looks how old its is.
	lookEvery = time.Hour
	// renewWithin is how long a start waits for another token. Where none came,
	// the device asks again soon: the hub may have made one, and ends the old
	// one ten minutes later.
	renewWithin = 5 * time.Second
)

// Line is a device's way to its hub. Run carries it; the other methods may be
// called from any goroutine.
type Line struct {
	c Config

	mu     sync.Mutex
	client *dial.Client
	token  string
	step   pairing.Step // of Run's goroutine
}

// New makes a line and starts nothing.
func New(c Config) *Line {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.After == nil {
		c.After = time.After
	}
	if c.Keep == nil {
		c.Keep = func(file string, token []byte) error { return Keep(file, token, 0o600) }
	}
	return &Line{c: c}
}

// ErrNotYet is what a device answers that has no token yet.
var ErrNotYet = errors.New("this device is not paired with a hub yet")

// DoID asks the hub through the client of the moment.
func (l *Line) DoID(ctx context.Context, id string, body wire.Body) (wire.Answer, error) {
	l.mu.Lock()
	c := l.client
	l.mu.Unlock()
	if c == nil {
		return wire.Answer{}, ErrNotYet
	}
	return c.DoID(ctx, id, body)
}

// Hub is the hub as this device is known there now, for single requests.
func (l *Line) Hub() dial.Config {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := l.c.Dial
	c.Token = l.token
	return c
}

// Run pairs where that is needed, connects, and stays connected until ctx ends.
// A token that the hub does not know is thrown away where it came by pairing, and
// the device asks anew; one that it was started with is tried again and again.
func (l *Line) Run(ctx context.Context) {
	for ctx.Err() == nil {
		token, paired := l.c.Dial.Token, l.c.Dial.Token == ""
		if paired {
			if token = l.find(ctx); token == "" {
				l.wait(ctx, again)
				continue
			}
		}
		err := l.connect(ctx, token, paired)
		switch {
		case err == nil:
			return
		case paired && errors.Is(err, dial.ErrUnknown):
			l.c.Log.Warn("the branch took this device's access away; it asks to be let in again", "err", err)
			l.step.Removed = true
			if err := os.Remove(l.c.File); err != nil && !errors.Is(err, fs.ErrNotExist) {
				l.c.Log.Error("the dead token was not removed", "err", err)
			}
			continue
		}
		l.c.Log.Error("the hub does not take this device; check -hub and -token", "err", err, "again_in", again)
		l.wait(ctx, again)
	}
}

func (l *Line) wait(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-l.c.After(d):
	}
}

// connect runs one client to its end, and has its token renewed meanwhile.
func (l *Line) connect(ctx context.Context, token string, paired bool) error {
	config := l.c.Dial
	config.Token = token
	c := dial.New(config)
	l.mu.Lock()
	l.client, l.token = c, token
	l.mu.Unlock()
	ctx, cancel := context.WithCancel(ctx)
	var ended sync.WaitGroup
	defer ended.Wait()
	defer cancel()
	if paired {
		ended.Go(func() { l.renewing(ctx, c, token) })
	}
	over := make(chan error, 1)
	go func() { over <- c.Run(ctx) }()
	for u := range c.Updates() {
		if u.Refused != nil && paired && errors.Is(u.Refused, dial.ErrUnknown) {
			continue // the steps of pairing anew say so, in words
		}
		if u.Live {
			l.step.Removed = false
		}
		if you := u.State.You; you != nil && you.Counter != "" {
			l.c.Ask.Counter = you.Counter // should it have to ask again
		}
		l.c.Update(u)
		if u.Stranger {
			l.c.Log.Error("who answers is not the hub with that certificate; check -hub, -pin and the date", "hub", l.c.Dial.URL)
			l.begin()
			l.say(func(s *pairing.Step) { s.State, s.Held = pairing.Stranger, true })
		}
	}
	return <-over
}

// find is the token that is kept, or one that a manager approves now; "" where
// there is none yet.
func (l *Line) find(ctx context.Context) string {
	if token := l.kept(); token != "" {
		if l.old() {
			token, _ = l.renewed(ctx, token)
		}
		return token
	}
	token, err := l.pair(ctx)
	var refused *dial.Refused
	switch {
	case ctx.Err() != nil || err == nil:
		return token
	case errors.Is(err, dial.ErrPairRefused):
		l.c.Log.Warn("the manager did not let this device in", "again_in", again)
		l.say(func(s *pairing.Step) { s.State, s.Again = pairing.Refused, l.c.Now().In(s.Until.Location()).Add(again) })
	case errors.As(err, &refused) || errors.Is(err, errOtherRole):
		l.c.Log.Error("the hub does not let this device ask", "err", err, "again_in", again)
		l.say(func(s *pairing.Step) { s.State = pairing.Unfit })
	default:
		l.c.Log.Error("this device can't be paired", "err", err, "again_in", again)
	}
	return ""
}

func (l *Line) kept() string {
	data, err := os.ReadFile(l.c.File)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		l.c.Log.Error("the token can't be read", "err", err)
	}
	return strings.TrimSpace(string(data))
}
