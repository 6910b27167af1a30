package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"turno/hub/voice"
	"turno/hub/words"
	"turno/kiosk"
	"turno/kiosk/journal"
)

// facts are what the staff sees behind the screen.
func facts(o options, l words.Lang, fares kiosk.Fares, mute voice.Reason, j *journal.Journal, crashes []time.Time, now time.Time) []kiosk.Fact {
	say := func(key string) string { return words.T(l, "device."+key) }
	never := say("fact.never")
	line := say("fact.away")
	if fares.Live {
		line = say("fact.live")
	}
	heard := say("printer.ok")
	if mute != voice.Fine {
		heard = mute.In(l)
	}
	all := []kiosk.Fact{
		{What: say("fact.version"), Is: appVersion},
		{What: say("fact.hub"), Is: o.hub + ", " + line},
		{What: say("fact.printer"), Is: say("printer." + fares.Printer)},
		{What: say("fact.voice"), Is: heard},
	}
	if j != nil {
		refused := never
		if r := j.Refusals(); len(r) > 0 {
			last := r[len(r)-1]
			refused = fmt.Sprintf("%d, %s (%s)", len(r), last.Ticket.Merge.Ticket, last.Code)
		}
		left := j.Left()[now.Format(time.DateOnly)]
		var numbers []string
		for _, service := range slices.Sorted(maps.Keys(left)) {
			numbers = append(numbers, service+" "+strconv.Itoa(left[service]))
		}
		if len(numbers) == 0 {
			numbers = []string{never}
		}
		all = append(all,
			kiosk.Fact{What: say("fact.left"), Is: strings.Join(numbers, ", ")},
			kiosk.Fact{What: say("fact.waiting"), Is: strconv.Itoa(len(j.Pending()))},
			kiosk.Fact{What: say("fact.refused"), Is: refused})
	}
	found := never
	for i, at := range crashes {
		if one := words.NumericDate(l, at) + " " + words.ClockIn(l, at); i == 0 {
			found = one
		} else {
			found += ", " + one
		}
	}
	return append(all, kiosk.Fact{What: say("fact.crash"), Is: found})
}
