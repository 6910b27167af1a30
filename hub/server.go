package hub

import (
	"errors"
	"log/slog"
	"math"
	"net"
	"net/http"
	"sync"
	"time"
)

// readWithin is how long an answer may take to be read; the slowest phone needs less.
const readWithin = 2 * time.Minute

// Server is the HTTP server that a hub is to be served with: its time-outs end
// lines that are opened and then say nothing, or one byte now and then, or do not read
// what they are answered. Whoever shuts it down does so after Run has ended, which
// closes the sockets.
func (h *Hub) Server() *http.Server {
	return &http.Server{
		Handler:           h.Handler(),
		ReadHeaderTimeout: 10 * time.Second, // a TLS handshake gets as much
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      readWithin,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		// What strangers send wrongly is no news, and must not fill a disk.
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug),
	}
}

// patient writes an answer that may take as long as it takes, while it is read.
type patient struct {
	w  http.ResponseWriter
	by *http.ResponseController
}

// Write sends a piece, which has the time of a whole other answer.
func (p patient) Write(b []byte) (int, error) {
	_ = p.by.SetWriteDeadline(time.Now().Add(readWithin)) // what has none needs none
	return p.w.Write(b)
}

// Listen makes lines of the connections that come, which sockets need, and bounds
// how many an address, and all together, may hold open; one too many is closed at
// once. It goes below TLS. A demo's are not bounded.
func (h *Hub) Listen(ln net.Listener) net.Listener {
	l := &lineListener{Listener: ln, each: h.limits.Conns, all: h.limits.AllConns, free: h.cfg.Proxies, from: map[string]int{}}
	if !h.limits.on {
		l.each, l.all = math.MaxInt, math.MaxInt
	}
	return l
}

type lineListener struct {
	net.Listener
	each, all int
	free      Proxies // hold as many as all together may

	mu   sync.Mutex
	from map[string]int // open connections by address
	open int
}

// Accept gives the next connection that is not one too many.
func (b *lineListener) Accept() (net.Conn, error) {
	for {
		c, err := b.Listener.Accept()
		if err != nil {
			return nil, err
		}
		from := addressOf(c.RemoteAddr().String())
		b.mu.Lock()
		ok := b.open < b.all && (b.from[from] < b.each || b.free.hold(c.RemoteAddr().String()))
		if ok {
			b.open++
			b.from[from]++
		}
		b.mu.Unlock()
		if ok {
			l, err := newLine(c, func() { b.leave(from) })
			if err != nil {
				b.leave(from)
				return nil, errors.Join(err, c.Close())
			}
			return l, nil
		}
		if tcp, ok := c.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // nothing of it is kept, not even its end
		}
		_ = c.Close()
	}
}

func (b *lineListener) leave(from string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.open--
	if b.from[from]--; b.from[from] <= 0 {
		delete(b.from, from)
	}
}
