package main

import (
	"runtime/debug"

	"turno/hub"
)

// setMemory sets Go's memory as a hub's, but where the operator has said otherwise
// by Go's own variables.
func setMemory(getenv func(string) string) {
	if getenv("GOGC") == "" {
		debug.SetGCPercent(hub.GCPercent)
	}
	if getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(hub.MemoryLimit)
	}
}
