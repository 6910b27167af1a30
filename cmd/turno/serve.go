package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"turno/cmd/internal/toolchain"
)

// readyIn is how long the hub may take until it serves. A fresh folder takes a
// blink; one that was not closed cleanly is read first.
const readyIn = 30 * time.Second

// The demo's devices. Each window is one of them; the counter's token ends in
// the counter's number.
const (
	kioskToken   = "demo-kiosk-1"
	counterToken = "demo-counter-"
	displayToken = "demo-display-1"
)

// counter is the number of the counter that has a window. A recorded day has
// somebody at counter 1 whatever the day; others stay closed on a short one.
func (b *branch) counter() string {
	if b.opts.replay != "" {
		return "1"
	}
	return "3"
}

// serve runs the branch until ctx ends or it can't go on.
func (b *branch) serve(ctx context.Context) error {
	k := newKeeper(b)
	defer k.stop()
	hub, err := b.startHub(ctx, k)
	if err != nil || hub == "" {
		return err
	}
	if b.windows {
		b.openWindows(k, hub)
	}
	b.tell(hub)
	over := make(chan error, 1)
	if b.opts.replay != "" {
		go func() { over <- b.replay(ctx, hub) }()
	}
	for {
		select {
		case <-ctx.Done():
			b.say.plain("\n")
			if b.opts.replay != "" && over != nil {
				<-over
			}
			return nil
		case err := <-k.gone:
			return err
		case err := <-over:
			if err != nil && ctx.Err() == nil {
				return err
			}
			over = nil
		}
	}
}

// startHub starts the hub and answers its address once it serves; "" means
// that it was stopped before.
func (b *branch) startHub(ctx context.Context, k *keeper) (string, error) {
	h := &hubPlace{listen: b.address(), ready: make(chan string, 1)}
	began := time.Now()
	k.start(child{
		name:  "hub",
		path:  filepath.Join(b.bin, toolchain.Hub),
		vital: true,
		ready: h.known,
		each:  h.take,
		args: func() []string {
			args := []string{"serve", "--data", b.data, "--listen", h.where(), "--demo"}
			if b.opts.replay != "" {
				args = append(args, "--branch", "recorded", "--clock", "virtual")
			}
			return args
		},
	})
	select {
	case address := <-h.ready:
		b.say.line("hub", "serves at %s, %v after its start", address, time.Since(began).Round(10*time.Millisecond))
		return address, nil
	case err := <-k.gone:
		if strings.Contains(err.Error(), noSpace) {
			err = b.full(b.data)
		}
		return "", err
	case <-b.after(readyIn):
		return "", fmt.Errorf("the hub does not serve after %v; its words are in %s", readyIn, b.logs)
	case <-ctx.Done():
		return "", nil
	}
}

// A hubPlace is where the hub listens. When the hub is started again, it must
// come back at the same place, for the windows look for it there; a free port
// is chosen once.
type hubPlace struct {
	mu     sync.Mutex
	listen string
	found  bool
	ready  chan string
}

// take reads the hub's standard output: "ready http://127.0.0.1:8080".
func (h *hubPlace) take(line string) {
	address, ok := strings.CutPrefix(line, "ready ")
	if !ok {
		return
	}
	u, err := url.Parse(address)
	if err != nil {
		return
	}
	if _, _, err := net.SplitHostPort(u.Host); err != nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.found {
		h.listen, h.found = u.Host, true
		h.ready <- address
	}
}

func (h *hubPlace) known() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.found
}

func (h *hubPlace) where() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.listen
}

// openWindows opens the three screens of a branch, beside each other where
// there is a window manager.
func (b *branch) openWindows(k *keeper, hub string) {
	for _, w := range []struct{ name, program, token string }{
		{"kiosk", toolchain.Kiosk, kioskToken},
		{"counter", toolchain.Counter, counterToken + b.counter()},
		{"display", toolchain.Display, displayToken},
	} {
		args := []string{"-hub", hub, "-token", w.token, "-windowed"}
		if w.program == toolchain.Kiosk { // what it gives out while the hub is away, and where it reads aloud
			args = append(args, "-state", filepath.Join(filepath.Dir(b.data), "kiosk"), "-headset", "default")
		}
		k.start(child{name: w.name, path: filepath.Join(b.bin, w.program), args: func() []string { return args }})
	}
	b.say.line("windows", "kiosk, counter %s, display", b.counter())
}

// tell says where everything is.
func (b *branch) tell(hub string) {
	b.say.plain(fmt.Sprintf(`
The branch is open.

  manager   %[1]s/manager
  display   %[1]s/display
  data      %[2]s
  logs      %[3]s

Ctrl-C stops everything.

`, hub, b.data, b.logs))
}

// replay plays a recorded day through the hub. What it counts is shown as it
// comes; when the day is over, the branch stays open for a look around.
func (b *branch) replay(ctx context.Context, hub string) error {
	args := []string{"simulate", "-hub", hub, "-from", b.opts.replay, "-day", b.opts.day, "-speed", strconv.FormatFloat(b.opts.speed, 'f', -1, 64)}
	said := &lastWords{log: io.Discard} // its last words are told below, if they matter
	cmd := toolchain.Command(ctx, b.module, b.childEnv(), filepath.Join(b.bin, toolchain.Hub), args...)
	cmd.Stdout, cmd.Stderr = b.say, said
	err := cmd.Run()
	switch {
	case ctx.Err() != nil:
		return errors.New("stopped in the middle of the day")
	case err != nil:
		return fmt.Errorf("the day could not be played (%w)%s", err, quoting(said.text()))
	}
	b.say.line("replay", "the day is over; the branch stays open until Ctrl-C")
	return nil
}
