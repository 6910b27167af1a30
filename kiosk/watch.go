package kiosk

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"turno/forms/press"
	"turno/hub/dial"
	"turno/hub/wire"
	"turno/kiosk/flow"
)

// pollTime is how often the printer is asked how it is. Sixteen bytes there and
// four back: a roll that runs low is known long before it ends.
const pollTime = 15 * time.Second

// Status asks a printer how it is, in the words of wire.Printers.
type Status func(ctx context.Context) string

// StatusOf asks a receipt printer. One that can't be asked is taken to work
// until a slip fails.
func StatusOf(p press.Printer) Status {
	return func(ctx context.Context) string {
		ctx, cancel := context.WithTimeout(ctx, pressTime)
		defer cancel()
		s, err := p.Status(ctx)
		switch code := s.Code(); {
		case err != nil:
			return stateOf(press.CodeOf(err))
		case code != "":
			return stateOf(code)
		case s.PaperLow:
			return "paper_low"
		}
		return "ok"
	}
}

// stateOf is a printer's code in the words of wire.Printers.
func stateOf(c press.Code) string {
	switch c {
	case press.PaperOut:
		return "paper_out"
	case press.CoverOpen:
		return "cover_open"
	case press.Unreachable, press.Offline, press.Busy:
		return "unreachable"
	}
	return "failed"
}

// watcher knows how the printer is and tells the kiosk and, when something
// changed, the hub, so that the staff hears of it before customers do. Its
// methods may be called from any goroutine.
type watcher struct {
	hub     Hub
	ask     Status // nil: there is no printer
	version string
	log     *slog.Logger
	tell    func(flow.PrinterIs)
	tick    <-chan time.Time // when to ask

	press sync.Mutex // held while a slip prints: a printer has one line
	kick  chan struct{}

	mu   sync.Mutex
	live bool
	now  wire.Report
}

func newWatcher(s Setup, tell func(flow.PrinterIs)) *watcher {
	w := &watcher{hub: s.Hub, ask: s.Status, version: s.Version, log: s.Log, tell: tell, kick: make(chan struct{}, 1)}
	w.now = wire.Report{Printer: "none", Version: s.Version}
	if s.Printer != nil {
		w.now.Printer = "ok"
	}
	return w
}

// run asks and reports until ctx ends.
func (w *watcher) run(ctx context.Context) {
	tick := w.tick
	if tick == nil && w.ask != nil {
		t := time.NewTicker(pollTime)
		defer t.Stop()
		tick = t.C
	}
	if w.ask != nil {
		w.look(ctx)
	}
	var told *wire.Report // what the hub knows
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick:
			w.look(ctx)
		case <-w.kick:
		}
		w.mu.Lock()
		live, now := w.live, w.now
		w.mu.Unlock()
		if !live {
			told = nil // the next hub may be another
			continue
		}
		if told != nil && *told == now {
			continue
		}
		a, err := w.hub.DoID(ctx, dial.NewID(), now)
		switch {
		case err != nil:
			continue
		case !a.OK:
			w.log.Warn("the hub does not take how this kiosk fares", "code", a.Code, "says", a.Message)
		}
		told = &now
	}
}

// look asks the printer, unless a slip is being printed: that says it too.
func (w *watcher) look(ctx context.Context) {
	if !w.press.TryLock() {
		return
	}
	state := w.ask(ctx)
	w.press.Unlock()
	if ctx.Err() == nil {
		w.saw(state)
	}
}

// pressed takes what came of a slip. One that printed says nothing of how much
// paper is left.
func (w *watcher) pressed(p flow.Paper) {
	switch p {
	case flow.Printed:
		w.mu.Lock()
		works := w.now.Printer == "ok" || w.now.Printer == "paper_low"
		w.mu.Unlock()
		if !works {
			w.saw("ok")
		}
	case flow.OutOfPaper:
		w.saw("paper_out")
	case flow.CoverOpen:
		w.saw("cover_open")
	case flow.Unreachable:
		w.saw("unreachable")
	default:
		w.saw("failed")
	}
}

// saw takes how the printer is.
func (w *watcher) saw(state string) {
	w.change(func() bool {
		was := w.now.Printer
		w.now.Printer = state
		return was != state
	}, func() {
		w.log.Info("the printer is in another state", "printer", state)
		w.tell(flow.PrinterIs{State: state})
	})
}

// fares takes the rest of what the hub is told.
func (w *watcher) fares(live bool, unprinted int) {
	w.change(func() bool {
		changed := w.live != live || w.now.Unprinted != unprinted
		w.live, w.now.Unprinted = live, unprinted
		return changed
	}, nil)
}

func (w *watcher) change(do func() bool, then func()) {
	w.mu.Lock()
	changed := do()
	w.mu.Unlock()
	if !changed {
		return
	}
	if then != nil {
		then()
	}
	select {
	case w.kick <- struct{}{}:
	default:
	}
}

// Fares is how the kiosk fares, for the staff behind its screen.
type Fares struct {
	Live    bool
	Printer string // one of wire.Printers
}

// Fares says how the kiosk fares now.
func (r *Runner) Fares() Fares {
	r.watch.mu.Lock()
	defer r.watch.mu.Unlock()
	return Fares{Live: r.watch.live, Printer: r.watch.now.Printer}
}
