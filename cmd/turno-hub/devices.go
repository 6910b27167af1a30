package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"turno/hub/dial"
	"turno/hub/wire"
)

const devicesAbout = `
Shows the devices of a running hub and those that wait to be paired, and decides:

  devices --hub URL                     list both
  devices --hub URL approve K7M-2PX     let in the device that shows this code
  devices --hub URL refuse K7M-2PX      don't
  devices --hub URL revoke ID           end a device's token; it is cut off at once

A manager or an admin decides: --person NAME asks for the PIN, or a token is in the
variable TURNO_TOKEN or in --token-file. With approve, --name, --role and --counter
change what the device proposed.`

func devices(ctx context.Context, args []string, out, errs io.Writer) error {
	f := newFlags("devices", "--hub URL [approve CODE | refuse CODE | revoke ID]", devicesAbout, out)
	var who caller
	who.flags(f, "http://127.0.0.1:8080", "a manager or an admin")
	var v wire.PairVerdict
	f.StringVar(&v.Device, "name", "", "approve: another `name` for the device")
	f.Func("role", "approve: another `role`: kiosk, display, counter or host", func(s string) error { v.Role = wire.Role(s); return nil })
	f.StringVar(&v.Counter, "counter", "", "approve: the `counter` where it stands")
	words, err := f.parse(args, 2)
	if err != nil {
		return err
	}
	do := strings.Join(words[:min(len(words), 1)], "")
	switch {
	case do == "" || do == "list" && len(words) == 1:
		do = "list"
	case do != "approve" && do != "refuse" && do != "revoke":
		return usage(fmt.Sprintf("devices doesn't know %q: approve, refuse or revoke", do))
	case len(words) != 2:
		return usage("which one? approve CODE, refuse CODE or revoke ID")
	}
	cfg, done, err := who.call(ctx, os.Stdin, errs)
	if err != nil {
		return err
	}
	defer done()
	if do == "list" {
		return who.explained(listDevices(ctx, cfg, out))
	}
	return who.explained(decideOn(ctx, cfg, do, words[1], v, out))
}

// decideOn does what was decided on a device, which is named by its code or id.
func decideOn(ctx context.Context, cfg dial.Config, do, which string, v wire.PairVerdict, out io.Writer) error {
	var err error
	said, missing := "its token is dead", "no device has the id "+which
	if do == "revoke" {
		err = cfg.RemoveDevice(ctx, which)
	} else {
		v.Approve = do == "approve"
		said, missing = do+"d", "no device shows the code "+which+" now: a code lives for ten minutes, and the device shows another one then"
		err = cfg.Decide(ctx, which, v)
	}
	var refused *dial.Refused
	if errors.As(err, &refused) && refused.Answer.Code == wire.NotFound {
		return errors.New(missing + " (turno-hub devices lists all)")
	}
	if err == nil {
		fmt.Fprintf(out, "%s: %s\n", which, said)
	}
	return err
}

func listDevices(ctx context.Context, cfg dial.Config, out io.Writer) error {
	wishes, err := cfg.Pairings(ctx)
	if err != nil {
		return err
	}
	all, err := cfg.Devices(ctx)
	if err != nil {
		return err
	}
	for _, w := range wishes {
		fmt.Fprintf(out, "waits   %-8s %-14s %-8s %-4s from %s until %s\n", w.Code, w.Device, w.Role, w.Counter, w.From, w.Until.Format("15:04"))
	}
	for _, d := range all {
		lives := "away"
		if d.Live > 0 {
			lives = "live"
		}
		fmt.Fprintf(out, "%-7s %-8s %-14s %-8s %-4s since %s\n", lives, d.ID, d.Device, d.Role, d.Counter, d.Since.Format(time.DateOnly))
	}
	if len(wishes)+len(all) == 0 {
		fmt.Fprintln(out, "no device has a token, and none asks for one")
	}
	return nil
}
