package hub_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"turno/hub/hubtest"
	"turno/hub/queue"
	"turno/hub/store"
	"turno/hub/wire"
)

// An hour without the hub: the kiosk gives out its own numbers and hands them
// in, in order, some of them twice as its answers were lost; everybody stands
// where they came, and no number is there twice.
func TestAnHourWithoutTheHub(t *testing.T) {
	clock := hubtest.Clock("2026-03-02T09:00:00+01:00") // a Monday
	b := hubtest.Start(t, hubtest.Options{Clock: clock, Public: "http://192.0.2.7:8080"})
	kiosk, host, desk := b.Actor("demo-kiosk-1"), b.Actor("demo-host-1"), b.Actor("demo-counter-1")
	leased := kiosk.Must(wire.Lease{Count: 40})
	blocks := leased.Result.Blocks
	want := wire.Block{BusinessDate: "2026-03-02", Series: "A", Services: []string{"cash"}, From: 901, To: 940, Next: 901}
	if len(blocks) != 10 || !cmp.Equal(blocks[0], want) || blocks[5].BusinessDate != "2026-03-03" {
		t.Fatalf("leased %+v", blocks)
	}
	if again := kiosk.Must(wire.Lease{Count: 40}); again.Seq != 0 || !cmp.Equal(again.Result.Blocks, blocks) {
		t.Fatalf("leased again %+v", again)
	}
	first := host.Must(wire.Issue{Service: "cash", Language: "es"}).Result.Ticket
	b.Stop()

	given := []wire.Merge{}
	for n := range 12 {
		at := clock.Now().Add(time.Duration(5*n+1) * time.Minute)
		given = append(given, wire.Merge{BusinessDate: "2026-03-02", Ticket: fmt.Sprintf("A%03d", 901+n), Service: "cash", Language: "cs", IssuedAt: at})
	}
	clock.Advance(time.Hour)
	b.Restart()
	last := host.Must(wire.Issue{Service: "cash", Language: "es"}).Result.Ticket // before the kiosk is back
	codes := map[string]bool{}
	for i, m := range given {
		id := fmt.Sprintf("m-%d", i)
		a := kiosk.Must(m)
		codes[a.Result.Code] = true
		if a.Result.Ticket != m.Ticket || *a.Result.PeopleAhead != i+1 || a.Result.URL == "" {
			t.Errorf("merged %+v with %d ahead", a.Result, *a.Result.PeopleAhead)
		}
		if again := kiosk.Ask(m); again.Code != wire.MergedAlready || again.Retry { // under another id
			t.Errorf("%s handed in twice: %+v", id, again)
		}
	}
	if len(codes) != len(given) {
		t.Errorf("%d phone codes for %d people", len(codes), len(given))
	}
	for name, m := range map[string]wire.Merge{
		"another device's": {BusinessDate: "2026-03-02", Ticket: "A941", Service: "cash", Language: "cs", IssuedAt: clock.Now()},
		"nobody's date":    {BusinessDate: "2026-02-27", Ticket: "A901", Service: "cash", Language: "cs", IssuedAt: clock.Now()},
		"another service":  {BusinessDate: "2026-03-02", Ticket: "A913", Service: "loans", Language: "cs", IssuedAt: clock.Now()},
	} {
		if a := kiosk.Ask(m); a.Code != wire.NotLeased {
			t.Errorf("%s: %+v", name, a)
		}
	}
	if a := kiosk.Ask(wire.Merge{BusinessDate: "2026-03-03", Ticket: "A901", Service: "cash", Language: "cs", IssuedAt: clock.Now()}); a.Code != wire.DayClosed || !a.Retry {
		t.Errorf("a ticket of tomorrow: %+v", a)
	}
	desk.Must(wire.OpenCounter{Counter: "1"})
	order := []string{first}
	for _, m := range given {
		order = append(order, m.Ticket)
	}
	for i, ticket := range append(order, last) {
		called := desk.Must(wire.CallNext{Counter: "1"}).Result
		if called.Ticket != ticket || called.Why.Before != 0 {
			t.Fatalf("the %d. called is %+v, want %s", i+1, called, ticket)
		}
		if i == 1 && *called.WaitedS != 59*60 {
			t.Errorf("%s waited %v s", ticket, *called.WaitedS)
		}
		desk.Must(wire.NoShow{Counter: "1"})
	}
	if again := kiosk.Must(wire.Lease{Count: 40}); len(again.Result.Blocks) != 11 || again.Result.Blocks[0].Next != 913 {
		t.Errorf("with twelve given out %+v", again.Result.Blocks)
	}
	b.Stop()
	prove(t, b.Dir)
}

// What comes back after its date has closed is recorded, and the figures of
// that date stay what they were.
func TestATicketThatComesBackTooLate(t *testing.T) {
	clock := hubtest.Clock("2026-03-02T09:00:00+01:00")
	b := hubtest.Start(t, hubtest.Options{Clock: clock})
	kiosk, boss := b.Actor("demo-kiosk-1"), b.Actor("demo-manager-1")
	kiosk.Must(wire.Lease{Count: 5})
	boss.Must(wire.Issue{Service: "cash", Language: "es"})
	boss.Must(wire.CloseDay{})
	figures := state(t, b.URL, "demo-manager-1").Figures
	m := wire.Merge{BusinessDate: "2026-03-02", Ticket: "A901", Service: "cash", Language: "cs", IssuedAt: clock.Now()}
	a := kiosk.Must(m)
	if a.Result.Ticket != "A901" || a.Result.Code != "" || a.Result.PeopleAhead != nil {
		t.Errorf("recorded %+v", a.Result)
	}
	if d := cmp.Diff(figures, state(t, b.URL, "demo-manager-1").Figures); d != "" {
		t.Errorf("the closed date counts anew:\n%s", d)
	}
	clock.Advance(24 * time.Hour)
	m.Ticket = "A902"
	late := kiosk.Must(m)
	m.BusinessDate, m.Ticket, m.IssuedAt = "2026-03-03", "A901", clock.Now()
	if a := kiosk.Must(m); a.Seq <= late.Seq || *a.Result.PeopleAhead != 0 || a.Result.Code == "" {
		t.Errorf("a ticket of the lease that was made the day before: %+v", a)
	}
	b.Stop()
	prove(t, b.Dir)
}

// prove takes every decision of a log again.
func prove(t *testing.T, dir string) {
	t.Helper()
	log, err := store.OpenLog(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	audit := queue.NewAudit(time.LoadLocation)
	if err := log.Each(audit.See); err != nil {
		t.Fatal(err)
	}
	if err := audit.End(); err != nil {
		t.Fatal(err)
	}
}
