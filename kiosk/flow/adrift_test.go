package flow

import (
	"testing"
	"time"

	"turno/hub/wire"
)

// TestAloneByTheCalendar: without its hub the kiosk gives tickets out when the hub
// would: not in a break, not on a holiday, not on a day that is none of the
// branch's week, and it says when the break ends.
func TestAloneByTheCalendar(t *testing.T) {
	tuesday := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		what   string
		change func(*wire.Branch)
		at     string // on the branch's wall, an hour ahead
		open   bool
		opens  string
	}{
		{"no calendar", func(*wire.Branch) {}, "2026-11-24 12:10", true, ""},
		{"in a break", func(b *wire.Branch) { b.Breaks = []wire.Hours{{Opens: "12:00", Closes: "12:30"}} }, "2026-11-24 12:10", false, "12:30"},
		{"at its end", func(b *wire.Branch) { b.Breaks = []wire.Hours{{Opens: "12:00", Closes: "12:30"}} }, "2026-11-24 12:30", true, ""},
		{"a break to the end of the day", func(b *wire.Branch) { b.Breaks = []wire.Hours{{Opens: "12:00", Closes: "24:00"}} }, "2026-11-24 12:10", false, ""},
		{"a holiday tomorrow", func(b *wire.Branch) { b.Holidays = []string{"2026-11-25"} }, "2026-11-25 10:00", false, ""},
		{"a Wednesday off", func(b *wire.Branch) { b.Week = []int{1, 2, 4, 5} }, "2026-11-25 10:00", false, ""},
		{"a Wednesday on", func(b *wire.Branch) { b.Week = []int{1, 2, 3, 4, 5} }, "2026-11-25 10:00", true, ""},
		{"before its hours", func(b *wire.Branch) {
			b.Services[0].Hours = []wire.Hours{{Opens: "08:30", Closes: "16:00"}}
			b.Breaks = []wire.Hours{{Opens: "08:00", Closes: "09:15"}}
		}, "2026-11-25 07:30", false, "09:15"},
	} {
		m := New(Config{}, tuesday)
		s := branch()
		s.At = tuesday
		b := *s.Branch
		b.Services = append([]wire.Service(nil), b.Services...)
		c.change(&b)
		s.Branch = &b
		m.Do(Mirror{Live: true, Since: tuesday, State: s}, tuesday)
		m.Do(Leased{Left: map[string]map[string]int{"2026-11-24": {"cash": 9}, "2026-11-25": {"cash": 9}}}, tuesday)
		m.Do(Mirror{Since: tuesday, State: s}, tuesday)
		at, err := time.ParseInLocation("2006-01-02 15:04", c.at, m.zone)
		if err != nil {
			t.Fatal(err)
		}
		m.Do(Tick{}, at)
		if !m.adrift() {
			t.Fatalf("%s: the kiosk does not go by itself", c.what)
		}
		if q := m.aloneQueue("cash"); q.Open != c.open || q.OpensAt != c.opens {
			t.Errorf("%s: open %v, again at %q; want %v, %q", c.what, q.Open, q.OpensAt, c.open, c.opens)
		}
	}
}
