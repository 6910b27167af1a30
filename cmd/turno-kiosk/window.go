package main

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"turno/cmd/internal/onscreen"
	"turno/hub/dial"
	"turno/kiosk"
	"turno/kiosk/flow"
	"turno/look"
	"turno/look/brand"
)

// open shows the kiosk until its window is closed or the program is told to
// end. It returns after everything it started has ended.
func open(a fyne.App, o options, log *slog.Logger) error {
	print, err := printer(o.printer, log)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	var ended sync.WaitGroup
	defer ended.Wait()
	defer cancel()

	theme := look.NewTheme(look.NewStyle(brand.Light(), look.Kiosk))
	a.Settings().SetTheme(theme)
	hub := dial.New(dial.Config{URL: o.hub, Token: o.token, Log: log})
	machine := flow.New(flow.Config{Language: o.lang, Printer: print != nil, Aloud: o.senses.aloud()}, time.Now())
	voice := o.senses.voice(log)
	var r *kiosk.Runner
	screen := kiosk.New(theme, func(act flow.Action) { r.In(flow.Touch{Action: act}) })
	r = kiosk.NewRunner(ctx, kiosk.Setup{
		Flow: machine, Screen: screen, Hub: hub, Printer: print, Voice: voice, Do: fyne.Do, Now: time.Now, Log: log,
	})

	w := a.NewWindow(appName)
	w.SetPadded(false)
	w.SetContent(screen.Object())
	screen.TakeKeys(w.Canvas(), o.senses.keys)
	if o.windowed {
		w.Resize(fyne.NewSize(o.width, o.height))
		w.SetFixedSize(true)
	} else {
		screen.HideCursor()
		w.SetFullScreen(true)
		w.SetCloseIntercept(func() {}) // a kiosk is ended by who runs it, not by Alt+F4
	}

	ended.Go(func() { voice.Run(ctx) })
	ended.Go(func() {
		o.senses.plugs(ctx, func(in bool) { onscreen.Do(ctx, func() { r.In(flow.Plugged{In: in}) }) }, log)
	})
	ended.Go(func() {
		if err := hub.Run(ctx); err != nil {
			log.Error("the hub does not take this kiosk; check -hub and -token, then start it again", "err", err)
		}
	})
	ended.Go(func() {
		for u := range hub.Updates() {
			onscreen.Do(ctx, func() { r.Update(u) })
		}
	})
	w.ShowAndRun()
	return nil
}
