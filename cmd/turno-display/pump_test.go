package main

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"turno/cmd/internal/device"
	"turno/display/board"
	"turno/hub/dial"
	"turno/hub/hubtest"
	"turno/hub/pairing"
	"turno/hub/wire"
	"turno/hub/words"
)

// lobby is the display's pump on a real hub, with a clock that a test moves.
type lobby struct {
	t      *testing.T
	models chan board.Model
	said   chan board.Announcement
	mu     sync.Mutex
	ahead  time.Duration // of the machine's clock
	wake   chan time.Time
}

func hang(t *testing.T, hub, token string) *lobby {
	l := &lobby{t: t, models: make(chan board.Model, 1), said: make(chan board.Announcement, 16), wake: make(chan time.Time)}
	ctx, cancel := context.WithCancel(context.Background())
	updates, steps := make(chan dial.Update), make(chan pairing.Step)
	p := &pump{
		board: board.New(board.Config{Language: words.ES}), done: ctx.Done(), updates: updates, steps: steps, now: l.now,
		after: func(time.Duration) <-chan time.Time { return l.wake },
		show: func(m board.Model) {
			select { // the newest is enough, as on a screen
			case <-l.models:
			default:
			}
			l.models <- m
		},
		say: func(a board.Announcement) { l.said <- a },
	}
	var ended sync.WaitGroup
	quick := func(int) time.Duration { return 10 * time.Millisecond }
	line := follow(ctx, dial.Config{URL: hub, Token: token, Log: slog.New(slog.DiscardHandler), Backoff: quick, Poll: 10 * time.Millisecond},
		"wall-9", device.TokenFile(t.TempDir()), updates, steps)
	ended.Go(func() { line.Run(ctx) })
	ended.Go(p.run)
	t.Cleanup(func() { cancel(); ended.Wait() })
	return l
}

func (l *lobby) now() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Now().Add(l.ahead)
}

// pass moves the clock on and wakes the pump, as its timer would.
func (l *lobby) pass(d time.Duration) {
	l.mu.Lock()
	l.ahead += d
	l.mu.Unlock()
	l.wake <- time.Time{}
}

// until waits for a model.
func (l *lobby) until(what string, ok func(board.Model) bool) board.Model {
	l.t.Helper()
	patience := time.After(hubtest.Patience)
	var last board.Model
	for {
		select {
		case last = <-l.models:
			if ok(last) {
				return last
			}
		case <-patience:
			l.t.Fatalf("%s: the screen shows %+v", what, last)
		}
	}
}

func (l *lobby) heard() string {
	l.t.Helper()
	select {
	case a := <-l.said:
		return a.Ticket + " " + a.Counter + " " + string(a.Language)
	case <-time.After(hubtest.Patience):
		l.t.Fatal("nothing was said")
		return ""
	}
}

// Two people are called at the same moment; then the hub goes and comes back.
func TestPumpOnARealHub(t *testing.T) {
	hub := hubtest.Start(t, hubtest.Options{})
	l := hang(t, hub.URL, "demo-display-1")
	l.until("no call yet", func(m board.Model) bool { return m.Bank != "" && m.Call.Ticket == "" && !m.Veil.Up() })

	kiosk, one, two := hub.Actor("demo-kiosk-1"), hub.Actor("demo-counter-1"), hub.Actor("demo-counter-2")
	kiosk.Must(wire.Issue{Service: "cash", Language: "cs"})
	kiosk.Must(wire.Issue{Service: "cash", Language: "sv"})
	one.Must(wire.OpenCounter{Counter: "1"})
	two.Must(wire.OpenCounter{Counter: "2"})
	one.Must(wire.CallNext{Counter: "1"})
	two.Must(wire.CallNext{Counter: "2"})

	if got := l.heard(); got != "A001 1 cs" {
		t.Errorf("heard %q first", got)
	}
	m := l.until("the first call", func(m board.Model) bool { return m.Call.Ticket == "A001" })
	if !m.Call.Now || m.Call.Word != "Přepážka" || m.Call.Counter != "1" {
		t.Errorf("the glass shows %+v", m.Call)
	}
	l.pass(board.Hold - time.Second)
	l.until("still the first", func(m board.Model) bool { return m.Call.Ticket == "A001" })
	if len(l.said) != 0 {
		t.Error("the second call cut the first")
	}
	l.pass(time.Second)
	l.until("the second", func(m board.Model) bool {
		return m.Call.Ticket == "A002" && m.Rows[0].Ticket == "A001" && m.Rows[0].Now
	})
	if got := l.heard(); got != "A002 2 sv" {
		t.Errorf("heard %q second", got)
	}

	hub.Stop()
	hold := func() {
		// The line's end reaches the board by itself; the grace passes by the clock.
		for !l.up() {
			l.pass(board.Grace)
		}
	}
	hold()
	m = l.until("the veil", func(m board.Model) bool { return m.Veil.Up() })
	if m.Call.Now || len(m.Waits) != 0 {
		t.Errorf("under the veil: %+v, waits %v", m.Call, m.Waits)
	}
	hub.Restart()
	l.until("live again", func(m board.Model) bool { return !m.Veil.Up() && m.Call.Ticket == "A002" })
}

// up looks at the newest model without taking it away.
func (l *lobby) up() bool {
	m := <-l.models
	select {
	case l.models <- m:
	default:
	}
	return m.Veil.Up()
}

func TestUnknownTokenIsSaid(t *testing.T) {
	hub := hubtest.Start(t, hubtest.Options{})
	l := hang(t, hub.URL, "nobody-s-token")
	m := l.until("the refusal", func(m board.Model) bool { return m.Veil.Title == words.T(words.ES, "display.refused.title") })
	l.pass(time.Hour) // the clock goes on
	after := l.until("an hour later", func(n board.Model) bool { return n.Clock != m.Clock })
	if !after.Veil.Up() {
		t.Error("the veil is gone, and the hub still does not know this screen")
	}
}

// A display without a token shows a code, goes on by itself when the manager let
// it in, and says in words that it was removed.
func TestADisplayIsPaired(t *testing.T) {
	hub := hubtest.Start(t, hubtest.Options{})
	manager := dial.Config{URL: hub.URL, Token: "demo-manager-1"}
	l := hang(t, hub.URL, "")
	coded := func(m board.Model) bool { return m.Pair != nil && m.Pair.Code != "" }
	m := l.until("a code", coded)
	if m.Veil.Up() || m.Ticker != words.T(words.ES, "pair.public") {
		t.Errorf("beside the code: %+v", m)
	}
	if err := manager.Decide(t.Context(), m.Pair.Code, wire.PairVerdict{Approve: true}); err != nil {
		t.Fatal(err)
	}
	l.until("live", func(m board.Model) bool { return m.Pair == nil && m.Bank != "" && len(m.Waits) > 0 })
	all, err := manager.Devices(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range all {
		if d.Device == "wall-9" {
			if err := manager.RemoveDevice(t.Context(), d.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	m = l.until("another code", coded)
	if m.Pair.Title != words.T(words.ES, "pair.removed.title") {
		t.Errorf("it says %+v", m.Pair)
	}
}
