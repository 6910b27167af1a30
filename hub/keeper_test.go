package hub

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"turno/hub/queue"
)

// Each case is a clock that is read a few times: after so much running time it
// was set by so much. The hub's time is what the last column says.
func TestTimekeeper(t *testing.T) {
	floor := time.Date(2026, 3, 2, 17, 0, 0, 0, time.UTC)
	type step struct {
		runs, set time.Duration
		kept      int    // by a time server from now on, or by none; 0: as before
		want      string // the hub's time since floor
		shut      bool
	}
	for _, c := range []struct {
		name  string
		boot  time.Duration // the clock at the start, since floor
		floor time.Time
		trust bool
		steps []step
		notes string
	}{
		{"a clock that runs", time.Hour, floor, false, []step{{runs: time.Minute, want: "1h1m0s"}, {runs: time.Hour, want: "2h1m0s"}}, ""},
		{"put back a little: time waits", time.Hour, floor, false,
			[]step{{runs: time.Minute, want: "1h1m0s"}, {set: -time.Minute, want: "1h1m0s"}, {runs: 30 * time.Second, want: "1h1m0s"}, {runs: 90 * time.Second, want: "1h2m0s"}},
			"put back by 1m0s, time waits"},
		{"put back far: time goes on without it", time.Hour, floor, false,
			[]step{{runs: time.Minute, want: "1h1m0s"}, {set: -3 * time.Hour, want: "1h1m0s"}, {runs: time.Minute, want: "1h2m0s"}, {set: 3 * time.Hour, want: "1h2m0s"}, {runs: time.Minute, want: "1h3m0s"}},
			"3h0m0s behind, time goes on without it; right again"},
		{"put back far, until the day is closed", 4 * time.Hour, floor, false,
			[]step{{set: -2 * time.Hour, want: "4h0m0s"}, {runs: time.Hour, want: "5h0m0s"}, {runs: time.Hour, shut: true, want: "4h0m0s"}},
			"2h0m0s behind, time goes on without it; followed again, the day is closed"},
		{"put forward: followed", time.Hour, floor, false,
			[]step{{set: 5 * time.Hour, want: "6h0m0s"}, {runs: time.Minute, want: "6h1m0s"}}, "put forward by 5h0m0s, followed"},
		{"years ahead while it runs: not followed, and back", time.Hour, floor, false,
			[]step{{set: 10 * 365 * 24 * time.Hour, want: "1h0m0s"}, {runs: time.Hour, want: "2h0m0s"}, {set: -10 * 365 * 24 * time.Hour, want: "2h0m0s"}, {runs: time.Minute, want: "2h1m0s"}},
			"87600h0m0s ahead, not followed; right again"},
		{"closed over Easter", 5 * 24 * time.Hour, floor, false, []step{{runs: time.Minute, want: "120h1m0s"}}, ""},
		{"a month ahead, and a time server keeps it", 31 * 24 * time.Hour, floor, false, []step{{kept: 1, want: "744h0m0s"}, {runs: time.Minute, kept: -1, want: "744h1m0s"}}, ""},
		{"a month ahead, and nobody says so", 31 * 24 * time.Hour, floor, false,
			[]step{{runs: time.Minute, want: "1m0s"}, {runs: time.Hour, want: "1h1m0s"}, {set: -31 * 24 * time.Hour, runs: time.Minute, want: "1h2m0s"}},
			"744h0m0s ahead and no time server keeps it, not followed until a manager says that it is right; right again"},
		{"a month ahead, and a time server comes to keep it", 31 * 24 * time.Hour, floor, false,
			[]step{{runs: time.Minute, want: "1m0s"}, {runs: time.Minute, kept: 1, want: "744h2m0s"}, {runs: time.Minute, kept: -1, want: "744h3m0s"}},
			"744h0m0s ahead and no time server keeps it, not followed until a manager says that it is right; a time server keeps it, followed"},
		{"set a week ahead while it runs, and back", time.Hour, floor, false,
			[]step{{set: 7 * 24 * time.Hour, want: "1h0m0s"}, {runs: time.Hour, want: "2h0m0s"}, {set: -7 * 24 * time.Hour, runs: time.Minute, want: "2h1m0s"}},
			"168h0m0s ahead and no time server keeps it, not followed until a manager says that it is right; right again"},
		{"booted before the last event", -2000 * time.Hour, floor, false,
			[]step{{want: "0s"}, {runs: time.Hour, want: "1h0m0s"}, {set: 2010 * time.Hour, want: "11h0m0s"}}, "2000h0m0s behind, time goes on without it; right again"},
		{"booted years ahead", 50000 * time.Hour, floor, false, []step{{want: "0s"}, {runs: time.Hour, want: "1h0m0s"}}, "50000h0m0s ahead, not followed"},
		{"booted years ahead, and the operator says so", 50000 * time.Hour, floor, true, []step{{want: "50000h0m0s"}}, "50000h0m0s ahead, followed at the operator's word"},
		{"a first start", 0, time.Time{}, false, []step{{want: "0s"}, {runs: time.Hour, want: "1h0m0s"}}, ""},
		{"a log from a flat battery is overruled", 0, time.Date(1970, 1, 1, 3, 0, 0, 0, time.UTC), false, []step{{want: "0s"}}, ""},
		{"a small drift is nothing", time.Hour, floor, false, []step{{set: time.Second, want: "1h0m1s"}, {set: -time.Second, want: "1h0m1s"}}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			kept := c.steps[0].kept > 0
			k := timekeeper{believe: c.trust, vouched: func() bool { return kept }}
			wall, up := floor.Add(c.boot), time.Duration(0)
			k.read(wall, up, c.floor, false)
			before := k.last
			for i, s := range c.steps {
				wall, up = wall.Add(s.runs+s.set), up+s.runs
				if s.kept != 0 {
					kept = s.kept > 0
				}
				got := k.read(wall, up, c.floor, s.shut)
				if got.Sub(floor).String() != s.want {
					t.Errorf("step %d: %s, want %s", i, got.Sub(floor), s.want)
				}
				if got.Before(before) && !s.shut {
					t.Errorf("step %d: time went back", i)
				}
				before = got
			}
			if got := strings.Join(k.notes, "; "); got != c.notes {
				t.Errorf("noted %q, want %q", got, c.notes)
			}
		})
	}
}

