package desk

import (
	"testing"
	"time"

	"turno/hub/wire"
	"turno/hub/words"
)

func TestIdleWakesByTheMinuteAndServiceByTheSecond(t *testing.T) {
	at := sampleTime.Add(12*time.Second + 300*time.Millisecond)
	for _, c := range []struct {
		name  string
		state wire.State
		want  time.Duration
	}{
		{"idle", Sample(at), 47*time.Second + 700*time.Millisecond},
		{"serving", SampleVisit(Sample(at), "serving", 5), 700 * time.Millisecond},
		{"called", SampleVisit(Sample(at), "called", 5), 700 * time.Millisecond},
	} {
		d := New(Config{Lang: words.EN})
		d.Linked(Link{Live: true, Known: true, State: c.state}, sampleTime)
		if got := d.NextChange(at).Sub(at); got != c.want {
			t.Errorf("%s: the model changes after %v, want %v", c.name, got, c.want)
		}
	}
}

func TestNextChangeLosesNothing(t *testing.T) {
	undo := sampleTime.Add(20 * time.Second)
	s := Sample(sampleTime)
	s.Counters[2].Undo, s.Counters[2].UndoUntil = "finish", &undo
	d := New(Config{Lang: words.EN})
	d.Linked(Link{Live: true, Known: true, State: s}, sampleTime)
	if got := d.NextChange(sampleTime); !got.Equal(undo) {
		t.Errorf("woken at %v, but undo dies at %v", got, undo)
	}
}

func TestAVirtualBranchLivesInTheHubsTime(t *testing.T) {
	s := SampleVisit(Sample(sampleTime), "serving", 384)
	s.Branch.Virtual = true
	d := New(Config{Lang: words.EN})
	d.Linked(Link{Live: true, Known: true, State: s}, sampleTime)
	m := d.Model(sampleTime.Add(3 * time.Hour))
	if m.Card.Running != "06:24" || m.Top.Clock != "10:41" {
		t.Errorf("the machine's clock came through: %s at %s", m.Card.Running, m.Top.Clock)
	}
}

func TestEveryRefusalHasItsSentence(t *testing.T) {
	here := []wire.Code{wire.NothingWaiting, wire.CounterBusy, wire.CounterClosed, wire.CounterPaused, wire.CounterTaken,
		wire.NobodyCalled, wire.NotServing, wire.NotWaiting, wire.ServiceClosed, wire.RecallTooSoon, wire.NothingToUndo,
		wire.UndoTooLate, wire.DayClosed, wire.NotParked, wire.NotNoShow, wire.TooLateToReturn, wire.TicketNotHere,
		wire.ReasonMissing, wire.TellerAway, wire.UntilPassed, wire.UnknownTicket, wire.UnknownService, wire.UnknownCounter,
		wire.UnknownProfile, wire.UnknownTeller, wire.Unauthorized, wire.Forbidden, wire.TooMany, wire.Unavailable, wire.WrongPIN}
	for _, l := range words.All {
		for _, c := range here {
			for _, key := range []string{"counter.refusal." + string(c), "counter.refusal." + string(c) + ".now"} {
				if !words.Has(l, key) {
					t.Errorf("%s has no %s", l, key)
				}
			}
		}
	}
}

func TestNotesLeaveWithTheVisit(t *testing.T) {
	d := New(Config{Lang: words.EN})
	link := func(s wire.State) { d.Linked(Link{Live: true, Known: true, State: s}, sampleTime) }
	link(SampleVisit(Sample(sampleTime), "serving", 10))
	d.Type(FieldNote, "private")
	parked := Sample(sampleTime)
	parked.Visits = append(parked.Visits, wire.Visit{Visit: "v-B042", Ticket: "B042", Service: "accounts", State: "parked", Owner: "counter:3"})
	link(parked)
	link(SampleVisit(Sample(sampleTime), "serving", 10))
	if got := d.Model(sampleTime).Note.Text; got != "private" {
		t.Errorf("the note of a parked visit is %q when it comes back", got)
	}
	link(Sample(sampleTime)) // gone for good
	if len(d.papers) != 0 {
		t.Error("the note outlived the visit")
	}
}

func TestAPanelClosesWithItsVisit(t *testing.T) {
	d := New(Config{Lang: words.EN})
	d.Linked(Link{Live: true, Known: true, State: SampleVisit(Sample(sampleTime), "serving", 10)}, sampleTime)
	d.Key("F6", sampleTime)
	if d.Model(sampleTime).Panel == nil {
		t.Fatal("F6 opens no panel")
	}
	d.Linked(Link{Live: true, Known: true, State: Sample(sampleTime)}, sampleTime)
	if d.Model(sampleTime).Panel != nil {
		t.Error("the panel stays open for a visit that is gone")
	}
}

// The answer may overtake the event: until the mirror shows what was done, the
// wish counts as under way, and a second press of F2 asks for nothing.
func TestAnAnswerWaitsForItsMirror(t *testing.T) {
	d := New(Config{Lang: words.EN})
	s := Sample(sampleTime)
	d.Linked(Link{Live: true, Known: true, State: s}, sampleTime)
	d.Key("F2", sampleTime)
	d.Answered(wire.Answer{OK: true, Seq: s.Seq + 1, Result: &wire.Result{}}, nil, sampleTime)
	if got := d.Key("F2", sampleTime.Add(2*time.Second)); got != nil || !d.Model(sampleTime).Primary.Sent {
		t.Errorf("the desk asks again before it sees the call: %v", got)
	}
	called := SampleVisit(Sample(sampleTime), "called", 1)
	called.Seq = s.Seq + 1
	d.Linked(Link{Live: true, Known: true, State: called}, sampleTime)
	if got := d.Key("F2", sampleTime.Add(time.Second)); len(got) != 1 {
		t.Errorf("the desk asks for %v after the call is seen, want serve", got)
	}
	// A line that breaks must not leave the desk waiting for ever.
	d.Answered(wire.Answer{OK: true, Seq: s.Seq + 2, Result: &wire.Result{}}, nil, sampleTime)
	d.Linked(Link{Known: true, State: called}, sampleTime)
	d.Linked(Link{Live: true, Known: true, State: called}, sampleTime)
	if !d.Model(sampleTime.Add(time.Minute)).Primary.Live {
		t.Error("the desk still waits after the line came back")
	}
}
