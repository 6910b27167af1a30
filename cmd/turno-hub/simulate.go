package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"turno/hub/sim"
)

const simulateAbout = `
Plays one recorded day of a bank through a running hub, as its kiosk, its counters
and its manager would: every call of the day takes a ticket when it came, counters
call whenever they are free, people who gave up leave. The hub must be a demo of
the recorded branch with a clock of its own:

  turno-hub serve --data DIR --demo --branch recorded --clock virtual

At the end it prints what happened beside what the record says, and the hub's own
figures beside those counted from what the clients saw; if the two differ, it
says so and ends with status 1. A hub that is stopped on the way is waited for.`

func simulate(ctx context.Context, args []string, out, errs io.Writer) error {
	f := newFlags("simulate", "--hub URL --from FILE --day YYYY-MM-DD [--speed N]", simulateAbout, out)
	url := f.String("hub", "http://127.0.0.1:8080", "`URL` of the hub")
	from := f.String("from", "", "`file` of recorded calls, tab-separated")
	day := f.String("day", "", "which `date` of the file")
	speed := f.Float64("speed", 0, "how many times faster than life; 0 is as fast as it goes")
	if _, err := f.parse(args, 0); err != nil {
		return err
	}
	if *from == "" || *day == "" {
		return usage("--from FILE and --day YYYY-MM-DD are wanted")
	}
	date, err := time.Parse(time.DateOnly, *day)
	if err != nil {
		return usage(fmt.Sprintf("--day %s is no date such as 1999-02-10", *day))
	}
	if *speed < 0 {
		return usage("--speed is 0 or more")
	}
	record, err := os.Open(*from)
	if err != nil {
		return fmt.Errorf("the record can't be read: %w", err)
	}
	defer record.Close()
	_, err = sim.Run(ctx, sim.Config{Hub: *url, From: record, Day: date, Speed: *speed, Out: out})
	return err
}
