package main_test

import (
	"bytes"
	"maps"
	"os"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/google/go-cmp/cmp"

	"turno/counter"
	"turno/counter/desk"
	"turno/forms"
	"turno/hub/dial"
	"turno/hub/hubtest"
	"turno/hub/wire"
	"turno/hub/words"
	"turno/kiosk"
	"turno/kiosk/flow"
)

// A person fills in the account form at the kiosk and takes a ticket with it;
// the teller who serves that ticket opens the form and prints it with what was
// written; afterwards the person rates the visit, and the manager has the
// figures. The apps' own flows and screens, a real hub, real sockets.
func TestAFormFromTheKioskToTheCounter(t *testing.T) {
	test.NewTempApp(t)
	b := hubtest.Start(t, hubtest.Options{})
	g := newGlass(t)
	p := g.patron(b.URL)
	c := g.teller(b.URL, t.TempDir())

	g.until("the kiosk greets", func() bool { return shows(p.screen.Object(), "Čeština") })
	g.tap(p.screen.Object(), "Čeština")
	p.m.Enter(flow.OpenForms)
	p.run.In(flow.Tick{})
	g.until("the form is offered", func() bool { return shows(p.screen.Object(), "Založení účtu") })
	g.tap(p.screen.Object(), "Začít")
	g.until("the first question is asked", func() bool { return shows(p.screen.Object(), "Příjmení") })
	given := p.fill()
	g.until("the review is there", func() bool { return shows(p.screen.Object(), "Je všechno správně?") })
	g.tap(p.screen.Object(), "Vše je správně")
	g.until("it may go to the counter", func() bool { return shows(p.screen.Object(), "Formulář půjde s") })
	g.tap(p.screen.Object(), "Formulář půjde s")
	g.until("the form is with the ticket", func() bool { return shows(p.screen.Object(), "Formulář už je u") })
	g.tap(p.screen.Object(), "Ukázat číslo")
	g.until("the ticket is there", func() bool { return shows(p.screen.Object(), "B001") })

	g.until("the counter may be opened", func() bool { return g.press(c.Counter, desk.Open) })
	g.until("the teller calls", func() bool { return g.press(c.Counter, desk.CallNext) })
	g.until("the teller serves", func() bool { return g.press(c.Counter, desk.Serve) })
	g.until("the form can be opened", func() bool { return c.Model().Print != nil && c.Model().Print.Label == "Open the form" })
	g.desk.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyF9})
	g.until("it is open", func() bool { return c.Model().Panel != nil && c.Model().Panel.For == desk.ReadForm })
	if s := strings.Join(texts(c.Content()), " "); !strings.Contains(s, given["surname"]) || !strings.Contains(s, "Only this counter sees it") {
		t.Errorf("the desk says %q", s)
	}
	g.desk.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	g.until("it is printed", func() bool { return c.printed.File != "" || c.printed.Err != nil })
	c.compare(t, given)

	// The rating, once it was served and never before.
	g.until("the kiosk greets again", func() bool {
		p.run.In(flow.Touch{Action: flow.Action{Verb: flow.Done}})
		return shows(p.screen.Object(), "Español")
	})
	p.rate("B001")
	g.until("the kiosk says that it is too early", func() bool { return shows(p.screen.Object(), "Todavía no le han atendido") })
	g.until("the teller finishes", func() bool { return g.press(c.Counter, desk.Finish) })
	g.until("the counter is free", func() bool { return c.Model().Stage == desk.Idle })
	p.rate("B001")
	g.until("the kiosk says thanks", func() bool { return shows(p.screen.Object(), "Gracias") })
	s, err := dial.Fetch(t.Context(), b.URL, "demo-manager-1")
	if err != nil {
		t.Fatal(err)
	}
	f := s.Figures.Total
	got := []float64{float64(f.Ratings), float64(f.CSATs), f.CSAT, float64(f.NPSs), f.NPS, float64(f.CESs), f.CES}
	if d := cmp.Diff([]float64{1, 1, 1, 1, 1, 0, 0}, got); d != "" {
		t.Errorf("ratings, CSAT, NPS, CES with their answers (-want +got):\n%s", d)
	}
}

