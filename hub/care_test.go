package hub_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"turno/hub"
	"turno/hub/dial"
	"turno/hub/hubtest"
	"turno/hub/queue"
	"turno/hub/store"
	"turno/hub/wire"
)

// bell is a log that tells of each line, for tests that wait for what no event
// says.
type bell struct{ rings chan string }

func newBell() bell { return bell{make(chan string, 1000)} }

func (b bell) Enabled(context.Context, slog.Level) bool { return true }
func (b bell) WithAttrs([]slog.Attr) slog.Handler       { return b }
func (b bell) WithGroup(string) slog.Handler            { return b }
func (b bell) Handle(_ context.Context, r slog.Record) error {
	select {
	case b.rings <- r.Message:
	default:
	}
	return nil
}

// until waits, from one line of the log to the next, for what is wanted.
func (b bell) until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	late := time.NewTimer(hubtest.Patience)
	defer late.Stop()
	for !ok() {
		select {
		case <-b.rings:
		case <-late.C:
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// worried waits until the hub has a concern, or has it no more.
func (b bell) worried(t *testing.T, h *hub.Hub, code string, want bool) {
	t.Helper()
	b.until(t, code, func() bool {
		return slices.ContainsFunc(h.Concerns(), func(c hub.Concern) bool { return c.Code == code }) == want
	})
}

// On a disk that is nearly full no visit begins, in words; what is under way
// goes on, and new ones begin again when there is room.
func TestADiskNearlyFullIsForWhoIsHere(t *testing.T) {
	var free atomic.Uint64
	free.Store(10 << 30)
	b := hubtest.Start(t, hubtest.Options{Clock: hubtest.Clock("2026-03-02T09:00:00+01:00"), Change: func(c *hub.Config) {
		c.Room = hub.Room{Warn: 100 << 20, Floor: 20 << 20, Free: func(string) (uint64, error) { return free.Load(), nil }}
	}})
	kiosk, desk := b.Actor("demo-kiosk-1"), b.Actor("demo-counter-1")
	issue := wire.Issue{Service: "cash", Language: "es"}
	first := kiosk.Must(issue)
	desk.Must(wire.OpenCounter{Counter: "1"})
	if c := b.Hub.Concerns(); len(c) != 0 {
		t.Errorf("with room: %v", c)
	}
	free.Store(50 << 20)
	kiosk.Must(issue)
	if c := b.Hub.Concerns(); len(c) != 1 || c[0].Code != hub.DiskLow {
		t.Errorf("with little room: %v", c)
	}
	free.Store(19 << 20)
	seen := map[string]bool{}
	for _, lang := range []string{"es", "cs", "pt", "sv", "en"} {
		status, a := postIn(t, b.URL, "demo-kiosk-1", lang, `{"id":"full-`+lang+`","do":"issue","service":"cash","language":"es"}`)
		if status != http.StatusServiceUnavailable || a.Code != wire.DiskNearlyFull || a.Message == "" || seen[a.Message] {
			t.Errorf("%s on a disk nearly full: %d %+v", lang, status, a)
		}
		seen[a.Message] = true
	}
	called := desk.Must(wire.CallNext{Counter: "1"})
	desk.Must(wire.Serve{Counter: "1"})
	desk.Must(wire.Finish{Counter: "1"})
	if called.Result.Ticket != first.Result.Ticket {
		t.Errorf("called %s, want %s", called.Result.Ticket, first.Result.Ticket)
	}
	if s := state(t, b.URL, "demo-kiosk-1"); s.Queues[0].Waiting != 1 {
		t.Errorf("%d wait, want 1", s.Queues[0].Waiting)
	}
	free.Store(21 << 20) // above the mark, and not by a tenth
	if a := kiosk.Ask(issue); a.Code != wire.DiskNearlyFull {
		t.Errorf("it flutters: %+v", a)
	}
	free.Store(10 << 30)
	if a := kiosk.Must(issue); a.Result.Ticket != "A003" {
		t.Errorf("with room again %s, want A003: nothing was issued in between", a.Result.Ticket)
	}
	if c := b.Hub.Concerns(); len(c) != 0 {
		t.Errorf("with room again: %v", c)
	}
}

// A clock that somebody sets while the hub serves turns no order and moves no
// date; what it did is in the chain.
func TestAClockThatIsSetWhileTheHubServes(t *testing.T) {
	clock := hubtest.Clock("2026-03-02T10:00:00+01:00")
	b := hubtest.Start(t, hubtest.Options{Clock: clock})
	kiosk := b.Actor("demo-kiosk-1")
	issue := func() time.Time {
		a := kiosk.Must(wire.Issue{Service: "cash", Language: "es"})
		return kiosk.At(a.Seq).At
	}
	before := issue()
	for _, set := range []time.Duration{-26 * time.Hour, 26*time.Hour + 5*time.Minute, 10 * 365 * 24 * time.Hour, -10 * 365 * 24 * time.Hour} {
		clock.Jump(set)
		clock.Advance(time.Minute)
		at := issue()
		if gone := at.Sub(before); gone < time.Minute || gone > 7*time.Minute {
			t.Errorf("set by %s: from %s to %s", set, before, at)
		}
		before = at
	}
	if s := kiosk.At(0); s.BusinessDate != "2026-03-02" || s.Day != "open" {
		t.Errorf("it is %s, %s", s.BusinessDate, s.Day)
	}
	if c := b.Hub.Concerns(); len(c) != 0 {
		t.Errorf("with the clock right again: %v", c)
	}
	b.Stop()
	doubts := 0
	for _, e := range events(t, b.Dir) {
		if a, ok := e.Fact.(queue.Audited); ok && a.What == queue.ClockDoubted {
			doubts++
		}
	}
	if doubts < 4 {
		t.Errorf("the chain tells of %d doubts, want one for each", doubts)
	}
}

// A clock that was put forward by hours is followed, and that is said for a day.
func TestAClockPutForwardIsSaid(t *testing.T) {
	clock := hubtest.Clock("2026-03-02T10:00:00+01:00")
	log := newBell()
	b := hubtest.Start(t, hubtest.Options{Clock: clock, Log: slog.New(log)})
	kiosk := b.Actor("demo-kiosk-1")
	kiosk.Must(wire.Issue{Service: "cash", Language: "es"})
	clock.Jump(3 * time.Hour)
	clock.Advance(time.Minute)
	log.worried(t, b.Hub, hub.ClockForward, true)
	clock.Advance(25 * time.Hour)
	log.worried(t, b.Hub, hub.ClockForward, false)
}

// A hub that boots years ahead, or before its last event, opens no date by
// itself and serves on when a person opens the day; with the clock right the
// next date begins as ever.
func TestAWrongDateAtBoot(t *testing.T) {
	for _, c := range []struct{ name, boots, code string }{
		{"years ahead", "2036-01-01T09:00:00+01:00", hub.ClockAhead},
		{"before the last event", "2020-01-01T09:00:00+01:00", hub.ClockBack},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := hubtest.Start(t, hubtest.Options{Clock: hubtest.Clock("2026-03-02T16:00:00+01:00")})
			b.Actor("demo-kiosk-1").Must(wire.Issue{Service: "cash", Language: "es"})
			b.Actor("demo-manager-1").Must(wire.CloseDay{})
			b.Stop()

			clock := hubtest.Clock(c.boots)
			log := newBell()
			again := hubtest.Start(t, hubtest.Options{Dir: b.Dir, Clock: clock, Log: slog.New(log)})
			kiosk, boss := again.Actor("demo-kiosk-1"), again.Actor("demo-manager-1")
			log.worried(t, again.Hub, c.code, true)
			if a := kiosk.Ask(wire.Issue{Service: "cash", Language: "es"}); a.Code != wire.DayClosed {
				t.Errorf("a ticket before anybody opened the day: %+v", a)
			}
			boss.Must(wire.OpenDay{})
			clock.Advance(time.Minute)
			a := kiosk.Must(wire.Issue{Service: "cash", Language: "es"})
			if s := kiosk.At(a.Seq); s.BusinessDate != "2026-03-02" || a.Result.Ticket != "A002" {
				t.Errorf("opened by hand: %s on %s", a.Result.Ticket, s.BusinessDate)
			}
			clock.Jump(moment(t, "2026-03-03T09:00:00+01:00").Sub(clock.Now()))
			clock.Advance(2 * time.Minute)
			boss.Wait("the next date", func(u dial.Update) bool { return u.State.BusinessDate == "2026-03-03" })
			if a := kiosk.Must(wire.Issue{Service: "cash", Language: "es"}); a.Result.Ticket != "A001" {
				t.Errorf("the next date begins with %s", a.Result.Ticket)
			}
			if got := again.Hub.Concerns(); len(got) != 0 {
				t.Errorf("with the clock right: %v", got)
			}
		})
	}
}

