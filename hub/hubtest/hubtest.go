// Package hubtest runs a real hub inside a test: the real store in a folder of
// the test's, real sockets on a free port, and actors that speak to it as the
// apps do. Only tests import it.
package hubtest

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"turno/hub"
	"turno/hub/branch"
	"turno/hub/dial"
	"turno/hub/queue"
	"turno/hub/wire"
)

// Patience bounds every wait of a test: long enough for a loaded machine, and
// the end of a test that would else hang.
const Patience = 60 * time.Second

// Options change what Start does; the zero value is the demo on the machine's clock.
type Options struct {
	Dir     string        // "" makes one
	Name    string        // of an embedded branch; "" is demo
	Branch  *queue.Branch // instead of an embedded one
	SignIn  func(person, pin string) (queue.Teller, bool)
	Clock   hub.Clock
	Virtual bool
	Gate    func()
	Public  string
	Log     *slog.Logger
	Change  func(*hub.Config) // what else is to be otherwise; nil: nothing

	// Earnest leaves the demo's tokens out: the branch's devices have tokens of
	// their own (see Branch.Tokens), and limits hold.
	Earnest bool
	Limits  *hub.Limits // instead of the usual ones
	// Server changes what serves it, its time-outs say.
	Server func(*http.Server)
}

// Branch is a running hub.
type Branch struct {
	URL string
	Dir string
	Hub *hub.Hub

	// Tokens are those of an earnest branch's devices, by their names.
	Tokens map[string]string
	// Server is what serves it.
	Server *http.Server

	t    testing.TB
	o    Options
	stop func()
}

// Start runs a hub until the test ends.
func Start(t testing.TB, o Options) *Branch {
	t.Helper()
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	if o.Branch == nil {
		if o.Name == "" {
			o.Name = "demo"
		}
		f, err := branch.Load(o.Name)
		if err != nil {
			t.Fatal(err)
		}
		o.Branch, o.SignIn = &f.Branch, f.SignIn
	}
	b := &Branch{Dir: o.Dir, t: t, o: o}
	b.start("127.0.0.1:0")
	t.Cleanup(func() { b.stop() })
	return b
}

func (b *Branch) start(address string) {
	b.t.Helper()
	cfg := hub.Config{Dir: b.o.Dir, Branch: b.o.Branch, SignIn: b.o.SignIn, Demo: !b.o.Earnest, Limits: b.o.Limits, Virtual: b.o.Virtual, Clock: b.o.Clock,
		Gate: b.o.Gate, PublicURL: b.o.Public, Log: b.o.Log}
	if b.o.Change != nil {
		b.o.Change(&cfg)
	}
	h, err := hub.Open(cfg)
	if err != nil {
		b.t.Fatal(err)
	}
	b.enrol(h)
	ln, err := net.Listen("tcp", address)
	if err != nil {
		b.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	server := h.Server()
	if b.o.Server != nil {
		b.o.Server(server)
	}
	var ended sync.WaitGroup
	ended.Go(func() {
		if err := h.Run(ctx); err != nil {
			b.t.Errorf("the hub ended: %v", err)
		}
	})
	ended.Go(func() { _ = server.Serve(h.Listen(ln)) })
	b.Hub, b.Server, b.URL = h, server, "http://"+ln.Addr().String()
	b.stop = sync.OnceFunc(func() {
		cancel()
		_ = server.Close()
		ended.Wait()
	})
}

// enrol gives an earnest branch's devices their tokens, once.
func (b *Branch) enrol(h *hub.Hub) {
	b.t.Helper()
	if !b.o.Earnest || b.Tokens != nil {
		return
	}
	b.Tokens = map[string]string{}
	for _, d := range h.Devices() {
		token, err := h.Enrol(d)
		if err != nil {
			b.t.Fatal(err)
		}
		b.Tokens[d.Name] = token
	}
}

// Stop ends the hub as SIGTERM does.
func (b *Branch) Stop() { b.stop() }

// Restart ends the hub and starts one on the same folder and address.
func (b *Branch) Restart() {
	b.t.Helper()
	address := b.URL[len("http://"):]
	b.stop()
	// A POST is not tried again on a line that the old hub had left open.
	http.DefaultClient.CloseIdleConnections()
	b.start(address)
}

// Actor is a client with a mirror, for one token.
type Actor struct {
	*dial.Client
	t      testing.TB
	mu     sync.Mutex
	moved  *sync.Cond
	latest dial.Update
	events []wire.Event
	over   bool
}

// Actor connects and waits until the mirror is live.
func (b *Branch) Actor(token string) *Actor {
	b.t.Helper()
	a := &Actor{t: b.t, Client: dial.New(dial.Config{URL: b.URL, Token: token, Backoff: func(int) time.Duration { return 20 * time.Millisecond }})}
	a.moved = sync.NewCond(&a.mu)
	ctx, cancel := context.WithCancel(context.Background())
	var ended sync.WaitGroup
	ended.Go(func() { _ = a.Run(ctx) })
	ended.Go(func() {
		for u := range a.Updates() {
			a.mu.Lock()
			a.latest = u
			a.events = append(a.events, u.Events...)
			a.mu.Unlock()
			a.moved.Broadcast()
		}
		a.mu.Lock()
		a.over = true
		a.mu.Unlock()
		a.moved.Broadcast()
	})
	b.t.Cleanup(func() { cancel(); ended.Wait() })
	a.Wait("to be live", func(u dial.Update) bool { return u.Live })
	return a
}

// Wait waits until the mirror is as wanted and gives it.
func (a *Actor) Wait(what string, ok func(dial.Update) bool) dial.Update {
	a.t.Helper()
	late := time.AfterFunc(Patience, func() {
		a.mu.Lock()
		a.over = true
		a.mu.Unlock()
		a.moved.Broadcast()
	})
	defer late.Stop()
	a.mu.Lock()
	defer a.mu.Unlock()
	for !ok(a.latest) {
		if a.over {
			a.t.Fatalf("waited in vain %s; the mirror is at %+v", what, a.latest.State.Seq)
		}
		a.moved.Wait()
	}
	return a.latest
}

// At waits until the mirror has seen seq and gives its state.
func (a *Actor) At(seq uint64) wire.State {
	a.t.Helper()
	return a.Wait("for an event", func(u dial.Update) bool { return u.State.Seq >= seq }).State
}

// Events gives every event seen so far.
func (a *Actor) Events() []wire.Event {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]wire.Event(nil), a.events...)
}

// Ask sends a command and gives the answer, whatever it is.
func (a *Actor) Ask(body wire.Body) wire.Answer {
	a.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	answer, err := a.Do(ctx, body)
	if err != nil {
		a.t.Fatalf("%s: %v", body.Do(), err)
	}
	return answer
}

// Must sends a command that has to be carried out.
func (a *Actor) Must(body wire.Body) wire.Answer {
	a.t.Helper()
	answer := a.Ask(body)
	if !answer.OK {
		a.t.Fatalf("%s %+v: refused: %s %s %s", body.Do(), body, answer.Code, answer.Field, answer.Message)
	}
	return answer
}

// Readyz is the word that /readyz of a hub says.
func Readyz(t testing.TB, url string) string {
	t.Helper()
	resp, err := http.Get(url + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	word := strings.TrimSpace(string(b))
	if err != nil || (resp.StatusCode == http.StatusOK) != (word == "ready") {
		t.Fatalf("%s with %q: %v", resp.Status, word, err)
	}
	return word
}

// Clock is a clock that stands at the time until the test moves it.
func Clock(at string) *hub.ManualClock {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		panic(err)
	}
	return hub.NewManualClock(t)
}
