package hub_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"turno/hub/hubtest"
	"turno/hub/queue"
	"turno/hub/store"
	"turno/hub/wire"
)

// get asks for a page of the API and reads its answer into v.
func get(t *testing.T, b *hubtest.Branch, token, path string, v any) int {
	t.Helper()
	req, err := http.NewRequest("GET", b.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	if err := json.Unmarshal(body, v); err != nil {
		t.Fatalf("%s answers %s: %v", path, body, err)
	}
	return resp.StatusCode
}

// A form that was filled in goes with the visit to the counter, to that counter
// alone, and every look is in the log before anybody sees it.
func TestADraftGoesToTheCounterOfItsVisit(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	kiosk, desk, other, boss := b.Actor("demo-kiosk-1"), b.Actor("demo-counter-1"), b.Actor("demo-counter-2"), b.Actor("demo-manager-1")
	issued := kiosk.Must(wire.Issue{Service: "cash", Language: "cs"}).Result
	values := map[string]string{"surname": "Dvořák", "note": "ž"}
	draft := wire.Draft{Ticket: issued.Ticket, Code: issued.Code, Form: "AC-01", Values: values}

	for name, c := range map[string]struct {
		d    wire.Draft
		code wire.Code
	}{
		"without the code":     {wire.Draft{Ticket: issued.Ticket, Form: "AC-01", Values: values}, wire.Forbidden},
		"with a wrong code":    {wire.Draft{Ticket: issued.Ticket, Code: "x", Form: "AC-01", Values: values}, wire.Forbidden},
		"of an unknown form":   {wire.Draft{Ticket: issued.Ticket, Code: issued.Code, Form: "ZZ-99", Values: values}, wire.NotFound},
		"of an unknown ticket": {wire.Draft{Ticket: "A999", Code: issued.Code, Form: "AC-01", Values: values}, wire.UnknownTicket},
	} {
		if a := kiosk.Ask(c.d); a.Code != c.code {
			t.Errorf("a draft %s: %+v, want %s", name, a, c.code)
		}
	}
	if a := desk.Ask(draft); a.Code != wire.Forbidden {
		t.Errorf("a counter hands in a draft: %+v", a)
	}
	kept := kiosk.Must(draft)
	if v := boss.At(kept.Seq).Visits[0]; !cmp.Equal(v.Drafts, []string{"AC-01"}) {
		t.Errorf("the manager sees the forms %v", v.Drafts)
	}

	var d wire.Drafts
	var no wire.Answer
	path := "/api/v1/drafts?ticket=" + issued.Ticket
	if get(t, b, "demo-counter-1", path, &no); no.Code != wire.Forbidden {
		t.Errorf("a counter reads the draft of somebody who waits: %+v", no)
	}
	desk.Must(wire.OpenCounter{Counter: "1"})
	called := desk.Must(wire.CallNext{Counter: "1"})
	if c := desk.At(called.Seq).Counters[0]; !cmp.Equal(c.Drafts, []string{"AC-01"}) {
		t.Errorf("the desk sees the forms %v", c.Drafts)
	}
	for _, token := range []string{"demo-counter-2", "demo-manager-1", "demo-host-1", "demo-kiosk-1", issued.Code} {
		if status := get(t, b, token, path, &no); status != 403 || no.Code != wire.Forbidden {
			t.Errorf("%s reads the draft: %d %+v", token, status, no)
		}
	}
	if status := get(t, b, "demo-counter-1", path, &d); status != 200 || !cmp.Equal(d, wire.Drafts{Ticket: issued.Ticket, Drafts: []wire.FormDraft{{Form: "AC-01", Values: values}}}) {
		t.Fatalf("the counter reads %d %+v", status, d)
	}
	seen := boss.At(called.Seq + 1)
	if last := boss.Events(); last[len(last)-1].Event == nil || last[len(last)-1].Event.Type != "PersonalSeen" {
		t.Errorf("the manager is told of %+v", last[len(last)-1].Event)
	}
	other.At(seen.Seq)
	if last := other.Events(); last[len(last)-1].Event != nil {
		t.Errorf("a colleague is told of the look: %+v", last[len(last)-1].Event)
	}

	// The phone hands one in for itself, and it reaches the desk where the visit is.
	if status, a := post(t, b.URL, issued.Code, `{"id":"p","do":"draft","ticket":"`+issued.Ticket+`","form":"AC-01","values":{"surname":"Dvořáková"}}`); status != 200 {
		t.Fatalf("%+v", a)
	}
	if get(t, b, "demo-counter-1", path, &d); d.Drafts[0].Values["surname"] != "Dvořáková" || len(d.Drafts) != 1 {
		t.Errorf("the later draft did not take the place of the earlier: %+v", d)
	}
	desk.Must(wire.Park{Counter: "1", Reason: "copies"})
	if status := get(t, b, "demo-counter-1", path, &d); status != 200 {
		t.Errorf("the counter can't read on while it is parked: %d", status)
	}
	b.Stop()
	if names := personal(t, b.Dir, "Dvořák"); names.logged || names.kept != 1 {
		t.Errorf("after three looks: %+v", names)
	}
}

// What is personal goes with the business date, also where the next date begins
// in the same breath.
func TestTheNightErasesWhatIsPersonal(t *testing.T) {
	clock := hubtest.Clock("2026-03-02T23:50:00+01:00")
	b := hubtest.Start(t, hubtest.Options{Clock: clock})
	kiosk := b.Actor("demo-kiosk-1")
	issued := kiosk.Must(wire.Issue{Service: "cash", Language: "cs", Name: "Dvořák"}).Result
	kiosk.Must(wire.Draft{Ticket: issued.Ticket, Code: issued.Code, Form: "AC-01", Values: map[string]string{"surname": "Dvořák"}})
	before := kiosk.At(0)
	clock.Advance(20 * time.Minute)
	kiosk.At(before.Seq + 2)
	if s := state(t, b.URL, "demo-kiosk-1"); s.BusinessDate != "2026-03-03" {
		t.Fatalf("it is %s", s.BusinessDate)
	}
	b.Stop()
	if names := personal(t, b.Dir, "Dvořák"); names.logged || names.kept != 0 {
		t.Errorf("the day after: %+v", names)
	}
}

type left struct {
	logged bool // in an event
	kept   int  // fields of visits that hold it
}

// personal looks for a name in the events and in what lies beside them.
func personal(t *testing.T, dir, name string) (found left) {
	t.Helper()
	log, err := store.OpenLog(dir)
	if err != nil {
		t.Fatal(err)
	}
	var visits []queue.VisitID
	err = log.Each(func(e queue.Event) error {
		kind, data, err := queue.MarshalFact(e.Fact)
		if f, ok := e.Fact.(queue.TicketIssued); ok {
			visits = append(visits, f.Visit)
		}
		found.logged = found.logged || kind != "BranchLoaded" && strings.Contains(string(data), name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, v := range visits {
		fields, err := s.Personal(v)
		if err != nil {
			t.Fatal(err)
		}
		for _, value := range fields {
			if strings.Contains(value, name) {
				found.kept++
			}
		}
	}
	return found
}