// The operator's word opens a date however far ahead.
func TestTheOperatorBelievesTheClock(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{Clock: hubtest.Clock("2026-03-02T16:00:00+01:00")})
	b.Actor("demo-manager-1").Must(wire.CloseDay{})
	b.Stop()
	again := hubtest.Start(t, hubtest.Options{Dir: b.Dir, Clock: hubtest.Clock("2026-09-01T09:00:00+02:00"), Change: func(c *hub.Config) { c.BelieveClock = true }})
	if s := again.Actor("demo-kiosk-1").At(1); s.BusinessDate != "2026-09-01" {
		t.Errorf("it is %s", s.BusinessDate)
	}
}

// Every night a backup is made, old ones go, and one that fails is loud until
// the next succeeds.
func TestBackupsByNight(t *testing.T) {
	clock := hubtest.Clock("2026-03-02T20:00:00+01:00")
	folder := filepath.Join(t.TempDir(), "backups")
	log := newBell()
	b := hubtest.Start(t, hubtest.Options{Clock: clock, Log: slog.New(log), Change: func(c *hub.Config) {
		c.Night = &hub.Night{At: 150, Backups: &store.Rota{Folder: folder, Daily: 2}, Compact: true}
	}})
	b.Actor("demo-kiosk-1").Must(wire.Issue{Service: "cash", Language: "es", Name: "Zdislava Neznámá"})
	made := func(day string) {
		t.Helper()
		want := moment(t, day+"T00:00:00Z")
		log.until(t, "the backup of "+day, func() bool { return b.Hub.Backups().Newest.Equal(want) && b.Hub.Backups().Err == nil })
	}
	clock.Advance(10 * time.Minute) // the night before was missed: one is made soon
	made("2026-03-02")
	clock.Advance(7 * time.Hour)
	made("2026-03-03")
	if err := os.MkdirAll(filepath.Join(folder, "turno-2026-03-04.db"), 0o700); err != nil {
		t.Fatal(err)
	}
	clock.Advance(24 * time.Hour)
	log.worried(t, b.Hub, hub.BackupFailed, true)
	if err := os.Remove(filepath.Join(folder, "turno-2026-03-04.db")); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		clock.Advance(time.Hour)
	}
	made("2026-03-04")
	log.worried(t, b.Hub, hub.BackupFailed, false)
	names, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(names) != 2 || !strings.HasSuffix(names[0], "turno-2026-03-03.db") {
		t.Errorf("the folder holds %v", names)
	}
	r, err := store.Restore(names[1], filepath.Join(t.TempDir(), "to"))
	if err != nil || r.Err() != nil {
		t.Errorf("%v %v", r, err)
	}
}

// postIn is post in a language.
func postIn(t *testing.T, url, token, lang, body string) (int, wire.Answer) {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, url+"/api/v1/commands", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Accept-Language", lang)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var a wire.Answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, a
}
