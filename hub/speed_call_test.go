package hub_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"turno/hub/hubtest"
)

// audience500 is clients that wait for an event and note when it came.
type audience500 struct {
	conns []*websocket.Conn
	began atomic.Int64 // of the round, nanoseconds
	left  atomic.Int64 // frames that are still to come in this round
	done  chan struct{}
	mu    sync.Mutex
	took  []time.Duration
	timed atomic.Bool
}

func newAudience() *audience500 { return &audience500{done: make(chan struct{}, 1)} }

// join adds a client that reads until its line ends.
func (a *audience500) join(ws *websocket.Conn) {
	a.conns = append(a.conns, ws)
	go func() {
		var mine []time.Duration
		defer func() {
			a.mu.Lock()
			a.took = append(a.took, mine...)
			a.mu.Unlock()
			a.left.Add(-1)
		}()
		for {
			if _, _, err := ws.ReadMessage(); err != nil {
				return
			}
			if a.timed.Load() {
				mine = append(mine, time.Duration(time.Now().UnixNano()-a.began.Load()))
			}
			if a.left.Add(-1) == 0 {
				a.done <- struct{}{}
			}
		}
	}()
}

// round waits until everyone has had n frames of what do does.
func (a *audience500) round(n int, timed bool, do func()) {
	a.timed.Store(timed)
	a.left.Store(int64(n * len(a.conns)))
	a.began.Store(time.Now().UnixNano())
	do()
	<-a.done
}

// close ends all lines and gives every time that was noted.
func (a *audience500) close() []time.Duration {
	a.left.Store(int64(len(a.conns)))
	for _, c := range a.conns {
		c.Close()
	}
	for a.left.Load() > 0 {
		time.Sleep(time.Millisecond) // after the benchmark
	}
	return a.took
}

// rawLoop is the floor: a server that writes one frame, which lies ready, to one
// connection after the other.
func rawLoop(b *testing.B, n, rounds int, frame []byte) []time.Duration {
	var conns []net.Conn
	var mu sync.Mutex
	up := websocket.Upgrader{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ws, err := up.Upgrade(w, r, nil)
		if err != nil {
			b.Error(err)
			return
		}
		mu.Lock()
		conns = append(conns, ws.NetConn())
		mu.Unlock()
	}))
	defer s.Close()
	a := newAudience()
	for range n {
		ws, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(s.URL, "http"), nil)
		if err != nil {
			b.Fatal(err)
		}
		a.join(ws)
	}
	for { // the server notes a line after the client has it
		mu.Lock()
		all := len(conns)
		mu.Unlock()
		if all == n {
			break
		}
	}
	for range rounds {
		a.round(1, true, func() {
			for _, c := range conns {
				if _, err := c.Write(frame); err != nil {
					b.Error(err)
				}
			}
		})
	}
	return a.close()
}

// serverFrame is a text frame as a server writes it.
func serverFrame(size int) []byte {
	frame := []byte{0x81, 126, byte(size >> 8), byte(size)}
	return append(frame, strings.Repeat("x", size)...)
}

// BenchmarkCallTo500 is a call to five hundred screens, from the tap at the counter,
// over the disk, to each of them; raw is a loop that writes a frame of the same
// length to the same clients and stores nothing. With five stalled, five more
// have stopped reading before it begins.
func BenchmarkCallTo500(b *testing.B) {
	for _, stalled := range []int{0, 5} {
		b.Run(fmt.Sprintf("stalled=%d", stalled), func(b *testing.B) { callTo(b, 500, stalled) })
	}
}

func callTo(b *testing.B, n, stalled int) {
	asTheProgram(b)
	const size = 700 // about what the call of a ticket says to a display
	h := hubtest.Start(b, hubtest.Options{Branch: hall(1)})
	kiosk, desk := newLane(b, h.URL, "demo-kiosk-1"), newLane(b, h.URL, "demo-counter-1")
	desk.must(b, "open", `"do":"open_counter","counter":"1"`)
	ids := 0
	id := func() string { ids++; return fmt.Sprintf("x-%09d", ids) }
	for range stalled { // these fill up first
		ws, _, err := narrow.Dial("ws"+strings.TrimPrefix(h.URL, "http")+"/api/v1/stream", nil)
		if err != nil {
			b.Fatal(err)
		}
		defer ws.Close()
		if err := ws.WriteJSON(hello("demo-display-1", nil)); err != nil {
			b.Fatal(err)
		}
	}
	for range 400 {
		kiosk.must(b, id(), issueCash)
	}
	a := newAudience()
	for range n {
		ws, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(h.URL, "http")+"/api/v1/stream", nil)
		if err != nil {
			b.Fatal(err)
		}
		if err := ws.WriteJSON(hello("demo-display-1", nil)); err != nil {
			b.Fatal(err)
		}
		if _, _, err := ws.ReadMessage(); err != nil { // the snapshot
			b.Fatal(err)
		}
		a.join(ws)
	}
	var answers []time.Duration // to the tap itself: what the disk took is in them, and no screen
	b.ResetTimer()
	for range b.N {
		a.round(1, true, func() {
			began := time.Now()
			desk.must(b, id(), `"do":"call_next","counter":"1"`)
			answers = append(answers, time.Since(began))
		})
		b.StopTimer()
		a.round(3, false, func() {
			desk.must(b, id(), `"do":"serve","counter":"1"`)
			desk.must(b, id(), `"do":"finish","counter":"1"`)
			kiosk.must(b, id(), issueCash)
		})
		b.StartTimer()
	}
	b.StopTimer()
	lines := h.Hub.Sessions()
	took := a.close()
	raw := rawLoop(b, n, b.N, serverFrame(size))
	if lines < n {
		b.Errorf("%d of %d lines are left", lines, n)
	}
	b.ReportMetric(us(at(0.5, took))/1000, "p50-ms")
	b.ReportMetric(us(at(0.99, took))/1000, "p99-ms")
	b.ReportMetric(us(at(0.99, raw))/1000, "raw-p99-ms")
	b.ReportMetric(us(at(0.5, answers))/1000, "answer-p50-ms")
	b.ReportMetric(us(at(0.99, answers))/1000, "answer-p99-ms")
	b.ReportMetric(float64(at(0.99, took))/float64(at(0.99, raw)), "x-raw")
	b.ReportMetric(float64(lines-n), "stalled-left")
}
