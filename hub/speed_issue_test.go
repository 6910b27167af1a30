package hub_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"turno/hub"
	"turno/hub/hubtest"
)

// lane is one kept-alive HTTP connection. It writes and reads by itself, so
// that a benchmark on a small machine measures the hub and not its client.
type lane struct {
	conn  net.Conn
	in    *bufio.Reader
	out   []byte
	token string
}

func newLane(tb testing.TB, url, token string) *lane {
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { conn.Close() })
	return &lane{conn: conn, in: bufio.NewReader(conn), token: token}
}

// post sends a command and gives the status and the body.
func (l *lane) post(body string) (status int, answer []byte, err error) {
	l.out = fmt.Appendf(l.out[:0], "POST /api/v1/commands HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s", l.token, len(body), body)
	if _, err := l.conn.Write(l.out); err != nil {
		return 0, nil, err
	}
	line, err := l.in.ReadSlice('\n')
	if err != nil || len(line) < 12 {
		return 0, nil, fmt.Errorf("answered %q: %w", line, err)
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, nil, err
	}
	length := 0
	for {
		line, err := l.in.ReadSlice('\n')
		if err != nil {
			return 0, nil, err
		}
		if line = bytes.TrimSpace(line); len(line) == 0 {
			break
		}
		if n, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(n)); err != nil {
				return 0, nil, err
			}
		}
	}
	answer = make([]byte, length)
	_, err = io.ReadFull(l.in, answer)
	return status, answer, err
}

// must posts a command that has to be carried out.
func (l *lane) must(tb testing.TB, id, fields string) []byte {
	status, answer, err := l.post(`{"id":"` + id + `",` + fields + `}`)
	if err != nil || status != 200 {
		tb.Errorf("%s: %d %s %v", fields, status, answer, err)
	}
	return answer
}

// asTheProgram sets this process's memory as turno-hub sets its own.
func asTheProgram(b *testing.B) {
	percent, limit := debug.SetGCPercent(hub.GCPercent), debug.SetMemoryLimit(hub.MemoryLimit)
	b.Cleanup(func() { debug.SetGCPercent(percent); debug.SetMemoryLimit(limit) })
}

const issueCash = `"do":"issue","service":"cash","language":"es"`

// BenchmarkIssueAlone is one client on one kept-alive connection beside the raw
// disk: x-disk is the median of its answers in medians of a raw append. The hall
// is emptied now and then, as no branch has thousands waiting.
func BenchmarkIssueAlone(b *testing.B) {
	asTheProgram(b)
	h := hubtest.Start(b, hubtest.Options{})
	raw := newDisk(b, h.Dir)
	kiosk, host := newLane(b, h.URL, "demo-kiosk-1"), newLane(b, h.URL, "demo-host-1")
	for c := range 6 {
		newLane(b, h.URL, fmt.Sprint("demo-counter-", c+1)).must(b, "open", fmt.Sprintf(`"do":"open_counter","counter":"%d"`, c+1))
	}
	var took []time.Duration
	raw.append(200)
	for n := 0; b.Loop(); n++ {
		began := time.Now()
		answer := kiosk.must(b, fmt.Sprintf("b-%09d", n), issueCash)
		took = append(took, time.Since(began))
		b.StopTimer()
		if n%4 == 3 { // beside: the disk has good and bad moments
			raw.append(4)
		}
		if n > 50 {
			_ = answer
			host.must(b, fmt.Sprintf("l-%09d", n), fmt.Sprintf(`"do":"leave","ticket":"A%03d"`, n-50))
		}
		b.StartTimer()
	}
	b.ReportMetric(us(at(0.5, took)), "p50-µs")
	b.ReportMetric(us(at(0.99, took)), "p99-µs")
	b.ReportMetric(us(h.Hub.CommitMean()), "commit-mean-µs")
	b.ReportMetric(us(at(0.5, raw.took)), "disk-p50-µs")
	b.ReportMetric(float64(at(0.5, took))/float64(at(0.5, raw.took)), "x-disk")
}

// BenchmarkIssueTogether is sixty-four clients at once beside the raw disk:
// per-disk-sync is the tickets of a second in syncs that the disk alone can do
// in one. It goes on in a new branch when hallful people wait, so that the hub is
// measured and not a hall that no branch has.
func BenchmarkIssueTogether(b *testing.B) {
	asTheProgram(b)
	const hallful = 5000 // many times what waits anywhere
	var together struct {
		commits int64
		used    time.Duration
		raw     []time.Duration
	}
	b.StopTimer()
	for left := b.N; left > 0; left -= hallful {
		h := hubtest.Start(b, hubtest.Options{})
		raw := newDisk(b, h.Dir)
		lanes := make([]*lane, 64)
		for i := range lanes {
			lanes[i] = newLane(b, h.URL, "demo-kiosk-1")
		}
		raw.append(400)
		var next atomic.Int64
		var all sync.WaitGroup
		commits, used := h.Hub.Commits(), cpu()
		b.StartTimer()
		for _, l := range lanes {
			all.Go(func() {
				for n := next.Add(1); n <= int64(min(left, hallful)); n = next.Add(1) {
					l.must(b, fmt.Sprintf("p-%09d", n), issueCash)
				}
			})
		}
		all.Wait()
		b.StopTimer()
		together.used += cpu() - used
		together.commits += h.Hub.Commits() - commits
		raw.append(400)
		together.raw = append(together.raw, raw.took...)
		h.Stop()
		h.Hub, h.Server = nil, nil // else the collector would have all the branches before to look through
	}
	rate := float64(b.N) / b.Elapsed().Seconds()
	disk := perSecond(together.raw)
	b.ReportMetric(rate, "tickets/s")
	b.ReportMetric(float64(b.N)/float64(together.commits), "per-commit")
	b.ReportMetric(disk, "disk-syncs/s")
	b.ReportMetric(rate/disk, "per-disk-sync")
	b.ReportMetric(us(together.used)/float64(b.N), "cpu-µs/ticket")
}
