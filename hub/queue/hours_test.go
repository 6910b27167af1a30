package queue

import (
	"testing"
	"time"
)

func TestHours(t *testing.T) {
	s := Service{Hours: []Hours{{13 * 60, 15 * 60}, {9 * 60, 12 * 60}}} // not in order
	for _, c := range []struct {
		at   string
		open bool
		next string // "" when it does not open again that day
	}{
		{"08:59", false, "09:00"}, {"09:00", true, "13:00"}, {"11:59", true, "13:00"}, {"12:00", false, "13:00"},
		{"13:00", true, ""}, {"14:59", true, ""}, {"15:00", false, ""},
	} {
		at, err := time.Parse("15:04", c.at)
		if err != nil {
			t.Fatal(err)
		}
		at = at.In(time.FixedZone("", 2*3600)).Add(-2 * time.Hour) // the branch's clock, not UTC's
		next, ok := (&Branch{}).NextOpening(&s, at)
		if open := s.OpenAt(at); open != c.open || ok != (c.next != "") || ok && next.String() != c.next {
			t.Errorf("%s: open %v, next %v %v; want %v, %q", c.at, open, next, ok, c.open, c.next)
		}
	}
	if always := (&Service{}); !always.OpenAt(time.Time{}) {
		t.Error("a service without hours is closed")
	}
}

// TestNextOpening: a break ends, and what had no tickets has them again.
func TestNextOpening(t *testing.T) {
	lunch := Branch{Breaks: []Hours{{12 * 60, 12*60 + 30}, {17 * 60, 24 * 60}}, Week: []int{1, 2, 3, 4, 5}}
	office := Service{Hours: []Hours{{9 * 60, 16 * 60}, {12*60 + 10, 12*60 + 20}}}
	for _, c := range []struct {
		at      string // of a week in which the 24th is a Tuesday
		service Service
		next    string
	}{
		{"24 08:00", office, "09:00"}, {"24 12:00", office, "12:30"}, {"24 12:29", office, "12:30"}, {"24 16:00", office, ""},
		{"24 12:10", Service{}, "12:30"}, {"24 17:30", Service{}, ""}, {"28 12:10", Service{}, ""}, {"28 08:00", office, ""},
	} {
		at, err := time.Parse("2006-01 02 15:04", "2026-11 "+c.at)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if next, ok := lunch.NextOpening(&c.service, at); ok {
			got = next.String()
		}
		if got != c.next {
			t.Errorf("%s: opens at %q, want %q", c.at, got, c.next)
		}
	}
}

func TestTimeOfDay(t *testing.T) {
	for _, text := range []string{"", "9:00", "09:60", "24:01", "25:00", "-1:00", "09-00", "09:0x", "09:000", "٠٩:٠٠"} {
		if got, err := ParseTimeOfDay(text); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

func FuzzTimeOfDay(f *testing.F) {
	for _, text := range []string{"00:00", "08:30", "24:00", "9:00", "99:99"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, err := ParseTimeOfDay(text); err == nil && (got.String() != text || got < 0 || got > 24*60) {
			t.Errorf("%q is read as %v", text, got)
		}
	})
}
