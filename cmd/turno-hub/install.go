package main

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/template"
)

//go:embed turno-hub.service.tmpl
var serviceText string

var serviceTemplate = template.Must(template.New("service").Parse(serviceText))

const installAbout = `
Writes the unit file with which systemd runs the hub: started at boot and again
whenever it ends, watched (a hub whose writer does not answer is started anew),
with an account of its own that exists for it alone, no right to anything but its
data, and a bound on its memory. Without --to it is printed, for reading. What
follows a lone -- goes to "turno-hub serve" as it is:

  turno-hub install --to /etc/systemd/system/turno-hub.service -- \
      --branch /etc/turno/branch.toml --listen 0.0.0.0:8443
  systemctl daemon-reload && systemctl enable --now turno-hub`

// service is what the unit file says of this hub.
type service struct {
	Name         string
	Command      string
	Data         string
	State        string // name below /var/lib: systemd makes the folder and the account; "" for User
	User         string
	Writable     []string
	Capabilities string
}

func install(_ context.Context, args []string, out, _ io.Writer) error {
	var rest []string
	if i := slices.Index(args, "--"); i >= 0 {
		args, rest = args[:i], args[i+1:]
	}
	f := newFlags("install", "[--data /var/lib/turno] [--to FILE] [-- flags of serve]", installAbout, out)
	s := service{Name: "this branch"}
	f.StringVar(&s.Data, "data", "/var/lib/turno", "`folder` of the branch's data; below /var/lib systemd makes it, and an account for it")
	f.StringVar(&s.User, "user", "", "`account` to run as, for a folder elsewhere that this account owns")
	program := f.String("program", "", "`file` of the program; this one when left out")
	writable := f.String("writable", "", "further `folders` to write to, for backups say, with commas between")
	to := f.String("to", "", "unit `file` to write; printed when left out")
	if _, err := f.parse(args, 0); err != nil {
		return err
	}
	if self, err := os.Executable(); *program == "" {
		if err != nil {
			return fmt.Errorf("finding this program: %w; name it with --program", err)
		}
		*program = self
	}
	if *writable != "" {
		s.Writable = strings.Split(*writable, ",")
	}
	serves, err := understood(rest)
	if err != nil {
		return err
	}
	if b := serves.care.folder; b != "" && !slices.Contains(s.Writable, b) {
		s.Writable = append(s.Writable, b)
	}
	for _, path := range append([]string{s.Data, *program}, s.Writable...) {
		if !filepath.IsAbs(path) {
			return usage(fmt.Sprintf("%q has to begin with /: systemd knows no other place to start from", path))
		}
	}
	if name, ok := strings.CutPrefix(filepath.Clean(s.Data), "/var/lib/"); ok && s.User == "" {
		s.State = name
	} else if s.User == "" {
		return usage("a data folder that is not below /var/lib needs --user, the account that owns it")
	}
	s.Command = commandLine(append([]string{*program, "serve", "--data", filepath.Clean(s.Data)}, rest...))
	if lowPort(serves.listen) {
		s.Capabilities = "CAP_NET_BIND_SERVICE"
	}
	var text bytes.Buffer
	if err := serviceTemplate.Execute(&text, s); err != nil {
		return err
	}
	if *to == "" {
		_, err := out.Write(text.Bytes())
		return err
	}
	if err := os.WriteFile(*to, text.Bytes(), 0o644); errors.Is(err, os.ErrPermission) {
		return fmt.Errorf("%s can't be written by this account: run it as root, or leave out --to and see what it says", *to)
	} else if err != nil {
		return err
	}
	s.tell(out, *to, serves)
	return nil
}

// tell says what is to be done when the unit is written.
func (s service) tell(out io.Writer, to string, serves serveOptions) {
	fmt.Fprintf(out, "%s is written; now: systemctl daemon-reload && systemctl enable --now %s\n", to, filepath.Base(to))
	if reads := serves.reads(); len(reads) > 0 {
		fmt.Fprintf(out, "the hub's account has to be able to read %s\n", strings.Join(reads, " and "))
	}
	if len(s.Writable) > 0 {
		fmt.Fprintf(out, "the hub's account has to be able to write to %s\n", strings.Join(s.Writable, " and "))
	}
}

// understood reads what follows the lone -- as serve will, so that a mistake is
// told now and not at the next boot.
func understood(words []string) (o serveOptions, err error) {
	f := newFlags("serve", serveSynopsis, serveAbout, io.Discard)
	o.flags(f)
	if _, err := f.parse(words, 0); err != nil {
		return o, usage(fmt.Sprintf("what follows -- is not for turno-hub serve: %v", err))
	}
	if o.dir != "" {
		return o, usage("--data stands before the --: it says which folder the account owns")
	}
	o.dir = "-" // the unit names it
	if err := o.check(); err != nil {
		return o, usage(fmt.Sprintf("turno-hub serve would not start: %v", err))
	}
	for _, path := range o.reads() {
		if !filepath.IsAbs(path) {
			return o, usage(fmt.Sprintf("%q has to begin with /: systemd starts the hub in another folder", path))
		}
	}
	return o, nil
}

// reads are the files and folders that serve is to read, in the order of its flags.
func (s *serveOptions) reads() (paths []string) {
	if s.branch != "demo" && s.branch != "recorded" {
		paths = append(paths, s.branch)
	}
	paths = append(paths, s.forms, s.transport.cert, s.transport.key, s.care.recipients)
	return slices.DeleteFunc(paths, func(p string) bool { return p == "" })
}

// commandLine is a command as a unit file has it.
func commandLine(words []string) string {
	for i, w := range words {
		words[i] = quoted(w)
	}
	return strings.Join(words, " ")
}

// quoted is a word of a unit file's command line.
func quoted(word string) string {
	word = strings.NewReplacer("%", "%%", "$", "$$", `\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(word)
	if word == "" || strings.ContainsAny(word, " \t;'\"\\") {
		return `"` + word + `"`
	}
	return word
}

// lowPort says that a port is one that only the system may take.
func lowPort(address string) bool {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	n, err := strconv.Atoi(port)
	return err == nil && n > 0 && n < 1024
}
