// Command turno-display is the lobby screen of a branch: it shows and speaks
// whose turn it is.
//
//	turno-display -hub https://HUB:8443 -pin FINGERPRINT
//
// Without a token it shows a code that the branch's manager approves, keeps the
// token it is given, and has that renewed. It fills the screen and hides the pointer; -windowed shows the same in a
// window (Escape and F11 change between the two, Ctrl+Q ends it). It starts with
// the hub away, says since when it has no data, and recovers by itself. -story
// draws its moments to pictures without any display.
package main

import (
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"syscall"
	_ "time/tzdata" // the branch's zone, on a machine that has none

	"fyne.io/fyne/v2/app"

	"turno/display"
	"turno/hub/dial"
	"turno/hub/words"
	"turno/look"
)

// What the app is called by the system; FyneApp.toml has the same name and
// version for all, and each app an id of its own.
const (
	appID      = "bank.turno.display"
	appName    = "Turno"
	appVersion = "0.1.0"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// options are what the command line says.
type options struct {
	hub      string
	token    string
	device   string
	state    string
	tls      *tls.Config // whom the hub is known by; nil: as this machine trusts
	lang     words.Lang  // of the wall; "" is the branch's first
	windowed bool
	mute     bool
	calm     bool
	light    bool
	rows     int
	scale    float64
	version  bool
	story    *look.StoryFlags
}

// run is main for tests too; it answers the exit status.
func run(args []string, out, errs io.Writer) int {
	o, err := parse(args, errs)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		fmt.Fprintln(errs, "turno-display:", err)
		return 2
	case o.version:
		fmt.Fprintln(out, "turno-display", appVersion)
		return 0
	}
	look.PinScale(o.scale)
	if o.story.Wanted() {
		lang := o.lang
		if lang == "" {
			lang = words.ES
		}
		if err := o.story.Run(display.Stories(), string(lang), out); err != nil {
			fmt.Fprintln(errs, "turno-display:", err)
			return 1
		}
		return 0
	}
	signal.Ignore(syscall.SIGPIPE) // whoever reads the log may go away, and the display goes on
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		fmt.Fprintln(errs, "turno-display: there is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set); start it in the session of the panel")
		return 1
	}
	if err := open(app.NewWithID(appID), o, slog.New(slog.NewTextHandler(errs, nil))); err != nil {
		fmt.Fprintln(errs, "turno-display:", err)
		return 1
	}
	return 0
}

// parse reads the command line and says what is wrong with it.
func parse(args []string, errs io.Writer) (options, error) {
	var o options
	var lang string
	var full bool
	f := flag.NewFlagSet("turno-display", flag.ContinueOnError)
	f.SetOutput(errs)
	f.StringVar(&o.hub, "hub", "http://127.0.0.1:8080", "address of the branch's hub")
	f.StringVar(&o.token, "token", os.Getenv("TURNO_TOKEN"), "token of this display; else the environment's TURNO_TOKEN; without one it asks to be paired")
	f.StringVar(&o.device, "device", "", "name under which it asks to be paired; display- and the machine's if left out")
	f.StringVar(&o.state, "state", "", "folder for its token; systemd's or the account's own if left out")
	var trust dial.Trust
	trust.Flags(f)
	f.StringVar(&lang, "lang", "", "language of the wall, one of es, cs, pt, sv, en; the branch's first if left out")
	f.BoolVar(&full, "fullscreen", false, "fill the screen, which is what it does unless -windowed is given")
	f.BoolVar(&o.windowed, "windowed", false, "a window with the pointer in place of the whole screen")
	f.BoolVar(&o.mute, "mute", false, "make no sound, and say so on the screen")
	f.BoolVar(&o.calm, "calm", false, "reduced motion: the border of a new call stays thick and does not beat")
	f.BoolVar(&o.light, "light", false, "dark letters on paper, for a panel in bright light")
	f.IntVar(&o.rows, "rows", 4, "recent calls: 4, or 3 larger ones on a panel of 43 inches")
	f.Float64Var(&o.scale, "scale", 1, "pixels to a unit; the screen fits itself to its panel, so this is seldom needed")
	f.BoolVar(&o.version, "version", false, "say which program this is")
	o.story = look.AddStoryFlags(f)
	if err := f.Parse(args); err != nil {
		return o, err
	}
	o.lang = words.Lang(lang)
	switch u, err := url.Parse(o.hub); {
	case f.NArg() > 0:
		return o, fmt.Errorf("%q is no flag; turno-display takes flags alone", f.Arg(0))
	case lang != "" && !slices.Contains(words.All, o.lang):
		return o, fmt.Errorf("-lang %q is none of %v", lang, words.All)
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return o, fmt.Errorf("-hub %q is no address such as http://127.0.0.1:8080", o.hub)
	case full && o.windowed:
		return o, errors.New("-fullscreen and -windowed exclude each other")
	case o.rows != 3 && o.rows != 4:
		return o, fmt.Errorf("-rows %d is neither 3 nor 4", o.rows)
	case o.scale < 0.1 || o.scale > 8:
		return o, fmt.Errorf("-scale %g is out of range: 0.1 to 8", o.scale)
	}
	var err error
	o.tls, err = trust.For(o.hub)
	return o, err
}
