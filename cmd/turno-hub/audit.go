package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"turno/hub/queue"
)

const auditAbout = `
Lists by day who changed something about the hub and who looked at what is kept on
people: sign-ins and wrong PINs, devices let in and removed, new branch files, backups,
restores, forms and notes that were read, exports, erasures and who approved them. It
reads the same hash chain as everything else, so nothing can be taken out unseen; where
the chain is broken it says so and stops. It names no customer. The hub of the folder
must be stopped; a backup can be read at any time. Nothing is changed.`

func audit(ctx context.Context, args []string, out, _ io.Writer) error {
	f := newFlags("audit", "DIR | BACKUP [-day 2026-03-02] [-json]", auditAbout, out)
	day := f.String("day", "", "one business `date`; every one where it is left out")
	asJSON := f.Bool("json", false, "one JSON object a line")
	from, err := f.source(args, "audited")
	if err != nil {
		return err
	}
	only, err := dateOf(*day)
	if err != nil {
		return err
	}
	log, err := from.log(ctx)
	if err != nil {
		return err
	}
	defer log.Close()
	t := &trail{out: out, json: *asJSON, only: only, zone: time.UTC}
	if err := log.Each(t.see); err != nil && !errors.Is(err, errPastDay) {
		return err
	}
	if t.told == 0 && !t.json {
		fmt.Fprintln(out, "nothing of this kind is in the log")
	}
	return nil
}

var errPastDay = errors.New("the day is over")

// trail prints what is audited, with a line for each day before its own.
type trail struct {
	out  io.Writer
	json bool
	only queue.Date
	zone *time.Location
	day  queue.Date
	told int
}

// audited is one line of it.
type audited struct {
	Seq     uint64    `json:"seq"`
	At      time.Time `json:"at"`
	Date    string    `json:"business_date"`
	What    string    `json:"what"`
	Subject string    `json:"subject,omitempty"`
	Person  string    `json:"person,omitempty"`
	Device  string    `json:"device,omitempty"`
	Role    string    `json:"role,omitempty"`
}

func (t *trail) see(e queue.Event) error {
	if f, ok := e.Fact.(queue.BranchLoaded); ok {
		if zone, err := time.LoadLocation(f.Branch.Zone); err == nil {
			t.zone = zone
		}
	}
	if t.only != "" && e.Date != t.only {
		if e.Date > t.only {
			return errPastDay
		}
		return nil
	}
	a := audited{Seq: e.Seq, At: e.At.In(t.zone), Date: string(e.Date), Person: string(e.By.Person), Device: e.By.Device, Role: e.By.Role}
	switch f := e.Fact.(type) {
	case queue.Audited:
		a.What, a.Subject = string(f.What), f.Subject
	case queue.PersonalSeen:
		a.What, a.Subject = "personal_seen", string(f.Ticket)+": "+strings.Join(f.Fields, ", ")
	case queue.BranchLoaded:
		a.What, a.Subject = "branch_loaded", f.Branch.Name
	default:
		return nil
	}
	t.told++
	if t.json {
		return json.NewEncoder(t.out).Encode(a)
	}
	if e.Date != t.day {
		t.day = e.Date
		fmt.Fprintf(t.out, "%s\n", e.Date)
	}
	_, err := fmt.Fprintf(t.out, "  %s  %-16s %-28s by %s\n", a.At.Format("15:04:05"), a.What, a.Subject, a.by())
	return err
}

func (a audited) by() string {
	switch {
	case a.Person != "":
		return a.Person + " (" + a.Role + ")"
	case a.Device != "":
		return a.Device
	case a.Role != "":
		return "the " + a.Role
	}
	return "the hub"
}
