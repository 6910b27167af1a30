package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"
	"time"
	"unicode/utf8"

	"turno/hub"
	"turno/hub/queue"
	"turno/hub/stats"
	"turno/hub/store"
	"turno/hub/wire"
	"turno/hub/words"
)

const replayAbout = `
Rebuilds a business date from the log alone: the state after its last event and the
day's figures, byte for byte as the hub had them. It prints the figures and the SHA-256
of both; the figures' JSON is what the hub serves to a manager. Where the store keeps a
snapshot that the hub made at the day's end or later, the rebuilt state is compared with
it. The hub of the folder must be stopped; a backup can be read at any time. Nothing is
changed.`

// replayed is a rebuilt day.
type replayed struct {
	Date          queue.Date    `json:"business_date"`
	First         uint64        `json:"first"` // seq of its first event
	Last          uint64        `json:"last"`
	Events        int           `json:"events"`
	Closed        bool          `json:"closed"` // the day has ended
	StateBytes    int           `json:"state_bytes"`
	StateSHA256   string        `json:"state_sha256"`
	FiguresSHA256 string        `json:"figures_sha256"`
	Figures       *wire.Figures `json:"figures"`
	Snapshot      *compared     `json:"snapshot,omitempty"` // nil where none is kept from the day's end on

	names map[string]string // of the services, in English
	from  queue.Date        // the log's first date, for who asked for one that is not there
	to    queue.Date
}

// compared says whether the state that the hub kept is the rebuilt one.
type compared struct {
	Seq  uint64 `json:"seq"`
	Same bool   `json:"same"`
}

func replay(ctx context.Context, args []string, out, _ io.Writer) error {
	f := newFlags("replay", "DIR | BACKUP -day 2026-03-02 [-json]", replayAbout, out)
	day := f.String("day", "", "business `date` to rebuild")
	asJSON := f.Bool("json", false, "print one JSON object instead of the table")
	from, err := f.source(args, "rebuilt")
	if err != nil {
		return err
	}
	date, err := dateOf(*day)
	if err != nil {
		return err
	}
	if date == "" {
		return usage("which day? Name it with -day 2026-03-02")
	}
	log, err := from.log(ctx)
	if err != nil {
		return err
	}
	defer log.Close()
	r, err := rebuild(log, date)
	if err != nil {
		return err
	}
	if *asJSON {
		err = json.NewEncoder(out).Encode(r)
	} else {
		err = r.print(out)
	}
	if err == nil && r.Snapshot != nil && !r.Snapshot.Same {
		return fmt.Errorf("the snapshot after event %d is not what the log makes; turno-hub verify says more", r.Snapshot.Seq)
	}
	return err
}

// rebuild folds the log up to the day's end and on to the first snapshot from
// there.
func rebuild(log *openLog, day queue.Date) (replayed, error) {
	r := replayed{Date: day}
	shots, err := log.Snapshots()
	if err != nil {
		return r, err
	}
	var state queue.State
	var book *stats.Day
	done := errors.New("all is known")
	err = log.Each(func(e queue.Event) error {
		if r.from == "" {
			r.from = e.Date
		}
		r.to = e.Date
		if e.Date > day {
			if r.Events == 0 {
				return nil // asked for a day that is not there: only the last date is wanted
			}
			if r.StateSHA256 == "" {
				if err := r.finish(&state, book); err != nil {
					return err
				}
				if shots = r.since(shots); len(shots) == 0 || r.compare(&state, shots) {
					return done
				}
			}
		}
		state = queue.Apply(state, e)
		if e.Date == day {
			r.count(e)
			if book, err = keep(book, &state, e); err != nil {
				return err
			}
		}
		if r.StateSHA256 != "" && r.compare(&state, shots) {
			return done
		}
		return nil
	})
	switch {
	case err != nil && err != done:
		return r, err
	case r.Events == 0:
		return r, noSuchDay(day, []queue.Tally{{Date: r.from}, {Date: r.to}})
	case r.StateSHA256 == "":
		if err := r.finish(&state, book); err != nil {
			return r, err
		}
		r.compare(&state, r.since(shots))
	}
	return r, nil
}

// since leaves the snapshots of the day's end and later.
func (r *replayed) since(shots []store.Snapshot) []store.Snapshot {
	for len(shots) > 0 && shots[0].Seq < r.Last {
		shots = shots[1:]
	}
	return shots
}

