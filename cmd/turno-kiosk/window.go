package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"turno/cmd/internal/device"
	"turno/cmd/internal/onscreen"
	"turno/cmd/internal/systemd"
	"turno/forms/slip"
	"turno/hub/branch"
	"turno/hub/dial"
	"turno/hub/pairing"
	"turno/hub/wire"
	"turno/hub/words"
	"turno/kiosk"
	"turno/kiosk/flow"
	"turno/kiosk/journal"
	"turno/look"
	"turno/look/brand"
)

// open shows the kiosk until its window is closed, the staff leaves it or the
// program is told to end. It returns after everything it started has ended.
func open(a fyne.App, o options, log *slog.Logger) error {
	print, lists, status, err := printer(o.printer, o.profile, o.letters, log)
	if err != nil {
		return err
	}
	sheets, err := sheetPrinter(o.sheets)
	if err != nil {
		return err
	}
	tls, err := o.trust.For(o.hub)
	if err != nil {
		return err
	}
	state, err := device.Folder("turno-kiosk", o.state)
	if err != nil {
		return err
	}
	trail, _, err := watchCrashes(state, log)
	if err != nil {
		log.Warn("a crash of this kiosk would leave nothing behind", "err", err)
	}
	j := openJournal(state, log)
	ctx, cancel := context.WithCancel(context.Background())
	var ended sync.WaitGroup
	defer endedWell(state)
	if j != nil {
		defer j.Close()
	}
	defer ended.Wait()
	defer cancel()

	theme := look.NewTheme(look.NewStyle(brand.Light(), look.Kiosk))
	a.Settings().SetTheme(theme)
	name := o.device
	if name == "" {
		name = device.Name("kiosk-")
	}
	var r *kiosk.Runner
	hub := device.New(device.Config{
		Dial: dial.Config{URL: o.hub, Token: o.token, TLS: tls, Log: log},
		Ask:  wire.PairAsk{Device: name, Role: wire.Kiosk}, File: device.TokenFile(state), Log: log,
		Step: func(s pairing.Step) {
			if !s.Held { // one that has a token gives tickets meanwhile, as without a hub
				onscreen.Do(ctx, func() { r.Cover(notYet(o.lang, s)) })
			}
		},
		Update: func(u dial.Update) { onscreen.Do(ctx, func() { r.Update(u) }) },
	})
	machine := flow.New(flow.Config{Language: o.lang, Printer: print != nil, Lists: lists != nil, Sheets: sheets != nil, Aloud: o.senses.aloud()}, time.Now())
	voice := o.senses.voice(log)
	screen := kiosk.New(theme, func(act flow.Action) { r.In(flow.Touch{Action: act}) })
	setup := kiosk.Setup{
		Flow: machine, Screen: screen, Hub: hub, Printer: print, Lists: lists, Sheets: sheets, Status: status, Version: appVersion, Voice: voice,
		Journal: j, Lease: o.lease, Do: fyne.Do, Now: time.Now, Log: log,
	}
	if trail != nil {
		setup.Trail = trail.add
	}
	r = kiosk.NewRunner(ctx, setup)
	defer r.Wait()
	defer cancel() // before Wait

	w := a.NewWindow(appName)
	w.SetPadded(false)
	w.SetContent(screen.Object())
	screen.TakeKeys(w.Canvas(), o.senses.keys)
	guard := kiosk.Guard{
		Fits: func(pin string) bool { return branch.FitsPIN(o.admin, pin) },
		Facts: func() []kiosk.Fact {
			return facts(o, machine.View().Language, r.Fares(), voice.Missing(), j, lastCrashes(state, time.Local), time.Now())
		},
		Leave: w.Close, Now: time.Now,
	}
	if print != nil {
		guard.Test = func() { ended.Go(func() { print(ctx, trial(o.lang)) }) }
	}
	if o.admin != "" {
		screen.Protect(guard)
		w.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyP, Modifier: fyne.KeyModifierControl | fyne.KeyModifierAlt}, func(fyne.Shortcut) { screen.AskPIN() })
	}
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
	ended.Go(func() { hub.Run(ctx) })
	manager := systemd.Find(os.Getenv, os.Getpid())
	ended.Go(func() { manager.Watch(ctx, drawing(ctx)) })
	a.Lifecycle().SetOnStarted(func() {
		if err := manager.Ready("the window is open"); err != nil {
			log.Warn("the service manager does not hear", "err", err)
		}
	})
	a.Lifecycle().SetOnStopped(func() { _ = manager.Stopping() })
	w.ShowAndRun()
	return nil
}

// openJournal opens the kiosk's journal, or answers nil where it can do
// without: another kiosk on this machine has it, or the disk fails. Tickets are
// then given only while the hub is there.
func openJournal(state string, log *slog.Logger) *journal.Journal {
	j, err := journal.Open(filepath.Join(state, "journal"))
	if err != nil {
		log.Error("this kiosk will give no tickets while the hub is away", "err", err)
		return nil
	}
	switch f := j.Found(); {
	case f.Damaged != "":
		log.Error("the journal was damaged; it is kept, and what can be read of it goes on", "file", f.Damaged, "tickets", f.Pending)
	case f.Cut > 0:
		log.Warn("the journal ended in the middle of a record; nobody was shown it", "bytes", f.Cut, "tickets", f.Pending)
	case f.Pending > 0:
		log.Info("tickets that were given out without the hub wait to be handed over", "tickets", f.Pending)
	}
	return j
}

// notYet is the screen of a kiosk that is no branch's yet.
func notYet(l words.Lang, step pairing.Step) flow.View {
	if l == "" {
		l = words.ES
	}
	t := pairing.Say(l, pairing.Kiosk, step)
	v := flow.View{Screen: flow.Starting, Language: l, Ease: flow.Ease{Percent: 100, Contrast: flow.Light}, Clock: words.Clock(time.Now())}
	v.Title, v.Lead = t.Title, strings.TrimSpace(t.Lead+" "+t.Note)
	if t.Code != "" {
		v.Title = t.Code
	}
	return v
}

// trial is a slip that says that it is none.
func trial(l words.Lang) slip.Slip {
	if l == "" {
		l = words.ES
	}
	name := words.T(l, "device.staff.test")
	return slip.Slip{Lang: l, Bank: appName, Service: name, Ticket: "T000", Branch: name, NoWait: true, Arrived: time.Now()}
}
