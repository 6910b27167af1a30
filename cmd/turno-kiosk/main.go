// Command turno-kiosk is the kiosk of a branch: people choose a language and a
// service and take a ticket.
//
//	turno-kiosk -hub https://HUB:8443 -pin FINGERPRINT [-printer tcp://HOST:9100]
//	turno-kiosk pin       write the staff's PIN into the configuration
//	turno-kiosk install   make this machine a kiosk: account, units, locale
//
// It fills the screen and hides the pointer; -windowed shows the same at half
// its size beside other windows. Every flag may stand in a configuration file.
// Without a token it shows a code that the branch's manager approves, and keeps
// the token it is given. It starts with the hub away, gives tickets from a lease
// meanwhile and recovers by itself; it ends by the staff's PIN, or cleanly by
// SIGTERM. -story draws its screens to pictures without any display.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"os/signal"
	"slices"
	"syscall"
	_ "time/tzdata" // the branch's zone, on a machine that has none

	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/driver/software"

	"turno/forms"
	"turno/hub/dial"
	"turno/hub/words"
	"turno/kiosk"
	"turno/look"
)

// What the app is called by the system; FyneApp.toml has the same name and
// version for all, and each app an id of its own.
const (
	appID      = "bank.turno.kiosk"
	appName    = "Turno"
	appVersion = "0.1.0"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// options are what the command line says.
type options struct {
	hub      string
	token    string
	device   string
	trust    dial.Trust
	state    string
	admin    string // hash of the staff's PIN; "" lets nobody behind the screen
	lease    int
	profile  string
	letters  bool
	lang     words.Lang
	printer  string
	sheets   string
	windowed bool
	scale    float64
	width    float32 // of the window, in units
	height   float32
	story    *look.StoryFlags
	senses   *senses
}

// run is main for tests too; it answers the exit status.
func run(args []string, out, errs io.Writer) int {
	if len(args) > 0 && (args[0] == "install" || args[0] == "pin") {
		err := installKiosk
		if args[0] == "pin" {
			err = func(args []string, out, errs io.Writer) error { return setPIN(args, os.Stdin, out, errs) }
		}
		if err := err(args[1:], out, errs); err != nil && !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(errs, "turno-kiosk:", err)
			return 2
		}
		return 0
	}
	o, err := parse(args, errs)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		fmt.Fprintln(errs, "turno-kiosk:", err)
		return 2
	}
	if o.scale == 0 {
		o.scale = panelScale()
	}
	look.PinScale(o.scale)
	if o.story.Wanted() {
		software.NewCanvas() // brings the app without a screen that text is measured with
		lang := o.lang
		if lang == "" {
			lang = words.ES
		}
		if err := o.story.Run(kiosk.Stories(), string(lang), out); err != nil {
			fmt.Fprintln(errs, "turno-kiosk:", err)
			return 1
		}
		return 0
	}
	signal.Ignore(syscall.SIGPIPE) // whoever reads the log may go away, and the kiosk goes on
	log := slog.New(slog.NewTextHandler(errs, nil))
	if err := open(app.NewWithID(appID), o, log); err != nil {
		fmt.Fprintln(errs, "turno-kiosk:", err)
		return 1
	}
	return 0
}

// parse reads the command line and says what is wrong with it.
func parse(args []string, errs io.Writer) (options, error) {
	var o options
	var lang, size, config string
	f := flag.NewFlagSet("turno-kiosk", flag.ContinueOnError)
	f.SetOutput(errs)
	f.StringVar(&o.hub, "hub", "http://127.0.0.1:8080", "address of the branch's hub")
	f.StringVar(&config, "config", "", "file with flags by their names; "+configFile+" where it is there")
	f.StringVar(&o.token, "token", os.Getenv("TURNO_TOKEN"), "token of this kiosk; else the environment's TURNO_TOKEN; without one it asks to be paired")
	f.StringVar(&o.device, "device", "", "name under which it asks to be paired; kiosk- and the machine's if left out")
	f.StringVar(&o.state, "state", "", "folder for its token, its journal and what is left of a crash; systemd's or the account's own if left out")
	f.IntVar(&o.lease, "lease", 60, "numbers of each series held for the time without the hub, at most 200")
	f.StringVar(&o.profile, "profile", "", "file that says what the printer can do (JSON); Epson's TM series if left out")
	f.BoolVar(&o.letters, "letters", false, "print slips in the printer's own letters, for slow lines; else as a picture")
	o.trust.Flags(f)
	f.StringVar(&lang, "lang", "", "language that greets, one of es, cs, pt, sv, en; the branch's first if left out")
	f.StringVar(&o.printer, "printer", "", "ticket printer, as tcp://HOST:9100; without one the ticket stays on the screen")
	f.StringVar(&o.sheets, "sheets", "", "printer for forms on A4, as cups://NAME or pdf:///FOLDER; without one forms go with a ticket alone")
	f.Func("forms", "folder of the bank's own forms (*.json) and packs (packs/*.json), as the hub has it", func(dir string) error { return forms.Adopt(os.DirFS(dir)) })
	f.BoolVar(&o.windowed, "windowed", false, "a window of half the size, with the pointer; else the whole screen")
	f.Float64Var(&o.scale, "scale", 0, "pixels to a unit: 1 on a 1080p panel, 2 on 4K; 0 asks the panel (windowed: 0.5)")
	f.StringVar(&size, "size", "1080x1920", "units of the window that -windowed opens; 1920x1080 lies")
	o.story = look.AddStoryFlags(f)
	o.senses = addSenses(f)
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if admin, err := configure(f, config); err != nil {
		return o, err
	} else {
		o.admin = admin
	}
	if f.NArg() > 0 {
		return o, fmt.Errorf("%q is no flag; turno-kiosk takes flags alone", f.Arg(0))
	}
	if err := o.senses.check(); err != nil {
		return o, err
	}
	o.lang = words.Lang(lang)
	if lang != "" && !slices.Contains(words.All, o.lang) {
		return o, fmt.Errorf("-lang %q is none of %v", lang, words.All)
	}
	if u, err := url.Parse(o.hub); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return o, fmt.Errorf("-hub %q is no address such as http://127.0.0.1:8080", o.hub)
	}
	if _, err := fmt.Sscanf(size, "%fx%f", &o.width, &o.height); err != nil || min(o.width, o.height) < 600 {
		return o, fmt.Errorf("-size %q is no size such as 1080x1920", size)
	}
	if o.scale < 0 || o.scale > 8 {
		return o, fmt.Errorf("-scale %g is out of range: 0.1 to 8", o.scale)
	}
	switch {
	case o.scale != 0:
	case o.windowed:
		o.scale = 0.5
	case o.story.Wanted():
		o.scale = 1
	}
	if o.lease < 1 || o.lease > 200 {
		return o, fmt.Errorf("-lease %d is out of range: 1 to 200", o.lease)
	}
	if _, err := o.trust.For(o.hub); err != nil {
		return o, err
	}
	return o, nil
}