// patron is a person at the kiosk.
type patron struct {
	t      *testing.T
	g      *glass
	m      *flow.Machine
	run    *kiosk.Runner
	screen *kiosk.Kiosk
}

func (g *glass) patron(url string) *patron {
	screen, run, m := g.kiosk(url)
	return &patron{t: g.t, g: g, m: m, run: run, screen: screen}
}

func (p *patron) touch(v flow.Verb, arg string) {
	p.g.later += time.Second
	p.run.In(flow.Touch{Action: flow.Action{Verb: v, Arg: arg}})
}

func (p *patron) types(text string) {
	for _, r := range text {
		p.touch(flow.Type, string(r))
	}
}

// fill answers the form's questions as they come and leaves out what may be
// left out; it gives what the form then holds.
func (p *patron) fill() map[string]string {
	p.t.Helper()
	form, err := forms.Load("AC-01")
	if err != nil {
		p.t.Fatal(err)
	}
	written := map[string]string{"surname": "nováková", "id_number": "X1234567L", "birth_date": "14051979", "phone": "600123456", "income": "1250"}
	given := map[string]string{}
	for range 80 {
		v := p.m.View()
		if v.Screen == flow.FormReview {
			maps.Copy(given, map[string]string{"birth_date": "1979-05-14", "surname": "Nováková"})
			return given
		}
		for _, f := range form.Fields() {
			if words.Pick(f.Label, words.CS) != v.Title || given[f.Key] != "" || !f.Required {
				continue
			}
			if len(v.Choices) > 0 {
				given[f.Key] = v.Choices[0].Action.Arg
				p.touch(flow.Pick, given[f.Key])
			} else {
				given[f.Key] = written[f.Key]
				if given[f.Key] == "" {
					given[f.Key] = "Ab"
				}
				p.types(strings.ToLower(given[f.Key]))
			}
			break
		}
		if now := p.m.View(); now.Title == v.Title {
			p.touch(flow.Continue, "")
		}
	}
	p.t.Fatalf("the form has no end: %+v", p.m.View())
	return nil
}

// rate goes through the rating, with two of its three figures.
func (p *patron) rate(ticket string) {
	p.touch(flow.Done, "")
	p.m.Enter(flow.OpenFeedback)
	p.types(ticket)
	p.touch(flow.Continue, "")
	p.touch(flow.Pick, "5")
	p.touch(flow.Pick, "10")
	p.touch(flow.Continue, "") // no CES
	p.touch(flow.Continue, "") // no comment
}

// teller is a counter that opens and prints forms.
type teller struct {
	*counter.Counter
	job     desk.Print
	bank    string
	at      time.Time
	printed desk.PrintResult
}

func (g *glass) teller(url, dir string) *teller {
	paper, err := counter.PaperAt("", dir)
	if err != nil {
		g.t.Fatal(err)
	}
	c := &teller{}
	c.Counter = g.counter(url, func(w *counter.Ways) {
		w.Look = func(ticket string, done func(wire.Drafts, error)) {
			g.wait.Go(func() {
				found, err := dial.Config{URL: url, Token: "demo-counter-3"}.Drafts(g.ctx, ticket)
				g.Do(func() { done(found, err) })
			})
		}
		w.Print = func(job desk.Print, bank string, at time.Time, done func(desk.PrintResult)) {
			c.job, c.bank, c.at = job, bank, at
			c.printed = paper.Print(g.ctx, job, bank, at)
			done(c.printed)
		}
	})
	return c
}

// compare holds the PDF that was printed against one made of what the person
// wrote: the same print gives the same bytes.
func (c *teller) compare(t *testing.T, given map[string]string) {
	t.Helper()
	if d := cmp.Diff(given, c.job.Values); d != "" {
		t.Errorf("what was printed is not what was written (-written +printed):\n%s", d)
	}
	form, err := forms.Load("AC-01")
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if err := form.PDF(&want, forms.Print{Lang: words.CS, Ticket: "B001", Bank: c.bank, Values: given, At: c.at}); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(c.printed.File)
	if err != nil || !bytes.Equal(got, want.Bytes()) {
		t.Errorf("the file %s has %d bytes (%v), and not the %d of the form with those values", c.printed.File, len(got), err, want.Len())
	}
}
