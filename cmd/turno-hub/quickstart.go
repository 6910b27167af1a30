package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"turno/hub"
)

const quickstartAbout = `
Makes the data folder of a branch and a token for each of its devices. The tokens
are shown once, here, and kept nowhere: give each to its device (turno-kiosk
--token ..., turno-counter, turno-display) and keep the list out of sight. Staff
sign in with the PINs of the branch file. A folder that has devices is left alone.`

func quickstart(_ context.Context, args []string, out, _ io.Writer) error {
	f := newFlags("quickstart", "--data DIR --branch FILE", quickstartAbout, out)
	dir := f.String("data", "", "`folder` to make")
	file := f.String("branch", "", "branch `file`, or demo for the sample branch")
	if _, err := f.parse(args, 0); err != nil {
		return err
	}
	if *dir == "" || *file == "" {
		return usage("--data DIR and --branch FILE are wanted")
	}
	cfg := hub.Config{Dir: *dir}
	if _, err := setBranch(&cfg, *file, false); err != nil {
		return err
	}
	h, err := hub.Open(cfg)
	if err != nil {
		return err
	}
	defer h.Close()
	if n, err := h.Enrolled(); err != nil {
		return err
	} else if n > 0 {
		return errors.New("this folder has its devices already; their tokens were shown when it was made")
	}
	fmt.Fprintf(out, "%-12s %-9s %s\n", "device", "role", "token")
	for _, d := range h.Devices() {
		token, err := h.Enrol(d)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%-12s %-9s %s\n", d.Name, d.Role, token)
	}
	fmt.Fprintf(out, "\nstart the hub: turno-hub serve --data %s --listen 0.0.0.0:8080\n", *dir)
	return nil
}
