package hub_test

import (
	"testing"

	"turno/hub/hubtest"
	"turno/hub/wire"
)

// Somebody says what they thought, once, after they were served: the figures
// tell it to the manager, and their words lie beside the log.
func TestFeedbackAfterAVisit(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	kiosk, desk, boss, host := b.Actor("demo-kiosk-1"), b.Actor("demo-counter-1"), b.Actor("demo-manager-1"), b.Actor("demo-host-1")
	issued := kiosk.Must(wire.Issue{Service: "cash", Language: "cs"}).Result
	other := kiosk.Must(wire.Issue{Service: "cash", Language: "cs"}).Result
	nine := 9
	rated := wire.Feedback{Ticket: issued.Ticket, CSAT: 5, NPS: &nine, Comment: "Paní Dvořáková byla milá"}
	if a := kiosk.Ask(rated); a.Code != wire.NotServedYet {
		t.Errorf("before the service: %+v", a)
	}
	desk.Must(wire.OpenCounter{Counter: "1"})
	desk.Must(wire.CallNext{Counter: "1"})
	desk.Must(wire.Serve{Counter: "1"})
	desk.Must(wire.Finish{Counter: "1"})
	if status, a := post(t, b.URL, other.Code, `{"id":"f","do":"feedback","ticket":"`+issued.Ticket+`","csat":1}`); status != 403 {
		t.Errorf("a phone rates another's visit: %+v", a)
	}
	if a := desk.Ask(rated); a.Code != wire.Forbidden {
		t.Errorf("a teller rates a visit: %+v", a)
	}
	given := kiosk.Must(rated)
	if f := boss.At(given.Seq).Figures.Total; f.Ratings != 1 || f.CSAT != 1 || f.CSATs != 1 || f.NPS != 1 || f.NPSs != 1 || f.CESs != 0 {
		t.Errorf("the manager reads %+v", f)
	}
	host.At(given.Seq)
	if last := host.Events(); last[len(last)-1].Event != nil {
		t.Errorf("the host is told who rated: %+v", last[len(last)-1].Event)
	}
	if status, a := post(t, b.URL, issued.Code, `{"id":"f","do":"feedback","ticket":"`+issued.Ticket+`","csat":1}`); status != 409 || a.Code != wire.FeedbackGiven {
		t.Errorf("rated again by phone: %d %+v", status, a)
	}
	sameAsFresh(t, b, boss, "demo-manager-1")
	b.Stop()
	if words := personal(t, b.Dir, "milá"); words.logged || words.kept != 1 {
		t.Errorf("their words are %+v", words)
	}
	prove(t, b.Dir)
}
