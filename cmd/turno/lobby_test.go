package main_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"turno/counter"
	"turno/counter/desk"
	"turno/display"
	"turno/display/board"
	"turno/hub/dial"
	"turno/hub/hubtest"
	"turno/hub/wire"
	"turno/hub/words"
	"turno/kiosk"
	"turno/kiosk/flow"
	"turno/look"
	"turno/look/brand"
)

// A person takes a ticket at the kiosk, a teller calls, serves and finishes it,
// the wall shows and would speak it: the three apps' own screens, flows and
// clients, a real hub, real sockets, one process. Only the glass is missing.
func TestFromTheKiosksGlassToTheWall(t *testing.T) {
	test.NewTempApp(t)
	b := hubtest.Start(t, hubtest.Options{Public: "http://192.0.2.7:8080"})
	g := newGlass(t)
	k, _, _ := g.kiosk(b.URL)
	c, d := g.counter(b.URL, func(*counter.Ways) {}), g.display(b.URL)

	g.until("the kiosk greets", func() bool { return shows(k.Object(), "Čeština") })
	g.tap(k.Object(), "Čeština")
	g.until("the kiosk asks in Czech what is needed", func() bool { return shows(k.Object(), "Co dnes potřebujete?") })
	g.tap(k.Object(), "Založit účet")
	g.until("the service is explained", func() bool { return shows(k.Object(), "Vzít si číslo") })
	g.tap(k.Object(), "Vzít si číslo")
	g.until("the ticket is there", func() bool { return shows(k.Object(), "B001") })
	if !shows(k.Object(), "Jste na řadě jako další") {
		t.Errorf("the ticket does not say who is ahead: %q", texts(k.Object()))
	}

	g.until("the counter may be opened", func() bool { return g.press(c, desk.Open) })
	g.until("the counter is free and knows who is next", func() bool { return shows(c.Content(), "B001") })
	g.until("the teller calls", func() bool { return g.press(c, desk.CallNext) })
	g.until("the wall shows the call", func() bool {
		return d.model.Call.Ticket == "B001" && d.model.Call.Counter == "3" && d.model.Call.Now && shows(d.screen.Object(), "B001")
	})
	if d.model.Call.Word != "Přepážka" {
		t.Errorf("the wall says %q to somebody who reads Czech", d.model.Call.Word)
	}
	g.until("the wall would speak it", func() bool { d.turn(); return len(d.said) > 0 })
	if want := (board.Announcement{Ticket: "B001", Counter: "3", Language: words.CS}); d.said[0] != want {
		t.Errorf("the wall says %+v, want %+v", d.said[0], want)
	}
	g.until("the teller serves", func() bool { return g.press(c, desk.Serve) })
	g.until("the teller finishes", func() bool { return g.press(c, desk.Finish) })
	g.until("the counter is free again", func() bool { return c.Model().Stage == desk.Idle })

	// The hub goes away: every screen says so, and recovers by itself.
	b.Stop()
	g.later += 10 * time.Second // a line that breaks for a moment is no news
	g.until("the wall draws its veil", func() bool { d.turn(); return d.model.Veil.Up() })
	g.until("the teller's buttons are dead", func() bool { return button(c, desk.CallNext) == nil })
	b.Restart()
	g.until("the wall is live again", func() bool { d.turn(); return !d.model.Veil.Up() && d.model.Call.Ticket == "B001" })
	s, err := dial.Fetch(t.Context(), b.URL, "demo-manager-1")
	if err != nil {
		t.Fatal(err)
	}
	if f := s.Figures.Total; f.Issued != 1 || f.Served != 1 || f.Called != 1 || f.Waiting != 0 {
		t.Errorf("the manager reads %+v", f)
	}
}

// glass stands for the goroutine that draws: the apps hand it functions, and the
// test runs them one by one.
type glass struct {
	t    *testing.T
	do   chan func()
	ctx  context.Context
	wait sync.WaitGroup

	screens []fyne.CanvasObject
	desk    fyne.Canvas   // the counter's
	later   time.Duration // what has passed on the counter's clock beside the machine's
}

func newGlass(t *testing.T) *glass {
	ctx, cancel := context.WithCancel(context.Background())
	g := &glass{t: t, do: make(chan func(), 4096), ctx: ctx}
	t.Cleanup(func() { cancel(); g.wait.Wait() })
	return g
}

func (g *glass) Do(f func()) {
	select {
	case g.do <- f:
	case <-g.ctx.Done():
	}
}

// until runs what the apps hand over until the condition holds.
func (g *glass) until(what string, ok func() bool) {
	g.t.Helper()
	late := time.NewTimer(hubtest.Patience / 4)
	defer late.Stop()
	for !ok() {
		select {
		case f := <-g.do:
			f()
		case <-late.C:
			for _, o := range g.screens {
				g.t.Logf("a screen says %q", texts(o))
			}
			g.t.Fatalf("waited in vain until %s", what)
		}
	}
}

func (g *glass) pump(c *dial.Client, take func(dial.Update)) {
	g.wait.Go(func() { _ = c.Run(g.ctx) })
	g.wait.Go(func() {
		for u := range c.Updates() {
			g.Do(func() { take(u) })
		}
	})
}

func quick(url, token string) *dial.Client {
	return dial.New(dial.Config{URL: url, Token: token, Backoff: func(int) time.Duration { return 20 * time.Millisecond }})
}

