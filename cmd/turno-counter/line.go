package main

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"os"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"turno/cmd/internal/device"
	"turno/cmd/internal/onscreen"
	"turno/hub/dial"
	"turno/hub/pairing"
	"turno/hub/wire"
)

// askFor is how long a wish waits for its answer, over broken lines and all.
const askFor = 30 * time.Second

// line is the connection of whoever has the counter now: one client at a time,
// another after each sign-in. It belongs to the goroutine that draws, save for
// what runs in its goroutines.
type line struct {
	ctx    context.Context // of the program
	hub    string
	tls    *tls.Config
	log    *slog.Logger
	show   func(dial.Update) // on the goroutine that draws
	wait   sync.WaitGroup
	client *dial.Client
	device *device.Line // in place of the client, where the machine itself was let in
	token  string
	hang   context.CancelFunc

	name, file string // as which it asks to be let in, and where its token is kept
	step       func(pairing.Step)
	where      func() // asks which counter this is
	poll       time.Duration
	backoff    func(int) time.Duration
}

// as is the hub for who has the token.
func (l *line) as(token string) dial.Config {
	return dial.Config{URL: l.hub, Token: token, TLS: l.tls, Log: l.log, Poll: l.poll, Backoff: l.backoff}
}

// start goes in with the token that this machine keeps, or asks to be let in as
// a counter's; which one is asked first where nobody said.
func (l *line) start(counter string) {
	if _, err := os.Stat(l.file); err != nil && counter == "" {
		l.where()
		return
	}
	l.pair(counter)
}

// pair is the machine's own way into the branch.
func (l *line) pair(counter string) {
	l.close()
	ctx, cancel := context.WithCancel(l.ctx)
	var d *device.Line
	d = device.New(device.Config{
		Dial: l.as(""), Ask: wire.PairAsk{Device: l.name, Role: wire.Teller, Counter: counter}, File: l.file, Log: l.log,
		Step: func(s pairing.Step) {
			onscreen.Do(ctx, func() {
				switch {
				case l.device != d: // it was ended meanwhile
				case s.Counter == "" && s.State != pairing.Stranger: // its token was dead at the start, and nobody said where it stands
					l.close()
					l.where()
				default:
					l.step(s)
				}
			})
		},
		Update: func(u dial.Update) {
			onscreen.Do(ctx, func() {
				if l.device == d {
					l.show(u)
				}
			})
		},
	})
	l.device, l.hang = d, cancel
	l.wait.Go(func() { d.Run(ctx) })
}

// open connects with a token. The one pump of the program is here.
func (l *line) open(token string) {
	l.close()
	ctx, cancel := context.WithCancel(l.ctx)
	client := dial.New(l.as(token))
	l.client, l.token, l.hang = client, token, cancel
	l.wait.Go(func() {
		if err := client.Run(ctx); err != nil {
			l.log.Error("the hub does not let this counter in", "err", err)
		}
	})
	l.wait.Go(func() {
		for u := range client.Updates() {
			onscreen.Do(ctx, func() {
				if l.client == client { // not one that was hung up meanwhile
					l.show(u)
				}
			})
		}
	})
}

// close hangs up.
func (l *line) close() {
	if l.hang != nil {
		l.hang()
	}
	l.client, l.device, l.hang, l.token = nil, nil, nil, ""
}

var errNoLine = errors.New("not connected")

// send asks the hub and brings the answer back to the goroutine that draws.
func (l *line) send(body wire.Body, done func(wire.Answer, error)) {
	client, machine := l.client, l.device
	l.wait.Go(func() {
		answer, err := wire.Answer{}, errNoLine
		ctx, cancel := context.WithTimeout(l.ctx, askFor)
		defer cancel()
		switch {
		case machine != nil:
			answer, err = machine.DoID(ctx, dial.NewID(), body)
		case client != nil:
			answer, err = client.Do(ctx, body)
		}
		if l.ctx.Err() == nil {
			fyne.Do(func() { done(answer, err) })
		}
	})
}

// look fetches the forms that a visit carries.
func (l *line) look(ticket string, done func(wire.Drafts, error)) {
	asked := l.as(l.token)
	if l.device != nil {
		asked = l.device.Hub()
	}
	l.wait.Go(func() {
		ctx, cancel := context.WithTimeout(l.ctx, askFor)
		defer cancel()
		found, err := asked.Drafts(ctx, ticket)
		if err != nil {
			l.log.Warn("the forms of a visit were not fetched", "ticket", ticket, "err", err)
		}
		if l.ctx.Err() == nil {
			fyne.Do(func() { done(found, err) })
		}
	})
}

// enter opens a staff session and, with its token, the line.
func (l *line) enter(who wire.SignIn, done func(wire.Session, error)) {
	l.wait.Go(func() {
		ctx, cancel := context.WithTimeout(l.ctx, askFor)
		defer cancel()
		s, err := l.as("").SignIn(ctx, who)
		if l.ctx.Err() != nil {
			return
		}
		fyne.Do(func() {
			done(s, err)
			if err == nil {
				l.open(s.Token)
			}
		})
	})
}

// exit ends the staff session.
func (l *line) exit() {
	token := l.token
	l.close()
	l.wait.Go(func() {
		ctx, cancel := context.WithTimeout(l.ctx, 5*time.Second)
		defer cancel()
		if err := l.as(token).SignOut(ctx); err != nil {
			l.log.Warn("the session was not ended at the hub; it ends there by itself", "err", err)
		}
	})
}
