package hub_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"turno/hub/hubtest"
	"turno/hub/wire"
)

// explain asks for an account and gives the status and what came.
func explain(t *testing.T, url, token, query, lang string) (int, wire.Account, string) {
	t.Helper()
	req, err := http.NewRequest("GET", url+"/api/v1/explain"+query, nil)
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
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var a wire.Account
	if resp.StatusCode == http.StatusOK {
		if err := json.Unmarshal(b, &a); err != nil {
			t.Fatalf("%s: %v", b, err)
		}
	}
	return resp.StatusCode, a, string(b)
}

// A customer who waited is told who went first: to the manager with the reason,
// to the customer's own phone without it, and to nobody else.
func TestExplain(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{Clock: hubtest.Clock("2026-03-02T09:00:00+01:00")})
	kiosk, one, two := b.Actor("demo-kiosk-1"), b.Actor("demo-counter-1"), b.Actor("demo-counter-2")
	one.Must(wire.OpenCounter{Counter: "1"})
	two.Must(wire.OpenCounter{Counter: "2"})
	issue := func(name string) wire.Result {
		return *kiosk.Must(wire.Issue{Service: "cash", Language: "es", Name: name}).Result
	}
	first, asks, third := issue("Ana Secreta"), issue("Berta Oculta"), issue("Clara Privada")
	one.Must(wire.CallNext{Counter: "1"})
	two.Must(wire.Call{Counter: "2", Ticket: third.Ticket, Reason: "cannot stand for long"})

	status, a, raw := explain(t, b.URL, "demo-manager-1", "?ticket=a002", "es")
	if status != 200 || len(a.Legs) != 1 || len(a.Legs[0].Before) != 2 || a.Ticket != asks.Ticket || a.BusinessDate != "2026-03-02" {
		t.Fatalf("%d %s", status, raw)
	}
	x, y := a.Legs[0].Before[0], a.Legs[0].Before[1]
	if x.Ticket != first.Ticket || x.Rule != "first" || !x.Earlier || x.Counter != "1" || x.Service != "cash" || x.Standing != "earlier" {
		t.Errorf("first %+v", x)
	}
	if y.Ticket != third.Ticket || y.Rule != "picked" || y.Earlier || !y.Reasoned || y.Reason != "cannot stand for long" || y.Standing != "behind" {
		t.Errorf("then %+v", y)
	}
	if want := "09:00  A003, puesto 2, "; !strings.Contains(y.Text, want) || !strings.Contains(y.Text, "«cannot stand for long»") || a.Legs[0].CalledAt != nil {
		t.Errorf("told %q; %+v", y.Text, a.Legs[0])
	}

	status, a, raw = explain(t, b.URL, asks.Code, "", "sv")
	if status != 200 || len(a.Legs[0].Before) != 2 || !strings.Contains(a.Legs[0].Text, "2 personer") {
		t.Fatalf("the phone: %d %s", status, raw)
	}
	if y := a.Legs[0].Before[1]; !y.Reasoned || y.Reason != "" || y.By != "" || !strings.Contains(y.Text, "angav ett skäl") {
		t.Errorf("the phone reads %+v", y)
	}
	for _, secret := range []string{"cannot stand", "Secreta", "Oculta", "Privada", "v-"} {
		if strings.Contains(raw, secret) {
			t.Errorf("the phone reads %q in %s", secret, raw)
		}
	}

	// What happens meanwhile is in the next account.
	one.Must(wire.NoShow{Counter: "1"})
	one.Must(wire.CallNext{Counter: "1"})
	if _, a, raw := explain(t, b.URL, asks.Code, "?ticket="+asks.Ticket, "en"); a.Legs[0].Counter != "1" || a.Legs[0].Rule != "first" || a.Legs[0].CalledAt == nil || len(a.Legs[0].Before) != 2 {
		t.Errorf("after its call: %s", raw)
	}

	for _, c := range []struct {
		name, token, query string
		status             int
	}{
		{"another's ticket", asks.Code, "?ticket=" + first.Ticket, 403},
		{"a stranger", "nobody", "?ticket=A002", 401},
		{"a kiosk", "demo-kiosk-1", "?ticket=A002", 403},
		{"a teller", "demo-counter-1", "?ticket=A002", 403},
		{"a display", "demo-display-1", "?ticket=A002", 403},
		{"no ticket", "demo-manager-1", "", 422},
		{"no such ticket", "demo-admin-1", "?ticket=Z001", 404},
	} {
		if status, _, raw := explain(t, b.URL, c.token, c.query, ""); status != c.status || !strings.Contains(raw, `"code"`) {
			t.Errorf("%s: %d %s, want %d", c.name, status, raw, c.status)
		}
	}
}

// A branch that was changed by hand in the middle of the day, and a day after
// another, change nothing in what is told.
func TestExplainOverRestartsAndDays(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{Virtual: true})
	admin := b.Actor("demo-admin-1")
	advance := func(to string) { admin.Must(wire.Advance{To: moment(t, to)}) }
	day := func(date string) {
		advance(date + "T09:00:00+01:00")
		kiosk, one := b.Actor("demo-kiosk-1"), b.Actor("demo-counter-1")
		one.Must(wire.OpenCounter{Counter: "1"})
		kiosk.Must(wire.Issue{Service: "cash", Language: "es"})
		kiosk.Must(wire.Issue{Service: "loans", Language: "es"})
		advance(date + "T09:05:00+01:00")
		one.Must(wire.CallNext{Counter: "1"})
	}
	day("2026-03-02")
	if _, a, raw := explain(t, b.URL, "demo-manager-1", "?ticket=C001", "en"); len(a.Legs[0].Before) != 1 || a.BusinessDate != "2026-03-02" {
		t.Errorf("%s", raw)
	}
	day("2026-03-03")
	_, before, _ := explain(t, b.URL, "demo-manager-1", "?ticket=C001", "en")
	if len(before.Legs) != 1 || len(before.Legs[0].Before) != 1 || before.BusinessDate != "2026-03-03" {
		t.Errorf("%+v", before)
	}
	b.Restart()
	_, _, after := explain(t, b.URL, "demo-manager-1", "?ticket=C001", "en")
	want, _ := json.Marshal(before)
	if strings.TrimSpace(after) != string(want) {
		t.Errorf("after a restart:\n%s\nwant\n%s", after, want)
	}
}

func moment(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
