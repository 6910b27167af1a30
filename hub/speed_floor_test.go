package hub_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkFloor is what the lanes and net/http take where nothing is decided and
// nothing is stored: it reads the command, and answers as many bytes as a ticket's
// answer has. What a ticket takes beyond it is the hub's.
func BenchmarkFloor(b *testing.B) {
	answer := make([]byte, 280)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			b.Error(err)
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_, _ = w.Write(answer)
	}))
	defer s.Close()
	for _, bench := range []struct {
		name  string
		lanes int
	}{{"alone", 1}, {"together", 64}} {
		b.Run(bench.name, func(b *testing.B) {
			lanes := make([]*lane, bench.lanes)
			for i := range lanes {
				lanes[i] = newLane(b, s.URL, "demo-kiosk-1")
			}
			var next atomic.Int64
			var all sync.WaitGroup
			took := make([][]time.Duration, bench.lanes)
			used := cpu()
			b.ResetTimer()
			for i, l := range lanes {
				all.Go(func() {
					for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
						began := time.Now()
						l.must(b, "p-000000001", issueCash)
						took[i] = append(took[i], time.Since(began))
					}
				})
			}
			all.Wait()
			b.StopTimer()
			b.ReportMetric(us(cpu()-used)/float64(b.N), "cpu-µs/request")
			b.ReportMetric(us(at(0.5, took[0])), "p50-µs")
		})
	}
}
