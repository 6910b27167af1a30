package kiosk

import (
	"context"
	"io"
	"log/slog"
	"runtime"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"turno/forms/slip"
	"turno/kiosk/flow"
)

// TestWaitForThePrinter: who ends a kiosk waits for the slip that is on its way
// to the printer, too.
func TestWaitForThePrinter(t *testing.T) {
	test.NewApp()
	ctx, cancel := context.WithCancel(t.Context())
	at := time.Date(2026, 11, 24, 9, 41, 0, 0, time.UTC)
	begun, ended := make(chan struct{}), false
	r := NewRunner(ctx, Setup{
		Flow: flow.New(flow.Config{Printer: true}, at), Screen: New(nil, func(flow.Action) {}), Do: func(f func()) { f() },
		Now: func() time.Time { return at }, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Printer: func(ctx context.Context, _ slip.Slip) flow.Paper {
			close(begun)
			<-ctx.Done()
			for range 10_000 { // takes its time
				runtime.Gosched()
			}
			ended = true
			return flow.Failed
		},
	})
	r.print(flow.Slip{Ticket: "A001", Language: "es"})
	<-begun
	cancel()
	if r.Wait(); !ended {
		t.Error("the printer was still at it")
	}
}
