package flow

import (
	"testing"
	"time"
)

// late is a kiosk at the greeting with slips that wait for its printer.
func late(t *testing.T, tickets ...string) (*Machine, time.Time) {
	t.Helper()
	at := time.Date(2026, 11, 24, 9, 41, 0, 0, time.UTC)
	m := New(Config{Printer: true}, at)
	m.Do(Mirror{Live: true, Since: at, State: branch()}, at)
	for _, number := range tickets {
		m.put(&ticket{number: number, asked: true, paper: OutOfPaper, slip: Slip{Ticket: number, At: at}})
	}
	return m, at
}

// TestLaterSlipsAreBounded: a roll that is put in after a long day does not
// empty itself.
func TestLaterSlipsAreBounded(t *testing.T) {
	m, at := late(t)
	for range 3 * maxLater {
		m.put(&ticket{number: "A001", asked: true, paper: OutOfPaper, slip: Slip{Ticket: "A001", At: at}})
	}
	if m.Unprinted() != maxLater {
		t.Errorf("%d slips wait, at most %d may", m.Unprinted(), maxLater)
	}
	m.Do(Tick{}, at.Add(laterTime))
	if m.Unprinted() != 0 {
		t.Errorf("%d slips wait after %v", m.Unprinted(), laterTime)
	}
}

// TestLaterSlipIsGivenUp: a printer that says that it works and never prints is
// tried so often and no more.
func TestLaterSlipIsGivenUp(t *testing.T) {
	m, at := late(t, "A001", "A002")
	tries := 0
	for range 20 {
		for _, e := range m.Do(PrinterIs{State: "ok"}, at) {
			tries++
			m.Do(Pressed{Ticket: e.(Print).Slip.Ticket, Paper: Failed}, at)
		}
	}
	if tries != 2*maxTries || m.Unprinted() != 0 {
		t.Errorf("two slips were tried %d times, %d still wait", tries, m.Unprinted())
	}
}

// TestLaterSlipEndsWhileItPrints: the ticket is called in the middle of its
// late slip; the next one comes all the same.
func TestLaterSlipEndsWhileItPrints(t *testing.T) {
	m, at := late(t, "A001", "A002")
	if e := m.Do(PrinterIs{State: "paper_low"}, at); len(e) != 1 || e[0].(Print).Slip.Ticket != "A001" {
		t.Fatalf("effects %v", e)
	}
	if e := m.Do(Ended{Ticket: "A001"}, at); len(e) != 0 {
		t.Errorf("a second slip is printed meanwhile: %v", e)
	}
	if e := m.Do(Pressed{Ticket: "A001", Paper: Printed}, at); len(e) != 1 || e[0].(Print).Slip.Ticket != "A002" {
		t.Errorf("effects %v", e)
	}
}
