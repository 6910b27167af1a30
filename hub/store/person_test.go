package store

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"turno/hub/queue"
)

// All that is kept on a visit is gathered, and nothing of anybody else's.
func TestPersonOf(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := openStore(t, dir)
	w := newWorld()
	commit(t, s, Batch{Events: w.open("2026-03-02")})
	for range 3 {
		e := w.issue()
		v := e.Fact.(queue.TicketIssued).Visit
		commit(t, s, Batch{Events: []queue.Event{e}, Personal: []Personal{{Visit: v, Field: "name", Value: "Ana of " + string(v)}},
			Outcomes: []Outcome{{Principal: "kiosk-1", ID: e.Cause, Date: e.Date, Seq: e.Seq, Answer: json.RawMessage(`{"visit":"` + string(v) + `"}`)}}})
	}
	commit(t, s, Batch{Events: w.do(queue.DayClosed{Date: "2026-03-02", Left: []queue.VisitID{"v000003", "v000004", "v000005"}})})
	if _, found, err := s.FindVisit("2026-03-02", "A099"); found || err != nil {
		t.Errorf("found a ticket that was never issued (%v)", err)
	}
	if _, found, err := s.FindVisit("2026-03-03", "A004"); found || err != nil {
		t.Errorf("found it on another day (%v)", err)
	}
	visit, found, err := s.FindVisit("2026-03-02", "A004")
	if visit != "v000004" || !found || err != nil {
		t.Fatalf("FindVisit: %q %v %v", visit, found, err)
	}
	p, err := s.PersonOf("2026-03-02", visit)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"ticket":"A004"`, `"name":"Ana of v000004"`, `"type":"TicketIssued"`, `"type":"DayClosed"`, `"id":"k1-4"`} {
		if !strings.Contains(string(data), want) {
			t.Errorf("%s lacks %s", data, want)
		}
	}
	for _, other := range []string{"v000003", "v000005", "A005"} {
		if strings.Contains(string(data), other) {
			t.Errorf("%s tells of %s", data, other)
		}
	}
	if len(p.Events) != 2 || len(p.Answers) != 1 {
		t.Errorf("%d events, %d answers; want 2 and 1", len(p.Events), len(p.Answers))
	}
}
