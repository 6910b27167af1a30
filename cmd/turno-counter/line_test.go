package main

import (
	"context"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"turno/cmd/internal/device"
	"turno/counter/desk"
	"turno/hub/dial"
	"turno/hub/hubtest"
	"turno/hub/pairing"
	"turno/hub/wire"
	"turno/hub/words"
)

// seat is a desk on the program's line. The test driver runs what is to be drawn
// where it is asked for, so a lock of the test's stands for the one goroutine.
type seat struct {
	t     *testing.T
	line  *line
	moved chan desk.Model
	does  chan func(*desk.Desk)
	stop  func()
}

// sit runs a desk and its line as the window does.
func sit(t *testing.T, hub, file, counter string) *seat {
	test.NewTempApp(t)
	ctx, cancel := context.WithCancel(context.Background())
	s := &seat{t: t, moved: make(chan desk.Model, 1), does: make(chan func(*desk.Desk))}
	s.line = &line{ctx: ctx, hub: hub, log: slog.New(slog.DiscardHandler), name: "counter-hall-03", file: file,
		poll: 10 * time.Millisecond, backoff: func(int) time.Duration { return 10 * time.Millisecond }}
	do := func(f func(*desk.Desk)) {
		select {
		case s.does <- f:
		case <-ctx.Done():
		}
	}
	s.line.show = func(u dial.Update) {
		do(func(d *desk.Desk) {
			d.Linked(desk.Link{Live: u.Live, Known: u.Known, Since: u.Since, State: u.State}, time.Now())
		})
	}
	s.line.step = func(p pairing.Step) { do(func(d *desk.Desk) { d.Pairing(p) }) }
	s.line.where = func() { go do(func(d *desk.Desk) { d.WhichCounter() }) }
	s.line.wait.Go(func() {
		d := desk.New(desk.Config{Lang: words.EN, Counter: counter})
		for {
			select {
			case f := <-s.does:
				f(d)
			case <-ctx.Done():
				return
			}
			select { // the newest is enough
			case <-s.moved:
			default:
			}
			s.moved <- d.Model(time.Now())
		}
	})
	s.stop = sync.OnceFunc(func() { cancel(); s.line.wait.Wait() })
	t.Cleanup(s.stop)
	return s
}

func (s *seat) until(what string, ok func(desk.Model) bool) desk.Model {
	s.t.Helper()
	var last desk.Model
	for late := time.After(hubtest.Patience); ; {
		select {
		case last = <-s.moved:
			if ok(last) {
				return last
			}
		case <-late:
			s.t.Fatalf("%s: the desk shows %+v", what, last)
		}
	}
}

func coded(m desk.Model) bool { return m.Pair != nil && m.Pair.Code != "" }

// A counter asks which one it is, shows a code, is let in by the manager who sees
// the counter, works at once, says that it was removed, knows where it stood, and
// needs nobody at its next start.
func TestACounterIsPaired(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	manager := dial.Config{URL: b.URL, Token: "demo-manager-1"}
	file := device.TokenFile(t.TempDir())
	s := sit(t, b.URL, file, "")
	s.line.start("")
	s.until("the question", func(m desk.Model) bool { return m.SignIn != nil && len(m.SignIn.Fields) == 1 })
	s.line.pair("2")
	m := s.until("a code", coded)
	wishes, err := manager.Pairings(t.Context())
	if err != nil || len(wishes) != 1 || wishes[0].Counter != "2" || wishes[0].Role != wire.Teller || wishes[0].Code != m.Pair.Code {
		t.Fatalf("the manager sees %+v, %v", wishes, err)
	}
	if err := manager.Decide(t.Context(), m.Pair.Code, wire.PairVerdict{Approve: true}); err != nil {
		t.Fatal(err)
	}
	s.until("live at its counter", func(m desk.Model) bool { return m.Pair == nil && m.Top.Live && m.Top.Title == "Counter 2" })
	answered := make(chan wire.Answer, 1)
	s.line.send(wire.OpenCounter{Counter: "2"}, func(a wire.Answer, err error) { answered <- a })
	if a := <-answered; !a.OK {
		t.Errorf("opening the counter: %+v", a)
	}
	s.line.send(wire.OpenCounter{Counter: "3"}, func(a wire.Answer, err error) { answered <- a })
	if a := <-answered; a.OK {
		t.Error("it may work at a counter that it was not let in for")
	}
	s.removed(manager)
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the token: %v, %v", info, err)
	}

	s.stop()
	again := sit(t, b.URL, file, "")
	again.line.start("")
	again.until("live at the next start", func(m desk.Model) bool {
		return m.Pair == nil && m.SignIn == nil && m.Top.Live && m.Top.Title == "Counter 2"
	})
	again.removed(manager)
}

// removed takes the counter's access away while it is live, and gives it back.
func (s *seat) removed(manager dial.Config) {
	s.t.Helper()
	all, err := manager.Devices(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	for _, d := range all {
		if d.Device == "counter-hall-03" {
			if err := manager.RemoveDevice(s.t.Context(), d.ID); err != nil {
				s.t.Fatal(err)
			}
		}
	}
	m := s.until("another code", coded)
	if m.Pair.Title != words.T(words.EN, "pair.removed.title") || m.Top.Title != "Counter 2" {
		s.t.Errorf("it says %+v under %+v", m.Pair, m.Top)
	}
	if err := manager.Decide(s.t.Context(), m.Pair.Code, wire.PairVerdict{Approve: true}); err != nil {
		s.t.Fatal(err)
	}
	s.until("live again", func(m desk.Model) bool { return m.Pair == nil && m.Top.Live })
}
