package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"turno/hub"
	"turno/hub/cert"
)

const quickstartAbout = `
Makes the data folder of a branch, its own certificate authority for HTTPS, and a
token for each of its devices. The tokens are shown once, here, and kept nowhere:
give each to its device (turno-kiosk --token ..., turno-counter, turno-display) and
keep the list out of sight. With --pair no tokens are made: each device shows a code
and the manager lets it in. Staff sign in with the PINs of the branch file (turno-hub
pin makes its lines). A folder that has devices is left alone.`

func quickstart(_ context.Context, args []string, out, _ io.Writer) (err error) {
	f := newFlags("quickstart", "--data DIR --branch FILE [--pair]", quickstartAbout, out)
	dir := f.String("data", "", "`folder` to make")
	file := f.String("branch", "", "branch `file`, or demo for the sample branch")
	pair := f.Bool("pair", false, "make no tokens: devices are paired")
	if _, err := f.parse(args, 0); err != nil {
		return err
	}
	if *dir == "" || *file == "" {
		return usage("--data DIR and --branch FILE are wanted")
	}
	b, err := branchFile(*file)
	if err != nil {
		return err
	}
	h, err := hub.Open(hub.Config{Dir: *dir, Branch: &b.Branch, SignIn: b.SignIn})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close(), hub.HandOver(*dir, *dir)) }()
	if n, err := h.Enrolled(); err != nil {
		return err
	} else if n > 0 {
		return errors.New("this folder has its devices already; their tokens were shown when it was made. A device whose token is lost is removed (turno-hub devices revoke) and let in anew by its code; where all are, empty the folder")
	}
	own, err := cert.Make(*dir, b.Branch.Name, time.Now())
	if err != nil {
		return fmt.Errorf("the branch's own certificate: %w", err)
	}
	var told strings.Builder
	if !*pair {
		if err := enrolAll(h, &told); err != nil {
			return err
		}
	}
	fmt.Fprintf(&told, "fingerprint  %s\nDevices know this hub by it: --pin, or --ca %s\n", own.Fingerprint(), own.Path)
	listen := "0.0.0.0:8443"
	if b.Demo {
		listen = "127.0.0.1:8443" // everybody knows its PINs
	}
	fmt.Fprintf(&told, "\nstart the hub: turno-hub serve --data %s --listen %s --branch %s\n", *dir, listen, *file)
	if _, err := io.WriteString(out, told.String()); err != nil {
		return fmt.Errorf("what was made could not be shown, and is shown once: empty the folder and begin anew: %w", err)
	}
	return nil
}

// enrolAll makes a token for each device that the branch needs, and tells them.
func enrolAll(h *hub.Hub, out io.Writer) error {
	fmt.Fprintf(out, "%-12s %-9s %s\n", "device", "role", "token")
	for _, d := range h.Devices() {
		token, err := h.Enrol(d)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%-12s %-9s %s\n", d.Name, d.Role, token)
	}
	fmt.Fprintln(out)
	return nil
}
