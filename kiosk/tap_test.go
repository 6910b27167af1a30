package kiosk_test

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"turno/forms/press"
	"turno/forms/press/presstest"
	"turno/forms/slip"
	"turno/hub/dial"
	"turno/hub/hubtest"
	"turno/hub/words"
	"turno/kiosk"
	"turno/kiosk/flow"
)

// person is somebody at a kiosk that is connected to a real hub. Everything
// that the kiosk wants done on the drawing goroutine waits in a queue that the
// test empties, so that test and kiosk never draw at once.
type person struct {
	t      *testing.T
	window fyne.Window
	screen *kiosk.Kiosk
	run    *kiosk.Runner
	work   chan func()
	now    time.Time
}

func atKiosk(t *testing.T, b *hubtest.Branch, lang words.Lang, printer kiosk.Printer) *person {
	t.Helper()
	test.NewApp()
	ctx, cancel := context.WithCancel(context.Background())
	p := &person{t: t, work: make(chan func(), 64), now: time.Now()}
	p.screen = kiosk.New(nil, func(a flow.Action) { p.run.In(flow.Touch{Action: a}) })
	hub := dial.New(dial.Config{URL: b.URL, Token: "demo-kiosk-1", Backoff: func(int) time.Duration { return 20 * time.Millisecond }})
	do := func(f func()) {
		select {
		case p.work <- f:
		case <-ctx.Done():
		}
	}
	p.run = kiosk.NewRunner(ctx, kiosk.Setup{
		Flow: flow.New(flow.Config{Language: lang, Printer: printer != nil}, p.now), Screen: p.screen, Hub: hub, Printer: printer, Do: do,
		Now: func() time.Time { return p.now }, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	p.window = test.NewTempWindow(t, p.screen.Object())
	p.window.SetPadded(false)
	p.window.Resize(fyne.NewSize(1080, 1920))
	ended := make(chan struct{}, 2)
	go func() { _ = hub.Run(ctx); ended <- struct{}{} }()
	go func() {
		for u := range hub.Updates() {
			do(func() { p.run.Update(u) })
		}
		ended <- struct{}{}
	}()
	t.Cleanup(func() { cancel(); <-ended; <-ended })
	return p
}

// sees waits until the screen says each of the words.
func (p *person) sees(words ...string) {
	p.t.Helper()
	end := time.After(hubtest.Patience)
	for {
		on := p.reads()
		missing := ""
		for _, w := range words {
			if !strings.Contains(on, w) {
				missing = w
			}
		}
		if missing == "" {
			return
		}
		select {
		case f := <-p.work:
			f()
		case <-end:
			p.t.Fatalf("the screen never said %q; it says:\n%s", missing, on)
		}
	}
}

// reads is everything on the screen, a space between its runs of words.
func (p *person) reads() string {
	var all []string
	for _, t := range scanOf(p.screen.Object()).texts {
		all = append(all, t.words)
	}
	return strings.ReplaceAll(strings.Join(all, " "), "\u00a0", " ")
}

// touches puts a finger on the control that says the words.
func (p *person) touches(words string, times int) {
	p.t.Helper()
	p.now = p.now.Add(time.Second) // people look first
	for _, target := range scanOf(p.screen.Object()).targets {
		if strings.Contains(strings.ReplaceAll(strings.Join(target.words, " "), "\u00a0", " "), words) {
			for range times {
				test.TapCanvas(p.window.Canvas(), fyne.NewPos(target.x+target.w/2, target.y+target.h/2))
			}
			return
		}
	}
	p.t.Fatalf("nothing to touch says %q on:\n%s", words, p.reads())
}

// TestTakeTicket goes from the greeting to a printed ticket of a real hub, and
// touches twice where impatient people do.
func TestTakeTicket(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{Public: "https://turno.alameda.example"})
	host := b.Actor("demo-host-1")
	slips := make(chan slip.Slip, 4)
	p := atKiosk(t, b, "", func(_ context.Context, s slip.Slip) flow.Paper {
		slips <- s
		return flow.Printed
	})
	p.sees("Español", "Čeština")
	p.touches("Čeština", 1)
	p.sees("Co dnes potřebujete?", "Vložit peníze")
	p.touches("Vložit peníze", 1)
	p.sees("Vzít si číslo")
	p.touches("Vzít si číslo", 2)
	p.sees("A001", "Lístek si vezměte dole", "Obrazovka se zavře za 30 sekund")
	s := <-slips
	if s.Ticket != "A001" || s.Lang != words.CS || s.Service == "" || s.Branch == "" || !strings.HasPrefix(s.Page, "https://turno.alameda.example/t/") {
		t.Errorf("the slip says %+v", s)
	}
	if _, err := s.Raster(slip.Epson()); err != nil {
		t.Errorf("the slip can't be drawn: %v", err)
	}
	u := host.Wait("the ticket to wait", func(u dial.Update) bool { return len(u.State.Visits) > 0 })
	if len(u.State.Visits) != 1 || u.State.Visits[0].Ticket != "A001" {
		t.Errorf("two touches made %d visits: %+v", len(u.State.Visits), u.State.Visits)
	}
	p.touches("Hotovo", 1)
	p.sees("Elija su idioma")
}

// TestPrinterFails keeps the ticket on the screen while the printer has no
// paper, then no closed cover, and prints it when somebody has seen to both.
func TestPrinterFails(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	device := presstest.New(t)
	opened, err := press.Open(device.Address())
	if err != nil {
		t.Fatal(err)
	}
	printer, err := kiosk.Press(opened, slip.Epson(), false, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	device.SetPaper(false)
	p := atKiosk(t, b, words.EN, printer)
	p.sees("English")
	p.touches("English", 1)
	p.sees("What do you need today?")
	p.touches("All services", 1)
	p.sees("How can we help?")
	p.touches("Cash", 1)
	p.sees("Take a ticket")
	p.touches("Take a ticket", 1)
	p.sees("A001", "The printer is out of paper", "we will call you all the same", "write it down")
	device.SetPaper(true)
	device.SetCover(true)
	p.touches("Print again", 1)
	p.sees("A001", "The printer is open")
	device.SetCover(false)
	p.touches("Print again", 1)
	p.sees("A001", "Take your ticket below")
	if job := <-device.Jobs(); len(job.Data) == 0 {
		t.Error("the printer says that it printed, and got nothing")
	}
}

// TestHubAway starts with no hub, takes a ticket when it comes, and says since
// when it is away again.
func TestHubAway(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	b.Stop()
	p := atKiosk(t, b, "", nil)
	p.sees("Un momento")
	p.now = p.now.Add(6 * time.Second)
	p.run.In(flow.Tick{})
	p.sees("Ahora no podemos dar turnos", "Sin conexión desde las")
	p.touches("English", 1)
	p.sees("We cannot give tickets just now")
	b.Restart()
	p.sees("Choose your language")
	p.touches("English", 1)
	p.sees("What do you need today?")
	p.touches("All services", 1)
	p.sees("How can we help?")
	p.touches("Cash", 1)
	p.touches("Take a ticket", 1)
	p.sees("A001", "write it down")
	b.Stop()
	p.touches("I have it", 1)
	p.now = p.now.Add(time.Minute)
	p.sees("Sin conexión desde las")
}

// TestTakeTicketLarge is the same path for who turned text and contrast up and
// the controls down, on a screen that lies: settings, one service a page.
func TestTakeTicketLarge(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	p := atKiosk(t, b, words.SV, nil)
	p.window.Resize(fyne.NewSize(1920, 1080))
	p.sees("Svenska")
	p.touches("Längre ner", 1)
	p.touches("Anpassa", 1)
	p.touches("Text: 100", 1)
	p.touches("Text: 150", 1)
	p.touches("Kontrast: Ljus", 1)
	p.sees("Text: 200", "Kontrast: Hög", "Knappar: Nere")
	p.touches("Klar", 1)
	p.touches("Svenska", 1)
	p.sees("Vad behöver du i dag?", "1 av 12")
	p.touches("Nästa", 1)
	p.sees("2 av 12")
	p.touches("Föregående", 1)
	p.sees("1 av 12")
	p.touches("Välj", 1)
	p.sees("Ta kölapp")
	p.touches("Ta kölapp", 2)
	p.sees("A001", "Ditt nummer är")
	p.now = p.now.Add(50 * time.Second)
	p.run.In(flow.Tick{})
	p.sees("Mer tid · 10 sekunder kvar")
	p.touches("Mer tid", 1)
	p.sees("Mer tid · 60 sekunder kvar")
	p.now = p.now.Add(time.Minute)
	p.run.In(flow.Tick{})
	p.sees("Längre ner", "Hej!") // the next person finds the kiosk as it was
}
