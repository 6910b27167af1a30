package sim

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"turno/hub/dial"
	"turno/hub/wire"
)

// Tokens are what the clients show the hub. The zero value is the demo's.
type Tokens struct {
	Kiosk   string
	Host    string
	Manager string
	Admin   string
	Counter func(counter string) string
}

func (t Tokens) orDemo() Tokens {
	set := func(token *string, demo string) {
		if *token == "" {
			*token = demo
		}
	}
	set(&t.Kiosk, "demo-kiosk-1")
	set(&t.Host, "demo-host-1")
	set(&t.Manager, "demo-manager-1")
	set(&t.Admin, "demo-admin-1")
	if t.Counter == nil {
		t.Counter = func(counter string) string { return "demo-counter-" + counter }
	}
	return t
}

// clients are the connections of a run, each with its mirror, as the apps have.
type clients struct {
	cfg  Config
	ctx  context.Context
	stop context.CancelFunc
	done sync.WaitGroup
	open map[string]*dial.Client // by token
	sent int
}

func newClients(ctx context.Context, cfg Config) *clients {
	c := &clients{cfg: cfg, open: make(map[string]*dial.Client)}
	c.ctx, c.stop = context.WithCancel(ctx)
	return c
}

// close ends every connection and waits for it.
func (c *clients) close() {
	c.stop()
	c.done.Wait()
}

// as gives the client with this token, connecting it at its first use.
func (c *clients) as(token string) *dial.Client {
	if k := c.open[token]; k != nil {
		return k
	}
	k := dial.New(dial.Config{URL: c.cfg.Hub, Token: token, Log: c.cfg.Log,
		Backoff: func(n int) time.Duration { return min(100*time.Millisecond<<min(n-1, 5), 2*time.Second) }})
	c.open[token] = k
	c.done.Go(func() { _ = k.Run(c.ctx) })
	c.done.Go(func() {
		for range k.Updates() { // the mirror is kept by somebody, as in the apps
		}
	})
	return k
}

// do sends a command and waits for its answer over any restart of the hub. The
// id is made once, so that a command whose answer was lost is not done twice.
func (c *clients) do(token string, body wire.Body) (wire.Answer, error) {
	ctx, cancel := context.WithTimeout(c.ctx, c.cfg.Patience)
	defer cancel()
	id := dial.NewID()
	c.sent++
	for pause := 50 * time.Millisecond; ; pause = min(2*pause, 2*time.Second) {
		a, err := c.as(token).DoID(ctx, id, body)
		switch {
		case err != nil && c.ctx.Err() == nil && ctx.Err() != nil:
			return a, fmt.Errorf("the hub at %s gave no answer to %s for %v", c.cfg.Hub, body.Do(), c.cfg.Patience)
		case err != nil:
			return a, err
		case a.OK, !unready(a):
			return a, nil
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return a, fmt.Errorf("the hub at %s is not ready for %s: %s", c.cfg.Hub, body.Do(), a.Message)
		case <-timer.C:
		}
	}
}

// unready tells a hub that can't now from rules that say no.
func unready(a wire.Answer) bool { return a.Status == 503 || a.Status == 429 }

// must is do for a command that the day's course makes right: a refusal is an
// error of the hub's or of this package's.
func (c *clients) must(token string, body wire.Body) (wire.Answer, error) {
	a, err := c.do(token, body)
	if err == nil && (!a.OK || a.Result == nil) {
		err = fmt.Errorf("the hub refuses %+v: %s (%s)", body, a.Code, a.Message)
	}
	return a, err
}

// state asks the hub for its state, over any restart.
func (c *clients) state(token string) (wire.State, error) {
	deadline := time.Now().Add(c.cfg.Patience)
	for {
		s, err := dial.Fetch(c.ctx, c.cfg.Hub, token)
		var refused *dial.Refused
		if err == nil || c.ctx.Err() != nil || errors.As(err, &refused) && !unready(refused.Answer) || time.Now().After(deadline) {
			return s, err
		}
		timer := time.NewTimer(200 * time.Millisecond)
		select {
		case <-c.ctx.Done():
			timer.Stop()
		case <-timer.C:
		}
	}
}
