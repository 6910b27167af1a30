package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"turno/cmd/internal/device"
	"turno/counter"
	"turno/counter/desk"
	"turno/hub/words"
	"turno/look"
)

// run opens the window and stays until it is closed or the program is told to
// end (SIGTERM closes the window).
func run(o options, log *slog.Logger) error {
	state, err := device.Folder("turno-counter", o.state)
	if err != nil {
		return err
	}
	name := o.device
	if name == "" {
		name = device.Name("counter-")
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	a := app.NewWithID(appID)
	style := o.look.Style(look.Desk)
	a.Settings().SetTheme(look.NewTheme(style))
	w := a.NewWindow(words.T(o.lang, "counter.app"))
	w.SetPadded(false)

	l := &line{ctx: ctx, hub: o.hub, tls: o.tls, log: log, name: name, file: device.TokenFile(state)}
	var c *counter.Counter
	timer := &alarm{ring: func() { fyne.Do(func() { c.Tick() }) }}
	start := counter.New
	if o.strip {
		start = counter.NewStrip
	}
	c = start(desk.Config{Lang: o.lang, Counter: o.counter, SignIn: o.signIn}, style, counter.Ways{
		Now: time.Now, Send: l.send, Enter: l.enter, Exit: l.exit, Look: l.look, Pair: l.pair, Alone: l.close, Wake: timer.set,
		Print: func(job desk.Print, bank string, at time.Time, done func(desk.PrintResult)) {
			l.wait.Go(func() {
				r := o.paper.Print(ctx, job, bank, at)
				if r.Err != nil {
					log.Error("a form was not printed", "form", job.Form, "printer", r.Printer, "err", r.Err)
				}
				if ctx.Err() == nil {
					fyne.Do(func() { done(r) })
				}
			})
		},
	})
	l.show, l.step, l.where = c.Updated, c.Pairing, c.WhichCounter

	w.SetContent(c.Content())
	c.Listen(w.Canvas())
	switch {
	case o.strip:
		w.Resize(fyne.NewSize(332, 720))
	case o.windowed:
		w.Resize(fyne.NewSize(1366, 768))
	default:
		w.SetFullScreen(true)
	}
	log.Info("forms go to", "printer", o.paper.Name())
	a.Lifecycle().SetOnStarted(func() {
		switch {
		case o.token != "":
			l.open(o.token)
		case !o.signIn:
			l.start(o.counter)
		}
	})
	w.ShowAndRun()

	timer.stop()
	cancel()
	ended := make(chan struct{})
	go func() { defer close(ended); l.wait.Wait() }()
	select {
	case <-ended:
	case <-time.After(3 * time.Second):
		log.Warn("something did not end in time")
	}
	return nil
}

// alarm is one timer that is set anew again and again. It belongs to the
// goroutine that draws; ring runs on another.
type alarm struct {
	ring  func()
	timer *time.Timer
}

func (a *alarm) set(at time.Time) {
	a.stop()
	a.timer = time.AfterFunc(time.Until(at), a.ring)
}

func (a *alarm) stop() {
	if a.timer != nil {
		a.timer.Stop()
	}
}

// formsFolder is where forms are written when no printer is named.
func formsFolder() string {
	if d := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(d) {
		return filepath.Join(d, "turno", "forms")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		home = os.TempDir()
	}
	return filepath.Join(home, ".local", "share", "turno", "forms")
}
