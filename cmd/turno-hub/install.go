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
	if *program == "" {
		self, err := os.Executable()
		if err != nil {
			return fmt.Errorf("finding this program: %w; name it with --program", err)
		}
		*program = self
	}
	if *writable != "" {
		s.Writable = strings.Split(*writable, ",")
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
	words := append([]string{*program, "serve", "--data", filepath.Clean(s.Data)}, rest...)
	for i, w := range words {
		words[i] = quoted(w)
	}
	s.Command = strings.Join(words, " ")
	if lowPort(rest) {
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
	fmt.Fprintf(out, "%s is written; now: systemctl daemon-reload && systemctl enable --now %s\n", *to, filepath.Base(*to))
	return nil
}

// quoted is a word of a unit file's command line.
func quoted(word string) string {
	word = strings.NewReplacer("%", "%%", "$", "$$", `\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(word)
	if word == "" || strings.ContainsAny(word, " \t;'\"\\") {
		return `"` + word + `"`
	}
	return word
}

// lowPort says that serve is told to listen on a port that only the system may
// take.
func lowPort(words []string) bool {
	for i, w := range words {
		address, ok := strings.CutPrefix(strings.TrimLeft(w, "-"), "listen=")
		if !ok && strings.TrimLeft(w, "-") == "listen" && i+1 < len(words) {
			address = words[i+1]
		}
		if _, port, err := net.SplitHostPort(address); err == nil {
			n, err := strconv.Atoi(port)
			return err == nil && n > 0 && n < 1024
		}
	}
	return false
}