// kiosk is the kiosk's own screen and flow on a line of its own.
func (g *glass) kiosk(url string) (*kiosk.Kiosk, *kiosk.Runner, *flow.Machine) {
	hub, m := quick(url, "demo-kiosk-1"), flow.New(flow.Config{}, time.Now())
	var r *kiosk.Runner
	screen := kiosk.New(look.NewTheme(look.NewStyle(brand.Light(), look.Kiosk)), func(a flow.Action) { r.In(flow.Touch{Action: a}) })
	r = kiosk.NewRunner(g.ctx, kiosk.Setup{Flow: m, Screen: screen, Hub: hub, Do: g.Do, Now: g.now, Log: slog.New(slog.DiscardHandler)})
	g.window(screen.Object(), 1080, 1920)
	g.pump(hub, r.Update)
	return screen, r, m
}

// counter is a counter on a line of its own; more may add ways out.
func (g *glass) counter(url string, more func(*counter.Ways)) *counter.Counter {
	hub := quick(url, "demo-counter-3")
	ways := counter.Ways{
		Now: g.now,
		Send: func(body wire.Body, done func(wire.Answer, error)) {
			g.wait.Go(func() {
				a, err := hub.Do(g.ctx, body)
				g.Do(func() { done(a, err) })
			})
		},
		Wake: func(time.Time) {},
	}
	more(&ways)
	c := counter.New(desk.Config{Lang: words.EN, Counter: "3"}, look.NewStyle(brand.Light(), look.Desk), ways)
	g.desk = g.window(c.Content(), 1366, 768)
	c.Listen(g.desk)
	g.pump(hub, c.Updated)
	return c
}

// window shows a screen in a window of a size.
func (g *glass) window(o fyne.CanvasObject, wide, high float32) fyne.Canvas {
	g.screens = append(g.screens, o)
	w := test.NewTempWindow(g.t, o)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(wide, high))
	return w.Canvas()
}

// wall is the display with what it shows and what it would say.
type wall struct {
	screen *display.Screen
	board  *board.Board
	now    func() time.Time
	model  board.Model
	said   []board.Announcement
}

func (g *glass) display(url string) *wall {
	d := &wall{screen: display.New(display.Config{}), board: board.New(board.Config{}), now: g.now}
	g.window(d.screen.Object(), 1920, 1080)
	g.pump(quick(url, "demo-display-1"), func(u dial.Update) {
		d.board.Take(board.News{Live: u.Live, Known: u.Known, Since: u.Since, Refused: u.Refused != nil, State: u.State, Events: u.Events}, d.now())
		d.turn()
	})
	return d
}

// now is the machine's clock and the time that people took over their taps.
func (g *glass) now() time.Time { return time.Now().Add(g.later) }

// turn brings the wall up to this moment.
func (d *wall) turn() {
	d.said = append(d.said, d.board.Tick(d.now())...)
	d.model = d.board.Model(d.now())
	d.screen.Show(d.model)
}

// tap finds the control that bears the words and taps it. People take their
// time: a finger that comes down twice at once is not meant, and not believed.
func (g *glass) tap(o fyne.CanvasObject, label string) {
	g.t.Helper()
	g.later += 2 * time.Second
	var hit fyne.Tappable
	eachObject(o, func(x fyne.CanvasObject) {
		if tappable, ok := x.(fyne.Tappable); ok && x.Visible() && shows(x, label) {
			hit = tappable // the innermost one that has the words
		}
	})
	if hit == nil {
		g.t.Fatalf("nothing to tap says %q; there is %q", label, texts(o))
	}
	test.Tap(hit)
}

// button finds the desk's button for an action, if it may be pressed now.
func button(c *counter.Counter, a desk.Action) *desk.Button {
	m := c.Model()
	all := m.Actions
	if m.Primary != nil {
		all = append(all[:len(all):len(all)], *m.Primary)
	}
	for _, b := range all {
		if b.Do == a && b.Live && !b.Sent {
			return &b
		}
	}
	return nil
}

// press types the key of an action at the counter, if its button is live. A
// teller with eighty customers a day works by keys.
func (g *glass) press(c *counter.Counter, a desk.Action) bool {
	b := button(c, a)
	if b == nil {
		return false
	}
	g.later += 2 * time.Second
	key := &fyne.KeyEvent{Name: fyne.KeyName(b.Key)}
	if f := g.desk.Focused(); f != nil {
		f.TypedKey(key)
	} else {
		g.desk.OnTypedKey()(key)
	}
	return true
}

func shows(o fyne.CanvasObject, words string) bool {
	return strings.Contains(strings.Join(texts(o), " "), words)
}

// texts gives every word on a screen, line by line.
func texts(o fyne.CanvasObject) (out []string) {
	eachObject(o, func(x fyne.CanvasObject) {
		if t, ok := x.(*canvas.Text); ok && t.Visible() && t.Text != "" {
			out = append(out, strings.ReplaceAll(t.Text, "\u00a0", " "))
		}
	})
	return out
}

func eachObject(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if !o.Visible() {
		return
	}
	visit(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, x := range o.Objects {
			eachObject(x, visit)
		}
	case fyne.Widget:
		for _, x := range test.WidgetRenderer(o).Objects() {
			eachObject(x, visit)
		}
	}
}
