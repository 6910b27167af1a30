package kiosk_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"testing"
	"time"

	"turno/forms/press"
	"turno/forms/slip"
	"turno/hub/words"
	"turno/kiosk"
	"turno/kiosk/flow"
)

func someSlip() slip.Slip {
	return slip.Slip{
		Lang: words.CS, Bank: "Banco Alameda", Service: "Účty a karty", Ticket: "B042", Ahead: 3, P50: 640 * time.Second, P80: 890 * time.Second,
		Arrived: time.Date(2026, 11, 24, 10, 41, 0, 0, time.UTC), Branch: "Lipová",
	}
}

// brokenPrinter answers every job with one code.
type brokenPrinter struct{ code press.Code }

func (b brokenPrinter) Print(context.Context, press.Job) error { return &press.Error{Code: b.code} }

func (b brokenPrinter) Status(context.Context) (press.Status, error) { return press.Status{}, nil }

func (b brokenPrinter) Takes(k press.Kind) bool { return k == press.ESCPOS }

func (b brokenPrinter) String() string { return "tcp://broken" }

// TestPaper: each trouble of a printer is what the person is told, and no
// trouble is taken for a printed slip.
func TestPaper(t *testing.T) {
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	for code, want := range map[press.Code]flow.Paper{
		press.PaperOut: flow.OutOfPaper, press.CoverOpen: flow.CoverOpen, press.Unreachable: flow.Unreachable,
		press.Busy: flow.Unreachable, press.Offline: flow.Unreachable, press.Fault: flow.Failed, press.Cut: flow.Failed,
	} {
		print, err := kiosk.Press(brokenPrinter{code}, slip.Epson(), false, log)
		if err != nil {
			t.Fatal(err)
		}
		if got := print(t.Context(), someSlip()); got != want {
			t.Errorf("%s: the person is told %s, want %s", code, got, want)
		}
	}
	print, _ := kiosk.Press(brokenPrinter{}, slip.Epson(), false, log)
	if got := print(t.Context(), slip.Slip{}); got != flow.Failed {
		t.Errorf("a slip with nothing on it: %s", got)
	}
}

// TestPressTCP sends a slip to a printer on port 9100's kind of socket, byte
// by byte what forms/slip drew.
func TestPressTCP(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	got := make(chan []byte, 1)
	go func() {
		c, err := ln.Accept()
		if err != nil {
			got <- nil
			return
		}
		defer c.Close()
		b, _ := io.ReadAll(c)
		got <- b
	}()
	p, err := press.Open("tcp://" + ln.Addr().String() + "?status=none")
	if err != nil {
		t.Fatal(err)
	}
	print, err := kiosk.Press(p, slip.Epson(), false, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	if paper := print(t.Context(), someSlip()); paper != flow.Printed {
		t.Fatalf("the slip is %s", paper)
	}
	want, err := someSlip().Raster(slip.Epson())
	if err != nil {
		t.Fatal(err)
	}
	if b := <-got; !bytes.Contains(b, want) {
		t.Errorf("the printer got %d bytes, and not the slip's %d among them", len(b), len(want))
	}
	ln.Close()
	if paper := print(t.Context(), someSlip()); paper != flow.Unreachable {
		t.Errorf("with nobody there the slip is %s", paper)
	}
}
