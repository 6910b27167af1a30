package kiosk

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"turno/forms/slip"
	"turno/hub/dial"
	"turno/hub/wire"
	"turno/hub/words"
	"turno/kiosk/flow"
	"turno/kiosk/journal"
)

// askTime is how long a person is kept waiting for the hub's answer. The hub
// may have made the ticket when it ends: the flow then says that nobody knows,
// and asks again under the same id if the person does.
const askTime = 45 * time.Second

// Hub is what a kiosk asks of the hub; dial.Client is one.
type Hub interface {
	DoID(ctx context.Context, id string, body wire.Body) (wire.Answer, error)
}

// Printer puts a slip on paper and says how far it came. It ends with ctx.
type Printer func(ctx context.Context, s slip.Slip) flow.Paper

// Lister puts a list on paper, with the bank's and the branch's name. It ends
// with ctx.
type Lister func(ctx context.Context, bank, branch string, s flow.InfoSlip) flow.Paper

// Setup is what a Runner works with.
type Setup struct {
	Flow    *flow.Machine
	Screen  *Kiosk
	Hub     Hub
	Printer Printer          // nil where there is none
	Lists   Lister           // prints what to bring; nil where nothing does, and the flow's Config.Lists is false
	Sheets  Sheets           // nil where there is no printer for A4
	Status  Status           // asks the printer how it is; nil: it can't be asked
	Version string           // of the program, for the staff
	Journal *journal.Journal // nil: without the hub this kiosk gives no tickets
	Lease   int              // numbers of each series held for the time without the hub; 0 is 60
	Voice   Mouth            // nil where nothing is read aloud
	Trail   func(string)     // told what is done, for who looks into a crash; nil: nobody
	// Do runs a function on the goroutine that draws: fyne.Do in an app.
	Do  func(func())
	Now func() time.Time
	Log *slog.Logger
}

// Runner carries a kiosk: it takes what happens into the flow, shows what the
// flow says, and carries out what it asks for, each in a goroutine that ends
// with the context. Its methods belong to the goroutine that draws.
type Runner struct {
	Setup
	ctx    context.Context
	ids    map[int]string // of wishes that have no answer yet
	branch *wire.Branch
	timer  *time.Timer
	keeper *keeper // nil without a journal
	watch  *watcher
	cover  *flow.View // in the place of the flow's
	live   bool
	known  wire.State // of the branch, from before the hub first answered
	tasks  sync.WaitGroup
	focus  flow.Focus
	reader flow.Reader
}

// NewRunner makes a runner and shows the first screen.
func NewRunner(ctx context.Context, s Setup) *Runner {
	r := &Runner{Setup: s, ctx: ctx, ids: map[int]string{}}
	s.Screen.turned = func(landscape bool) { r.In(flow.Panel{Landscape: landscape}) }
	if s.Journal != nil {
		r.ready()
	}
	r.watch = newWatcher(s, func(p flow.PrinterIs) {
		if ctx.Err() == nil {
			s.Do(func() { r.In(p) })
		}
	})
	r.tasks.Go(func() { r.watch.run(ctx) })
	r.listen()
	r.show()
	return r
}

// ready takes up what the journal knows, and keeps it while the context lasts.
func (r *Runner) ready() {
	r.keeper = newKeeper(r.Setup, func(l flow.Leased) {
		if r.ctx.Err() == nil {
			r.Do(func() { r.In(l) })
		}
	})
	if s, ok := r.Journal.Known(); ok {
		r.known, r.branch = s, s.Branch
		r.Flow.Do(flow.Mirror{Since: r.Now(), State: s}, r.Now())
		r.Flow.Do(r.keeper.left(), r.Now())
	}
	r.tasks.Go(func() { r.keeper.run(r.ctx) })
	r.tasks.Go(func() { r.keeper.nurse(r.ctx) })
}

// Wait returns when everything that the runner began has ended, after its
// context has.
func (r *Runner) Wait() { r.tasks.Wait() }

// Update takes the newest mirror.
func (r *Runner) Update(u dial.Update) {
	r.cover = nil
	if u.State.Branch == nil { // not one word from the hub yet
		u.State = r.known
	}
	if u.State.Branch != nil {
		r.branch = u.State.Branch
	}
	if r.keeper != nil {
		r.keeper.update(u.Live, u.State)
	}
	r.live = u.Live
	for _, e := range u.Events {
		if e.Event != nil && e.Event.Ticket != "" && e.Event.Type != "TicketIssued" && r.Flow.Unprinted() > 0 {
			r.do(flow.Ended{Ticket: e.Event.Ticket})
		}
	}
	r.In(flow.Mirror{Live: u.Live, Since: u.Since, State: u.State})
}

