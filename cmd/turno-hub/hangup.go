package main

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"turno/hub"
	"turno/hub/branch"
)

// onHangup calls f at each SIGHUP until ctx ends, one after the other.
func onHangup(ctx context.Context, f func()) {
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	go func() {
		defer signal.Stop(hangups)
		for {
			select {
			case <-ctx.Done():
				return
			case <-hangups:
				f()
			}
		}
	}()
}

// reload reads the branch file again and puts it in place, whole or not at all;
// the branch that is served stays in force when something is wrong.
func reload(h *hub.Hub, log *slog.Logger, file string, demo, public bool) {
	if file == "" && demo {
		file = "demo"
	}
	if file == "" {
		log.Error("nothing to read again: the hub was started without --branch FILE")
		return
	}
	b, err := branch.Load(file)
	if err == nil && b.Demo && public {
		err = errDemoPINs
	}
	if err != nil {
		log.Error("the branch file was not taken; the old one stays in force", "err", err)
		return
	}
	warn(log, b.LeftOut)
	seq, changed, err := h.Reload(b.Branch, b.SignIn)
	switch {
	case err != nil:
		log.Error("the branch file was not taken; the old one stays in force", "err", err)
	case changed:
		log.Info("the branch file was read again", "seq", seq)
	default:
		log.Info("the branch file says what it said before; its people were read again")
	}
}

// warn tells what of a branch file was left out.
func warn(log *slog.Logger, leftOut *branch.Mistakes) {
	if leftOut == nil {
		return
	}
	for _, m := range leftOut.All {
		log.Warn("left out of the branch file", "file", leftOut.File, "line", m.Line, "what", m.What, "write", m.Write)
	}
}
