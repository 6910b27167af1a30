package main

import (
	"context"
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

It needs a manager's or an admin's token (in the variable TURNO_TOKEN, or --token-file).
With approve, --name, --role and --counter change what the device proposed.`

func devices(ctx context.Context, args []string, out, _ io.Writer) error {
	f := newFlags("devices", "--hub URL [approve CODE | refuse CODE | revoke ID]", devicesAbout, out)
	url := f.String("hub", "http://127.0.0.1:8080", "`URL` of the running hub")
	tokenFile := f.String("token-file", "", "`file` that holds a manager's token")
	var trust dial.Trust
	trust.Flags(f.FlagSet)
	var v wire.PairVerdict
	f.StringVar(&v.Device, "name", "", "approve: another `name` for the device")
	f.Func("role", "approve: another `role`: kiosk, display, counter or host", func(s string) error { v.Role = wire.Role(s); return nil })
	f.StringVar(&v.Counter, "counter", "", "approve: the `counter` where it stands")
	words, err := f.parse(args, 2)
	if err != nil {
		return err
	}
	token, err := tokenFrom(*tokenFile)
	if err != nil {
		return err
	}
	cfg := dial.Config{URL: *url, Token: token}
	if cfg.TLS, err = trust.For(*url); err != nil {
		return err
	}
	switch do := strings.Join(words[:min(len(words), 1)], ""); {
	case do == "" || do == "list" && len(words) == 1:
		return listDevices(ctx, cfg, out)
	case len(words) != 2:
		return usage("which one? approve CODE, refuse CODE or revoke ID")
	case do == "approve" || do == "refuse":
		v.Approve = do == "approve"
		if err := cfg.Decide(ctx, words[1], v); err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: %sd\n", words[1], strings.TrimSuffix(do, "d"))
		return nil
	case do == "revoke":
		if err := cfg.RemoveDevice(ctx, words[1]); err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: its token is dead\n", words[1])
		return nil
	}
	return usage(fmt.Sprintf("devices doesn't know %q: approve, refuse or revoke", words[0]))
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

// tokenFrom reads the token of whoever asks, from a file or the environment: it
// never stands in a command line, which others on the machine can read.
func tokenFrom(file string) (string, error) {
	token := os.Getenv("TURNO_TOKEN")
	if file != "" {
		b, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		token = strings.TrimSpace(string(b))
	}
	if token == "" {
		return "", usage("a token is wanted, in TURNO_TOKEN or --token-file")
	}
	return token, nil
}
