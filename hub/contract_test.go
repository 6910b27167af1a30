package hub_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"turno/hub/dial"
	"turno/hub/hubtest"
	"turno/hub/wire"
)

// post sends a raw body and gives the status and the answer. Goroutines of a
// test may call it: it reports what went wrong and goes on.
func post(t *testing.T, url, token, body string) (int, wire.Answer) {
	t.Helper()
	var a wire.Answer
	req, err := http.NewRequest("POST", url+"/api/v1/commands", strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return 0, a
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Error(err)
		return 0, a
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err == nil {
		err = json.Unmarshal(b, &a)
	}
	if err != nil {
		t.Errorf("%s answers %s: %v", body, b, err)
	}
	return resp.StatusCode, a
}

func state(t *testing.T, url, token string) wire.State {
	t.Helper()
	s, err := dial.Fetch(t.Context(), url, token)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Bad input gets a clear error, in the order of the contract, and changes nothing.
func TestBadInputChangesNothing(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	before := state(t, b.URL, "demo-admin-1")
	for _, c := range []struct {
		name, token, body string
		status            int
		code              wire.Code
		field             string
	}{
		{"no token", "", `{"id":"a","do":"issue","service":"cash","language":"es"}`, 401, wire.Unauthorized, ""},
		{"foreign token", "demo-kiosk-9", `{"id":"a","do":"issue","service":"cash","language":"es"}`, 401, wire.Unauthorized, ""},
		{"who comes before size", "nobody", strings.Repeat("x", 1<<20), 401, wire.Unauthorized, ""},
		{"a body of 1 MiB", "demo-kiosk-1", strings.Repeat("x", 1<<20), 413, wire.TooLarge, ""},
		{"no JSON", "demo-kiosk-1", `{"id":`, 400, wire.Malformed, ""},
		{"a list", "demo-kiosk-1", `[]`, 400, wire.Malformed, ""},
		{"nothing", "demo-kiosk-1", ``, 400, wire.Malformed, ""},
		{"not its role", "demo-kiosk-1", `{"id":"a","do":"call_next","counter":"1"}`, 403, wire.Forbidden, ""},
		{"role comes before fields", "demo-display-1", `{"id":"a","do":"issue"}`, 403, wire.Forbidden, ""},
		{"another's counter", "demo-counter-1", `{"id":"a","do":"call_next","counter":"2"}`, 403, wire.Forbidden, "counter"},
		{"a kiosk advances", "demo-kiosk-1", `{"id":"a","do":"advance","to":"2026-03-02T09:15:00+01:00"}`, 403, wire.Forbidden, ""},
		{"unknown verb", "demo-kiosk-1", `{"id":"a","do":"dance"}`, 422, wire.InvalidField, "do"},
		{"no id", "demo-kiosk-1", `{"do":"issue","service":"cash","language":"es"}`, 422, wire.InvalidField, "id"},
		{"a number for a word", "demo-kiosk-1", `{"id":"a","do":"issue","service":7,"language":"es"}`, 422, wire.InvalidField, "service"},
		{"an unknown field", "demo-kiosk-1", `{"id":"a","do":"issue","service":"cash","language":"es","vip":true}`, 422, wire.InvalidField, "vip"},
		{"an unknown service", "demo-kiosk-1", `{"id":"a","do":"issue","service":"gold","language":"es"}`, 404, wire.UnknownService, "service"},
		{"a time that no log can hold", "demo-kiosk-1", `{"id":"a","do":"issue","service":"cash","language":"es","appointment":{"id":"a","at":"9999-12-31T23:59:59-12:00"}}`, 422, wire.InvalidField, "appointment"},
		{"an unknown ticket", "demo-host-1", `{"id":"a","do":"leave","ticket":"A999"}`, 404, wire.UnknownTicket, "ticket"},
		{"nobody is called", "demo-counter-1", `{"id":"a","do":"serve","counter":"1"}`, 409, "", ""},
		{"a real clock", "demo-admin-1", `{"id":"a","do":"advance","to":"2036-03-02T09:15:00+01:00"}`, 409, wire.ClockIsReal, ""},
	} {
		status, a := post(t, b.URL, c.token, c.body)
		if status != c.status || c.code != "" && a.Code != c.code || a.Field != c.field || a.OK || a.Message == "" || strings.Contains(a.Message, "{") || a.Code == "" {
			t.Errorf("%s: got %d %+v, want %d %s %q", c.name, status, a, c.status, c.code, c.field)
		}
	}
	after := state(t, b.URL, "demo-admin-1")
	after.At = before.At
	if d := cmp.Diff(before, after); d != "" {
		t.Errorf("something changed:\n%s", d)
	}
}

func TestOneVisitFromTicketToEnd(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{Public: "http://192.0.2.7:8080"})
	kiosk, desk, wall, boss := b.Actor("demo-kiosk-1"), b.Actor("demo-counter-3"), b.Actor("demo-display-1"), b.Actor("demo-manager-1")

	issued := kiosk.Must(wire.Issue{Service: "accounts", Language: "cs"})
	r := issued.Result
	if r.Ticket != "B001" || r.PeopleAhead == nil || *r.PeopleAhead != 0 || r.Wait == nil || len(r.Code) < 22 || !strings.HasSuffix(r.URL, "/t/"+r.Code) {
		t.Fatalf("issued %+v", r)
	}
	if second := kiosk.Must(wire.Issue{Service: "accounts", Language: "es"}); *second.Result.PeopleAhead != 1 || second.Result.Ticket != "B002" {
		t.Fatalf("issued %+v", second.Result)
	}
	desk.Must(wire.OpenCounter{Counter: "3"})
	called := desk.Must(wire.CallNext{Counter: "3"})
	if c := called.Result; c.Ticket != "B001" || c.Language != "cs" || c.Service != "accounts" || c.WaitedS == nil || c.Why == nil || c.Why.Over != 1 {
		t.Fatalf("called %+v", c)
	}
	s := wall.At(called.Seq)
	if len(s.Board) != 1 || s.Board[0].Ticket != "B001" || s.Board[0].Counter != "3" || s.Board[0].Language != "cs" {
		t.Fatalf("the wall shows %+v", s.Board)
	}
	if len(s.Visits) != 0 || s.Figures != nil || s.Counters[2].Name != "" || s.Branch.Tellers != nil {
		t.Errorf("the wall knows too much: %+v", s)
	}
	desk.Must(wire.Serve{Counter: "3"})
	done := desk.Must(wire.Finish{Counter: "3", Note: "her sister comes tomorrow"})
	if done.Result.ServiceS == nil || done.Result.Ticket != "B001" {
		t.Fatalf("finished %+v", done.Result)
	}
	m := boss.At(done.Seq)
	if m.Queues[1].Waiting != 1 || len(m.Visits) != 1 || m.Visits[0].Ticket != "B002" {
		t.Errorf("the manager sees %+v %+v", m.Queues, m.Visits)
	}
	// What the mirrors made of the events is what the hub would say anew.
	for name, a := range map[string]*hubtest.Actor{"demo-counter-3": desk, "demo-display-1": wall, "demo-manager-1": boss} {
		fresh := state(t, b.URL, name)
		mirror := a.At(fresh.Seq)
		for i := range fresh.Queues { // both count on by themselves
			mirror.Queues[i].LongestWaitS = fresh.Queues[i].LongestWaitS
		}
		mirror.At = fresh.At
		if d := cmp.Diff(fresh, mirror); d != "" {
			t.Errorf("%s's mirror went astray:\n%s", name, d)
		}
	}
}

func TestARepeatedIDGetsTheFirstAnswer(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	first := `{"id":"k-1","do":"issue","service":"cash","language":"es","name":"Ana"}`
	_, a := post(t, b.URL, "demo-kiosk-1", first)
	if !a.OK || a.Result.Ticket != "A001" {
		t.Fatalf("%+v", a)
	}
	again := func(when string) {
		t.Helper()
		// The same wish, its fields in another order.
		status, r := post(t, b.URL, "demo-kiosk-1", `{"do":"issue", "language":"es","service":"cash","name":"Ana","id":"k-1"}`)
		if d := cmp.Diff(a, r); status != 200 || d != "" {
			t.Errorf("%s the answer differs:\n%s", when, d)
		}
	}
	again("at once")
	if status, r := post(t, b.URL, "demo-kiosk-1", `{"id":"k-1","do":"issue","service":"loans","language":"es"}`); status != 422 || r.Code != wire.IDReused {
		t.Errorf("another wish under the id: %d %+v", status, r)
	}
	if _, r := post(t, b.URL, "demo-host-1", `{"id":"k-1","do":"issue","service":"cash","language":"es"}`); !r.OK || r.Result.Ticket != "A002" {
		t.Errorf("the same id from another token: %+v", r)
	}
	b.Restart()
	again("after a restart")
	if s := state(t, b.URL, "demo-kiosk-1"); s.Queues[0].Waiting != 2 {
		t.Errorf("%d wait, want 2", s.Queues[0].Waiting)
	}
	// A refusal is not kept: the same id may succeed later.
	call := `{"id":"c-1","do":"call_next","counter":"1"}`
	if status, r := post(t, b.URL, "demo-counter-1", call); status != 409 {
		t.Fatalf("a closed counter calls: %+v", r)
	}
	post(t, b.URL, "demo-counter-1", `{"id":"c-2","do":"open_counter","counter":"1"}`)
	if status, r := post(t, b.URL, "demo-counter-1", call); status != 200 || r.Result.Ticket != "A001" {
		t.Errorf("the same id after the refusal: %d %+v", status, r)
	}
}

func TestTheSpecificationsNameEveryVerbAndCode(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	for _, path := range []string{"/openapi.json", "/asyncapi.json"} {
		resp, err := http.Get(b.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		var doc map[string]any
		if err := json.Unmarshal(text, &doc); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		schemas := doc["components"].(map[string]any)["schemas"].(map[string]any)
		for _, v := range wire.Verbs() {
			if _, ok := schemas["do_"+v]; !ok {
				t.Errorf("%s does not know %s", path, v)
			}
		}
		for _, c := range wire.Codes() {
			if !bytes.Contains(text, []byte(`"`+string(c)+`"`)) {
				t.Errorf("%s does not know the code %s", path, c)
			}
		}
		for _, ref := range refs(doc) {
			if name, ok := strings.CutPrefix(ref, "#/components/schemas/"); ok && schemas[name] == nil {
				t.Errorf("%s points at %s, which is not there", path, ref)
			}
		}
	}
}

// refs collects every $ref of a JSON document.
func refs(v any) (out []string) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if s, ok := x.(string); ok && k == "$ref" {
				out = append(out, s)
			}
			out = append(out, refs(x)...)
		}
	case []any:
		for _, x := range v {
			out = append(out, refs(x)...)
		}
	}
	return out
}
