package main

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"turno/hub/store"
	"turno/hub/wire"
)

const versionAbout = `Says the program's version, the protocol it speaks and the format in which it stores.`

func version(_ context.Context, args []string, out, _ io.Writer) error {
	f := newFlags("version", "", versionAbout, out)
	if _, err := f.parse(args, 0); err != nil {
		return err
	}
	v := "(development)"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		v = info.Main.Version
	}
	fmt.Fprintf(out, "turno-hub %s, protocol %d, data format %d, %s\n", v, wire.Protocol, store.Format, runtime.Version())
	return nil
}
