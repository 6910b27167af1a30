package wire

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestCommandsSurviveTheRoundTrip(t *testing.T) {
	until := time.Date(2026, 3, 2, 9, 15, 0, 0, time.FixedZone("", 3600))
	yes, ten := true, 10
	for _, b := range []Body{
		Issue{Service: "cash", Language: "pt-BR", Priority: "age", Name: "Ana", Phone: "+34 600", Note: "ramp", Teller: "t1", Then: []string{"loans"}, Appointment: Appointment{ID: "a7", At: until}},
		OpenCounter{Counter: "3", Profile: "all"}, PauseCounter{Counter: "3", Reason: "break"}, CloseCounter{Counter: "3"},
		CallNext{Counter: "3"}, Call{Counter: "3", Ticket: "B042", Reason: "left ill"}, Recall{Counter: "3"}, Serve{Counter: "3"},
		Finish{Counter: "3", Outcome: "opened", Solved: &yes, Note: "n", NextService: "loans"}, NoShow{Counter: "3"},
		Requeue{Ticket: "B042"}, Park{Counter: "3", Reason: "copies", Owner: "branch", Until: &until},
		Resume{Counter: "3", Ticket: "B042"}, Transfer{Counter: "3", To: To{Service: "loans"}, Place: "age"},
		Leave{Ticket: "B042"}, Undo{Counter: "3"}, Rush{Profile: "fast", Counters: []string{"1", "2"}, Minutes: 60}, EndRush{Counters: []string{"1"}}, OpenDay{}, CloseDay{}, Advance{To: until},
		Draft{Ticket: "B042", Code: "abc", Form: "AC-01", Values: map[string]string{"name": "Ana"}},
		Help{Call: "h7", Step: HelpComing, Language: "cs"}, Report{Printer: "paper_low", Unprinted: 2, Version: "1.4"},
		Feedback{Ticket: "B042", CSAT: 5, NPS: &ten, CES: 7, Comment: "kind"},
		Lease{Count: 40}, Merge{BusinessDate: "2026-03-02", Ticket: "B901", Service: "cash", Language: "es", Priority: "age", Then: []string{"loans"}, IssuedAt: until},
	} {
		in := Command{ID: "c3-1", Body: b}
		frame, err := in.Frame()
		if err != nil {
			t.Fatal(err)
		}
		var out Command
		if err := json.Unmarshal(frame, &out); err != nil {
			t.Fatalf("%s: %v", frame, err)
		}
		if d := cmp.Diff(in, out); d != "" {
			t.Errorf("%s came back changed:\n%s", b.Do(), d)
		}
		delete(verbsLeft, b.Do())
	}
	for v := range verbsLeft {
		t.Errorf("no round trip for %s", v)
	}
}

var verbsLeft = func() map[string]bool {
	m := map[string]bool{}
	for _, v := range Verbs() {
		m[v] = true
	}
	return m
}()

