// Command turno-counter is the teller's window: it signs in, calls, serves and
// finishes through a hub, and prints forms. Without a token it shows a code that
// the branch's manager approves, keeps the token it is given and has it renewed;
// or a person signs in. It starts whether the hub is there or not, and says so
// until it is.
package main

import (
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"turno/counter"
	"turno/forms"
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
	device, state       string
	signIn              bool
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
		signal.Ignore(syscall.SIGPIPE) // whoever reads the log may go away, and the counter goes on
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
		fmt.Fprintln(out, "turno-counter is the teller's window of a branch.\n\n  turno-counter -hub https://HUB:8443 -pin FINGERPRINT -counter 3\n\nWithout a token it shows a code that the branch's manager approves, and keeps the token it is given.")
		f.PrintDefaults()
	}
	var o options
	f.StringVar(&o.hub, "hub", "http://127.0.0.1:8080", "the hub's `address`")
	f.StringVar(&o.token, "token", os.Getenv("TURNO_TOKEN"), "the `token` of this counter (default: the environment's TURNO_TOKEN); without one it asks to be paired")
	f.BoolVar(&o.signIn, "sign-in", false, "a person signs in with a PIN, and the machine itself needs no token")
	f.StringVar(&o.device, "device", "", "the `name` under which it asks to be paired (default: counter- and the machine's)")
	f.StringVar(&o.state, "state", "", "`folder` for its token (default: systemd's, or the account's own)")
	var trust dial.Trust
	trust.Flags(f)
	f.StringVar(&o.counter, "counter", "", "the `number` of the counter where this machine stands; asked for where it is left out")
	lang := f.String("lang", "", "the teller's language: "+list()+" (default: that of the system, else es)")
	printer := f.String("printer", "", "where forms go: cups://NAME or pdf:///FOLDER (default: a folder of this person)")
	f.Func("forms", "`folder` of the bank's own forms (*.json) and packs (packs/*.json), as the hub has it", func(dir string) error { return forms.Adopt(os.DirFS(dir)) })
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
	if o.signIn && o.token != "" {
		return o, story, errors.New("-sign-in and a token exclude each other: a person signs in, or the machine has a token")
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
