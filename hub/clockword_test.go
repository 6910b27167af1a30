package hub_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"turno/hub"
	"turno/hub/hubtest"
	"turno/hub/wire"
)

// closedBranch is a branch whose day was closed, and that boots again on another
// clock.
func closedBranch(t *testing.T, clock hub.Clock) (*hubtest.Branch, bell) {
	t.Helper()
	b := hubtest.Start(t, hubtest.Options{Clock: hubtest.Clock("2026-03-02T16:00:00+01:00")})
	b.Actor("demo-kiosk-1").Must(wire.Issue{Service: "cash", Language: "es"})
	b.Actor("demo-manager-1").Must(wire.CloseDay{})
	b.Stop()
	log := newBell()
	return hubtest.Start(t, hubtest.Options{Dir: b.Dir, Clock: clock, Log: slog.New(log)}), log
}

func doubt(t *testing.T, b *hubtest.Branch) (d wire.ClockDoubt) {
	t.Helper()
	status, text := knock(t, http.DefaultClient, "GET", b.URL+"/api/v1/clock", "demo-manager-1", "")
	into(t, status, text, &d)
	return d
}

func sayDate(t *testing.T, b *hubtest.Branch, token, date string, right bool) (int, wire.Answer) {
	t.Helper()
	body, err := json.Marshal(wire.ClockWord{Date: date, Right: right})
	if err != nil {
		t.Fatal(err)
	}
	status, text := knock(t, http.DefaultClient, "POST", b.URL+"/api/v1/clock", token, string(body))
	var a wire.Answer
	_ = json.Unmarshal(text, &a)
	return status, a
}

// A hub that boots twelve days after its last event, with a clock that nobody
// keeps, opens no day: a manager says first whether the date is right.
func TestADateThatNobodyVouchesFor(t *testing.T) {
	for _, right := range []bool{true, false} {
		b, log := closedBranch(t, hubtest.Clock("2026-03-14T08:30:00+01:00"))
		boss, kiosk := b.Actor("demo-manager-1"), b.Actor("demo-kiosk-1")
		log.worried(t, b.Hub, hub.ClockUnsure, true)
		if a := boss.Ask(wire.OpenDay{}); a.Code != wire.ClockUnsure || !strings.Contains(a.Message, "date") {
			t.Errorf("opened before anybody was asked: %+v", a)
		}
		if a := kiosk.Ask(wire.Issue{Service: "cash", Language: "es"}); a.Code != wire.DayClosed {
			t.Errorf("a ticket before anybody was asked: %+v", a)
		}
		if d := doubt(t, b); d.Concern != hub.ClockUnsure || d.Date != "2026-03-14" || d.HubDate != "2026-03-02" || !d.Last.Equal(moment(t, "2026-03-02T16:00:00+01:00")) {
			t.Errorf("the doubt is %+v", d)
		}
		if status, a := sayDate(t, b, "demo-manager-1", "2026-03-13", true); status != 422 || a.Field != "date" {
			t.Errorf("a word on another date: %d %+v", status, a)
		}
		if status, _ := sayDate(t, b, "demo-kiosk-1", "2026-03-14", true); status != 403 {
			t.Errorf("a kiosk's word: %d", status)
		}
		if status, a := sayDate(t, b, "demo-manager-1", "2026-03-14", right); status != 204 {
			t.Fatalf("the manager's word: %d %+v", status, a)
		}
		want := "2026-03-14"
		if !right { // the day is opened by hand, as the last one
			want = "2026-03-02"
			if d := doubt(t, b); !d.Denied {
				t.Errorf("after the word: %+v", d)
			}
			boss.Must(wire.OpenDay{})
		}
		a := kiosk.Must(wire.Issue{Service: "cash", Language: "es"})
		if s := kiosk.At(a.Seq); s.BusinessDate != want {
			t.Errorf("right %v: it is %s, want %s", right, s.BusinessDate, want)
		}
		log.worried(t, b.Hub, hub.ClockUnsure, !right)
		if status, _ := sayDate(t, b, "demo-manager-1", "2026-03-14", true); right && status != 404 {
			t.Errorf("a word that nobody asked for: %d", status)
		}
		if trail := b.Hub.Trail(); !strings.Contains(trail, "not followed until a manager says") || !strings.Contains(trail, map[bool]string{true: "2026-03-14 is right by manager", false: "2026-03-14 is wrong by manager"}[right]) {
			t.Errorf("the chain says\n%s", trail)
		}
		b.Stop()
		prove(t, b.Dir)
	}
}

// What a time server keeps, and what no longer than a long weekend is, nobody
// has to confirm; nor a date that is set right before anybody was asked.
func TestADateThatNeedsNoWord(t *testing.T) {
	kept := hubtest.Clock("2026-03-14T08:30:00+01:00")
	kept.Vouch(true)
	for name, clock := range map[string]*hub.ManualClock{"kept by a time server": kept, "after a long weekend": hubtest.Clock("2026-03-07T08:30:00+01:00")} {
		b, _ := closedBranch(t, clock)
		a := b.Actor("demo-kiosk-1").Must(wire.Issue{Service: "cash", Language: "es"})
		if s := b.Actor("demo-kiosk-1").At(a.Seq); s.BusinessDate != clock.Now().Format(time.DateOnly) {
			t.Errorf("%s: it is %s", name, s.BusinessDate)
		}
		if d := doubt(t, b); d.Concern != "" {
			t.Errorf("%s: %+v", name, d)
		}
	}
	clock := hubtest.Clock("2026-03-14T08:30:00+01:00")
	b, log := closedBranch(t, clock)
	log.worried(t, b.Hub, hub.ClockUnsure, true)
	clock.Jump(-11 * 24 * time.Hour)
	clock.Advance(2 * time.Minute)
	log.worried(t, b.Hub, hub.ClockUnsure, false)
	a := b.Actor("demo-kiosk-1").Must(wire.Issue{Service: "cash", Language: "es"})
	if s := b.Actor("demo-kiosk-1").At(a.Seq); s.BusinessDate != "2026-03-03" {
		t.Errorf("set right: it is %s", s.BusinessDate)
	}
}
