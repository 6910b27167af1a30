package hub_test

import (
	"testing"
	"time"

	"turno/hub/hubtest"
	"turno/hub/wire"
)

func TestTheVirtualClockStandsStillAndMovesInOrder(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{Virtual: true})
	admin, kiosk, desk := b.Actor("demo-admin-1"), b.Actor("demo-kiosk-1"), b.Actor("demo-counter-1")
	at := func(s string) time.Time {
		t.Helper()
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	if a := kiosk.Ask(wire.Issue{Service: "cash", Language: "es"}); a.Code != wire.DayClosed {
		t.Errorf("before the clock was set: %+v", a)
	}
	first := admin.Must(wire.Advance{To: at("2026-03-02T09:15:00+01:00")})
	if first.Result.BusinessDate != "2026-03-02" {
		t.Errorf("the first advance opens %+v", first.Result)
	}
	issued := kiosk.Must(wire.Issue{Service: "cash", Language: "es"})
	desk.Must(wire.OpenCounter{Counter: "1"})
	admin.Must(wire.Advance{To: at("2026-03-02T09:19:10+01:00")})
	if called := desk.Must(wire.CallNext{Counter: "1"}); *called.Result.WaitedS != 250 {
		t.Errorf("waited %v s, want 250", *called.Result.WaitedS)
	}
	if a := admin.Ask(wire.Advance{To: at("2026-03-02T09:19:09+01:00")}); a.Code != wire.ClockBackwards {
		t.Errorf("backwards: %+v", a)
	}
	until := at("2026-03-02T09:30:00+01:00")
	parked := desk.Must(wire.Park{Counter: "1", Reason: "copies", Owner: "branch", Until: &until})
	admin.At(parked.Seq)
	// The park's return, then the day's end, each at its own time.
	last := admin.Must(wire.Advance{To: at("2026-03-03T08:00:00+01:00")})
	if *last.Result.Due < 3 || last.Result.BusinessDate != "2026-03-03" {
		t.Errorf("over night: %+v", last.Result)
	}
	admin.At(last.Seq)
	var what []string
	var before time.Time
	for _, e := range admin.Events() {
		if e.Seq <= parked.Seq || e.Event == nil {
			continue
		}
		if e.At.Before(before) {
			t.Errorf("%s at %v comes after %v", e.Event.Type, e.At, before)
		}
		before = e.At
		what = append(what, e.At.Format("02T15:04")+" "+e.Event.Type)
	}
	want := []string{"02T09:30 VisitReturned", "03T00:00 DayClosed", "03T08:00 DayOpened", "03T08:00 Audited"}
	if len(what) != len(want) {
		t.Fatalf("happened: %q", what)
	}
	for i := range want {
		if what[i] != want[i] {
			t.Errorf("happened: %q, want %q", what, want)
			break
		}
	}
	b.Restart()
	if s := state(t, b.URL, "demo-admin-1"); !s.At.Equal(at("2026-03-03T08:00:00+01:00")) {
		t.Errorf("after a restart the clock shows %v", s.At)
	}
	if again := kiosk.Must(wire.Issue{Service: "cash", Language: "es"}); again.Result.Ticket != issued.Result.Ticket {
		t.Errorf("a new day begins with %s", again.Result.Ticket)
	}
}

// A manager closes the day; it stays closed until it is opened again or the
// next business date begins.
func TestADayClosedByHandStaysClosed(t *testing.T) {
	clock := hubtest.Clock("2026-03-02T17:00:00+01:00")
	b := hubtest.Start(t, hubtest.Options{Clock: clock})
	boss, kiosk := b.Actor("demo-manager-1"), b.Actor("demo-kiosk-1")
	one := kiosk.Must(wire.Issue{Service: "cash", Language: "es"})
	closed := boss.Must(wire.CloseDay{})
	if s := boss.At(closed.Seq); s.Day != "closed" || len(s.Visits) != 0 || s.Queues[0].Waiting != 0 {
		t.Errorf("after closing: %+v", s)
	}
	if a := kiosk.Ask(wire.Issue{Service: "cash", Language: "es"}); a.Code != wire.DayClosed {
		t.Errorf("a ticket after the close: %+v", a)
	}
	boss.Must(wire.OpenDay{})
	if two := kiosk.Must(wire.Issue{Service: "cash", Language: "es"}); two.Result.Ticket == one.Result.Ticket {
		t.Errorf("%s was issued twice on one date", two.Result.Ticket)
	}
	last := boss.Must(wire.CloseDay{})
	clock.Advance(7 * time.Hour)
	s := boss.At(last.Seq + 2) // behind it stands what was forgotten
	if s.Day != "open" || s.BusinessDate != "2026-03-03" {
		t.Errorf("the next date: %s %s", s.BusinessDate, s.Day)
	}
	if a := kiosk.Must(wire.Issue{Service: "cash", Language: "es"}); a.Result.Ticket != "A001" {
		t.Errorf("the next date begins with %s", a.Result.Ticket)
	}
}
