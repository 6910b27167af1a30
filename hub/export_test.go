package hub

import (
	"runtime"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
)

// Commits counts the transactions that were stored.
func (h *Hub) Commits() int64 { return h.watch.commits.Load() }

// WaitForJobs waits until n commands stand before the writer.
func (h *Hub) WaitForJobs(n int) {
	for len(h.jobs) < n {
		runtime.Gosched()
	}
}

// Sessions counts the live connections.
func (h *Hub) Sessions() (n int) {
	h.inWriter(func() { n = len(h.fan.sessions) })
	return n
}

// Sweep ends now what has ended by itself.
func (h *Hub) Sweep() { h.sweepNow() }

// SetHelloWithin changes how long a socket may stay nameless.
func (h *Hub) SetHelloWithin(d time.Duration) { h.helloWithin = d }

// CountOne counts a command and a commit as the writer does.
func (h *Hub) CountOne() {
	h.watch.came("issue")
	h.watch.stored(time.Millisecond, 1, nil)
}

// AnswersWithin shortens for a test how long readyz waits for the writer.
func AnswersWithin(t *testing.T, d time.Duration) {
	before := answersWithin
	answersWithin = d
	t.Cleanup(func() { answersWithin = before })
}

// SetDeflate offers compression on sockets, for the benchmark that shows why the
// hub does not.
func SetDeflate(b *testing.B, on bool) {
	upgrader.EnableCompression = on
	b.Cleanup(func() { upgrader.EnableCompression = false })
}

// CommitMean is how long a transaction took on the mean.
func (h *Hub) CommitMean() time.Duration {
	var m dto.Metric
	if err := h.watch.took.Write(&m); err != nil || m.Histogram.GetSampleCount() == 0 {
		return 0
	}
	return time.Duration(m.Histogram.GetSampleSum() / float64(m.Histogram.GetSampleCount()) * float64(time.Second))
}

// MaxComments changes for a test how many comments an answer holds.
func MaxComments(t *testing.T, n int) {
	before := maxComments
	maxComments = n
	t.Cleanup(func() { maxComments = before })
}

// TicketLines is how many lines of one ticket's page are no strangers'.
const TicketLines = ticketLines
