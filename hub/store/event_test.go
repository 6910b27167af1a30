package store

import (
	"encoding/json"
	"testing"
	"time"

	"turno/hub/queue"
)

// TestRecordsAreWrittenAsByTheLibrary: an event's bytes are those that the library
// gives its envelope as a whole.
func TestRecordsAreWrittenAsByTheLibrary(t *testing.T) {
	for _, by := range []queue.Actor{{}, {Role: "hub"}, {Device: "kiosk-1", Role: "kiosk"}, {Device: "a<b>", Person: "č\u2028", Role: "\xff", Counter: "\""}} {
		for _, cause := range []string{"", "p-000000017", "<&>\x00"} {
			for _, f := range []queue.Fact{
				queue.TicketIssued{Visit: "v1", Ticket: "A001", Service: "a<b>&", Language: "es", Key: queue.PlaceKey{At: time.Unix(1772442000, 5).UTC(), Seq: 9}},
				queue.VisitLeft{Visit: "v1", Ticket: "A001", Service: "\u2029"}, queue.DayClosed{},
			} {
				kind, fact, err := queue.MarshalFact(f)
				if err != nil {
					t.Fatal(err)
				}
				want, err := json.Marshal(envelope{By: by, Cause: cause, Fact: fact})
				if err != nil {
					t.Fatal(err)
				}
				r, err := recordOf(queue.Event{Seq: 7, By: by, Cause: cause, Fact: f})
				if err != nil || string(r.JSON) != string(want) || r.Type != kind {
					t.Errorf("written as\n%s %s (%v), want\n%s %s", r.Type, r.JSON, err, kind, want)
				}
			}
		}
	}
}