// A business date has one end, later than any time of it, on days on which the
// clocks change, too, and wherever the close falls into the hour that is not
// there or is there twice.
func TestBusinessDatesWhereClocksChange(t *testing.T) {
	for _, zone := range []string{"Europe/Madrid", "Europe/Lisbon", "America/Sao_Paulo", "Europe/Stockholm", "Atlantic/Azores"} {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		for _, close := range []int{0, 30, 60, 2*60 + 30, 3 * 60, 12 * 60, 23*60 + 30} {
			for _, from := range []string{"2026-03-28", "2026-10-24"} {
				at, err := time.ParseInLocation(time.DateOnly, from, loc)
				if err != nil {
					t.Fatal(err)
				}
				what := fmt.Sprintf("%s, close at %d", zone, close)
				last, end := businessDate(at, loc, queue.TimeOfDay(close))
				dates := 1
				for range 3 * 24 * 12 {
					at = at.Add(5 * time.Minute)
					date, ends := businessDate(at, loc, queue.TimeOfDay(close))
					switch {
					case !ends.After(at):
						t.Fatalf("%s: %s ends at %s, it is %s", what, date, ends, at)
					case date < last:
						t.Fatalf("%s: %s follows %s at %s", what, date, last, at)
					case date != last && at.Before(end):
						t.Fatalf("%s: %s begins at %s, %s ends at %s", what, date, at, last, end)
					case date == last && !ends.Equal(end):
						t.Fatalf("%s: %s ends at %s and at %s", what, date, end, ends)
					}
					if date != last {
						dates++
					}
					last, end = date, ends
				}
				if dates < 3 || dates > 5 {
					t.Errorf("%s: %d dates in three days", what, dates)
				}
			}
		}
	}
}
