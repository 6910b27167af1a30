package device

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"log"
	"log/slog"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"turno/hub/cert"
	"turno/hub/dial"
	"turno/hub/hubtest"
	"turno/hub/pairing"
	"turno/hub/wire"
)

// clock is the device's: it moves when the test says so.
type clock struct {
	mu    sync.Mutex
	set   *sync.Cond
	now   time.Time
	waits map[time.Duration]chan time.Time
}

func newClock() *clock {
	c := &clock{now: time.Now(), waits: map[time.Duration]chan time.Time{}}
	c.set = sync.NewCond(&c.mu)
	return c
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) After(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch := make(chan time.Time, 1)
	c.waits[d] = ch
	c.set.Broadcast()
	return ch
}

// pass moves the clock and rings the timer of that length, once there is one.
func (c *clock) pass(ring, d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.until(ring)
	c.now = c.now.Add(d)
	c.waits[ring] <- c.now
	delete(c.waits, ring)
}

func (c *clock) until(ring time.Duration) {
	for c.waits[ring] == nil {
		c.set.Wait()
	}
}

// skip moves the clock while nobody looks.
func (c *clock) skip(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// awaits waits until somebody waits for a timer of that length.
func (c *clock) awaits(ring time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.until(ring)
}

// wall is a display's line with what it told.
type wall struct {
	*Line
	t       *testing.T
	clock   *clock
	steps   chan pairing.Step
	updates chan dial.Update
	stop    func()
}

// hang starts a display's line; trust may be nil.
func hang(t *testing.T, c *clock, hub, file string, trust *tls.Config) *wall {
	clear(c.waits) // of another line, which has ended
	w := &wall{t: t, clock: c, steps: make(chan pairing.Step, 256), updates: make(chan dial.Update, 1)}
	quick := func(int) time.Duration { return 10 * time.Millisecond }
	w.Line = New(Config{
		Dial: dial.Config{URL: hub, TLS: trust, Poll: 10 * time.Millisecond, Backoff: quick},
		Ask:  wire.PairAsk{Device: "wall-7", Role: wire.Display}, File: file, Log: slog.New(slog.DiscardHandler),
		Step: func(s pairing.Step) { w.steps <- s },
		Update: func(u dial.Update) {
			select { // the newest is enough
			case <-w.updates:
			default:
			}
			w.updates <- u
		},
		Now: c.Now, After: c.After,
	})
	ctx, cancel := context.WithCancel(context.Background())
	var ended sync.WaitGroup
	ended.Go(func() { w.Run(ctx) })
	w.stop = sync.OnceFunc(func() { cancel(); ended.Wait() })
	t.Cleanup(w.stop)
	return w
}

// until waits for a step and gives it.
func (w *wall) until(what string, ok func(pairing.Step) bool) pairing.Step {
	w.t.Helper()
	var last pairing.Step
	for late := time.After(hubtest.Patience); ; {
		select {
		case last = <-w.steps:
			if ok(last) {
				return last
			}
		case <-late:
			w.t.Fatalf("%s: the last step is %+v", what, last)
		}
	}
}

func (w *wall) is(s pairing.State) pairing.Step {
	w.t.Helper()
	return w.until(string(s), func(got pairing.Step) bool { return got.State == s })
}

func (w *wall) live() dial.Update {
	w.t.Helper()
	return w.goes("live", func(u dial.Update) bool { return u.Live })
}

// goes waits for an update and gives it.
func (w *wall) goes(what string, ok func(dial.Update) bool) dial.Update {
	w.t.Helper()
	for late := time.After(hubtest.Patience); ; {
		select {
		case u := <-w.updates:
			if ok(u) {
				return u
			}
		case <-late:
			w.t.Fatalf("it never went %s", what)
		}
	}
}

// branch is a hub with its manager.
type branch struct {
	*hubtest.Branch
	t       *testing.T
	manager dial.Config
}

func start(t *testing.T, o hubtest.Options) *branch {
	b := hubtest.Start(t, o)
	return &branch{b, t, dial.Config{URL: b.URL, Token: "demo-manager-1"}}
}

func (b *branch) decide(code string, yes bool) {
	b.t.Helper()
	if err := b.manager.Decide(b.t.Context(), code, wire.PairVerdict{Approve: yes}); err != nil {
		b.t.Fatal(err)
	}
}

func (b *branch) remove(device string) {
	b.t.Helper()
	all, err := b.manager.Devices(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	for _, d := range all {
		if d.Device == device {
			if err := b.manager.RemoveDevice(b.t.Context(), d.ID); err != nil {
				b.t.Fatal(err)
			}
			return
		}
	}
	b.t.Fatalf("%s is not among %+v", device, all)
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// A device from its first start to its second: refused once, let in, started
// again, removed while it is live, let in again.
func TestADevicesLife(t *testing.T) {
	b, c, file := start(t, hubtest.Options{}), newClock(), TokenFile(t.TempDir())
	w := hang(t, c, b.URL, file, nil)
	if _, err := w.DoID(t.Context(), "x", wire.Help{}); err == nil {
		t.Error("a device without a token was answered")
	}
	first := w.is(pairing.Waiting)
	if len(first.Code) != 7 || first.Until.IsZero() || first.Device != "wall-7" || first.Hub != b.URL || first.Removed || first.Expired {
		t.Errorf("the first code: %+v", first)
	}
	b.decide(first.Code, false)
	if s := w.is(pairing.Refused); !s.Again.Equal(c.Now().Add(again)) {
		t.Errorf("refused: %+v", s)
	}
	c.pass(again, again)
	second := w.is(pairing.Waiting)
	if second.Code == first.Code {
		t.Error("the code that was refused is shown again")
	}
	b.decide(second.Code, true)
	w.is(pairing.Approved)
	if u := w.live(); u.State.You == nil || u.State.You.Device != "wall-7" || u.State.You.Role != wire.Display {
		t.Errorf("it is known as %+v", u.State.You)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the token's file: %v, %v", info, err)
	}
	token := read(t, file)
	w.stop()

	w = hang(t, c, b.URL, file, nil)
	w.live()
	if len(w.steps) > 0 || read(t, file) != token {
		t.Error("a device with a token asked for another")
	}
	b.remove("wall-7")
	third := w.until("removed", func(s pairing.Step) bool { return s.State == pairing.Waiting })
	if !third.Removed {
		t.Errorf("nothing says that it was removed: %+v", third)
	}
	b.decide(third.Code, true)
	w.is(pairing.Approved)
	w.live()
	if read(t, file) == token {
		t.Error("the dead token was kept")
	}
}

// A code that nobody looked at dies, and another one says so.
func TestACodeThatDied(t *testing.T) {
	hubs := hubtest.Clock("2026-11-24T09:00:00+01:00")
	b := start(t, hubtest.Options{Clock: hubs})
	w := hang(t, newClock(), b.URL, TokenFile(t.TempDir()), nil)
	first := w.is(pairing.Waiting)
	hubs.Advance(11 * time.Minute)
	second := w.is(pairing.Waiting)
	if !second.Expired || second.Code == first.Code || !second.Until.After(first.Until) {
		t.Errorf("after %+v comes %+v", first, second)
	}
	b.decide(second.Code, true)
	w.live()
}

// A hub that is away at the first start is waited for, and so is one that goes
// while a code is shown.
func TestAHubThatIsAway(t *testing.T) {
	b := start(t, hubtest.Options{})
	b.Stop()
	w := hang(t, newClock(), b.URL, TokenFile(t.TempDir()), nil)
	w.is(pairing.Away)
	b.Restart()
	w.is(pairing.Waiting)
	b.Stop()
	w.is(pairing.Away)
	b.Restart()
	s := w.until("another code", func(s pairing.Step) bool { return s.State == pairing.Waiting && s.Expired })
	b.decide(s.Code, true)
	w.live()
}

// Who answers with another certificate is told nothing, and the screen says so.
func TestAnotherHubsCertificate(t *testing.T) {
	b := start(t, hubtest.Options{})
	secure := func(own *cert.Authority) string {
		s := httptest.NewUnstartedServer(b.Server.Handler)
		s.Listener = tls.NewListener(b.Hub.Listen(s.Listener), cert.Config(cert.NewOwn(own, nil).GetCertificate))
		s.Config.ErrorLog = log.New(io.Discard, "", 0)
		s.Start()
		t.Cleanup(s.Close)
		return strings.Replace(s.URL, "http:", "https:", 1)
	}
	own, other := authority(t), authority(t)
	hub := secure(own)
	for name, trust := range map[string]dial.Trust{"a fingerprint": {Pin: other.Fingerprint()}, "a file": {CAFile: other.Path}} {
		config, err := trust.For(hub)
		if err != nil {
			t.Fatal(err)
		}
		file := TokenFile(t.TempDir())
		w := hang(t, newClock(), hub, file, config)
		if s := w.is(pairing.Stranger); s.Code != "" || s.Held {
			t.Errorf("%s: %+v", name, s)
		}
		w.stop()
	}
	if wishes, err := b.manager.Pairings(t.Context()); err != nil || len(wishes) != 0 {
		t.Errorf("a stranger was asked: %v, %v", wishes, err)
	}
	config, err := dial.Trust{Pin: own.Fingerprint()}.For(hub)
	if err != nil {
		t.Fatal(err)
	}
	file := TokenFile(t.TempDir())
	w := hang(t, newClock(), hub, file, config)
	b.decide(w.is(pairing.Waiting).Code, true)
	w.live()
	w.stop()
	token := read(t, file)
	if config, err = (dial.Trust{Pin: other.Fingerprint()}).For(hub); err != nil {
		t.Fatal(err)
	}
	w = hang(t, newClock(), hub, file, config) // it has a token, which nobody else gets
	if s := w.is(pairing.Stranger); !s.Held {
		t.Errorf("with a token: %+v", s)
	}
	w.stop()
	if read(t, file) != token {
		t.Error("a stranger cost the device its token")
	}
}

func authority(t *testing.T) *cert.Authority {
	t.Helper()
	a, err := cert.Make(t.TempDir(), "hall", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// A token is replaced when it is thirty days old: at a start, and of a device
// that never starts anew.
func TestATokenIsRenewed(t *testing.T) {
	b, c, file := start(t, hubtest.Options{}), newClock(), TokenFile(t.TempDir())
	w := hang(t, c, b.URL, file, nil)
	b.decide(w.is(pairing.Waiting).Code, true)
	w.live()
	first := read(t, file)
	c.pass(lookEvery, TokenAge-time.Hour)
	c.pass(lookEvery, time.Minute)
	if read(t, file) != first {
		t.Error("a young token was replaced")
	}
	c.pass(lookEvery, 2*time.Hour)
	w.goes("on with another token", func(u dial.Update) bool { return u.Live && read(t, file) != first && dead(t, b.URL, first) })
	second := read(t, file)
	if w.Hub().Token != strings.TrimSpace(second) {
		t.Error("single requests go on with the old token")
	}
	w.stop()

	c.skip(TokenAge + time.Hour)
	w = hang(t, c, b.URL, file, nil)
	w.live()
	third := read(t, file)
	if third == second || !dead(t, b.URL, second) {
		t.Error("an old token was not replaced at the start")
	}
	w.stop()

	// Without a hub the old one stays, and is replaced soon after it is back.
	b.Stop()
	c.skip(TokenAge + time.Hour)
	w = hang(t, c, b.URL, file, nil)
	c.pass(again, time.Minute)
	c.awaits(again) // it tried, in vain
	b.Restart()
	c.pass(again, time.Minute)
	w.goes("on with another token", func(u dial.Update) bool { return u.Live && read(t, file) != third && dead(t, b.URL, third) })
	if len(w.steps) > 0 {
		t.Errorf("it asked to be paired: %+v", <-w.steps)
	}
}

func dead(t *testing.T, hub, token string) bool {
	_, err := dial.Fetch(t.Context(), hub, strings.TrimSpace(token))
	return err != nil
}

// A token that somebody gave is not thrown away: the hub may know it later.
func TestAGivenTokenIsTriedAgain(t *testing.T) {
	b, c := start(t, hubtest.Options{}), newClock()
	refused := make(chan error, 1)
	l := New(Config{Dial: dial.Config{URL: b.URL, Token: "nobody-s-token"}, File: TokenFile(t.TempDir()), Log: slog.New(slog.DiscardHandler),
		Step:   func(s pairing.Step) { t.Errorf("it asks to be paired: %+v", s) },
		Update: func(u dial.Update) { refused <- u.Refused }, Now: c.Now, After: c.After})
	ctx, cancel := context.WithCancel(context.Background())
	var ended sync.WaitGroup
	ended.Go(func() { l.Run(ctx) })
	for range 2 {
		if err := <-refused; err == nil {
			t.Error("an unknown token is taken")
		}
		c.pass(again, again)
	}
	cancel()
	go func() {
		for range refused {
		}
	}()
	ended.Wait()
	close(refused)
}

// What a device calls itself is what a hub takes; a file is there whole.
func TestPlaces(t *testing.T) {
	if n := Name("display-"); !strings.HasPrefix(n, "display-") || len(n) > 40 || strange.MatchString(n) {
		t.Errorf("it calls itself %q", n)
	}
	t.Setenv("STATE_DIRECTORY", "")
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	dir, err := Folder("turno-display", "")
	if err != nil || dir != os.Getenv("XDG_STATE_HOME")+"/turno-display" {
		t.Errorf("%s, %v", dir, err)
	}
	t.Setenv("STATE_DIRECTORY", dir+"/unit:"+dir+"/other")
	if dir, err = Folder("turno-display", ""); err != nil || !strings.HasSuffix(dir, "/unit") {
		t.Errorf("under systemd %s, %v", dir, err)
	}
	for _, text := range []string{"one\n", "two\n"} {
		if err := Keep(TokenFile(dir), []byte(text), 0o600); err != nil || !bytes.Equal([]byte(read(t, TokenFile(dir))), []byte(text)) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
