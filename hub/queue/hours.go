package queue

import (
	"fmt"
	"time"
)

// TimeOfDay is a time on the branch's wall clock, in minutes after midnight: 0
// to 1440. It is written "08:30"; 1440 is "24:00", the end of the day.
type TimeOfDay int

// String writes t as "08:30".
func (t TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", int(t)/60, int(t)%60) }

// MarshalText writes t as "08:30".
func (t TimeOfDay) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads "08:30", from "00:00" to "24:00", and nothing looser.
func (t *TimeOfDay) UnmarshalText(text []byte) error {
	parsed, err := ParseTimeOfDay(string(text))
	if err == nil {
		*t = parsed
	}
	return err
}

// ParseTimeOfDay reads "08:30", from "00:00" to "24:00".
func ParseTimeOfDay(text string) (TimeOfDay, error) {
	digit := func(i int) int { return int(text[i]) - '0' }
	if len(text) == 5 && text[2] == ':' {
		for _, i := range []int{0, 1, 3, 4} {
			if d := digit(i); d < 0 || d > 9 {
				return 0, fmt.Errorf("time of day %q: want two digits, a colon, two digits, as in 08:30", text)
			}
		}
		hour, minute := digit(0)*10+digit(1), digit(3)*10+digit(4)
		if minute < 60 && (hour < 24 || hour == 24 && minute == 0) {
			return TimeOfDay(hour*60 + minute), nil
		}
		return 0, fmt.Errorf("time of day %q: there is no such time, 00:00 to 24:00", text)
	}
	return 0, fmt.Errorf("time of day %q: want two digits, a colon, two digits, as in 08:30", text)
}

// ClockOf is the time of day that t shows in its own location.
func ClockOf(t time.Time) TimeOfDay { return TimeOfDay(t.Hour()*60 + t.Minute()) }

// Hours is a stretch of each day in which a service is open: from Opens up to,
// and without, Closes. Opens is before Closes; a service that is open at lunch
// and not before has two of them.
type Hours struct {
	Opens  TimeOfDay `json:"opens"`
	Closes TimeOfDay `json:"closes"`
}

// OpenAt reports whether the service takes tickets at t, which must be in the
// branch's zone.
func (s *Service) OpenAt(t time.Time) bool {
	if len(s.Hours) == 0 {
		return true
	}
	now := ClockOf(t)
	for _, h := range s.Hours {
		if h.Opens <= now && now < h.Closes {
			return true
		}
	}
	return false
}
