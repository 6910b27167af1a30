package hub

import (
	"fmt"
	"net"
	"net/http"

	"turno/hub/wire"
)

// serveMetrics says how the hub does, in the text form that monitoring systems
// read; to this machine alone.
func (h *Hub) serveMetrics(w http.ResponseWriter, r *http.Request) {
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		h.refuseHTTP(w, r, "", wire.Forbidden, "")
		return
	}
	var seq uint64
	var sessions, waiting int
	h.inWriter(func() {
		seq, sessions = h.state.Seq, len(h.fan.sessions)
		for i := range h.state.Branch.Services {
			waiting += h.state.Waiting(h.state.Branch.Services[i].ID)
		}
	})
	ready := 1
	if h.Ready() != nil {
		ready = 0
	}
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	for _, m := range []struct {
		name, kind, help string
		value            any
	}{
		{"turno_commands_total", "counter", "commands taken in", h.watch.commands.Load()},
		{"turno_refusals_total", "counter", "commands that were not carried out", h.watch.refused.Load()},
		{"turno_commits_total", "counter", "transactions stored", h.watch.commits.Load()},
		{"turno_commit_failures_total", "counter", "transactions that could not be stored", h.watch.failed.Load()},
		{"turno_commit_seconds_total", "counter", "time spent storing", float64(h.watch.commitNanos.Load()) / 1e9},
		{"turno_seq", "gauge", "position of the last event", seq},
		{"turno_sessions", "gauge", "live connections", sessions},
		{"turno_waiting", "gauge", "people waiting", waiting},
		{"turno_ready", "gauge", "1 while commands can be stored", ready},
	} {
		fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n%s %v\n", m.name, m.help, m.name, m.kind, m.name, m.value)
	}
}
