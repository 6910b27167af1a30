package store

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Report is what Check found in a data file.
type Report struct {
	Path      string
	Bytes     int64
	Format    int
	Epoch     Epoch     // the newest
	Epochs    int       // how many the log has had: 1 and one per restore
	Began     time.Time // of the newest epoch
	Last      uint64    // seq of the last event
	Days      []Day     // business dates that have events
	Snapshots int
	Compared  int // snapshots that were compared with a replay
	Outcomes  int
	Personal  int // personal fields
	Sealed    int // of them, those whose key is not here
	Sessions  int
	Findings  []Finding // nothing here: the data is whole
	Notes     []string  // what an operator should know and that is no damage by itself
}

// Day is one business date of the log.
type Day struct {
	Date        string
	First, Last uint64
	Events      int
}

// Finding is one thing that is wrong.
type Finding struct {
	Part string // pages, format, journal, events, snapshots, outcomes, personal, keys, codes, sessions
	Day  string // business date, where there is one
	Seq  uint64 // event, where there is one
	What string
}

func (f Finding) String() string {
	where := f.Part
	if f.Day != "" {
		where += " of " + f.Day
	}
	if f.Seq != 0 {
		where += fmt.Sprintf(", event %d", f.Seq)
	}
	return where + ": " + f.What
}

// maxFindings ends the list: the first ones tell enough.
const maxFindings = 20

func (r *Report) found(f Finding) {
	if len(r.Findings) < maxFindings {
		r.Findings = append(r.Findings, f)
	}
}

// Events counts the stored events.
func (r Report) Events() int {
	n := 0
	for _, d := range r.Days {
		n += d.Events
	}
	return n
}

// Err is nil where the data is whole, else a Problem of kind ErrDamaged with
// the findings below it.
func (r Report) Err() error {
	if len(r.Findings) == 0 {
		return nil
	}
	var all []error
	for _, f := range r.Findings {
		all = append(all, errors.New(f.String()))
	}
	return &Problem{Kind: ErrDamaged, Path: r.Path, What: "the check found damage", Err: errors.Join(all...),
		Do: "Keep this file as it is and restore the last backup into an empty folder."}
}

// String is the report for an operator, a line per part, without a newline at
// its end.
func (r Report) String() string {
	var b strings.Builder
	verdict := "whole"
	if len(r.Findings) > 0 {
		verdict = "DAMAGED"
	}
	fmt.Fprintf(&b, "%s: %s", r.Path, verdict)
	line := func(format string, args ...any) { fmt.Fprintf(&b, "\n  "+format, args...) }
	for _, f := range r.Findings {
		line("! %s", f)
	}
	for _, n := range r.Notes {
		line("note: %s", n)
	}
	if r.Epochs == 0 { // it could not be looked into
		line("%d bytes", r.Bytes)
		return b.String()
	}
	line("format %d, %d bytes, epoch %s (number %d, began %s)", r.Format, r.Bytes, r.Epoch, r.Epochs, r.Began.Format(time.RFC3339))
	line("%s on %s, the last is event %d", count(r.Events(), "event"), count(len(r.Days), "business date"), r.Last)
	line("%s, %d compared with a replay", count(r.Snapshots, "snapshot"), r.Compared)
	line("%s, %s, %s", count(r.Outcomes, "answer"), count(r.Personal, "personal field"), count(r.Sessions, "session"))
	return b.String()
}

func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}
