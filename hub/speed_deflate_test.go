package hub_test

import (
	"context"
	"fmt"
	"net"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/gorilla/websocket"

	"turno/hub"
	"turno/hub/hubtest"
)

// counted counts what comes over a connection.
type counted struct {
	net.Conn
	bytes *atomic.Int64
}

func (c counted) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.bytes.Add(int64(n))
	return n, err
}

// BenchmarkDeflate is what compression would give and cost on a socket: a display
// and a manager's screen come, and a thousand displays hear of each ticket. The
// figures are in doc.go, with what follows from them.
func BenchmarkDeflate(b *testing.B) {
	for name, on := range map[string]bool{"plain": false, "deflate": true} {
		b.Run(name, func(b *testing.B) {
			hub.SetDeflate(b, on)
			h := hubtest.Start(b, hubtest.Options{})
			kiosk := newLane(b, h.URL, "demo-kiosk-1")
			for i := range 100 {
				kiosk.must(b, fmt.Sprint("w-", i), issueCash)
			}
			var bytes atomic.Int64
			d := &websocket.Dialer{EnableCompression: on, NetDialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				c, err := (&net.Dialer{}).DialContext(ctx, network, address)
				return counted{c, &bytes}, err
			}}
			join := func(token string) (*websocket.Conn, int64) {
				before := bytes.Load()
				ws, _, err := d.Dial("ws"+strings.TrimPrefix(h.URL, "http")+"/api/v1/stream", nil)
				if err != nil {
					b.Fatal(err)
				}
				if err := ws.WriteJSON(hello(token, nil)); err != nil {
					b.Fatal(err)
				}
				if _, _, err := ws.ReadMessage(); err != nil {
					b.Fatal(err)
				}
				return ws, bytes.Load() - before
			}
			manager, managers := join("demo-manager-1")
			manager.Close()
			a := newAudience()
			var displays int64
			for range 1000 {
				var ws *websocket.Conn
				ws, displays = join("demo-display-1")
				a.join(ws)
			}
			came, used := bytes.Load(), cpu()
			b.ResetTimer()
			for i := range b.N {
				a.round(1, true, func() { kiosk.must(b, fmt.Sprint("d-", i), issueCash) })
			}
			b.StopTimer()
			used = cpu() - used
			frames := float64(1000 * b.N)
			came = bytes.Load() - came
			took := a.close()
			b.ReportMetric(us(at(0.5, took))/1000, "p50-ms")
			b.ReportMetric(us(at(0.99, took))/1000, "p99-ms")
			b.ReportMetric(float64(came)/frames, "bytes/event")
			b.ReportMetric(us(used)/frames, "cpu-µs/event")
			b.ReportMetric(float64(displays)/1024, "display-KiB")
			b.ReportMetric(float64(managers)/1024, "manager-KiB")
		})
	}
}
