package hub_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"turno/hub"
	"turno/hub/branch"
	"turno/hub/dial"
	"turno/hub/hubtest"
	"turno/hub/queue"
	"turno/hub/store"
	"turno/hub/wire"
)

// keeping is the demo branch with a retention of its own.
func keeping(t *testing.T, r queue.Retention) *queue.Branch {
	t.Helper()
	f, err := branch.Load("demo")
	if err != nil {
		t.Fatal(err)
	}
	f.Branch.Retention = &r
	return &f.Branch
}

// forgotten is what the chain says of retention, oldest first.
func forgotten(t *testing.T, dir string) (all []string) {
	t.Helper()
	for _, e := range events(t, dir) {
		if a, ok := e.Fact.(queue.Audited); ok && a.What == queue.Forgotten {
			all = append(all, a.Subject)
		}
	}
	return all
}

// When a visit has been over for a while its phone code, name and note are gone,
// and the code opens nothing any more; who still waits keeps theirs.
func TestAVisitsOwnIsForgottenAfterItsEnd(t *testing.T) {
	clock := hubtest.Clock("2026-03-02T09:00:00+01:00")
	b := hubtest.Start(t, hubtest.Options{Clock: clock, Branch: keeping(t, queue.Retention{Visit: 10 * 60})})
	kiosk, desk := b.Actor("demo-kiosk-1"), b.Actor("demo-counter-1")
	done := kiosk.Must(wire.Issue{Service: "cash", Language: "es", Name: "Zdislava Neznámá", Note: "wheelchair"}).Result
	waits := kiosk.Must(wire.Issue{Service: "cash", Language: "es", Name: "Ana Espera"}).Result
	desk.Must(wire.OpenCounter{Counter: "1"})
	desk.Must(wire.CallNext{Counter: "1"})
	desk.Must(wire.Serve{Counter: "1"})
	end := desk.Must(wire.Finish{Counter: "1"})
	clock.Advance(9 * time.Minute)
	kiosk.Must(wire.Issue{Service: "cash", Language: "es"})
	if status := statusOf(t, b.URL, done.Code); status != http.StatusOK {
		t.Errorf("nine minutes after the end the phone gets %d", status)
	}
	clock.Advance(6 * time.Minute)
	desk.At(end.Seq + 2)
	if status := statusOf(t, b.URL, done.Code); status != http.StatusUnauthorized {
		t.Errorf("a quarter of an hour after the end the phone gets %d", status)
	}
	if status := statusOf(t, b.URL, waits.Code); status != http.StatusOK {
		t.Errorf("the phone of who waits gets %d", status)
	}
	if n := b.Hub.Forgotten(); n != 3 {
		t.Errorf("%d fields were forgotten, want 3", n)
	}
	b.Stop()
	if got := forgotten(t, b.Dir); len(got) != 1 || got[0] != "3 fields of 1 visits" {
		t.Errorf("the chain says %q", got)
	}
	if p, err := hub.ExportAt(b.Dir, "2026-03-02", queue.Ticket(waits.Ticket)); err != nil || p.Personal["name"] != "Ana Espera" {
		t.Errorf("who waits: %+v, %v", p.Personal, err)
	}
}

// A form that the branch keeps for days outlives the close of its date, and
// goes when its days are over; everything else of the visit goes at the close.
func TestDraftsAreKeptForTheirDays(t *testing.T) {
	clock := hubtest.Clock("2026-03-02T09:00:00+01:00")
	b := hubtest.Start(t, hubtest.Options{Clock: clock, Branch: keeping(t, queue.Retention{Visit: 60, Drafts: 2})})
	kiosk, boss := b.Actor("demo-kiosk-1"), b.Actor("demo-manager-1")
	v := kiosk.Must(wire.Issue{Service: "cash", Language: "cs", Name: "Zdislava"}).Result
	kiosk.Must(wire.Draft{Ticket: v.Ticket, Code: v.Code, Form: "AC-01", Values: map[string]string{"surname": "Neznámá"}})
	kept := func() map[string]string {
		t.Helper()
		p, err := b.Hub.ExportPerson("2026-03-02", queue.Ticket(v.Ticket), queue.Actor{Role: queue.RoleHub})
		if err != nil {
			t.Fatal(err)
		}
		return p.Personal
	}
	if got := kept(); len(got) != 3 {
		t.Errorf("kept: %v", got)
	}
	closed := boss.Must(wire.CloseDay{})
	boss.At(closed.Seq + 1)
	if got := kept(); len(got) != 1 || !strings.Contains(got["draft:AC-01"], "Neznámá") {
		t.Errorf("after the close: %v", got)
	}
	at := boss.At(0).Seq
	clock.Advance(24 * time.Hour)
	boss.At(at + 1)
	if got := kept(); len(got) != 1 {
		t.Errorf("a day later: %v", got)
	}
	clock.Advance(24 * time.Hour)
	boss.Wait("the draft forgotten", func(u dial.Update) bool { return b.Hub.Forgotten() == 3 })
	if got := kept(); len(got) != 0 {
		t.Errorf("two days later: %v", got)
	}
}

