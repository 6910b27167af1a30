package counter

import (
	"context"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"turno/counter/desk"
	"turno/hub/dial"
	"turno/hub/hubtest"
	"turno/hub/wire"
	"turno/hub/words"
	"turno/look"
)

// post is a counter at a real hub: as the command ties it together, but with
// everything that comes back drained by the test.
type post struct {
	*seat
	url    string
	paper  Paper
	work   chan func()
	client *dial.Client
	live   <-chan dial.Update
	ended  sync.WaitGroup
	hang   context.CancelFunc
	ahead  time.Duration // of the machine's clock: a finger rests without the test waiting for it
}

func newPost(t *testing.T, url string) *post {
	test.NewTempApp(t)
	p := &post{seat: &seat{t: t}, url: url, work: make(chan func(), 16)}
	var err error
	if p.paper, err = PaperAt("", t.TempDir()); err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	p.counter = New(desk.Config{Lang: words.ES, Counter: "3", SignIn: true}, look.Options{Scale: 1}.Style(look.Desk), Ways{
		Now: func() time.Time { return time.Now().Add(p.ahead) },
		Send: func(body wire.Body, done func(wire.Answer, error)) {
			client := p.client
			p.ended.Go(func() {
				a, err := client.Do(ctx, body)
				p.work <- func() { done(a, err) }
			})
		},
		Enter: func(who wire.SignIn, done func(wire.Session, error)) {
			p.ended.Go(func() {
				s, err := dial.Config{URL: url}.SignIn(ctx, who)
				p.work <- func() {
					done(s, err)
					if err == nil {
						p.open(s.Token)
					}
				}
			})
		},
		Exit: func() { p.hang() },
		Print: func(job desk.Print, bank string, at time.Time, done func(desk.PrintResult)) {
			p.ended.Go(func() {
				r := p.paper.Print(ctx, job, bank, at)
				p.work <- func() { done(r) }
			})
		},
		Wake: func(time.Time) {},
	})
	p.window = test.NewWindow(p.counter.Content())
	t.Cleanup(p.window.Close)
	p.window.SetPadded(false)
	p.window.Resize(fyne.NewSize(1366, 768))
	p.counter.Listen(p.window.Canvas())
	t.Cleanup(func() {
		if p.hang != nil {
			p.hang()
		}
		p.ended.Wait()
	})
	return p
}

func (p *post) open(token string) {
	ctx, cancel := context.WithCancel(context.Background())
	p.hang = cancel
	p.client = dial.New(dial.Config{URL: p.url, Token: token, Backoff: func(int) time.Duration { return 20 * time.Millisecond }})
	p.live = p.client.Updates()
	p.ended.Go(func() { _ = p.client.Run(ctx) })
}

// until drains what comes back until the counter is as wanted.
func (p *post) until(what string, ok func(desk.Model) bool) {
	p.t.Helper()
	late := time.After(hubtest.Patience)
	for !ok(p.counter.Model()) {
		select {
		case f := <-p.work:
			f()
		case u, open := <-p.live:
			if !open {
				p.live = nil
				continue
			}
			p.counter.Updated(u)
		case <-late:
			p.t.Fatalf("waited in vain %s; the screen says %q", what, look.Texts(p.counter.Content()))
		}
	}
}

func (p *post) reaches(want desk.Stage) {
	p.t.Helper()
	p.until("to be "+string(want), func(m desk.Model) bool {
		sent := m.Primary != nil && m.Primary.Sent
		for _, b := range m.Actions {
			sent = sent || b.Sent || !b.Live && b.Why == ""
		}
		return m.Stage == want && m.Top.Live && !sent
	})
}

// strikeLive presses a key once its action is live.
func (p *post) strikeLive(k fyne.KeyName, a desk.Action) {
	p.t.Helper()
	p.until("for "+string(a)+" to be live", func(m desk.Model) bool {
		if m.Primary != nil && m.Primary.Do == a {
			return m.Primary.Live
		}
		for _, b := range m.Actions {
			if b.Do == a {
				return b.Live
			}
		}
		return false
	})
	p.ahead += time.Second
	p.strike(k)
}

// A teller at a real hub, over real sockets: a wrong PIN, a call, a form, a
// note, an undo, and a hub that restarts in the middle of the service.
func TestATellerAtARealHub(t *testing.T) {
	b := hubtest.Start(t, hubtest.Options{})
	kiosk, manager := b.Actor("demo-kiosk-1"), b.Actor("demo-manager-1")
	p := newPost(t, b.URL)
	p.write("t3")
	p.strike(fyne.KeyTab)
	p.write("9999")
	p.strike(fyne.KeyReturn)
	p.until("for the refusal", func(m desk.Model) bool { return m.Banner != nil })
	p.shows("El usuario o el PIN no coinciden.")
	p.write("1234")
	p.strike(fyne.KeyReturn)
	p.reaches(desk.Closed)
	p.strikeLive(fyne.KeyF2, desk.Open)
	p.reaches(desk.Idle)

	ticket := kiosk.Must(wire.Issue{Service: "accounts", Language: "cs"}).Result.Ticket
	p.until("for the ticket", func(m desk.Model) bool { return m.Card != nil && m.Card.Ticket == ticket })
	p.shows("checo")
	p.strikeLive(fyne.KeyReturn, desk.CallNext)
	p.reaches(desk.Called)
	p.strikeLive(fyne.KeyF2, desk.Serve)
	p.reaches(desk.Serving)
	p.strike(fyne.KeyF9)
	p.until("for the form", func(m desk.Model) bool { return m.Banner != nil })
	p.shows("El formulario está guardado.")
	p.strike(fyne.KeyTab)
	p.write("Llega la nómina")
	b.Restart()
	p.until("to lose the hub", func(m desk.Model) bool { return !m.Top.Live })
	p.strike(fyne.KeyF8)
	p.shows("No hay conexión con la central.")
	p.until("to find the hub", func(m desk.Model) bool { return m.Top.Live })
	if got := p.counter.Model().Note.Text; got != "Llega la nómina" {
		t.Errorf("the note is %q after the hub came back", got)
	}
	p.strikeLive(fyne.KeyF8, desk.Finish)
	p.reaches(desk.Idle)
	p.strikeLive(fyne.KeyF4, desk.Undo)
	p.reaches(desk.Serving)
	p.strikeLive(fyne.KeyF8, desk.Finish)
	p.reaches(desk.Idle)

	manager.Wait("for the finished visit", func(u dial.Update) bool {
		f := u.State.Figures
		return f != nil && f.Total.Served == 1
	})
	files, err := os.ReadDir(p.paper.Name())
	if err != nil || len(files) != 1 || !strings.Contains(files[0].Name(), ticket) {
		t.Errorf("the folder of forms holds %v, %v", files, err)
	}
}
