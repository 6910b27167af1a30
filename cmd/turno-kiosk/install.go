package main

import (
	"bytes"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"text/template"

	"turno/cmd/internal/device"
)

//go:embed *.tmpl
var unitTexts embed.FS

// sessionFile is the script that runs an X server, or cage, and the kiosk on it.
const sessionFile = "/usr/local/lib/turno-kiosk/session"

const installAbout = `turno-kiosk install [flags]

Makes this Debian machine without a desktop a kiosk: an account, the units with
which systemd starts it at boot, whenever it fails and once every night, and an
environment with a real locale. With -dry-run it says what it would do and does
nothing. What a kiosk is told (hub, printer, device) stands in the configuration.
With -root it writes the files of an image, and names what is left to that.

With the session x, packages: xserver-xorg-core xserver-xorg-legacy
xserver-xorg-input-libinput xinit x11-xserver-utils udev libgl1
libgl1-mesa-dri libxcursor1 libxrandr2 libxi6 libxinerama1 libxxf86vm1
With the session cage: cage xwayland seatd kbd udev x11-xserver-utils, and the
libraries above.

`

// plan is a kiosk's machine as it is to be.
type plan struct {
	Root        string // of an image, absolute; "" is this machine
	User        string
	Terminal    int
	Environment string
	Session     string   // file of the script that systemd starts
	Kiosk       string   // of the kiosk itself
	Arrange     []string // what the session does before it; lines of sh
	Cage        bool
	Night       string

	program string
	config  string
	locale  string
	monitor string
	rotate  string
}

var (
	nightForm   = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)
	localeForm  = regexp.MustCompile(`^[a-z]{2,3}_[A-Z]{2}\.UTF-8$`)
	accountForm = regexp.MustCompile(`^[a-z_][a-z0-9_-]{0,30}$`)
	outputForm  = regexp.MustCompile(`^[A-Za-z0-9_.-]*$`)
)

// installKiosk is the verb install.
func installKiosk(args []string, out, errs io.Writer) error {
	p := plan{Environment: "/etc/default/turno-kiosk", Session: sessionFile}
	var session string
	var dry bool
	f := flag.NewFlagSet("turno-kiosk install", flag.ContinueOnError)
	f.SetOutput(errs)
	f.Usage = func() { fmt.Fprint(errs, installAbout); f.PrintDefaults() }
	f.BoolVar(&dry, "dry-run", false, "say what would be done, and do nothing")
	f.StringVar(&session, "session", "x", "what draws: x (an X server alone) or cage (Wayland)")
	f.StringVar(&p.User, "user", "turno-kiosk", "account that the kiosk runs as; made if it is not there")
	f.StringVar(&p.config, "config", configFile, "configuration of the kiosk; begun if it is not there")
	f.StringVar(&p.program, "program", "", "file of the program; this one when left out")
	f.StringVar(&p.locale, "locale", "en_GB.UTF-8", "locale; C makes the toolkit complain")
	f.StringVar(&p.Night, "night", "03:30", "when it starts anew every night")
	f.StringVar(&p.monitor, "monitor", "", "output that the kiosk fills, as xrandr names it (HDMI-1); the first when left out (session x)")
	f.StringVar(&p.rotate, "rotate", "normal", "how the panel is turned: normal, left, right, inverted (session x)")
	f.IntVar(&p.Terminal, "terminal", 7, "virtual terminal")
	f.StringVar(&p.Root, "root", "", "folder to install into in place of /, for an image")
	if err := f.Parse(args); err != nil {
		return err
	}
	p.Cage = session == "cage"
	if err := p.settle(); err != nil {
		return err
	}
	switch {
	case f.NArg() > 0:
		return fmt.Errorf("%q is no flag of install", f.Arg(0))
	case session != "x" && session != "cage":
		return fmt.Errorf("-session %q is neither x nor cage", session)
	case !nightForm.MatchString(p.Night):
		return fmt.Errorf("-night %q is no time such as 03:30", p.Night)
	case !localeForm.MatchString(p.locale):
		return fmt.Errorf("-locale %q is no locale such as cs_CZ.UTF-8", p.locale)
	case !accountForm.MatchString(p.User):
		return fmt.Errorf("-user %q is no account's name", p.User)
	case !outputForm.MatchString(p.monitor):
		return fmt.Errorf("-monitor %q is no output's name", p.monitor)
	case !strings.Contains(" normal left right inverted ", " "+p.rotate+" "):
		return fmt.Errorf("-rotate %q is none of normal, left, right, inverted", p.rotate)
	case p.Terminal < 1 || p.Terminal > 63:
		return fmt.Errorf("-terminal %d is none", p.Terminal)
	case p.Cage && (p.monitor != "" || p.rotate != "normal"):
		return errors.New("-monitor and -rotate are for the session x; cage fills the first output as it is")
	case !filepath.IsAbs(p.program) || !filepath.IsAbs(p.config) || strings.ContainsAny(p.program+p.config, " '\"%$\\\n"):
		return errors.New("program and configuration have to begin with / and hold no blanks, quotes or signs")
	case strings.HasPrefix(p.program, "/root/") || strings.HasPrefix(p.program, "/home/"):
		return fmt.Errorf("the kiosk's account does not see %s; put the program into /usr/local/bin", p.program)
	}
	p.Kiosk = p.program + " -config " + p.config
	p.Arrange = p.arrange()
	steps, err := p.steps()
	if err != nil {
		return err
	}
	for _, s := range steps {
		fmt.Fprintln(out, s.says)
		if dry {
			for _, line := range strings.Split(strings.TrimRight(s.text, "\n"), "\n") {
				if s.text != "" {
					fmt.Fprintln(out, "    "+line)
				}
			}
			continue
		}
		if err := s.do(); err != nil {
			return fmt.Errorf("%s: %w", s.says, err)
		}
	}
	if !dry && p.Root == "" {
		fmt.Fprintf(out, "done; now: turno-kiosk pin, then systemctl daemon-reload && systemctl enable --now turno-kiosk.service turno-kiosk-night.timer\n")
	}
	return nil
}

