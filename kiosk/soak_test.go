package kiosk_test

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"
	_ "unsafe" // for the toolkit's clock

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"turno/forms/slip"
	"turno/hub/dial"
	"turno/hub/hubtest"
	"turno/hub/wire"
	"turno/kiosk"
	"turno/kiosk/flow"
	"turno/kiosk/journal"
)

var soak = flag.Duration("soak", 15*time.Minute, "simulated time of a kiosk's use whose memory is held flat; the whole form is 24h")

// toolkitNow is the clock by which the toolkit drops what it keeps of widgets
// that are gone: a minute after their last use. A simulated day takes minutes.
//
//go:linkname toolkitNow fyne.io/fyne/v2/internal/cache.timeNow
var toolkitNow func() time.Time

// calmHub answers everything at once.
type calmHub struct{ tickets int }

func (h *calmHub) DoID(_ context.Context, id string, body wire.Body) (wire.Answer, error) {
	r := &wire.Result{}
	switch b := body.(type) {
	case wire.Issue:
		h.tickets++
		ahead := h.tickets % 9
		r.Ticket, r.PeopleAhead, r.Wait = fmt.Sprintf("A%03d", h.tickets%999+1), &ahead, &wire.Wait{P50S: 300, P80S: 700}
		r.URL = "https://turno.alameda.example/t/k7Qm2x"
	case wire.Help:
		r.Call = "h1"
	case wire.Lease:
		for _, date := range []string{"2026-11-24", "2026-11-25"} {
			r.Blocks = append(r.Blocks, wire.Block{BusinessDate: date, Series: "A", Services: []string{"cash", "accounts", "loans", "complaints", "lockers"}, From: 901, To: 9000, Next: 901})
		}
		_ = b
	}
	return wire.Answer{ID: id, OK: true, Result: r}, nil
}

// memory is the heap in use after everything that can be collected was, and how
// many goroutines there are.
func memory() (heap uint64, goroutines int) {
	for range 3 {
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc, runtime.NumGoroutine()
}

// TestSoak uses a kiosk as people do, hour after hour, in every language, size
// and contrast, with the hub away now and then and a printer that fails now and
// then. All screens are laid out, one in a hundred is painted. After it the heap
// is what it was after the first sixth, within a twentieth, and no goroutine is
// left.
func TestSoak(t *testing.T) {
	test.NewApp()
	before := runtime.NumGoroutine()
	real := toolkitNow
	t.Cleanup(func() { toolkitNow = real })
	chance := rand.New(rand.NewPCG(4, 4))
	ctx, cancel := context.WithCancel(context.Background())
	clock := time.Date(2026, 11, 24, 0, 0, 30, 0, time.UTC)
	work := make(chan func(), 4096)
	toolkitNow = func() time.Time { return clock }
	j, err := journal.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	m := flow.New(flow.Config{Printer: true}, clock)
	screen := kiosk.New(nil, func(flow.Action) {})
	do := func(f func()) {
		select {
		case work <- f:
		case <-ctx.Done():
		}
	}
	hub := &calmHub{}
	r := kiosk.NewRunner(ctx, kiosk.Setup{
		Flow: m, Screen: screen, Hub: hub, Journal: j, Do: do, Now: func() time.Time { return clock }, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Printer: func(context.Context, slip.Slip) flow.Paper {
			return []flow.Paper{flow.Printed, flow.Printed, flow.Printed, flow.OutOfPaper}[chance.IntN(4)]
		},
	})
	window := test.NewWindow(screen.Object())
	window.SetPadded(false)
	window.Resize(fyne.NewSize(1080, 1920))
	drain := func() {
		for {
			select {
			case f := <-work:
				f()
			default:
				return
			}
		}
	}
	s := kiosk.Fifteen()
	s.Branch.Services, s.Queues = s.Branch.Services[:5], s.Queues[:5]
	for i := range s.Branch.Services { // the names of the lease
		s.Branch.Services[i].ID = []string{"cash", "accounts", "loans", "complaints", "lockers"}[i]
		s.Queues[i].Service = s.Branch.Services[i].ID
	}
	live, since, screens, painted := true, clock, 0, 0
	mirror := func() {
		next := s
		next.Queues = append([]wire.Queue(nil), s.Queues...)
		for i := range next.Queues {
			next.Queues[i].Waiting = chance.IntN(12)
		}
		if hour, date := clock.Hour(), clock.Format(time.DateOnly); date != s.BusinessDate || hour < 1 {
			s.BusinessDate, next.BusinessDate = date, date
		}
		r.Update(dial.Update{Live: live, Known: true, Since: since, State: next})
	}
	show := func() {
		drain()
		screens++
		if screens%100 == 0 {
			_ = window.Canvas().Capture()
			painted++
		}
	}
	// rest lets the last person go and the toolkit drop what it kept.
	rest := func() (uint64, int) {
		for range 2 {
			clock = clock.Add(6 * time.Minute)
			r.In(flow.Tick{})
			drain()
			_ = window.Canvas().Capture()
		}
		return memory()
	}
	begin, end := clock, clock.Add(*soak)
	warm := begin.Add(*soak / 6)
	var heap0 uint64
	routines0 := 0
	for clock.Before(end) {
		if heap0 == 0 && !clock.Before(warm) {
			heap0, routines0 = rest()
		}
		if away := clock.Minute() >= 50 && clock.Hour()%3 == 2; away == live {
			live, since = !away, clock
		}
		mirror()
		show()
		for range chance.IntN(9) {
			clock = clock.Add(time.Duration(1+chance.IntN(4)) * time.Second)
			all := m.View().Controls()
			if len(all) == 0 {
				break
			}
			r.In(flow.Touch{Action: all[chance.IntN(len(all))].Action})
			show()
		}
		clock = clock.Add(time.Duration(10+chance.IntN(50)) * time.Second)
		r.In(flow.Tick{})
		show()
	}
	heap, routines := rest()
	t.Logf("%v: %d screens laid out, %d painted, %d tickets; heap %.2f MB after a sixth, %.2f MB at the end; %d and %d goroutines",
		*soak, screens, painted, hub.tickets, float64(heap0)/1e6, float64(heap)/1e6, routines0, routines)
	if float64(heap) > float64(heap0)*1.05 {
		t.Errorf("the heap grew from %.2f MB to %.2f MB", float64(heap0)/1e6, float64(heap)/1e6)
	}
	if routines > routines0 {
		t.Errorf("%d goroutines, and %d after a sixth", routines, routines0)
	}
	cancel()
	window.Close()
	r.Wait()
	j.Close()
	// Whoever began a goroutine has waited for it; the last ones are on their way
	// out, and no farther from it than their turn.
	for end := time.Now().Add(hubtest.Patience); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(end) {
			all := make([]byte, 1<<20)
			t.Fatalf("%d goroutines are left of %d:\n%s", runtime.NumGoroutine(), before, all[:runtime.Stack(all, true)])
		}
	}
}
