package queue

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// What the hub did by itself was due, in its order and not before its time; what
// a person did needs no time to have come.
func TestAuditHoldsWhatIsDue(t *testing.T) {
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.FixedZone("", 3600))
	day := func(by Actor, after time.Duration, counters ...CounterID) []Event {
		var s State
		var log []Event
		do := func(by Actor, at time.Time, what Ask) {
			t.Helper()
			events, err := Decide(s, Command{ID: fmt.Sprint("c", s.Seq), By: by, Do: what}, at)
			if err != nil {
				t.Fatalf("%s: %v", what.Verb(), err)
			}
			for _, e := range events {
				s, log = Apply(s, e), append(log, e)
			}
		}
		do(Actor{}, start, LoadBranch{Date: "2026-03-02", Branch: Branch{ID: "b", Zone: "Europe/Madrid", NoShowAfter: 120,
			Services: []Service{{ID: "cash", Series: "A"}}, Counters: []CounterSetup{{ID: "1"}, {ID: "2"}}}})
		do(Actor{Role: RoleHub}, start, OpenDay{Date: "2026-03-02"})
		for _, c := range []CounterID{"1", "2"} {
			do(Actor{Counter: c}, start, OpenCounter{Counter: c})
			do(Actor{Role: "kiosk"}, start, Issue{Visit: VisitID("v" + c), Service: "cash"})
			do(Actor{Counter: c}, start, CallNext{Counter: c})
		}
		for _, c := range counters {
			do(by, start.Add(after), NoShow{Counter: c})
		}
		return log
	}
	hub := Actor{Role: RoleHub}
	for name, c := range map[string]struct {
		log  []Event
		want string
	}{
		"in time and in order":      {day(hub, 2*time.Minute, "1", "2"), ""},
		"late, as the hub was away": {day(hub, time.Hour, "1", "2"), ""},
		"a person, at once":         {day(Actor{Counter: "2"}, 0, "2"), ""},
		"too early":                 {day(hub, time.Minute, "1"), "it should be: not before 2026-03-02T08:02:00Z"},
		"in another order":          {day(hub, 2*time.Minute, "2", "1"), "no_show was due first"},
	} {
		_, err := audit(c.log)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "event 9")) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
