package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"time"

	"turno/hub"
	"turno/hub/cert"
)

// transport is how the hub is reached: plain on this machine, and HTTPS beyond.
type transport struct {
	cert, key, names string
	plain            bool
	files            *cert.Files
}

func (t *transport) flags(f *flags) {
	f.StringVar(&t.cert, "tls-cert", "", "the bank's certificate `file` (PEM), read again when it changes")
	f.StringVar(&t.key, "tls-key", "", "its key `file`")
	f.StringVar(&t.names, "tls-name", "", "further host `names` of this machine for the branch's own certificate, with commas between")
	f.BoolVar(&t.plain, "plain", false, "plain HTTP beyond this machine, too: whoever is on the network can read tokens and tickets")
}

func (t *transport) check() error {
	switch {
	case (t.cert == "") != (t.key == ""):
		return usage("--tls-cert and --tls-key go together")
	case t.plain && t.cert != "":
		return usage("--plain and --tls-cert contradict each other")
	case t.names != "" && (t.plain || t.cert != ""):
		return usage("--tls-name is for the branch's own certificate: leave it out with --plain and with --tls-cert")
	}
	return nil
}

// open gives the TLS configuration to serve with, or nil for plain HTTP.
func (t *transport) open(dir, listen, public string, cfg *hub.Config, log *slog.Logger) (*tls.Config, error) {
	switch {
	case t.cert != "":
		files, err := cert.NewFiles(t.cert, t.key, nil, log)
		if err != nil {
			return nil, err
		}
		if left := time.Until(files.Until()); left < 14*24*time.Hour {
			log.Warn("the bank's certificate ends soon", "file", t.cert, "until", files.Until())
		}
		t.files = files
		return cert.Config(files.GetCertificate), nil
	case t.plain || hub.Loopback(listen):
		if !hub.Loopback(listen) {
			log.Warn("plain HTTP beyond this machine: whoever is on the network can read tokens and tickets, and speak for the hub; leave out --plain")
		}
		return nil, nil
	}
	own, err := cert.Make(dir, branchName(cfg), time.Now())
	if err != nil {
		return nil, fmt.Errorf("the branch's own certificate: %w", err)
	}
	log.Info("HTTPS with the branch's own authority", "fingerprint", own.Fingerprint(), "certificate", own.Path)
	return cert.Config(cert.NewOwn(own, nil, t.ownNames(public)...).GetCertificate), nil
}

// ownNames are the names under which this machine is known. Its addresses are
// taken up when somebody arrives at them.
func (t *transport) ownNames(public string) []string {
	names := []string{"localhost"}
	if host, err := os.Hostname(); err == nil && host != "" {
		names = append(names, host)
		if !strings.Contains(host, ".") {
			names = append(names, host+".local")
		}
	}
	if u, err := url.Parse(public); err == nil && u.Hostname() != "" {
		names = append(names, u.Hostname())
	}
	if a := ownAddress(); a != "" {
		names = append(names, a)
	}
	return append(names, strings.FieldsFunc(t.names, func(r rune) bool { return r == ',' || r == ' ' })...)
}

// again reads the bank's certificate anew, at an operator's signal.
func (t *transport) again() {
	if t.files != nil {
		t.files.Look()
	}
}

func branchName(cfg *hub.Config) string {
	if cfg.Branch != nil {
		return cfg.Branch.Name
	}
	return "branch"
}

const fingerprintAbout = `
Shows by what devices and people know the hub of a data folder: the fingerprint of
its authority, to be typed into a device (--pin) or compared with what it shows, and
the file of its certificate (--ca, or for the browsers of the staff). The hub may run.`

func fingerprint(_ context.Context, args []string, out, _ io.Writer) error {
	f := newFlags("fingerprint", "DIR", fingerprintAbout, out)
	dir, err := f.folder(args, "`folder` of the branch's data; the same as naming it", "whose fingerprint? Name a data folder")
	if err != nil {
		return err
	}
	a, err := cert.Load(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s has no authority of its own yet: quickstart makes one, and serve does when it listens beyond this machine", dir)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s\n%s, valid until %s\n", a.Fingerprint(), a.Path, a.Cert.NotAfter.Format(time.DateOnly))
	return nil
}
