package main

import (
	"context"
	"time"

	"turno/display/board"
	"turno/hub/dial"
)

// pump is the one place where the hub, the clock and the sound meet the board:
// it owns the board, wakes when the board wants it, and hands out models and
// announcements. It ends when done is closed; the updates may end before it, and
// the clock goes on.
type pump struct {
	board   *board.Board
	done    <-chan struct{}
	updates <-chan dial.Update
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

// again is how long a display that the hub did not know waits before it asks
// once more: somebody may register it meanwhile.
const again = 30 * time.Second

// follow connects to the hub (c.Log must be there) and stays connected until ctx ends. A refusal is
// handed on, so that the screen says it, and tried again later.
func follow(ctx context.Context, c dial.Config, updates chan<- dial.Update, after func(time.Duration) <-chan time.Time) {
	for ctx.Err() == nil {
		hub := dial.New(c)
		refused := make(chan error, 1)
		go func() { refused <- hub.Run(ctx) }()
		for u := range hub.Updates() {
			select {
			case updates <- u:
			case <-ctx.Done():
			}
		}
		if err := <-refused; err != nil {
			c.Log.Error("the hub does not take this display; check -hub and -token", "err", err, "again_in", again)
		}
		select {
		case <-after(again):
		case <-ctx.Done():
		}
	}
}
