// Command turno-counter is the teller's window: it signs in, calls, serves and
// finishes through a hub, and prints forms. It starts whether the hub is there
// or not, and says so until it is.
package main

import (
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strconv"
	"strings"

	"turno/counter"
	"turno/hub/dial"
	"turno/hub/words"
	"turno/look"
)

// What the window is called, as FyneApp.toml says; a test compares them.
const (
	appID      = "dev.turno.counter"
	appName    = "Turno"
	appVersion = "0.1.0"
)

// options are what the command line says.
type options struct {
	hub, token, counter string
	lang                words.Lang
	windowed, strip     bool
	tls                 *tls.Config // whom the hub is known by; nil: as this machine trusts
	paper               counter.Paper
	look                look.Options
}

func main() {
	o, story, err := parse(os.Args[1:], os.Stderr)
	look.PinScale(1) // after the system's own language was read
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err == nil && story.Wanted() {
		err = draw(story, o, os.Stdout)
	} else if err == nil {
		err = run(o, slog.New(slog.NewTextHandler(os.Stderr, nil)))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "turno-counter:", err)
		os.Exit(1)
	}
}

// parse reads the command line; its errors say what to write instead.
func parse(args []string, out io.Writer) (options, *look.StoryFlags, error) {
	f := flag.NewFlagSet("turno-counter", flag.ContinueOnError)
	f.SetOutput(out)
	f.Usage = func() {
		fmt.Fprintln(out, "turno-counter is the teller's window of a branch.\n\n  turno-counter -hub http://127.0.0.1:8080 -token demo-counter-3\n\nWithout -token a person signs in.")
		f.PrintDefaults()
	}
	var o options
	f.StringVar(&o.hub, "hub", "http://127.0.0.1:8080", "the hub's `address`")
	f.StringVar(&o.token, "token", "", "the `token` of this counter; without it a person signs in")
	var trust dial.Trust
	trust.Flags(f)
	f.StringVar(&o.counter, "counter", "", "the `number` of the counter where this machine stands")
	lang := f.String("lang", "", "the teller's language: "+list()+" (default: that of the system, else es)")
	printer := f.String("printer", "", "where forms go: cups://NAME or pdf:///FOLDER (default: a folder of this person)")
	f.BoolVar(&o.windowed, "windowed", false, "a window of 1366 by 768 instead of the full screen")
	f.BoolVar(&o.strip, "strip", false, "a column 332 wide, to stand beside the bank's own programs")
	story := look.AddStoryFlags(f)
	if err := f.Parse(args); err != nil {
		return o, story, err
	}
	if f.NArg() > 0 {
		return o, story, fmt.Errorf("%q is no flag; turno-counter -help names them", f.Arg(0))
	}
	if !strings.HasPrefix(o.hub, "http://") && !strings.HasPrefix(o.hub, "https://") {
		return o, story, fmt.Errorf("-hub %q: an address such as http://127.0.0.1:8080 is wanted", o.hub)
	}
	var err error
	if o.tls, err = trust.For(o.hub); err != nil {
		return o, story, err
	}
	if o.lang, err = language(*lang, os.Getenv("LANG")); err != nil {
		return o, story, err
	}
	if o.paper, err = counter.PaperAt(*printer, formsFolder()); err != nil {
		return o, story, err
	}
	o.look = story.Options
	scale, err := strconv.ParseFloat(f.Lookup("text").Value.String(), 32)
	if err != nil {
		return o, story, err
	}
	o.look.Scale = float32(scale)
	return o, story, nil
}

func list() string {
	var tags []string
	for _, l := range words.All {
		tags = append(tags, string(l))
	}
	return strings.Join(tags, ", ")
}

// language is the one that was asked for, else the system's if it is one of
// ours, else Spanish.
func language(asked, system string) (words.Lang, error) {
	for _, l := range words.All {
		if asked == string(l) || asked == "" && strings.HasPrefix(system, string(l)+"_") {
			return l, nil
		}
	}
	if asked != "" {
		return "", fmt.Errorf("-lang %q: one of %s is wanted", asked, list())
	}
	return words.ES, nil
}
