package desk

import (
	"testing"

	"turno/hub/words"
)

// Whom the hub names comes first, whatever their place; the rest follows by place.
func TestTheHubSaysWhoIsNext(t *testing.T) {
	s := Sample(sampleTime)
	d := New(Config{Lang: words.EN})
	d.Linked(Link{Live: true, Known: true, State: s}, sampleTime)
	byPlace := d.next()
	if len(byPlace) < 3 {
		t.Fatalf("only %d wait in the sample", len(byPlace))
	}
	row, _ := d.row()
	for i := range s.Counters {
		if s.Counters[i].Counter == row.Counter {
			s.Counters[i].Next = []string{byPlace[2].Ticket, byPlace[0].Ticket}
		}
	}
	d.Linked(Link{Live: true, Known: true, State: s}, sampleTime)
	got := d.next()
	for i, want := range []int{2, 0, 1} {
		if got[i].Ticket != byPlace[want].Ticket {
			t.Errorf("place %d has %s, want %s", i+1, got[i].Ticket, byPlace[want].Ticket)
		}
	}
	if card := d.Model(sampleTime).Card; card.Ticket != byPlace[2].Ticket {
		t.Errorf("the desk would call %s", card.Ticket)
	}
}