// settle finds the program where none was named, and what -root means: a folder
// of the working folder, if no / is at its front, and / itself is this machine.
func (p *plan) settle() (err error) {
	if p.program == "" {
		if p.program, err = os.Executable(); err != nil {
			return fmt.Errorf("finding this program: %w; name it with -program", err)
		}
	}
	if p.Root == "" {
		return nil
	}
	if p.Root, err = filepath.Abs(p.Root); err != nil {
		return fmt.Errorf("-root: %w", err)
	}
	if p.Root == "/" {
		p.Root = ""
	}
	return nil
}

// arrange puts the output that the kiosk fills to the origin, where its window
// opens, and any other to the right of it.
func (p plan) arrange() []string {
	if p.monitor == "" && p.rotate == "normal" {
		return nil
	}
	chosen := p.monitor
	if chosen == "" {
		chosen = "$(xrandr | sed -n 's/ connected.*//p' | head -n 1)"
	}
	return []string{
		"m=" + chosen,
		`xrandr --output "$m" --auto --primary --pos 0x0 --rotate ` + p.rotate,
		`for o in $(xrandr | sed -n 's/ connected.*//p'); do`,
		`	[ "$o" = "$m" ] || xrandr --output "$o" --auto --right-of "$m"`,
		"done",
	}
}

// step is one thing to do.
type step struct {
	says string
	text string // of a file
	do   func() error
}

func (p plan) steps() ([]step, error) {
	steps := []step{p.account()}
	file := func(name, text string, mode fs.FileMode) {
		where := filepath.Join("/", p.Root, name)
		steps = append(steps, step{"write " + where, text, func() error {
			if err := os.MkdirAll(filepath.Dir(where), 0o755); err != nil {
				return err
			}
			return device.Keep(where, []byte(text), mode)
		}})
	}
	file(p.Environment, "LANG="+p.locale+"\n", 0o644)
	type written struct {
		name, where string
		mode        fs.FileMode
	}
	units := "/etc/systemd/system/"
	texts := []written{
		{"turno-kiosk.service", units + "turno-kiosk.service", 0o644},
		{"turno-kiosk-night.service", units + "turno-kiosk-night.service", 0o644},
		{"turno-kiosk-night.timer", units + "turno-kiosk-night.timer", 0o644},
		{"turno-kiosk-session", sessionFile, 0o755},
	}
	if !p.Cage {
		// X needs root's rights for the terminal where nobody has signed in.
		file("/etc/X11/Xwrapper.config", "allowed_users=anybody\nneeds_root_rights=yes\n", 0o644)
	}
	for _, w := range texts {
		t, err := template.ParseFS(unitTexts, w.name+".tmpl")
		if err != nil {
			return nil, err
		}
		var text bytes.Buffer
		if err := t.Execute(&text, p); err != nil {
			return nil, err
		}
		file(w.where, text.String(), w.mode)
	}
	if where := filepath.Join("/", p.Root, p.config); !there(where) {
		file(p.config, "# What this kiosk is told: every flag of turno-kiosk by its name.\nhub = \"https://hub.branch.example:8443\"\n#pin = \"…\"      # the hub's fingerprint, as turno-hub shows it\n"+
			"#device = \"kiosk-1\"\n#printer = \"tcp://192.0.2.7:9100\"\n", 0o640)
		steps = append(steps, p.here(step{"let " + p.User + " read " + p.config, "", func() error { return p.own(where) }}))
	}
	return steps, nil
}

// here is a step that only the machine itself can take, which an image has yet
// to become: there it is named, and nothing is done.
func (p plan) here(s step) step {
	if p.Root != "" {
		s.says, s.do = "left to the image: "+s.says, func() error { return nil }
	}
	return s
}

// account makes the kiosk's own, without a password, that may use the graphics
// and the sound.
func (p plan) account() step {
	groups := "video,render,input,audio,lp,tty"
	return p.here(step{fmt.Sprintf("make the account %s in the groups %s, if it is not there", p.User, groups), "", func() error {
		if _, err := user.Lookup(p.User); err == nil {
			return nil
		}
		out, err := exec.Command("useradd", "--system", "--create-home", "--home-dir", "/var/lib/turno-kiosk", "--shell", "/usr/sbin/nologin", "--groups", p.groups(groups), p.User).CombinedOutput()
		if err != nil {
			return fmt.Errorf("useradd: %w: %s", err, bytes.TrimSpace(out))
		}
		return nil
	}})
}

// groups are those of a list that this machine has.
func (p plan) groups(list string) string {
	var have []string
	for _, g := range strings.Split(list, ",") {
		if _, err := user.LookupGroup(g); err == nil {
			have = append(have, g)
		}
	}
	return strings.Join(have, ",")
}

func (p plan) own(file string) error {
	u, err := user.Lookup(p.User)
	if err != nil || os.Getuid() != 0 {
		return nil
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return err
	}
	return os.Chown(file, 0, gid)
}

func there(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}
