package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"turno/cmd/internal/device"
	"turno/cmd/internal/onscreen"
	"turno/display"
	"turno/display/board"
	"turno/hub/dial"
	"turno/hub/pairing"
	"turno/hub/words"
	"turno/look"
)

// open shows the display until its window is closed or the program is told to
// end. It returns after everything it started has ended.
func open(a fyne.App, o options, log *slog.Logger) error {
	w, err := window(a)
	if err != nil {
		return err
	}
	state, err := device.Folder("turno-display", o.state)
	if err != nil {
		return err
	}
	name := o.device
	if name == "" {
		name = device.Name("display-")
	}
	ctx, cancel := context.WithCancel(context.Background())
	var ended sync.WaitGroup
	defer ended.Wait()
	defer cancel()

	screen := display.New(display.Config{Rows: o.rows, HighContrast: o.story.Options.HighContrast, Light: o.light})
	a.Settings().SetTheme(look.NewTheme(screen.Style()))
	a.Driver().SetDisableScreenBlanking(true)
	updates, steps := make(chan dial.Update), make(chan pairing.Step)
	sounds := make(chan board.Sound)
	crier := display.NewCrier(display.CrierConfig{Mute: o.mute, Log: log, Report: func(s board.Sound) {
		select {
		case sounds <- s:
		case <-ctx.Done():
		}
	}})
	p := &pump{
		board:   board.New(board.Config{Language: o.lang, Until: system(os.Getenv("LANG")), Rows: o.rows, Calm: o.calm}),
		done:    ctx.Done(),
		updates: updates, steps: steps, sounds: sounds, now: time.Now, after: time.After,
		show: func(m board.Model) { onscreen.Do(ctx, func() { screen.Show(m) }) },
		say:  crier.Say,
	}

	w.SetPadded(false)
	w.SetContent(screen.Object())
	keys(a, w, screen, o.windowed)

	line := follow(ctx, dial.Config{URL: o.hub, Token: o.token, TLS: o.tls, Log: log}, name, device.TokenFile(state), updates, steps)
	ended.Go(func() { line.Run(ctx) })
	ended.Go(func() { crier.Run(ctx) })
	a.Lifecycle().SetOnStarted(func() { ended.Go(p.run) })
	w.ShowAndRun()
	return nil
}

// system is the language of this machine, if it is one of ours, else none.
func system(lang string) words.Lang {
	for _, l := range words.All {
		if strings.HasPrefix(lang, string(l)+"_") {
			return l
		}
	}
	return ""
}

// window makes the window. The toolkit panics where it can't reach the screen.
func window(a fyne.App) (w fyne.Window, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the screen can't be reached (DISPLAY is %q): %v; start this in the session of the panel", os.Getenv("DISPLAY"), r)
		}
	}()
	return a.NewWindow(appName), nil
}

// keys opens the window full or not, and lets whoever has a keyboard change it.
func keys(a fyne.App, w fyne.Window, screen *display.Screen, windowed bool) {
	full := func(on bool) {
		screen.HidePointer(on)
		w.SetFullScreen(on)
	}
	w.Resize(fyne.NewSize(960, 540))
	if !windowed {
		full(true)
	}
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		switch e.Name {
		case fyne.KeyEscape:
			full(false)
		case fyne.KeyF11:
			full(!w.FullScreen())
		}
	})
	w.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyQ, Modifier: fyne.KeyModifierControl}, func(fyne.Shortcut) { a.Quit() })
}
