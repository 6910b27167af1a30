package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
	_ "time/tzdata" // opening hours are read off the branch's clock, on any machine

	"turno/hub/queue"
	"turno/hub/store"
)

const verifyAbout = `
Proves that a branch's log is what its rules make. Every decision is taken once more
on the state as it was, and has to give the stored events byte for byte; and by means
that ask no rule it is held that nobody was called twice at once, that nobody was
overtaken without a rule or a person's reason, that numbers have no gap, that the
periods of each visit touch, and that time never goes back. Checksums, the hash chain
and the kept snapshots are proved, too. It prints a line for each business date, and at
its end the verdict, or the first event that breaks it: day, number, what the log says,
what should have been. With -day the decisions of that one date are taken again. The hub
of the folder must be stopped; a backup can be proved at any time. Nothing is changed.`

// proved is what verify says of a log that holds.
const proved = "no double call, no unexplained overtaking, no gap in numbers"

func verify(ctx context.Context, args []string, out, _ io.Writer) error {
	f := newFlags("verify", "DIR | BACKUP [-day 2026-03-02]", verifyAbout, out)
	day := f.String("day", "", "business `date` whose decisions are taken again; every one where it is left out")
	from, err := f.source(args, "proved")
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
	broken, err := proveEvents(log, only, out)
	if err != nil {
		return err
	}
	if broken == nil {
		broken, err = proveRest(log.plain)
	}
	if err != nil {
		return err
	}
	if broken != nil {
		fmt.Fprintln(out, broken)
		return fmt.Errorf("%s does not hold: keep the file as it is, and compare it with the last backup", from.name)
	}
	fmt.Fprintln(out, proved)
	return nil
}

// proveEvents goes through the log and prints a line for each date. broken is the
// first event that does not hold; err says that the log could not be gone through.
func proveEvents(log *openLog, only queue.Date, out io.Writer) (broken, err error) {
	a := queue.NewAudit(time.LoadLocation)
	a.Only = only
	told, found := 0, false
	tell := func(all bool) {
		days := a.Days()
		for ; told < len(days) && (all || told < len(days)-1); told++ {
			if d := days[told]; d.Events > 0 && (only == "" || d.Date == only) {
				found = true
				fmt.Fprintln(out, tally(d))
			}
		}
	}
	err = log.Each(func(e queue.Event) error {
		defer tell(false)
		return a.See(e)
	})
	if err == nil {
		err = a.End()
	}
	tell(true)
	if errors.As(err, new(*queue.Break)) || errors.As(err, new(*store.Broken)) {
		return err, nil
	}
	if err == nil && only != "" && !found {
		return nil, noSuchDay(only, a.Days())
	}
	return nil, err
}

// proveRest checks what is in the file beside the log: its pages, the snapshots,
// the answers, what is personal.
func proveRest(path string) (broken, err error) {
	r, err := store.Check(path)
	if err == nil && len(r.Findings) > 0 {
		return errors.New(r.Findings[0].String()), nil
	}
	return nil, err
}

func tally(d queue.Tally) string {
	return fmt.Sprintf("%s: %s (%d to %d), %s taken again, %s, %s by rule, %d out of order over %s, %d resumed, %d undone",
		d.Date, count(d.Events, "event"), d.First, d.Last, count(d.Decisions, "decision"), count(d.Tickets, "ticket"),
		count(d.ByRule, "call"), d.Picked, people(d.Before), d.Resumed, d.Undone)
}

func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

func noSuchDay(day queue.Date, days []queue.Tally) error {
	if len(days) == 0 || days[0].Date == "" {
		return fmt.Errorf("the log is empty: it has no %s", day)
	}
	return fmt.Errorf("the log has no %s; it has business dates from %s to %s", day, days[0].Date, days[len(days)-1].Date)
}

func dateOf(day string) (queue.Date, error) {
	if _, err := time.Parse(time.DateOnly, day); err != nil && day != "" {
		return "", usage(fmt.Sprintf("%q is no date; write it as 2026-03-02", day))
	}
	return queue.Date(day), nil
}