// Export and erasure of one person: all that is kept, then nothing, both in the
// chain; nobody else is touched.
func TestOnePersonIsExportedAndErased(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{Clock: hubtest.Clock("2026-03-02T09:00:00+01:00")})
	kiosk := b.Actor("demo-kiosk-1")
	one := kiosk.Must(wire.Issue{Service: "cash", Language: "cs", Name: "Zdislava", Phone: "+420 600 000 000"}).Result
	two := kiosk.Must(wire.Issue{Service: "cash", Language: "cs", Name: "Bořivoj"}).Result
	boss := queue.Actor{Person: "boss", Role: "admin"}
	p, err := b.Hub.ExportPerson("2026-03-02", queue.Ticket(one.Ticket), boss)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(p)
	if err != nil || !bytes.Contains(data, []byte("+420 600 000 000")) || !bytes.Contains(data, []byte("TicketIssued")) || bytes.Contains(data, []byte("Bořivoj")) {
		t.Errorf("exported: %s, %v", data, err)
	}
	if _, err := b.Hub.ExportPerson("2026-03-02", "A999", boss); err == nil {
		t.Error("nobody was exported")
	}
	b.Stop()
	on, of := queue.Date("2026-03-02"), queue.Ticket(one.Ticket)
	if n, err := hub.FieldsAt(b.Dir, on, of); n != 3 || err != nil {
		t.Errorf("%d fields, %v; want 3", n, err)
	}
	if n, err := hub.EraseAt(b.Dir, on, of, "a1", "a2"); n != 3 || err != nil {
		t.Errorf("erased %d fields, %v; want 3", n, err)
	}
	if p, err := hub.ExportAt(b.Dir, on, of); err != nil || len(p.Personal) != 0 || len(p.Events) == 0 {
		t.Errorf("after the erasure: %+v, %v", p, err)
	}
	if _, err := hub.EraseAt(b.Dir, on, "A999", "a1", "a2"); err == nil {
		t.Error("nobody was erased")
	}
	if p, err := hub.ExportAt(b.Dir, on, queue.Ticket(two.Ticket)); err != nil || p.Personal["name"] != "Bořivoj" {
		t.Errorf("the other person: %v, %v", p.Personal, err)
	}
	b.Restart()
	if status := statusOf(t, b.URL, one.Code); status != http.StatusUnauthorized {
		t.Errorf("the erased phone gets %d", status)
	}
	b.Stop()
	var said []string
	for _, e := range events(t, b.Dir) {
		if a, ok := e.Fact.(queue.Audited); ok {
			said = append(said, fmt.Sprintf("%s by %s%s", a.What, e.By.Person, e.By.Device))
		}
	}
	if got := strings.Join(said, ", "); !strings.HasSuffix(got, "exported by boss, asked by a1, approved by a2, erased by turno-hub, exported by turno-hub, exported by turno-hub") {
		t.Errorf("the chain says %q", got)
	}
}

// statusOf is what a token gets from the state.
func statusOf(t *testing.T, url, token string) int {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, url+"/api/v1/state", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return resp.StatusCode
}

// events reads the log of a hub that has stopped.
func events(t *testing.T, dir string) (all []queue.Event) {
	t.Helper()
	log, err := store.OpenLog(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	if err := log.Each(func(e queue.Event) error { all = append(all, e); return nil }); err != nil {
		t.Fatal(err)
	}
	return all
}
