package hub

import (
	"net"
	"net/http"
	"strings"
	"syscall"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"turno/hub/wire"
)

// metrics serves how the hub does, in the text form that monitoring systems
// read, to this machine alone. metrics.txt lists all of it.
func (h *Hub) metrics() http.HandlerFunc {
	all := promhttp.HandlerFor(h.watch.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4})
	return func(w http.ResponseWriter, r *http.Request) {
		host, _, _ := net.SplitHostPort(r.RemoteAddr)
		handedOn := r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != "" // by a proxy on this machine
		// Where a proxy says nothing, or a page's name was turned to 127.0.0.1, the name that was asked for tells.
		named := Loopback(r.Host) || Loopback(net.JoinHostPort(strings.Trim(r.Host, "[]"), "0"))
		if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() || handedOn || !named {
			h.refuseHTTP(w, r, "", wire.Forbidden, "")
			return
		}
		all.ServeHTTP(w, r)
	}
}

// gauges is what is read when somebody asks, from the writer between two batches.
type gauges struct{ hub *Hub }

func gauge(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(name, help, labels, nil)
}

var (
	descReady    = gauge("turno_ready", "1 while commands can be stored; /readyz says why not.")
	descSeq      = gauge("turno_log_head_seq", "Position of the last event in the log's hash chain.")
	descWaiting  = gauge("turno_waiting", "People who wait, by service.", "service")
	descOldest   = gauge("turno_longest_wait_seconds", "How long the first in the queue of a service has waited.", "service")
	descCounters = gauge("turno_counters", "Counters by state.", "state")
	descSessions = gauge("turno_sessions", "Live connections, by role.", "role")
	descLag      = gauge("turno_session_lag_frames", "Frames that the slowest live connection is behind; at 512 it is cut.")
	descPrinters = gauge("turno_printers", "Devices with a printer, by how it says that it fares.", "state")
	descSlips    = gauge("turno_unprinted_slips", "Slips that wait for a printer.")
	descFree     = gauge("turno_data_free_bytes", "Space left on the disk of the data folder.")
	descConcern  = gauge("turno_concern", "1 where an operator should look after something, by what it is.", "code")
	descBackup   = gauge("turno_backup_timestamp_seconds", "When the newest scheduled backup was made; 0: none yet. Not there without a schedule.")
	descFile     = gauge("turno_data_file_bytes", "Size of the data file.")
)

// Describe names what Collect gives.
func (g gauges) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{descReady, descSeq, descWaiting, descOldest, descCounters, descSessions, descLag, descPrinters, descSlips, descConcern, descBackup, descFree, descFile} {
		to <- d
	}
}

// Collect reads the figures. A writer that does not answer leaves its part out.
func (g gauges) Collect(to chan<- prometheus.Metric) {
	h := g.hub
	give := func(d *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	reason, _ := h.readiness()
	give(descReady, map[bool]float64{true: 1}[reason == ""])
	free, size := h.space()
	give(descFree, free)
	give(descFile, size)
	g.concerns(give)
	if reason == notReadyStuck {
		return
	}
	var f standing
	if !h.inWriter(func() { f = h.standing() }) {
		return
	}
	give(descSeq, float64(f.seq))
	for service, q := range f.queues {
		give(descWaiting, float64(q.waiting), service)
		give(descOldest, q.oldest, service)
	}
	for state, n := range f.counters {
		give(descCounters, float64(n), state)
	}
	for role, n := range f.sessions {
		give(descSessions, float64(n), role)
	}
	give(descLag, float64(f.lag))
	for state, n := range f.printers {
		give(descPrinters, float64(n), state)
	}
	give(descSlips, float64(f.unprinted))
}

// concernCodes are all that a hub may ask its operator to look after.
var concernCodes = []string{DiskLow, DiskFull, ClockBack, ClockAhead, ClockForward, BackupFailed, BackupLate, ClockUnsure}

// concerns are what the hub looks after by itself and can't mend.
func (g gauges) concerns(give func(d *prometheus.Desc, value float64, labels ...string)) {
	now := map[string]float64{}
	for _, c := range g.hub.Concerns() {
		now[c.Code] = 1
	}
	for _, code := range concernCodes {
		give(descConcern, now[code], code)
	}
	if b := g.hub.Backups(); b.Scheduled {
		newest := b.Newest
		if b.Made.After(newest) {
			newest = b.Made
		}
		at := 0.0
		if !newest.IsZero() {
			at = float64(newest.Unix())
		}
		give(descBackup, at)
	}
}

// standing is how things stand between two batches.
type standing struct {
	seq       uint64
	queues    map[string]queueStanding
	counters  map[string]int
	sessions  map[string]int
	lag       int
	printers  map[string]int
	unprinted int
}

type queueStanding struct {
	waiting int
	oldest  float64 // seconds
}

// standing is the writer's.
func (h *Hub) standing() standing {
	f := standing{seq: h.state.Seq, queues: map[string]queueStanding{}, counters: map[string]int{}, sessions: map[string]int{}, printers: map[string]int{}}
	now := h.now()
	for i := range h.state.Branch.Services {
		id := h.state.Branch.Services[i].ID
		q := queueStanding{waiting: h.state.Waiting(id)}
		if v := h.state.Oldest(id); v != nil {
			q.oldest = max(0, now.Sub(v.Leg().Entered).Seconds())
		}
		f.queues[string(id)] = q
	}
	for c := range h.state.Counters() {
		f.counters[string(c.State)]++
	}
	for s := range h.fan.sessions {
		f.sessions[string(s.who.Role)]++
		f.lag = max(f.lag, s.queue.size())
	}
	for _, d := range h.state.Devices() {
		f.printers[d.Printer]++
		f.unprinted += d.Unprinted
	}
	return f
}

// space is what is left on the disk, and what the data file takes.
func (h *Hub) space() (free, file float64) {
	var disk syscall.Statfs_t
	if syscall.Statfs(h.cfg.Dir, &disk) == nil {
		free = float64(disk.Bavail) * float64(disk.Bsize)
	}
	var info syscall.Stat_t
	if syscall.Stat(h.store.Path(), &info) == nil {
		file = float64(info.Size)
	}
	return free, file
}
