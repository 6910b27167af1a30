package words

import (
	"strconv"
	"time"
)

// Clock writes the time of day with two digits for the hour, "09:05", in the
// zone that t bears: the wall clock, and columns that must stay in line.
func Clock(t time.Time) string { return t.Format("15:04") }

// ClockIn writes the time of day inside a sentence, as the language does: 9:05
// in Spanish, Czech and English, 09:05 in Portuguese and Swedish.
func ClockIn(l Lang, t time.Time) string {
	switch l.Base() {
	case PT, SV:
		return Clock(t)
	default:
		return strconv.Itoa(t.Hour()) + t.Format(":04")
	}
}

// LongDate writes the day with its weekday, in the zone that t bears:
// "martes, 24 de noviembre", "úterý 24. 11. 2026".
func LongDate(l Lang, t time.Time) string { return date(l, "common.date.long", t) }

// NumericDate writes the whole date in figures, for paper: "24/11/2026",
// "24. 11. 2026", Swedish "2026-11-24".
func NumericDate(l Lang, t time.Time) string { return date(l, "common.date.numeric", t) }

// Weekday is the name of the day as it stands inside a sentence.
func Weekday(l Lang, d time.Weekday) string {
	return T(l, "common.weekday."+strconv.Itoa(int(d)))
}

func date(l Lang, pattern string, t time.Time) string {
	month := strconv.Itoa(int(t.Month()))
	return T(l, pattern, A{
		"weekday": Weekday(l, t.Weekday()),
		"day":     strconv.Itoa(t.Day()),
		"day2":    t.Format("02"),
		"month":   T(l, "common.month."+month),
		"month.n": month,
		"month2":  t.Format("01"),
		"year":    t.Format("2006"),
	})
}