// keep counts the day's figures event by event, as a running hub does.
func keep(book *stats.Day, s *queue.State, e queue.Event) (*stats.Day, error) {
	if book != nil {
		book.See(s, e)
		return book, nil
	}
	zone, err := time.LoadLocation(s.Branch.Zone)
	if err != nil {
		return nil, fmt.Errorf("the branch's time zone %q: %w", s.Branch.Zone, err)
	}
	return stats.Of(s, zone), nil
}

func (r *replayed) count(e queue.Event) {
	if r.Events == 0 {
		r.First = e.Seq
	}
	r.Events++
	r.Last = e.Seq
}

// finish takes what is asked for from the state at the day's end.
func (r *replayed) finish(s *queue.State, book *stats.Day) error {
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	r.Closed = s.Day == queue.DayShut
	r.StateBytes, r.StateSHA256 = len(data), sum(data)
	r.Figures = hub.Figures(book.Figures())
	figures, err := json.Marshal(r.Figures)
	r.FiguresSHA256 = sum(figures)
	r.names = map[string]string{}
	for i := range s.Branch.Services {
		r.names[string(s.Branch.Services[i].ID)] = words.Pick(s.Branch.Services[i].Names, words.EN)
	}
	return err
}

// compare looks whether the first of the snapshots is of this state, and if so,
// whether it is the same. It reports whether it was.
func (r *replayed) compare(s *queue.State, shots []store.Snapshot) bool {
	if len(shots) == 0 || shots[0].Seq != s.Seq {
		return false
	}
	data, err := json.Marshal(s)
	r.Snapshot = &compared{Seq: s.Seq, Same: err == nil && bytes.Equal(data, shots[0].JSON)}
	return true
}

func sum(data []byte) string {
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:])
}

func (r *replayed) print(out io.Writer) error {
	end := "it has not ended"
	if r.Closed {
		end = "it has ended"
	}
	fmt.Fprintf(out, "%s: %s (%d to %d), %s\n\n", r.Date, count(r.Events, "event"), r.First, r.Last, end)
	rows, width := append(r.Figures.Services, r.Figures.Total), len("everyone")
	for _, f := range rows {
		width = max(width, utf8.RuneCountInString(r.name(f)))
	}
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "%-*s\tarrived\tcalled\tserved\tleft\tno-show\twaiting\twait\tmedian\t90 %%\tservice\tin target\t\n", width, "service")
	for _, f := range rows {
		wait, level := [3]string{"-", "-", "-"}, "-"
		if f.Called > 0 { // else there is no wait to speak of
			wait, level = [3]string{minutes(f.MeanS), minutes(f.MedianS), minutes(f.P90S)}, fmt.Sprintf("%.1f %%", 100*f.ServiceLevel)
		}
		service := "-"
		if f.Served > 0 {
			service = minutes(f.ServiceMeanS)
		}
		fmt.Fprintf(t, "%-*s\t%d\t%d\t%d\t%d\t%d\t%d\t%s\t%s\t%s\t%s\t%s\t\n", width, r.name(f), f.Issued, f.Called, f.Served, f.Left, f.NoShow, f.Waiting,
			wait[0], wait[1], wait[2], service, level)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(out, "\nstate    sha256 %s, %d bytes\nfigures  sha256 %s\n", r.StateSHA256, r.StateBytes, r.FiguresSHA256)
	switch {
	case r.Snapshot == nil:
		fmt.Fprintln(out, "snapshot none is kept from the day's end on: there is nothing to compare with")
	case r.Snapshot.Same:
		fmt.Fprintf(out, "snapshot the one that the hub made after event %d is the same, byte for byte\n", r.Snapshot.Seq)
	default:
		fmt.Fprintf(out, "snapshot the one that the hub made after event %d DIFFERS\n", r.Snapshot.Seq)
	}
	return nil
}

// name is a row's service in English.
func (r *replayed) name(f wire.Figure) string {
	switch name := r.names[f.Service]; {
	case f.Service == "":
		return "everyone"
	case name == "":
		return f.Service
	default:
		return name
	}
}

// minutes writes seconds as 6:24.
func minutes(s float64) string {
	d := time.Duration(s * float64(time.Second)).Round(time.Second)
	return fmt.Sprintf("%d:%02d", int(d.Minutes()), int(d.Seconds())%60)
}
