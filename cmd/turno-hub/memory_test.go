package main

import (
	"runtime/debug"
	"testing"

	"turno/hub"
)

// The operator's own word on Go's memory goes before the hub's.
func TestMemoryIsTheHubsUnlessTheOperatorSays(t *testing.T) {
	percent, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(-1)
	t.Cleanup(func() { debug.SetGCPercent(percent); debug.SetMemoryLimit(limit) })
	for _, c := range []struct {
		env     map[string]string
		percent int
		limit   int64
	}{
		{nil, hub.GCPercent, hub.MemoryLimit},
		{map[string]string{"GOGC": "50"}, 100, hub.MemoryLimit},
		{map[string]string{"GOMEMLIMIT": "1GiB"}, hub.GCPercent, limit},
	} {
		debug.SetGCPercent(100)
		debug.SetMemoryLimit(limit)
		setMemory(func(name string) string { return c.env[name] })
		gotPercent, gotLimit := debug.SetGCPercent(100), debug.SetMemoryLimit(-1)
		if gotPercent != c.percent || gotLimit != c.limit {
			t.Errorf("%v: %d %% and %d bytes, want %d and %d", c.env, gotPercent, gotLimit, c.percent, c.limit)
		}
	}
}
