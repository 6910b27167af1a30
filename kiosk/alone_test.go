package kiosk

import (
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"turno/hub/wire"
	"turno/kiosk/flow"
	"turno/kiosk/journal"
)

// alone is a kiosk whose hub is away, by its flow: one person stands before the
// service and takes a ticket.
type alone struct {
	t    *testing.T
	r    *Runner
	k    kept
	j    *journal.Journal
	hub  *lender
	work chan func()
}

// goAlone borrows ten numbers and loses the hub. It is called in a bubble of
// synctest.
func goAlone(t *testing.T) *alone {
	t.Helper()
	hub := newLender()
	k, j := keeping(t, t.TempDir(), hub, 10)
	k.update(true, leaseState())
	synctest.Wait()
	<-k.told
	s := leaseState()
	s.Branch.Languages, s.Branch.Zone = []string{"en"}, "UTC"
	s.Branch.Services[0].Names, s.Branch.Services[0].Series = map[string]string{"en": "Cash"}, "A"
	s.Queues = []wire.Queue{{Service: "cash", Open: true}}
	begin := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	start := time.Now()
	now := func() time.Time { return begin.Add(time.Since(start)) }
	a := &alone{t: t, k: k, j: j, hub: hub, work: make(chan func(), 100)}
	m := flow.New(flow.Config{}, now())
	m.Do(flow.Mirror{Since: now(), State: s}, now())
	a.r = &Runner{
		Setup:  Setup{Flow: m, Screen: New(nil, func(flow.Action) {}), Journal: j, Log: slog.New(slog.DiscardHandler), Now: now, Do: func(f func()) { a.work <- f }},
		ctx:    t.Context(),
		keeper: k.keeper,
		watch:  newWatcher(Setup{}, func(flow.PrinterIs) {}),
	}
	k.tell = func(l flow.Leased) { a.r.Do(func() { a.r.In(l) }) }
	m.Do(k.left(), now())
	time.Sleep(5 * time.Second)
	return a
}

// drawn does what there is to draw and answers the screen.
func (a *alone) drawn() flow.View {
	for {
		synctest.Wait()
		select {
		case f := <-a.work:
			f()
		default:
			a.r.In(flow.Tick{})
			return a.r.Flow.View()
		}
	}
}

// take goes from the greeting to the wish for a ticket.
func (a *alone) take() {
	a.t.Helper()
	for _, want := range []flow.Action{{Verb: flow.Speak, Arg: "en"}, {Verb: flow.Choose, Arg: "cash"}, {Verb: flow.Take}} {
		time.Sleep(time.Second)
		v := a.drawn()
		if !slices.ContainsFunc(v.Controls(), func(b flow.Button) bool { return b.Action == want && !b.Off && !b.Sent }) {
			a.t.Fatalf("no %v on %s: %s", want, v.Screen, v.Title)
		}
		a.r.In(flow.Touch{Action: want})
	}
}

// sees fails unless the screen is this one.
func (a *alone) sees(when string, want flow.Screen) flow.View {
	a.t.Helper()
	v := a.drawn()
	if v.Screen != want {
		a.t.Errorf("%s: %s: %q, want %s", when, v.Screen, v.Title, want)
	}
	return v
}

// TestDiskHangs: a disk that hangs keeps nobody at "Getting it..." for ever. The
// person is sent to the staff, the number is nobody's, no more are offered until
// the disk goes on, and the hub gets what was given out before.
func TestDiskHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := goAlone(t)
		given := give(t, a.j, 2)
		goesOn := make(chan struct{})
		var disk sync.Mutex // as the journal's own: one write at a time
		hanging := func() { <-goesOn }
		a.k.issue = func(w wire.Merge, still func() bool) (journal.Ticket, error) {
			disk.Lock()
			defer disk.Unlock()
			return a.j.IssueIf(w, func() bool { hanging(); return still() })
		}
		a.k.mend = func() error { hanging(); return a.j.Mend() }

		a.take()
		time.Sleep(diskTime - time.Second)
		if v := a.sees("after nine seconds", flow.OneService); !v.Buttons[0].Sent {
			t.Error("the control is not busy")
		}
		time.Sleep(2 * time.Second)
		if v := a.sees("after eleven", flow.Away); v.Lead == "" {
			t.Error("it does not say what to do")
		}
		time.Sleep(time.Hour)
		a.sees("after an hour", flow.Away)

		close(goesOn)
		a.sees("when the disk goes on", flow.Greeting)
		if n := len(a.j.Pending()); n != len(given) {
			t.Errorf("%d tickets wait for the hub, want the %d that people hold", n, len(given))
		}
		a.take()
		if v := a.sees("the next person", flow.Ticket); v.Pass == nil || v.Pass.Number != "A905" {
			t.Errorf("the next person has %+v, want A905: A904 is nobody's", v.Pass)
		}
	})
}

// TestDiskFull: nobody is offered a number while the disk has no room, and a
// kiosk goes on by itself when it has.
func TestDiskFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := goAlone(t)
		full := fmt.Errorf("writing: %w: %w", journal.ErrFull, syscall.ENOSPC)
		var room sync.Mutex
		err := full
		disk := func() error { room.Lock(); defer room.Unlock(); return err }
		a.k.issue = func(w wire.Merge, still func() bool) (journal.Ticket, error) {
			if err := disk(); err != nil {
				return journal.Ticket{}, err
			}
			return a.j.IssueIf(w, still)
		}
		a.k.mend = disk
		a.take()
		a.sees("on a full disk", flow.Away)
		time.Sleep(time.Hour)
		a.sees("an hour later", flow.Away)
		room.Lock()
		err = nil
		room.Unlock()
		time.Sleep(tryDisk)
		a.sees("with room", flow.Greeting)
		a.take()
		if v := a.sees("the next person", flow.Ticket); v.Pass == nil || v.Pass.Number != "A902" {
			t.Errorf("the next person has %+v", v.Pass)
		}
	})
}

// TestHandsOverOnAnIllDisk: what people hold reaches the hub though the kiosk can
// write none of it off.
func TestHandsOverOnAnIllDisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hub := newLender()
		k, j := keeping(t, t.TempDir(), hub, 10)
		k.update(true, leaseState())
		synctest.Wait()
		given := give(t, j, 3)
		if err := j.Close(); err != nil { // it takes nothing more
			t.Fatal(err)
		}
		k.update(true, leaseState())
		synctest.Wait()
		hub.while(func() {
			if !slices.Equal(hub.merged, given) {
				t.Errorf("handed over %v, want %v", hub.merged, given)
			}
		})
	})
}
