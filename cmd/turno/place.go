package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"turno/cmd/internal/toolchain"
)

// findModule finds the go command and the module that is run.
func (b *branch) findModule(ctx context.Context) error {
	if b.goTool = b.machine.Find("go"); b.goTool == "" {
		return errors.New("there is no go command on the PATH. Turno is built with Go 1.26 or newer: https://go.dev/dl")
	}
	mod, err := b.ask(ctx, "env", "GOMOD")
	if err != nil {
		return err
	}
	if !filepath.IsAbs(mod) || mod == os.DevNull {
		return errors.New("there is no go.mod here or above. Run it in the folder of Turno: go run ./cmd/turno")
	}
	b.module = filepath.Dir(mod)
	return nil
}

// ask asks the go command something that has a one-line answer.
func (b *branch) ask(ctx context.Context, args ...string) (string, error) {
	var out, said bytes.Buffer
	cmd := toolchain.Command(ctx, b.module, b.machine.Env, b.goTool, args...)
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, said.String())
	}
	return strings.TrimSpace(out.String()), nil
}

// findScreen decides whether windows are opened. Without a screen the rest is
// still worth running.
func (b *branch) findScreen() {
	display := toolchain.Getenv(b.machine.Env, "DISPLAY")
	switch {
	case b.opts.headless:
		b.say.line("screen", "not asked for: the hub and its pages alone")
	case display == "" && toolchain.Getenv(b.machine.Env, "WAYLAND_DISPLAY") != "":
		b.say.line("screen", "this Wayland session has no X display (xwayland): no windows, the rest runs")
	case display == "":
		b.say.line("screen", "none here (DISPLAY is not set): no windows, the rest runs")
	default:
		if err := b.display(display); err != nil {
			b.say.line("screen", "nothing answers at DISPLAY=%s: no windows, the rest runs", display)
			return
		}
		b.windows = true
	}
}

// reachDisplay tries whether an X display answers; it takes ":0", "host:0.0"
// and a path of a socket.
func reachDisplay(name string) error {
	if strings.HasPrefix(name, "/") {
		return dial("unix", name)
	}
	i := strings.LastIndex(name, ":")
	if i < 0 {
		return fmt.Errorf("%q is no display", name)
	}
	host, number := name[:i], name[i+1:]
	number, _, _ = strings.Cut(number, ".")
	n, err := strconv.Atoi(number)
	if err != nil {
		return fmt.Errorf("%q is no display", name)
	}
	if host != "" && host != "unix" {
		return dial("tcp", net.JoinHostPort(host, strconv.Itoa(6000+n)))
	}
	socket := fmt.Sprintf("/tmp/.X11-unix/X%d", n)
	if dial("unix", "@"+socket) == nil {
		return nil
	}
	return dial("unix", socket)
}

func dial(network, address string) error {
	c, err := net.Dial(network, address)
	if err != nil {
		return err
	}
	return c.Close()
}

// checkPort finds out before minutes of building whether the port is free. The
// hub asks again; who takes it in between gets the hub's own message.
func (b *branch) checkPort() error {
	l, err := net.Listen("tcp", b.address())
	if err == nil {
		return l.Close()
	}
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("port %d is taken, perhaps by another turno. Choose one: go run ./cmd/turno -port %d (0 takes a free one)", b.opts.port, b.opts.port+1)
	}
	if errors.Is(err, syscall.EACCES) {
		return fmt.Errorf("port %d is kept for the system. Choose one above 1023: go run ./cmd/turno -port 8080", b.opts.port)
	}
	return fmt.Errorf("the hub can't listen on %s: %w", b.address(), err)
}

func (b *branch) address() string { return "127.0.0.1:" + strconv.Itoa(b.opts.port) }

// leastFree is the room without which nothing can be built, in bytes. A cold
// build takes up to 1.5 GB, but a warm one takes next to nothing, and which it
// will be is not known before.
const leastFree = 64 << 20

// makeFolders makes the places for programs, logs and data.
func (b *branch) makeFolders(ctx context.Context) error {
	cache := toolchain.Getenv(b.machine.Env, "XDG_CACHE_HOME")
	if cache == "" {
		cache = filepath.Join(toolchain.Getenv(b.machine.Env, "HOME"), ".cache")
	}
	if !filepath.IsAbs(cache) {
		return errors.New("there is no place for the built programs: neither HOME nor XDG_CACHE_HOME is set")
	}
	b.bin, b.logs = filepath.Join(cache, "turno", "bin"), filepath.Join(cache, "turno", "log")
	for _, dir := range []string{b.bin, b.logs} {
		if err := b.makeFolder(dir); err != nil {
			return err
		}
	}
	goCache, err := b.ask(ctx, "env", "GOCACHE")
	if err != nil {
		return err
	}
	for _, dir := range []string{b.bin, goCache} {
		if free, ok := freeSpace(dir); ok && free < leastFree {
			return b.full(dir)
		}
	}
	return b.makeData()
}

// makeData makes the hub's folder, or, for a hub that has never been, the one
// above it. A replayed day needs a hub that has not seen it yet.
func (b *branch) makeData() error {
	home := filepath.Join(b.module, "turno-data")
	switch {
	case b.opts.data != "":
		data, err := filepath.Abs(b.opts.data)
		if err != nil {
			return fmt.Errorf("the data folder %q: %w", b.opts.data, err)
		}
		b.data = data
		return b.makeFolder(filepath.Dir(data))
	case b.opts.replay != "":
		b.data = filepath.Join(home, "replay-"+time.Now().Format("20060102-150405"))
		return b.makeFolder(home)
	default:
		b.data = filepath.Join(home, "demo")
		return b.makeFolder(home)
	}
}

func (b *branch) makeFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		if errors.Is(err, syscall.ENOSPC) {
			return b.full(dir)
		}
		return fmt.Errorf("the folder %s can't be made: %w", dir, err)
	}
	return nil
}

// full says that there is no room, in one line.
func (b *branch) full(dir string) error {
	free, _ := freeSpace(dir)
	if dir == b.data {
		return fmt.Errorf("the disk is full: %d MB are left in %s. Make room, or give the hub a folder on another disk with -data", free>>20, dir)
	}
	return fmt.Errorf("the disk is full: %d MB are left in %s. A first build takes up to 2 GB; make room, or set GOCACHE and XDG_CACHE_HOME to folders on another disk", free>>20, dir)
}

// noSpace is how every tool spells a full disk.
const noSpace = "no space left on device"

// freeSpace answers the bytes that this person may still write to the disk of
// dir, or of the nearest folder above it that is there.
func freeSpace(dir string) (uint64, bool) {
	for {
		var fs syscall.Statfs_t
		err := syscall.Statfs(dir, &fs)
		if err == nil {
			return fs.Bavail * uint64(fs.Bsize), true
		}
		if up := filepath.Dir(dir); up != dir && errors.Is(err, syscall.ENOENT) {
			dir = up
			continue
		}
		return 0, false
	}
}
