package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// options are what the person asked for.
type options struct {
	yes      bool
	headless bool
	data     string
	port     int
	replay   string
	day      string
	speed    float64
}

const usage = `Runs a whole branch on this machine: hub, kiosk, counter and display.

Usage:
  go run ./cmd/turno [-yes] [-headless] [-data DIR] [-port N]
  go run ./cmd/turno -replay FILE -day YYYY-MM-DD [-speed N]

`

// parse reads the command line. A status of 0 or more ends the program.
func parse(args []string, stderr io.Writer) (options, int) {
	var o options
	flags := flag.NewFlagSet("turno", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.BoolVar(&o.yes, "yes", false, "install what is missing without asking")
	flags.BoolVar(&o.headless, "headless", false, "open no windows: the hub and its pages alone")
	flags.StringVar(&o.data, "data", "", "folder of the hub's data (default turno-data/demo in the module)")
	flags.IntVar(&o.port, "port", 8080, "port of the hub on this machine; 0 takes a free one")
	flags.StringVar(&o.replay, "replay", "", "file of a recorded bank, to play a day of it through the windows")
	flags.StringVar(&o.day, "day", "", "the day to play, as YYYY-MM-DD")
	flags.Float64Var(&o.speed, "speed", 60, "how many times faster the day goes by; 0 as fast as it can")
	flags.Usage = func() {
		fmt.Fprint(stderr, usage)
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return o, 0
	} else if err != nil {
		return o, 2
	}
	wrong := ""
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	switch {
	case flags.NArg() > 0:
		wrong = fmt.Sprintf("turno takes no arguments, got %q", flags.Arg(0))
	case o.port < 0 || o.port > 65535:
		wrong = fmt.Sprintf("-port %d is no port: 1 to 65535, or 0 for a free one", o.port)
	case o.speed < 0:
		wrong = "-speed can't be negative"
	case o.replay == "" && (given["day"] || given["speed"]):
		wrong = "-day and -speed belong to -replay FILE"
	case o.replay != "" && o.day == "":
		wrong = "-replay FILE plays one day of it: say which with -day YYYY-MM-DD"
	case o.day != "" && !isDay(o.day):
		wrong = fmt.Sprintf("-day %q is no day: write it as 1999-02-15", o.day)
	case o.replay != "":
		// The programs run in the module's folder, the person may be elsewhere.
		file, err := filepath.Abs(o.replay)
		if err == nil {
			_, err = os.Stat(file)
		}
		if err != nil {
			wrong = fmt.Sprintf("-replay: %v", err)
		}
		o.replay = file
	}
	if wrong != "" {
		fmt.Fprintln(stderr, wrong)
		return o, 2
	}
	return o, -1
}

func isDay(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}
