package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"turno/hub"
	"turno/hub/queue"
	"turno/hub/words"
)

const explainAbout = `
Tells for one ticket of a business date who was called before it at the counters that
could have called it, and why: each call with its time, counter, service and rule, and
whether the other had come earlier. It names nobody; of a call out of order it says that
a reason was given, and with -reasons, for managers, which. A customer who asks can be
shown it. The hub of the folder must be stopped (a running one answers the same at
/api/v1/explain); a backup can be read at any time. Nothing is changed.`

func explain(ctx context.Context, args []string, out, _ io.Writer) error {
	f := newFlags("explain", "DIR | BACKUP -day 2026-03-02 -ticket B042 [-lang es]", explainAbout, out)
	day := f.String("day", "", "business `date` of the ticket")
	ticket := f.String("ticket", "", "`ticket` that asks")
	lang := f.String("lang", "en", "`language` of the answer: es, cs, pt, sv or en")
	reasons := f.Bool("reasons", false, "tell the reasons of calls out of order, for managers")
	asJSON := f.Bool("json", false, "print one JSON object, as the hub answers it")
	from, err := f.source(args, "explained")
	if err != nil {
		return err
	}
	date, err := dateOf(*day)
	switch {
	case err != nil:
		return err
	case date == "" || *ticket == "":
		return usage("name the day and the ticket: -day 2026-03-02 -ticket B042")
	case !slices.Contains(words.All, words.Lang(*lang)):
		return usage(fmt.Sprintf("there is no language %q: take es, cs, pt, sv or en", *lang))
	}
	log, err := from.log(ctx)
	if err != nil {
		return err
	}
	defer log.Close()
	before, events, err := dayFrom(log, date)
	if err != nil {
		return err
	}
	account, ok := queue.Explain(before, events, queue.Ticket(strings.ToUpper(*ticket)))
	if !ok {
		return fmt.Errorf("%s has no ticket %s", date, *ticket)
	}
	branch := branchAfter(before, events)
	zone, err := time.LoadLocation(branch.Zone)
	if err != nil {
		return fmt.Errorf("the branch's time zone %q: %w", branch.Zone, err)
	}
	told := hub.Told(account, &branch, zone, words.Lang(*lang), *reasons)
	if *asJSON {
		return json.NewEncoder(out).Encode(told)
	}
	fmt.Fprintf(out, "%s  %s\n", told.BusinessDate, told.Text)
	for _, l := range told.Legs {
		fmt.Fprintf(out, "\n%s\n", l.Text)
		for _, b := range l.Before {
			fmt.Fprintf(out, "  %s\n", b.Text)
		}
	}
	return nil
}

// dayFrom reads the events of a business date and the branch as it was before.
func dayFrom(log *openLog, date queue.Date) (before queue.Branch, events []queue.Event, err error) {
	done := errors.New("the day is over")
	var first, last queue.Date
	err = log.Each(func(e queue.Event) error {
		if first == "" {
			first = e.Date
		}
		last = e.Date
		if f, ok := e.Fact.(queue.BranchLoaded); ok && e.Date < date {
			before = f.Branch
		}
		if e.Date == date {
			events = append(events, e)
		}
		if e.Date > date && len(events) > 0 {
			return done
		}
		return nil
	})
	if err == done {
		err = nil
	}
	if err == nil && len(events) == 0 {
		err = noSuchDay(date, []queue.Tally{{Date: first}, {Date: last}})
	}
	return before, events, err
}

// branchAfter is the branch as the day left it.
func branchAfter(b queue.Branch, events []queue.Event) queue.Branch {
	for _, e := range events {
		if f, ok := e.Fact.(queue.BranchLoaded); ok {
			b = f.Branch
		}
	}
	return b
}
