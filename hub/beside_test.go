package hub_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"turno/hub/dial"
	"turno/hub/hubtest"
	"turno/hub/wire"
)

// A call for help is seen where it was made, and by the staff with who comes;
// nobody else hears of it.
func TestHelpIsCalledAndComes(t *testing.T) {
	clock := hubtest.Clock("2026-03-02T09:15:00+01:00")
	b := hubtest.Start(t, hubtest.Options{Clock: clock})
	kiosk, host, desk, wall := b.Actor("demo-kiosk-1"), b.Actor("demo-host-1"), b.Actor("demo-counter-1"), b.Actor("demo-display-1")
	called := kiosk.Must(wire.Help{Language: "cs"})
	if again := kiosk.Must(wire.Help{Language: "cs"}); again.Result.Call != called.Result.Call || again.Seq != 0 || called.Result.Call == "" {
		t.Fatalf("called %+v, pressed again %+v", called, again)
	}
	call := called.Result.Call
	if a := kiosk.Ask(wire.Help{Call: call, Step: wire.HelpComing}); a.Code != wire.Forbidden {
		t.Errorf("a kiosk answers a call: %+v", a)
	}
	if a := host.Ask(wire.Help{Call: call, Step: wire.HelpCancel}); a.Code != wire.Forbidden {
		t.Errorf("the host takes a call back: %+v", a)
	}
	if a := host.Ask(wire.Help{Call: "h0", Step: wire.HelpDone}); a.Code != wire.UnknownHelp || a.Field != "call" {
		t.Errorf("a call that is not there: %+v", a)
	}
	coming := desk.Must(wire.Help{Call: call, Step: wire.HelpComing})
	at := clock.Now()
	row := wire.HelpRow{Call: call, Device: "kiosk-1", Language: "cs", State: "coming", CalledAt: at, ComingAt: &at}
	same := cmpopts.EquateApproxTime(0)
	if d := cmp.Diff([]wire.HelpRow{row}, kiosk.At(coming.Seq).Helps, same); d != "" {
		t.Errorf("the kiosk sees\n%s", d)
	}
	named := row
	if named.Name = host.At(coming.Seq).Helps[0].Name; named.Name == "" {
		t.Error("the host does not see who comes")
	}
	if d := cmp.Diff([]wire.HelpRow{named}, host.At(coming.Seq).Helps, same); d != "" {
		t.Errorf("the host sees\n%s", d)
	}
	if s := wall.At(coming.Seq); s.Helps != nil {
		t.Errorf("the wall sees %+v", s.Helps)
	}
	for _, e := range wall.Events() {
		if e.Event != nil || e.Changed != nil {
			t.Errorf("the wall is told %+v", e)
		}
	}
	done := host.Must(wire.Help{Call: call, Step: wire.HelpDone})
	if s := kiosk.At(done.Seq); len(s.Helps) != 0 {
		t.Errorf("the kiosk still shows %+v", s.Helps)
	}
	// The next one is taken back, and survives a restart before.
	call = kiosk.Must(wire.Help{}).Result.Call
	b.Restart()
	kiosk.Wait("to be live again", func(u dial.Update) bool { return u.Live && len(u.State.Helps) == 1 })
	kiosk.Must(wire.Help{Call: call, Step: wire.HelpCancel})
	sameAsFresh(t, b, kiosk, "demo-kiosk-1")
	sameAsFresh(t, b, host, "demo-host-1")
}

// How devices fare is for the staff, and an event only where it changed.
func TestDevicesReport(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	kiosk, host, wall := b.Actor("demo-kiosk-1"), b.Actor("demo-host-1"), b.Actor("demo-display-1")
	first := kiosk.Must(wire.Report{Printer: "ok", Version: "1.4"})
	since := host.At(first.Seq).Devices[0].Since
	if again := kiosk.Must(wire.Report{Printer: "ok", Version: "1.4"}); again.Seq != 0 {
		t.Errorf("nothing changed, and event %d says so", again.Seq)
	}
	second := kiosk.Must(wire.Report{Printer: "ok", Unprinted: 1, Version: "1.4"})
	want := []wire.DeviceRow{{Device: "kiosk-1", Role: wire.Kiosk, Printer: "ok", Unprinted: 1, Since: since, Version: "1.4"}}
	if d := cmp.Diff(want, host.At(second.Seq).Devices, cmpopts.EquateApproxTime(0)); d != "" {
		t.Errorf("the host sees\n%s", d)
	}
	if s := wall.At(second.Seq); s.Devices != nil {
		t.Errorf("the wall sees %+v", s.Devices)
	}
	if s := kiosk.At(second.Seq); s.Devices != nil {
		t.Errorf("the kiosk sees %+v", s.Devices)
	}
	wall.Must(wire.Report{Printer: "none", Version: "1.4"})
	b.Restart()
	host.Wait("to be live again", func(u dial.Update) bool { return u.Live && len(u.State.Devices) == 2 })
	sameAsFresh(t, b, host, "demo-host-1")
}

// sameAsFresh: what a mirror made of the events is what the hub says anew.
func sameAsFresh(t *testing.T, b *hubtest.Branch, a *hubtest.Actor, token string) {
	t.Helper()
	fresh := state(t, b.URL, token)
	mirror := a.At(fresh.Seq)
	for i := range fresh.Queues { // both count on by themselves
		mirror.Queues[i].LongestWaitS = fresh.Queues[i].LongestWaitS
	}
	mirror.At = fresh.At
	if d := cmp.Diff(fresh, mirror, cmpopts.EquateEmpty()); d != "" {
		t.Errorf("the mirror of %s went astray:\n%s", token, d)
	}
}

// The row of a device goes with its token, and the look at who removed it is the
// manager's alone.
func TestARemovedDeviceLeavesTheScreens(t *testing.T) {
	b, _ := earnest(t, hubtest.Options{})
	boss, host := enter(t, b.URL, "m1"), enter(t, b.URL, "h1")
	kiosk, desk := b.Actor(b.Tokens["kiosk-1"]), b.Actor(host.Token)
	reported := kiosk.Must(wire.Report{Printer: "paper_out"})
	if rows := desk.At(reported.Seq).Devices; len(rows) != 1 || rows[0].Device != "kiosk-1" {
		t.Fatalf("the host sees %+v", rows)
	}
	var all []wire.Enrolled
	if status := get(t, b, boss.Token, "/api/v1/devices", &all); status != 200 {
		t.Fatal(status)
	}
	for _, d := range all {
		if d.Device != "kiosk-1" {
			continue
		}
		if status, body := knock(t, http.DefaultClient, "DELETE", b.URL+"/api/v1/devices/"+d.ID, boss.Token, ""); status != 204 {
			t.Fatalf("%d %s", status, body)
		}
	}
	desk.Wait("for the row to go", func(u dial.Update) bool { return u.State.Seq > reported.Seq && len(u.State.Devices) == 0 })
	for _, e := range desk.Events() {
		if e.Event != nil && e.Event.Type == "Audited" {
			t.Errorf("the host is told of %+v", e)
		}
	}
	sameAsFresh(t, b, desk, host.Token)
}
