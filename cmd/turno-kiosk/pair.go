package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"turno/hub/dial"
	"turno/hub/wire"
)

// againAfter is how long a kiosk that was refused waits before it asks anew.
const againAfter = time.Minute

// line is the kiosk's way to its hub: a token first, which it has, or asks for,
// and then a client for as long as the hub knows the token.
type line struct {
	config dial.Config // with the token that the kiosk was started with, if any
	device string      // as which it asks to be paired
	file   string      // where a token is kept that it was given
	log    *slog.Logger
	again  time.Duration

	// What the screen and the kiosk hear of it, from the line's goroutine.
	asks    func(wire.Pairing) // a code is to be approved
	refused func()             // the manager said no
	update  func(dial.Update)

	mu     sync.Mutex
	client *dial.Client
}

// errNotYet is what a kiosk answers that has no token yet.
var errNotYet = errors.New("this kiosk is not paired with a hub yet")

// DoID asks the hub through the client of the moment.
func (l *line) DoID(ctx context.Context, id string, body wire.Body) (wire.Answer, error) {
	l.mu.Lock()
	c := l.client
	l.mu.Unlock()
	if c == nil {
		return wire.Answer{}, errNotYet
	}
	return c.DoID(ctx, id, body)
}

// run connects until ctx ends. A token that the kiosk was started with and that
// the hub does not take ends it with an error; one that it was given by pairing
// is thrown away then, and it asks anew.
func (l *line) run(ctx context.Context) error {
	for ctx.Err() == nil {
		config := l.config
		paired := config.Token == ""
		if paired {
			token, err := l.token(ctx)
			switch {
			case ctx.Err() != nil:
				return nil
			case errors.Is(err, dial.ErrPairRefused):
				l.refused()
				l.wait(ctx)
				continue
			case err != nil:
				l.log.Error("this kiosk can't be paired", "err", err)
				l.wait(ctx)
				continue
			}
			config.Token = token
		}
		err := l.connect(ctx, config)
		if err == nil || !paired {
			return err
		}
		l.log.Warn("the hub does not take this kiosk any more; it asks to be paired again", "err", err)
		if err := os.Remove(l.file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing the token: %w", err)
		}
	}
	return nil
}

func (l *line) wait(ctx context.Context) {
	timer := time.NewTimer(l.again)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// connect runs one client to its end.
func (l *line) connect(ctx context.Context, config dial.Config) error {
	c := dial.New(config)
	l.mu.Lock()
	l.client = c
	l.mu.Unlock()
	ended := make(chan error, 1)
	go func() { ended <- c.Run(ctx) }()
	for u := range c.Updates() {
		l.update(u)
	}
	return <-ended
}

// token is the one that is kept, or one that a manager approves now. It is on
// the disk before it is used.
func (l *line) token(ctx context.Context) (string, error) {
	data, err := os.ReadFile(l.file)
	if token := strings.TrimSpace(string(data)); err == nil && token != "" {
		if info, err := os.Stat(l.file); err == nil && time.Since(info.ModTime()) > tokenAge {
			return l.renewed(ctx, token), nil
		}
		return token, nil
	}
	got, err := dial.Pair(ctx, l.config, wire.PairAsk{Device: l.device, Role: wire.Kiosk}, l.asks)
	if err != nil {
		return "", err
	}
	if got.Role != wire.Kiosk {
		return "", fmt.Errorf("the hub made this kiosk a %s", got.Role)
	}
	if err := keepFile(l.file, []byte(got.Token+"\n"), 0o600); err != nil {
		return "", err
	}
	return got.Token, nil
}

// tokenAge is how old a token gets before the kiosk asks for another at its
// start; it starts anew every night.
const tokenAge = 30 * 24 * time.Hour

// renewed is another token in place of the old one, or the old one where the hub
// gives none now. The new one is on the disk before it is used: until then the
// old one is good, and the next start asks again.
func (l *line) renewed(ctx context.Context, old string) string {
	config := l.config
	config.Token = old
	ctx, cancel := context.WithTimeout(ctx, renewWithin)
	defer cancel()
	fresh, err := config.Rotate(ctx)
	if err == nil {
		err = keepFile(l.file, []byte(fresh.Token+"\n"), 0o600)
	}
	if err != nil {
		l.log.Warn("this kiosk goes on with its old token", "err", err)
		return old
	}
	l.log.Info("this kiosk has another token")
	return fresh.Token
}

// renewWithin is how long a start waits for another token.
const renewWithin = 5 * time.Second

// tokenFile is where a token is kept in the kiosk's folder.
func tokenFile(state string) string { return filepath.Join(state, "token") }

// deviceName is what a kiosk without a name calls itself: the machine's.
func deviceName() string {
	name, err := os.Hostname()
	if err != nil || name == "" {
		return "kiosk"
	}
	return name
}
