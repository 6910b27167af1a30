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
	"syscall"
	"time"

	"turno/cmd/internal/systemd"
	"turno/forms"
	"turno/hub"
	"turno/hub/branch"
)

// stopWithin bounds a clean end: requests that still run get this long.
const stopWithin = 3 * time.Second

func serve(ctx context.Context, args []string, out, errs io.Writer) error {
	f := newFlags("serve", serveSynopsis, serveAbout, out)
	var s serveOptions
	s.flags(f)
	if _, err := f.parse(args, 0); err != nil {
		return err
	}
	if err := s.check(); err != nil {
		return err
	}
	if s.forms != "" {
		if err := forms.Adopt(os.DirFS(s.forms)); err != nil {
			return usage(fmt.Sprintf("--forms %s: %v", s.forms, err))
		}
	}
	cfg := hub.Config{Dir: s.dir, Demo: s.demo, Virtual: s.clock == "virtual"}
	if err := s.care.set(&cfg); err != nil {
		return err
	}
	leftOut, err := setBranch(&cfg, s.branch, s.demo, !hub.Loopback(s.listen))
	if err != nil {
		return err
	}
	signal.Ignore(syscall.SIGPIPE) // whoever reads the log may go away, and the branch goes on
	level := slog.LevelInfo
	if s.verbose {
		level = slog.LevelDebug
	}
	cfg.Log = slog.New(slog.NewTextHandler(errs, &slog.HandlerOptions{Level: level}))
	warn(cfg.Log, leftOut)
	s.care.look(cfg.Log)
	return s.open(ctx, cfg, out)
}

// open takes the port before the data, makes the hub and serves until ctx ends.
func (s *serveOptions) open(ctx context.Context, cfg hub.Config, out io.Writer) error {
	ln, err := net.Listen("tcp", s.listen)
	if err != nil {
		return listenProblem(s.listen, err)
	}
	defer ln.Close()
	secure, err := s.transport.open(s.dir, s.listen, s.publicURL, &cfg, cfg.Log)
	if err != nil {
		return err
	}
	scheme := "http"
	if secure != nil {
		scheme = "https"
	}
	cfg.PublicURL = public(s.publicURL, scheme, ln.Addr())
	h, err := hub.Open(cfg)
	if err != nil {
		return err
	}
	onHangup(ctx, func() { s.transport.again(); reload(h, cfg.Log, s.branch, s.demo, !hub.Loopback(s.listen)) })
	bounded := h.Listen(ln)
	if secure != nil {
		bounded = tls.NewListener(bounded, secure)
	}
	return serveUntil(ctx, h, bounded, scheme, out, cfg.Log)
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
	b, err := branchFile(file)
	if err != nil {
		return nil, err
	}
	if b.Demo && public {
		return nil, errDemoPINs
	}
	cfg.Branch, cfg.SignIn = &b.Branch, b.SignIn
	return b.LeftOut, nil
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
	if _, _, wrong := net.SplitHostPort(address); wrong != nil {
		return fmt.Errorf("%q is no address to listen on: write one with its port, such as 127.0.0.1:8080 or 0.0.0.0:8443", address)
	}
	return fmt.Errorf("listening on %s: %w", address, err)
}