func TestBadCommandsAreNamed(t *testing.T) {
	for _, c := range []struct {
		body  string
		code  Code
		field string
	}{
		{``, Malformed, ""},
		{`{`, Malformed, ""},
		{`[]`, Malformed, ""},
		{`null`, Malformed, ""},
		{`"issue"`, Malformed, ""},
		{`{"id":"a","do":"serve","counter":"1"} x`, Malformed, ""},
		{`{"id":"a","id":"b","do":"serve","counter":"1"}`, Malformed, ""},
		{`{"id":"a"}`, InvalidField, "do"},
		{`{"id":"a","do":7}`, InvalidField, "do"},
		{`{"id":"a","do":null}`, InvalidField, "do"},
		{`{"id":"a","do":"dance"}`, InvalidField, "do"},
		{`{"do":"serve","counter":"1"}`, InvalidField, "id"},
		{`{"id":"","do":"serve","counter":"1"}`, InvalidField, "id"},
		{`{"id":"a b","do":"serve","counter":"1"}`, InvalidField, "id"},
		{`{"id":7,"do":"serve","counter":"1"}`, InvalidField, "id"},
		{`{"id":"a","do":"serve"}`, InvalidField, "counter"},
		{`{"id":"a","do":"serve","counter":3}`, InvalidField, "counter"},
		{`{"id":"a","do":"serve","counter":null}`, InvalidField, "counter"},
		{`{"id":"a","do":"serve","Counter":"3"}`, InvalidField, "Counter"},
		{`{"id":"a","do":"serve","counter":"1","loud":true}`, InvalidField, "loud"},
		{`{"id":"a","do":"issue","service":"cash"}`, InvalidField, "language"},
		{`{"id":"a","do":"issue","service":"cash","language":"Español"}`, InvalidField, "language"},
		{`{"id":"a","do":"call","counter":"1","ticket":"B1"}`, InvalidField, "reason"},
		{`{"id":"a","do":"transfer","counter":"1","to":{}}`, InvalidField, "to"},
		{`{"id":"a","do":"transfer","counter":"1","to":{"service":"a","counter":"2"}}`, InvalidField, "to"},
		{`{"id":"a","do":"transfer","counter":"1","to":{"room":"a"}}`, InvalidField, "to"},
		{`{"id":"a","do":"transfer","counter":"1","to":{"service":"a"},"place":"middle"}`, InvalidField, "place"},
		{`{"id":"a","do":"park","counter":"1","reason":"x","until":"tomorrow"}`, InvalidField, "until"},
		{`{"id":"a","do":"advance"}`, InvalidField, "to"},
		{`{"id":"a","do":"feedback","ticket":"B042"}`, InvalidField, "csat"},
		{`{"id":"a","do":"feedback","ticket":"B042","csat":6}`, InvalidField, "csat"},
		{`{"id":"a","do":"feedback","ticket":"B042","nps":11}`, InvalidField, "nps"},
		{`{"id":"a","do":"feedback","ticket":"B042","ces":-1}`, InvalidField, "ces"},
		{`{"id":"a","do":"feedback","csat":5}`, InvalidField, "ticket"},
		{`{"id":"a","do":"issue","service":"cash","language":"es","appointment":{"id":"a","at":"9999-12-31T23:59:59-12:00"}}`, InvalidField, "appointment"},
		{`{"id":"a","do":"park","counter":"1","reason":"x","until":"9999-12-31T23:59:59-12:00"}`, InvalidField, "until"},
		{`{"id":"a","do":"advance","to":"9999-12-31T23:59:59-12:00"}`, InvalidField, "to"},
		{`{"id":"a","do":"merge","business_date":"2026-03-02","ticket":"A901","service":"cash","language":"es","issued_at":"9999-12-31T23:59:59-12:00"}`, InvalidField, "issued_at"},
		{`{"id":"a","do":"merge","business_date":"2026-03-02","ticket":"A901","service":"cash","language":"es","issued_at":"0000-01-01T00:00:00+12:00"}`, InvalidField, "issued_at"},
		{`{"id":"a","do":"lease"}`, InvalidField, "count"},
		{`{"id":"a","do":"lease","count":201}`, InvalidField, "count"},
		{`{"id":"a","do":"merge","business_date":"2026-03-02","ticket":"A901","service":"cash","language":"es"}`, InvalidField, "issued_at"},
		{`{"id":"a","do":"merge","business_date":"2 March","ticket":"A901","service":"cash","language":"es","issued_at":"2026-03-02T09:15:00+01:00"}`, InvalidField, "business_date"},
		{`{"id":"a","do":"help","step":"dance"}`, InvalidField, "step"},
		{`{"id":"a","do":"help","step":"done"}`, InvalidField, "call"},
		{`{"id":"a","do":"help","call":"h7"}`, InvalidField, "call"},
		{`{"id":"a","do":"help","language":"Español"}`, InvalidField, "language"},
		{`{"id":"a","do":"report"}`, InvalidField, "printer"},
		{`{"id":"a","do":"report","printer":"on fire"}`, InvalidField, "printer"},
		{`{"id":"a","do":"report","printer":"ok","unprinted":-1}`, InvalidField, "unprinted"},
		{`{"id":"a","do":"draft","ticket":"B042","values":{}}`, InvalidField, "form"},
		{`{"id":"a","do":"draft","ticket":"B042","form":"AC-01","values":{"":"x"}}`, InvalidField, "values"},
		{`{"id":"a","do":"draft","ticket":"B042","form":"AC-01","values":{"n":7}}`, InvalidField, "values"},
		{`{"id":"a","do":"draft","ticket":"B042","form":"AC-01","values":{"n":"` + strings.Repeat("x", maxValue+1) + `"}}`, InvalidField, "values"},
	} {
		var cmd Command
		err := cmd.UnmarshalJSON([]byte(c.body))
		var p *Problem
		if !errors.As(err, &p) || p.Code != c.code || p.Field != c.field {
			t.Errorf("%s: got %v, want %s %s", c.body, err, c.code, c.field)
		}
	}
}

