package kiosk

import (
	"context"
	"io"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"turno/forms/press"
	"turno/forms/press/presstest"
	"turno/forms/slip"
	"turno/hub/wire"
	"turno/kiosk/flow"
)

// listener is a hub that keeps what it is told of a kiosk.
type listener chan wire.Report

func (l listener) DoID(ctx context.Context, id string, body wire.Body) (wire.Answer, error) {
	select {
	case l <- body.(wire.Report):
		return wire.Answer{OK: true}, nil
	case <-ctx.Done():
		return wire.Answer{}, ctx.Err()
	}
}

type watched struct {
	*watcher
	told chan flow.PrinterIs
	tick chan time.Time
}

// watching runs a watcher for as long as the test lasts; each send on tick is a
// quarter of a minute.
func watching(t *testing.T, hub Hub, p press.Printer) watched {
	t.Helper()
	told, tick := make(chan flow.PrinterIs, 20), make(chan time.Time)
	w := newWatcher(Setup{
		Hub: hub, Version: "0.1.0", Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Status: StatusOf(p),
		Printer: func(context.Context, slip.Slip) flow.Paper { return flow.Printed },
	}, func(p flow.PrinterIs) { told <- p })
	w.tick = tick
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { w.run(ctx); close(ended) }()
	t.Cleanup(func() { cancel(); <-ended })
	return watched{w, told, tick}
}

func wantReport(t *testing.T, hub listener, want wire.Report) {
	t.Helper()
	want.Version = "0.1.0"
	select {
	case got := <-hub:
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("reported (-want +got):\n%s", d)
		}
	case <-time.After(time.Minute):
		t.Fatalf("never reported %+v", want)
	}
}

// TestStaffHearsFirst: a roll that runs low, an open cover and a printer that
// is gone are told to the hub without any customer at the kiosk, once each, and
// again to a hub that was away.
func TestStaffHearsFirst(t *testing.T) {
	device := presstest.New(t)
	p, err := press.Open(device.Address() + "?patience=5s")
	if err != nil {
		t.Fatal(err)
	}
	hub := make(listener, 20)
	w := watching(t, hub, p)
	w.fares(true, 0)
	wantReport(t, hub, wire.Report{Printer: "ok"})
	device.SetLow(true)
	w.tick <- time.Time{}
	wantReport(t, hub, wire.Report{Printer: "paper_low"})
	w.tick <- time.Time{} // nothing new: nothing is said
	device.SetCover(true)
	w.tick <- time.Time{}
	wantReport(t, hub, wire.Report{Printer: "cover_open"})
	w.fares(true, 2)
	wantReport(t, hub, wire.Report{Printer: "cover_open", Unprinted: 2})
	w.fares(false, 2)
	device.SetCover(false)
	device.SetPaper(false)
	w.tick <- time.Time{}
	w.tick <- time.Time{}
	w.fares(true, 2)
	wantReport(t, hub, wire.Report{Printer: "paper_out", Unprinted: 2})
	for _, want := range []string{"paper_low", "cover_open", "paper_out"} {
		if got := <-w.told; got.State != want {
			t.Errorf("the kiosk was told %s, want %s", got.State, want)
		}
	}
	asked := device.Asked()
	w.press.Lock() // a slip is being printed
	w.tick <- time.Time{}
	w.tick <- time.Time{}
	w.press.Unlock()
	if device.Asked() != asked {
		t.Error("the printer is asked while it prints")
	}
}

// TestSlipsTell: what comes of a slip is known before the printer is asked.
func TestSlipsTell(t *testing.T) {
	hub := make(listener, 20)
	w := watching(t, hub, mute{})
	w.fares(true, 0)
	wantReport(t, hub, wire.Report{Printer: "ok"})
	for paper, want := range map[flow.Paper]string{
		flow.OutOfPaper: "paper_out", flow.CoverOpen: "cover_open", flow.Unreachable: "unreachable", flow.Failed: "failed",
	} {
		w.pressed(paper)
		wantReport(t, hub, wire.Report{Printer: want})
		w.pressed(flow.Printed)
		wantReport(t, hub, wire.Report{Printer: "ok"})
	}
}

// mute is a printer that can't be asked.
type mute struct{}

func (mute) Print(context.Context, press.Job) error       { return nil }
func (mute) Status(context.Context) (press.Status, error) { return press.Status{}, nil }
func (mute) Takes(press.Kind) bool                        { return true }
func (mute) String() string                               { return "file:///dev/null" }
