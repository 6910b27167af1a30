package desk

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"turno/hub/pairing"
	"turno/hub/wire"
	"turno/hub/words"
)

// The way of a machine into the branch by keys alone: which counter, a code,
// the wrong counter, another, and a person who signs in instead.
func TestAMachineIsLetIn(t *testing.T) {
	at := time.Date(2026, 11, 24, 10, 41, 0, 0, time.UTC)
	d := New(Config{Lang: words.EN})
	d.WhichCounter()
	if got := d.Key("Return", at); got != nil || d.Model(at).Banner == nil {
		t.Errorf("without a counter it asks for %+v", got)
	}
	d.Type(FieldCounter, " 33 ")
	if diff := cmp.Diff([]Effect{PairAs{"33"}}, d.Key("Return", at)); diff != "" {
		t.Error(diff)
	}
	if m := d.Model(at); m.Pair == nil || m.SignIn != nil || m.Top.Title != "Counter 33" || m.Top.Link != "" {
		t.Errorf("it shows %+v", m)
	}
	until := at.Add(10 * time.Minute).In(time.FixedZone("", 3600))
	d.Pairing(pairing.Step{State: pairing.Waiting, Code: "K7M-2PX", Counter: "33", Until: until})
	if m := d.Model(at); m.Pair.Code != "K7M-2PX" || m.Top.Clock != "11:41" || m.Pair.Note != "Valid until 11:51." || m.Primary != nil || m.Banner != nil {
		t.Errorf("it shows %+v", m)
	}
	if diff := cmp.Diff([]Effect{PairOff{}}, d.Key("F1", at)); diff != "" {
		t.Error(diff)
	}
	if m := d.Model(at); m.SignIn == nil || m.SignIn.Fields[0].Text != "33" {
		t.Errorf("it shows %+v", m)
	}
	d.Type(FieldCounter, "3")
	d.Key("Return", at)
	d.Linked(Link{Live: true, Known: true, State: SampleVisit(Sample(at), "serving", 384)}, at)
	if m := d.Model(at); m.Stage != Serving || m.Pair != nil {
		t.Errorf("let in, it shows %+v", m)
	}

	d.Type(FieldNote, "half a note")
	d.Pairing(pairing.Step{State: pairing.Waiting, Code: "ABC-DEF", Counter: "3", Removed: true})
	if m := d.Model(at); m.Stage != Pairing || len(m.Side.Queues) != 0 || d.Key("F8", at) != nil {
		t.Errorf("removed, it shows %+v", m)
	}
	d.Linked(Link{Live: true, Known: true, State: SampleVisit(Sample(at), "serving", 384)}, at)
	if m := d.Model(at); m.Note == nil || m.Note.Text != "half a note" {
		t.Errorf("the note is lost: %+v", m.Note)
	}

	d.Pairing(pairing.Step{State: pairing.Away, Counter: "3"})
	if diff := cmp.Diff([]Effect{PairOff{}}, d.Key("F12", at)); diff != "" {
		t.Error(diff)
	}
	d.Pairing(pairing.Step{State: pairing.Away, Counter: "3"}) // on its way already
	if m := d.Model(at); m.Stage != SignedOut || len(m.SignIn.Fields) != 3 {
		t.Errorf("who signs in sees %+v", m)
	}
	d.Type(FieldPerson, "lucia")
	d.Type(FieldPIN, "1234")
	if diff := cmp.Diff([]Effect{Enter{wire.SignIn{Person: "lucia", PIN: "1234", Counter: "3"}}}, d.Key("Return", at)); diff != "" {
		t.Error(diff)
	}
}
