package main

import (
	"errors"
	"fmt"

	"turno/hub"
)

const serveAbout = `
Runs the hub until it is told to stop (SIGTERM, Ctrl-C). A data folder that does
not exist yet is made whole first. When it can serve it prints one line,
"ready http://HOST:PORT", on standard output; logs go to standard error.

Beyond this machine it speaks HTTPS alone: with a certificate of the branch's own
authority, which is made in the data folder and whose fingerprint tells devices
the right hub (turno-hub fingerprint shows it), or with the bank's certificate.

With --demo it is a sample branch with public tokens (demo-kiosk-1,
demo-counter-1 and so on), for trying things out on this machine alone.`

// serveOptions is what serve is told.
type serveOptions struct {
	dir, listen, branch, clock, publicURL, forms string
	demo, verbose                                bool

	transport transport
	care      care
}

const serveSynopsis = "--data DIR [--listen 127.0.0.1:8080] [--branch FILE] [--demo]"

func (s *serveOptions) flags(f *flags) {
	f.StringVar(&s.dir, "data", "", "`folder` of the branch's data; made where it is not there")
	f.StringVar(&s.listen, "listen", "127.0.0.1:8080", "`address` to listen on; port 0 takes a free one")
	f.StringVar(&s.branch, "branch", "", "branch `file`, or demo, or recorded; without it the data folder's own")
	f.BoolVar(&s.demo, "demo", false, "a sample branch with public tokens; loopback only")
	f.StringVar(&s.clock, "clock", "real", "real, or virtual: it stands still until an admin advances it; with --demo only")
	f.StringVar(&s.publicURL, "public-url", "", "`URL` under which phones reach this hub; worked out from --listen where it can be")
	f.StringVar(&s.forms, "forms", "", "`folder` of the bank's own forms (*.json) and packs (packs/*.json), besides those of this program; kiosks and counters need the same")
	s.transport.flags(f)
	s.care.flags(f)
	f.BoolVar(&s.verbose, "v", false, "log more")
}

// check refuses what does not go together. It looks at no file.
func (s *serveOptions) check() error {
	switch {
	case s.dir == "":
		return usage("--data DIR is missing: which folder keeps the branch's data?")
	case s.demo && !hub.Loopback(s.listen):
		return fmt.Errorf("--demo has public tokens, so it listens on this machine alone: use --listen 127.0.0.1:PORT, not %s", s.listen)
	case s.clock != "real" && s.clock != "virtual":
		return usage("--clock is real or virtual")
	case s.clock == "virtual" && !s.demo:
		return errors.New("--clock virtual is for trying things out: it goes with --demo only")
	}
	if err := s.transport.check(); err != nil {
		return err
	}
	return s.care.check()
}
