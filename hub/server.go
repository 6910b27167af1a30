package hub

import (
	"context"
	"log/slog"
	"net"
	"net/http"
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
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			return context.WithValue(ctx, lineKey{}, lineUnder(c))
		},
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
