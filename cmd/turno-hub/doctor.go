package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"turno/hub/dial"
)

const doctorAbout = `
Looks at all that a hub needs and says what to mend: the data folder and its file,
the clock, the port, certificates, the branch file, devices, backups, voice,
printers and the locale. It changes nothing, and the hub may run or be stopped: of
a running one it asks /readyz and /metrics at --listen. With a manager's token (in
TURNO_TOKEN, or --token-file) it names the devices that are away, too. The exit
status is 0 when nothing has to be mended, 1 when something has.`

// A finding is one thing that the doctor looked at.
type finding struct {
	level string // ok, note (worth knowing), mend
	of    string // what was looked at
	says  string
	do    string // what to do about it; "" with ok
}

// patient is the hub that is looked at, and the machine around it. What a test
// replaces is a field.
type patient struct {
	dir, listen, branch, certFile, keyFile, backups, printers string

	token   string
	trust   dial.Trust
	now     func() time.Time
	getenv  func(string) string
	look    func(program string) (path string, err error)
	run     func(program string, args ...string) (string, error)
	live    bool // a hub answers at listen
	plain   bool // and does so in plain HTTP, though beyond this machine
	figures map[string]float64
	all     []finding
}

func doctor(ctx context.Context, args []string, out, _ io.Writer) error {
	f := newFlags("doctor", "--data DIR [--listen 127.0.0.1:8080] [--branch FILE] [--backups DIR]", doctorAbout, out)
	p := &patient{now: time.Now, getenv: os.Getenv, look: exec.LookPath, run: func(program string, args ...string) (string, error) {
		ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		out, err := exec.CommandContext(ctx, program, args...).Output()
		return string(out), err
	}}
	f.StringVar(&p.dir, "data", "", "`folder` of the branch's data")
	f.StringVar(&p.listen, "listen", "127.0.0.1:8080", "`address` where the hub listens, as serve has it")
	f.StringVar(&p.branch, "branch", "", "branch `file`, as serve has it")
	f.StringVar(&p.certFile, "tls-cert", "", "the bank's certificate `file`, as serve has it")
	f.StringVar(&p.keyFile, "tls-key", "", "its key `file`")
	f.StringVar(&p.backups, "backups", "", "`folder` where backups are kept")
	f.StringVar(&p.printers, "printers", "", "`addresses` of network printers (host:9100), with commas between")
	tokenFile := f.String("token-file", "", "`file` that holds a manager's token")
	p.trust.Flags(f.FlagSet)
	if _, err := f.parse(args, 0); err != nil {
		return err
	}
	if p.dir == "" {
		return usage("--data DIR is missing: which hub is to be looked at?")
	}
	if *tokenFile != "" || os.Getenv("TURNO_TOKEN") != "" {
		var err error
		if p.token, err = tokenFrom(*tokenFile); err != nil {
			return err
		}
	}
	return p.examine(ctx, out)
}

// examine looks at everything and tells it.
func (p *patient) examine(ctx context.Context, out io.Writer) error {
	p.port(ctx) // first: what follows asks a running hub other things
	p.folder()
	p.file()
	p.clock()
	p.certificates()
	p.branchFile()
	p.devices(ctx)
	p.backup()
	p.voice()
	p.network(ctx)
	p.locale()
	mend := 0
	for _, f := range p.all {
		fmt.Fprintf(out, "%-5s %-13s %s\n", f.level, f.of, f.says)
		if f.do != "" {
			fmt.Fprintf(out, "%-19s -> %s\n", "", f.do)
		}
		if f.level == "mend" {
			mend++
		}
	}
	if mend > 0 {
		return errors.New("to be mended: " + many(mend, "thing"))
	}
	fmt.Fprintln(out, "nothing has to be mended")
	return nil
}

func (p *patient) ok(of, format string, args ...any) {
	p.all = append(p.all, finding{"ok", of, fmt.Sprintf(format, args...), ""})
}

func (p *patient) note(of, do, format string, args ...any) {
	p.all = append(p.all, finding{"note", of, fmt.Sprintf(format, args...), do})
}

func (p *patient) mend(of, do, format string, args ...any) {
	p.all = append(p.all, finding{"mend", of, fmt.Sprintf(format, args...), do})
}

// voice looks for what speaks the calls.
func (p *patient) voice() {
	path, err := p.look("espeak-ng")
	if err != nil {
		p.note("voice", "apt-get install espeak-ng, if calls are to be spoken", "there is no espeak-ng here: calls are shown and not spoken")
		return
	}
	p.ok("voice", "%s speaks the calls", path)
}

// locale looks at the language of the account, which windows need as well.
func (p *patient) locale() {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		switch set := p.getenv(name); {
		case set == "":
			continue
		case strings.Contains(strings.ToUpper(strings.ReplaceAll(set, "-", "")), "UTF8"):
			p.ok("locale", "%s is %s", name, set)
		default:
			p.note("locale", "set LANG to one such as C.UTF-8 or es_ES.UTF-8", "%s is %s: names with accents may look wrong in a terminal and in windows", name, set)
		}
		return
	}
	p.note("locale", "set LANG to one such as C.UTF-8 or es_ES.UTF-8", "no language is set: names with accents may look wrong in a terminal and in windows")
}

// size is a number of bytes in words.
func size(bytes float64) string {
	switch {
	case bytes >= 1<<30:
		return fmt.Sprintf("%.1f GiB", bytes/(1<<30))
	case bytes >= 1<<20:
		return fmt.Sprintf("%.0f MiB", bytes/(1<<20))
	}
	return fmt.Sprintf("%.0f KiB", bytes/(1<<10))
}

// many is a number of things in words.
func many(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// span is a length of time in words.
func span(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return fmt.Sprintf("%d days", int(d.Hours()/24))
	case d >= 2*time.Hour:
		return fmt.Sprintf("%d hours", int(d.Hours()))
	case d >= 2*time.Minute:
		return fmt.Sprintf("%d minutes", int(d.Minutes()))
	}
	return fmt.Sprintf("%d seconds", int(d.Seconds()))
}
