package hub

import (
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"turno/hub/wire"
)

// watch counts what operators ask for; safe from any goroutine. What each
// command passes through is an atomic addition, found beforehand.
type watch struct {
	registry *prometheus.Registry // the hub's own: two hubs in one process share nothing
	commands map[string]prometheus.Counter
	refusals *prometheus.CounterVec
	took     prometheus.Histogram
	shared   prometheus.Histogram
	failures prometheus.Counter
	closed   *prometheus.CounterVec

	snapshots prometheus.Counter

	commits atomic.Int64
	trouble atomic.Pointer[trouble] // the newest commit failed; nil: it did not
}

// trouble is why the newest commit failed.
type trouble struct {
	reason string // a word of readyz
	err    error
}

// otherVerb stands for what is no command: a label must not be chosen by a
// stranger.
const otherVerb = "none"

func (w *watch) init(h *Hub) {
	w.registry = prometheus.NewRegistry()
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		c := prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
		w.registry.MustRegister(c)
		return c
	}
	histogram := func(name, help string, buckets []float64) prometheus.Histogram {
		m := prometheus.NewHistogram(prometheus.HistogramOpts{Name: name, Help: help, Buckets: buckets})
		w.registry.MustRegister(m)
		return m
	}
	commands := counter("turno_commands_total", "Commands that came in, by verb; none is what could not be read as a command.", "do")
	w.commands = map[string]prometheus.Counter{otherVerb: commands.WithLabelValues(otherVerb)}
	for _, verb := range wire.Verbs() {
		w.commands[verb] = commands.WithLabelValues(verb)
	}
	w.refusals = counter("turno_refusals_total", "Commands that were not carried out, by verb and by the code that said why.", "do", "code")
	w.took = histogram("turno_commit_seconds", "How long it took to make a transaction durable.",
		[]float64{0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5})
	w.shared = histogram("turno_commit_commands", "How many commands shared a transaction.", prometheus.ExponentialBuckets(1, 2, 11))
	w.failures = counter("turno_commit_failures_total", "Transactions that could not be stored; nothing of them is there.").WithLabelValues()
	w.closed = counter("turno_sessions_closed_total", "Live connections that ended, by why: slow ones were too far behind and were cut.", "why")
	for _, why := range closeWords {
		w.closed.WithLabelValues(why)
	}
	w.snapshots = counter("turno_snapshots_encoded_total", "States that were encoded for connections that came; many share one.").WithLabelValues()
	w.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), gauges{h})
}

// came counts a command.
func (w *watch) came(do string) {
	c, ok := w.commands[do]
	if !ok {
		c = w.commands[otherVerb]
	}
	c.Inc()
}

// refused counts one that was not carried out.
func (w *watch) refused(do string, code wire.Code) {
	if _, ok := w.commands[do]; !ok {
		do = otherVerb
	}
	w.refusals.WithLabelValues(do, string(code)).Inc()
}

// stored counts a commit of so many commands; err says that it failed.
func (w *watch) stored(took time.Duration, commands int, err error) {
	if err != nil {
		w.failures.Inc()
		w.trouble.Store(&trouble{reasonOf(err), err})
		return
	}
	w.took.Observe(took.Seconds())
	w.shared.Observe(float64(commands))
	w.commits.Add(1)
	if w.trouble.Load() != nil {
		w.trouble.Store(nil)
	}
}

// closeWords say in figures why a session ended.
var closeWords = map[int]string{
	wire.CloseRestart: "restart", wire.CloseSlow: "slow", wire.CloseProtocol: "protocol", wire.CloseUnknown: "unknown", wire.CloseEpoch: "epoch",
	0: "left",
}

// ended counts a session that ended; a code that is not the contract's is that
// of a line which the client closed, or which broke.
func (w *watch) ended(code int) {
	why, ok := closeWords[code]
	if !ok {
		why = closeWords[0]
	}
	w.closed.WithLabelValues(why).Inc()
}
