package kiosk_test

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"turno/forms/slip"
	"turno/hub/dial"
	"turno/hub/voice"
	"turno/hub/wire"
	"turno/hub/words"
	"turno/kiosk"
	"turno/kiosk/flow"
)

var update = flag.Bool("update", false, "write what is heard into testdata")

// ear is a Mouth that writes down what it is told to say.
type ear struct {
	lines   []string
	missing voice.Reason
	changed func()
}

func (e *ear) Say(u flow.Utterance, _ flow.Ease) {
	if u.Chime {
		e.lines = append(e.lines, "(chime)")
	}
	for _, l := range u.Lines {
		e.lines = append(e.lines, fmt.Sprintf("%s: %s", l.Lang, l.Text))
	}
}

func (e *ear) Missing() voice.Reason { return e.missing }
func (e *ear) Changed(f func())      { e.changed = f }

// given is a hub that gives everybody the same ticket.
type given struct{}

func (given) DoID(_ context.Context, id string, body wire.Body) (wire.Answer, error) {
	ahead := 3
	return wire.Answer{ID: id, OK: true, Result: &wire.Result{
		Ticket: "B042", PeopleAhead: &ahead, Wait: &wire.Wait{P50S: 640, P80S: 890}, URL: "https://turno.alameda.example/t/k7Qm2x",
	}}, nil
}

// blind is somebody at a kiosk who sees nothing of it: keys go in, words come
// out. What the kiosk does in the background waits in work until it is let in.
type blind struct {
	t    *testing.T
	run  *kiosk.Runner
	m    *flow.Machine
	ear  *ear
	k    *kiosk.Kiosk
	work chan func()
	now  time.Time
	out  strings.Builder
}

func inTheDark(t *testing.T, lang words.Lang, state wire.State) *blind {
	t.Helper()
	test.NewApp()
	at := time.Date(2026, 11, 24, 9, 41, 10, 0, time.UTC)
	b := &blind{t: t, ear: &ear{}, work: make(chan func(), 64), now: at}
	b.m = flow.New(flow.Config{Language: lang, Printer: true, Aloud: flow.AloudAuto}, at)
	b.k = kiosk.New(nil, func(a flow.Action) { b.run.In(flow.Touch{Action: a}) })
	ctx, cancel := context.WithCancel(context.Background())
	b.run = kiosk.NewRunner(ctx, kiosk.Setup{
		Flow: b.m, Screen: b.k, Hub: given{}, Voice: b.ear,
		Printer: func(context.Context, slip.Slip) flow.Paper { return flow.Printed },
		Do:      func(f func()) { b.work <- f },
		Now:     func() time.Time { return b.now },
		Log:     slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	t.Cleanup(func() {
		cancel()
		b.run.Wait()
	})
	b.k.Object().Resize(fyne.NewSize(1080, 1920))
	b.run.Update(dial.Update{Live: true, Since: at, State: state})
	return b
}

// press presses a key a second after the last thing that happened, and notes
// what is heard.
func (b *blind) press(keys ...flow.Key) {
	b.t.Helper()
	for _, k := range keys {
		b.now = b.now.Add(time.Second)
		fmt.Fprintf(&b.out, "\n> %s\n", k)
		b.run.Key(k)
		b.hear()
	}
}

func (b *blind) hear() {
	for _, l := range b.ear.lines {
		b.out.WriteString(l + "\n")
	}
	b.ear.lines = nil
}

// until lets in what the kiosk does in the background until the screen is s.
func (b *blind) until(what string, there func(flow.View) bool) {
	b.t.Helper()
	fmt.Fprintf(&b.out, "\n> (%s)\n", what)
	for !there(b.m.View()) {
		select {
		case f := <-b.work:
			f()
		case <-time.After(20 * time.Second):
			b.t.Fatalf("never: %s; heard\n%s", what, b.out.String())
		}
	}
	b.hear()
}

// pass lets time go by.
func (b *blind) pass(d time.Duration) {
	fmt.Fprintf(&b.out, "\n> (%s later)\n", d)
	b.now = b.now.Add(d)
	b.run.In(flow.Tick{})
	b.hear()
}

// goTo presses next until the focus is on an action.
func (b *blind) goTo(a flow.Action) {
	b.t.Helper()
	for range 80 {
		if at, _ := b.k.RingAt(); at == a {
			return
		}
		b.press(flow.KeyNext)
	}
	b.t.Fatalf("no number of nexts comes to %v; heard\n%s", a, b.out.String())
}

// TestHeard is the way of somebody who sees nothing, from the greeting to the
// slip in the hand, by five keys: what is heard in each language is a file of
// testdata. -update writes them anew, for a person to read.
func TestHeard(t *testing.T) {
	for _, lang := range words.All {
		t.Run(string(lang), func(t *testing.T) {
			b := inTheDark(t, lang, kiosk.StoryState())
			b.press(flow.KeyNext)
			b.goTo(flow.Action{Verb: flow.Speak, Arg: string(lang)})
			b.press(flow.KeySelect)
			b.toTicket()
			b.until("the slip is printed", func(v flow.View) bool { return v.Pass != nil && v.Pass.Paper == flow.Printed })
			b.press(flow.KeyHelp, flow.KeyHelp, flow.KeyBack)
			b.goTo(flow.Action{Verb: flow.More})
			b.press(flow.KeySelect, flow.KeyFaster, flow.KeyLouder)
			b.pass(160 * time.Second)
			b.pass(10 * time.Second)
			b.goTo(flow.Action{Verb: flow.Done})
			b.press(flow.KeySelect)
			file := filepath.Join("testdata", "heard", string(lang)+".txt")
			got := strings.TrimLeft(b.out.String(), "\n")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got); d != "" {
				t.Errorf("something else was heard (-want +got):\n%s", d)
			}
		})
	}
}

// toTicket goes from the first question to the ticket of a service, wherever
// the flow puts its list.
func (b *blind) toTicket() {
	b.t.Helper()
	choose := flow.Action{Verb: flow.Choose, Arg: "accounts"}
	for range 12 {
		v := b.m.View()
		for _, a := range []flow.Action{{Verb: flow.Take}, {Verb: flow.JoinAnyway}, choose, {Verb: flow.Need, Arg: "accounts"}, {Verb: flow.ByService}, {Verb: flow.Next}} {
			if v.Pass != nil {
				return
			}
			if offers(v, a) {
				b.goTo(a)
				b.press(flow.KeySelect)
				break
			}
		}
		if a := b.m.View(); a.Screen == flow.OneService {
			if t, ok := a.Button(flow.Take); ok && t.Sent {
				return
			}
		}
	}
	b.t.Fatalf("the keys come to no ticket; heard\n%s", b.out.String())
}

func offers(v flow.View, a flow.Action) bool {
	for _, s := range v.Stops() {
		if s.Button.Action == a && s.Live() {
			return true
		}
	}
	return false
}
