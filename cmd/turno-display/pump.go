package main

import (
	"context"
	"time"

	"turno/cmd/internal/device"
	"turno/display/board"
	"turno/hub/dial"
	"turno/hub/pairing"
	"turno/hub/wire"
)

// pump is the one place where the hub, the clock and the sound meet the board:
// it owns the board, wakes when the board wants it, and hands out models and
// announcements. It ends when done is closed; the updates may end before it, and
// the clock goes on.
type pump struct {
	board   *board.Board
	done    <-chan struct{}
	updates <-chan dial.Update
	steps   <-chan pairing.Step // while the hub does not know this display
	sounds  <-chan board.Sound
	now     func() time.Time
	after   func(time.Duration) <-chan time.Time // when to wake next
	show    func(board.Model)
	say     func(board.Announcement)
}

func (p *pump) run() {
	p.turn()
	for {
		now := p.now()
		select {
		case <-p.done:
			return
		case u := <-p.updates:
			p.board.Take(board.News{
				Live: u.Live, Known: u.Known, Since: u.Since, Refused: u.Refused != nil,
				State: u.State, Events: u.Events,
			}, p.now())
		case s := <-p.steps:
			p.board.Pair(s)
		case s := <-p.sounds:
			p.board.SetSound(s)
		case <-p.after(p.board.Next(now).Sub(now)):
		}
		p.turn()
	}
}

// turn brings the board up to this moment.
func (p *pump) turn() {
	at := p.now()
	said := p.board.Tick(at)
	p.show(p.board.Model(at))
	for _, a := range said {
		p.say(a)
	}
}

// follow is this display's way into the branch: what it is told goes to the
// pump. With a token in hub it is let in by that alone.
func follow(ctx context.Context, hub dial.Config, name, file string, updates chan<- dial.Update, steps chan<- pairing.Step) *device.Line {
	return device.New(device.Config{
		Dial: hub, Ask: wire.PairAsk{Device: name, Role: wire.Display}, File: file, Log: hub.Log,
		Step: func(s pairing.Step) {
			select {
			case steps <- s:
			case <-ctx.Done():
			}
		},
		Update: func(u dial.Update) {
			select {
			case updates <- u:
			case <-ctx.Done():
			}
		},
	})
}
