package kiosk_test

import (
	"io"
	"log/slog"
	"testing"
	"time"

	"turno/forms/press"
	"turno/forms/press/presstest"
	"turno/forms/slip"
	"turno/kiosk"
	"turno/kiosk/flow"
)

// TestLists prints what to bring on a printer on TCP, in the printer's letters
// and drawn, and says why where it can't.
func TestLists(t *testing.T) {
	device := presstest.New(t)
	p, err := press.Open(device.Address())
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	s := flow.InfoSlip{
		Number: 1, Language: "cs", Service: "accounts", Title: "Účty a karty", Heading: "Co mít s sebou",
		Lines: []string{"Občanský průkaz nebo pas", "Doklad o adrese"}, At: time.Date(2026, 11, 24, 10, 41, 0, 0, time.UTC),
	}
	for _, letters := range []bool{false, true} {
		if got := kiosk.PressLists(p, slip.Epson(), letters, log)(t.Context(), "Banco Alameda", "Lipová", s); got != flow.Printed {
			t.Fatalf("letters %v: the list is %s", letters, got)
		}
		if job := <-device.Jobs(); len(job.Data) == 0 {
			t.Errorf("letters %v: the printer got nothing", letters)
		}
	}
	device.SetPaper(false)
	if got := kiosk.PressLists(p, slip.Epson(), false, log)(t.Context(), "Banco Alameda", "Lipová", s); got != flow.OutOfPaper {
		t.Errorf("with no paper the list is %s", got)
	}
	s.Lines = nil
	device.SetPaper(true)
	if got := kiosk.PressLists(p, slip.Epson(), false, log)(t.Context(), "Banco Alameda", "Lipová", s); got != flow.Failed {
		t.Errorf("a list with nothing on it is %s", got)
	}
}
