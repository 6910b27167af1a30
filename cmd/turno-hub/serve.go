package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"turno/cmd/internal/systemd"
	"turno/forms"
	"turno/hub"
	"turno/hub/branch"
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

// stopWithin bounds a clean end: requests that still run get this long.
const stopWithin = 3 * time.Second

func serve(ctx context.Context, args []string, out, errs io.Writer) error {
	f := newFlags("serve", "--data DIR [--listen 127.0.0.1:8080] [--branch FILE] [--demo]", serveAbout, out)
	dir := f.String("data", "", "`folder` of the branch's data; made where it is not there")
	listen := f.String("listen", "127.0.0.1:8080", "`address` to listen on; port 0 takes a free one")
	file := f.String("branch", "", "branch `file`, or demo, or recorded; without it the data folder's own")
	demo := f.Bool("demo", false, "a sample branch with public tokens; loopback only")
	clock := f.String("clock", "real", "real, or virtual: it stands still until an admin advances it; with --demo only")
	publicURL := f.String("public-url", "", "`URL` under which phones reach this hub; worked out from --listen where it can be")
	f.Func("forms", "`folder` of the bank's own forms (*.json) and packs (packs/*.json), besides those of this program; kiosks and counters need the same", func(dir string) error { return forms.Adopt(os.DirFS(dir)) })
	var t transport
	f.StringVar(&t.cert, "tls-cert", "", "the bank's certificate `file` (PEM), read again when it changes")
	f.StringVar(&t.key, "tls-key", "", "its key `file`")
	f.StringVar(&t.names, "tls-name", "", "further host `names` of this machine for the branch's own certificate, with commas between")
	f.BoolVar(&t.plain, "plain", false, "plain HTTP beyond this machine, too: whoever is on the network can read tokens and tickets")
	var own care
	own.flags(f)
	verbose := f.Bool("v", false, "log more")
	if _, err := f.parse(args, 0); err != nil {
		return err
	}
	switch {
	case *dir == "":
		return usage("--data DIR is missing: which folder keeps the branch's data?")
	case *demo && !hub.Loopback(*listen):
		return fmt.Errorf("--demo has public tokens, so it listens on this machine alone: use --listen 127.0.0.1:PORT, not %s", *listen)
	case *clock != "real" && *clock != "virtual":
		return usage("--clock is real or virtual")
	case *clock == "virtual" && !*demo:
		return errors.New("--clock virtual is for trying things out: it goes with --demo only")
	}
	if err := t.check(); err != nil {
		return err
	}
	cfg := hub.Config{Dir: *dir, Demo: *demo, Virtual: *clock == "virtual"}
	if err := own.set(&cfg); err != nil {
		return err
	}
	leftOut, err := setBranch(&cfg, *file, *demo, !hub.Loopback(*listen))
	if err != nil {
		return err
	}
	signal.Ignore(syscall.SIGPIPE) // whoever reads the log may go away, and the branch goes on
	level := slog.LevelInfo
	if *verbose {
		level = slog.LevelDebug
	}
	log := slog.New(slog.NewTextHandler(errs, &slog.HandlerOptions{Level: level}))
	warn(log, leftOut)
	ln, err := net.Listen("tcp", *listen)
	if err != nil {
		return listenProblem(*listen, err)
	}
	secure, err := t.open(*dir, *listen, *publicURL, &cfg, log)
	if err != nil {
		ln.Close()
		return err
	}
	scheme := "http"
	if secure != nil {
		scheme = "https"
	}
	cfg.Log, cfg.PublicURL = log, public(*publicURL, scheme, ln.Addr())
	h, err := hub.Open(cfg)
	if err != nil {
		ln.Close()
		return err
	}
	onHangup(ctx, func() { t.again(); reload(h, log, *file, *demo, !hub.Loopback(*listen)) })
	ln = h.Listen(ln)
	if secure != nil {
		ln = tls.NewListener(ln, secure)
	}
	return serveUntil(ctx, h, ln, scheme, out, log)
}

// serveUntil serves until ctx ends or the hub gives up.
func serveUntil(ctx context.Context, h *hub.Hub, ln net.Listener, scheme string, out io.Writer, log *slog.Logger) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	server := h.Server()
	hubEnded := make(chan error, 1)
	go func() { hubEnded <- h.Run(ctx) }()
	served := make(chan error, 1)
	go func() { served <- server.Serve(ln) }()
	if _, err := fmt.Fprintf(out, "ready %s://%s\n", scheme, ln.Addr()); err != nil {
		log.Warn("whoever waits for the ready line did not get it", "err", err)
	}
	manager := systemd.Find(os.Getenv, os.Getpid())
	if err := manager.Ready(scheme + "://" + ln.Addr().String()); err == nil {
		go manager.Watch(ctx, h.Alive)
	}
	var err error
	select {
	case <-ctx.Done():
		err = <-hubEnded
	case err = <-hubEnded:
	case err = <-served:
		cancel()
		err = errors.Join(err, <-hubEnded)
	}
	_ = manager.Stopping()
	stop, done := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer done()
	if server.Shutdown(stop) != nil {
		server.Close()
	}
	return err
}

// errDemoPINs keeps PINs that everybody can read off the network.
var errDemoPINs = errors.New("this branch file has PINs that everybody can read, so it is for this machine alone: leave out demo = true and write pin instead of demo_pin (turno-hub pin makes the lines)")

// setBranch reads the branch file into the hub's configuration. Without a
// file the hub goes on with the branch that its data folder holds; nobody can
// sign in with a PIN then, as PINs are in the file alone.
func setBranch(cfg *hub.Config, file string, demo, public bool) (leftOut *branch.Mistakes, err error) {
	if file == "" {
		if !demo {
			return nil, nil
		}
		file = "demo"
	}
	b, err := branch.Load(file)
	if err != nil {
		return nil, err
	}
	if b.Demo && public {
		return nil, errDemoPINs
	}
	cfg.Branch, cfg.SignIn = &b.Branch, b.SignIn
	return b.LeftOut, nil
}

// public is where phones find the hub: "" while only this machine can.
func public(given, scheme string, addr net.Addr) string {
	if given != "" {
		return strings.TrimRight(given, "/")
	}
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil || hub.Loopback(addr.String()) {
		return ""
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		if host = ownAddress(); host == "" {
			return ""
		}
	}
	return scheme + "://" + net.JoinHostPort(host, port)
}

// ownAddress is this machine's first address that others can reach.
func ownAddress() string {
	addrs, _ := net.InterfaceAddrs()
	for _, a := range addrs {
		if n, ok := a.(*net.IPNet); ok && !n.IP.IsLoopback() && n.IP.To4() != nil {
			return n.IP.String()
		}
	}
	return ""
}

func listenProblem(address string, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s is in use: another program listens there, perhaps a hub. Stop it, or take another port with --listen", address)
	case errors.Is(err, syscall.EACCES):
		return fmt.Errorf("this account may not listen on %s: take a port from 1024 up with --listen", address)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return fmt.Errorf("%s is no address of this machine: use 127.0.0.1 or 0.0.0.0 with --listen", address)
	}
	return fmt.Errorf("listening on %s: %w", address, err)
}