func FuzzCommand(f *testing.F) {
	f.Add([]byte(`{"id":"a","do":"issue","service":"cash","language":"es"}`))
	f.Add([]byte(`{"id":"a","do":"transfer","counter":"1","to":{"service":"a"},"place":"first","kind":"command"}`))
	f.Add([]byte(`{"id":"a","do":"park","counter":"1","reason":"x","until":"2026-03-02T09:15:00+01:00"}`))
	f.Add([]byte(`{"id":"a","do":"draft","ticket":"B042","code":"c","form":"AC-01","values":{"name":"Ana"}}`))
	f.Add([]byte(`{"id":"a","do":"help","step":"coming","call":"h7","language":"cs"}`))
	f.Add([]byte(`{"id":"a","do":"report","printer":"paper_low","unprinted":2,"version":"1.4"}`))
	f.Add([]byte(`{"id":"a","do":"lease","count":40}`))
	f.Add([]byte(`{"id":"a","do":"merge","business_date":"2026-03-02","ticket":"A901","service":"cash","language":"es","then":["loans"],"issued_at":"2026-03-02T09:15:00+01:00"}`))
	f.Add([]byte(`{"id":"a","do":"feedback","ticket":"B042","csat":5,"nps":0,"ces":7,"comment":"kind"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var in Command
		if err := in.UnmarshalJSON(b); err != nil {
			var p *Problem
			if !errors.As(err, &p) {
				t.Fatalf("an error that is no Problem: %v", err)
			}
			return
		}
		again, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		// Fingerprints of wishes are made of these bytes: they never change.
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(again, &fields); err != nil {
			t.Fatal(err)
		}
		if sorted, err := json.Marshal(fields); err != nil || string(sorted) != string(again) {
			t.Fatalf("written as %s, and sorted %s, %v", again, sorted, err)
		}
		if direct, err := in.MarshalJSON(); err != nil || string(direct) != string(again) {
			t.Fatalf("written as %s, and by itself %s, %v", again, direct, err)
		}
		var out Command
		if err := json.Unmarshal(again, &out); err != nil {
			t.Fatalf("%s was read, and %s not: %v", b, again, err)
		}
		if d := cmp.Diff(in, out, cmpopts.EquateEmpty()); d != "" { // an empty list says what none says
			t.Fatal(d)
		}
	})
}

func TestCloseCodesSayWhetherToComeBack(t *testing.T) {
	want := map[int]bool{CloseRestart: true, CloseSlow: true, CloseProtocol: false, CloseUnknown: false, CloseEpoch: true, 1006: true, 1001: true}
	for code, back := range want {
		if Reconnects(code) != back {
			t.Errorf("close %d: reconnect %v, want %v", code, !back, back)
		}
	}
}