// In takes whatever happened and does what follows from it.
func (r *Runner) In(in flow.Input) {
	if _, finger := in.(flow.Touch); finger {
		r.focus.Touched()
	}
	r.do(in)
	r.show()
}

// do takes what happened into the flow and carries out what follows.
func (r *Runner) do(in flow.Input) {
	if r.Trail != nil {
		r.Trail(trace(in))
	}
	for _, e := range r.Flow.Do(in, r.Now()) {
		switch e := e.(type) {
		case flow.Issue:
			r.issue(e)
		case flow.IssueAlone:
			r.issueAlone(e)
		case flow.Print:
			r.print(e.Slip)
		case flow.PrintInfo:
			r.printInfo(e.Slip)
		case flow.Call:
			r.call(e)
		case flow.Submit:
			r.submit(e)
		case flow.PrintForm:
			r.printForm(e)
		}
	}
}

// show draws and says what is new, and wakes up when time alone changes
// something. It tells whether it said anything.
func (r *Runner) show() (spoke bool) {
	v := r.Flow.View()
	if r.cover != nil {
		v = *r.cover
	}
	r.focus.Follow(v)
	r.Screen.Show(v)
	spoke = r.guide(v)
	r.watch.fares(r.live, r.Flow.Unprinted())
	if r.timer != nil {
		r.timer.Stop()
	}
	if r.ctx.Err() != nil {
		return spoke
	}
	r.timer = time.AfterFunc(r.Flow.Wake(r.Now()), func() {
		if r.ctx.Err() == nil {
			r.Do(func() { r.In(flow.Tick{}) })
		}
	})
	return spoke
}

// ask asks the hub for one wish of one person and tells what came of it: an
// answer, or that none came within askTime. A wish that got no answer keeps its
// id, for the flow to ask again. What is in it lives in this goroutine alone,
// and never in a log.
func (r *Runner) ask(wish int, body wire.Body, told func(lost bool, a wire.Answer) flow.Input) {
	id, ok := r.ids[wish]
	if !ok {
		id = dial.NewID()
		r.ids[wish] = id
	}
	r.tasks.Go(func() {
		ctx, cancel := context.WithTimeout(r.ctx, askTime)
		defer cancel()
		a, err := r.Hub.DoID(ctx, id, body)
		if r.ctx.Err() != nil {
			return
		}
		switch {
		case err != nil:
			r.Log.Warn("no answer", "do", body.Do(), "command", id, "err", err)
		case !a.OK:
			r.Log.Info("refused", "do", body.Do(), "command", id, "code", a.Code)
		}
		r.Do(func() {
			if err == nil {
				delete(r.ids, wish)
			}
			r.In(told(err != nil, a))
		})
	})
}

func (r *Runner) issue(e flow.Issue) {
	r.ask(e.Wish, e.Command, func(lost bool, a wire.Answer) flow.Input {
		return flow.Answer{Wish: e.Wish, Lost: lost, Answer: a}
	})
}

func (r *Runner) print(s flow.Slip) {
	paper := r.paper(s)
	r.tasks.Go(func() {
		r.watch.press.Lock()
		got := r.Printer(r.ctx, paper)
		r.watch.press.Unlock()
		r.watch.pressed(got)
		if r.ctx.Err() != nil {
			return
		}
		if got != flow.Printed {
			r.Log.Warn("a slip did not print", "ticket", s.Ticket, "paper", got)
		}
		r.Do(func() { r.In(flow.Pressed{Ticket: s.Ticket, Paper: got}) })
	})
}

// paper is the slip in the words of the branch.
func (r *Runner) paper(s flow.Slip) slip.Slip {
	lang := words.Lang(s.Language)
	out := slip.Slip{
		Lang: lang, Ticket: s.Ticket, Ahead: max(s.Ahead, 0), Arrived: s.At, Page: s.URL,
		P50: time.Duration(s.Wait.P50S) * time.Second, P80: time.Duration(s.Wait.P80S) * time.Second, NoWait: s.Wait.Unknown,
		Offline: s.Offline, Unserved: s.Unserved,
	}
	if b := r.branch; b != nil {
		out.Bank, out.Branch = b.Bank, b.Name
		for _, v := range b.Services {
			if v.ID == s.Service {
				out.Service = words.Pick(v.Names, lang)
				out.Bring = flow.Bring(v, lang)
			}
		}
	}
	return out
}
