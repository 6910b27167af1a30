package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"turno/cmd/internal/toolchain"
)

// A bench is a made-up machine. Its tools are shell scripts: the go command
// "builds" scripts that behave like the hub and the windows, and everything
// writes down how it was called.
type bench struct {
	t      *testing.T
	bin    string // the PATH
	sys    string // the root of the file system
	home   string
	module string
	calls  string // file of all calls, one a line
	world  world
	out    *screen
	ticks  chan time.Time // the clock moves when a test sends
	status chan int
	cancel context.CancelFunc
}

func newBench(t *testing.T) *bench {
	t.Helper()
	dir := t.TempDir()
	b := &bench{
		t: t, bin: filepath.Join(dir, "bin"), sys: filepath.Join(dir, "sys"), home: filepath.Join(dir, "home"), module: filepath.Join(dir, "module"),
		calls: filepath.Join(dir, "calls"), out: newScreen(), ticks: make(chan time.Time), status: make(chan int, 1),
	}
	for _, d := range []string{b.bin, b.sys, b.home, b.module} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	b.world = world{
		machine: toolchain.Machine{Root: b.sys, Env: []string{
			"PATH=" + b.bin, "HOME=" + b.home, "DISPLAY=:7", "CALLS=" + b.calls, "MODULE=" + b.module, "TOOLS=" + b.bin,
		}},
		stdin: strings.NewReader(""), stdout: b.out, stderr: b.out, root: true,
		display: func(string) error { return nil },
		after: func(d time.Duration) <-chan time.Time {
			if d == readyIn {
				return nil
			}
			return b.ticks
		},
	}
	b.goBuilds("hub", serving)
	for _, app := range toolchain.Apps {
		b.goBuilds(strings.TrimPrefix(app, "turno-"), waiting)
	}
	b.tool("go", `
echo "CGO_ENABLED=$CGO_ENABLED go $*" >> $CALLS
case "$*" in
"env GOMOD") echo $MODULE/go.mod ;;
"env GOCACHE") echo $HOME/.cache/go-build ;;
"build "*)
  dir=
  for a; do
    case "$a" in
    */) dir=$a; echo "go: downloading example.com/x v1.0.0" >&2; echo example.com/x >&2; echo turno/hub >&2 ;;
    ./cmd/turno-*) /bin/cp "$TOOLS/built-${a#./cmd/turno-}" "$dir${a#./cmd/}" ;;
    esac
  done ;;
esac`)
	return b
}

// What the programs do when they are started.
const (
	waiting = `
echo "$(/usr/bin/basename $0) $*" >> $CALLS
trap 'exit 0' TERM
while :; do /bin/sleep 1; done`
	serving = `
echo "$(/usr/bin/basename $0) $*" >> $CALLS
trap 'echo "hub saved" >> $CALLS; exit 0' TERM
case "$1" in serve) echo "ready http://127.0.0.1:4711" ;; *) exit 0 ;; esac
while :; do /bin/sleep 1; done`
)

func (b *bench) tool(name, script string) {
	b.t.Helper()
	if err := os.WriteFile(filepath.Join(b.bin, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
		b.t.Fatal(err)
	}
}

// goBuilds sets what the fake go command makes of cmd/turno-NAME.
func (b *bench) goBuilds(name, script string) { b.tool("built-"+name, script) }

// has gives the machine these parts.
func (b *bench) has(parts ...toolchain.Part) {
	b.t.Helper()
	for _, p := range parts {
		if p.Command != "" {
			b.tool(p.Command, "")
			continue
		}
		file := filepath.Join(b.sys, "usr/include", p.Header)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			b.t.Fatal(err)
		}
		if err := os.WriteFile(file, nil, 0o644); err != nil {
			b.t.Fatal(err)
		}
	}
}

func (b *bench) hasAll() {
	b.has(toolchain.Compiler...)
	b.has(toolchain.Windows...)
	b.has(toolchain.Voice...)
}

// setenv replaces one variable of the made-up machine.
func (b *bench) setenv(key, value string) {
	b.world.machine.Env = append(b.world.machine.Env, key+"="+value)
}

// start starts the program; stop presses Ctrl-C and answers its exit status.
func (b *bench) start(args ...string) {
	ctx, cancel := context.WithCancel(context.Background())
	b.cancel = cancel
	b.t.Cleanup(cancel)
	go func() {
		status := run(ctx, args, b.world)
		b.out.close()
		b.status <- status
	}()
}

func (b *bench) stop() int {
	b.t.Helper()
	b.cancel()
	return <-b.status
}

// finish runs the program to its own end.
func (b *bench) finish(args ...string) (int, string) {
	b.t.Helper()
	b.start(args...)
	return <-b.status, b.out.String()
}

// called answers all calls so far, with the random folders named.
func (b *bench) called() string {
	b.t.Helper()
	data, err := os.ReadFile(b.calls)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		b.t.Fatal(err)
	}
	return strings.NewReplacer(b.home, "HOME", b.module, "MODULE").Replace(string(data))
}

// A screen is standard output that a test can wait for.
type screen struct {
	mu     sync.Mutex
	text   strings.Builder
	closed bool
	moved  *sync.Cond
}

func newScreen() *screen {
	s := &screen{}
	s.moved = sync.NewCond(&s.mu)
	return s
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.moved.Broadcast()
	return s.text.Write(p)
}

func (s *screen) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.moved.Broadcast()
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// wait returns once the text has been written n times.
func (s *screen) wait(t *testing.T, text string, n int) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for strings.Count(s.text.String(), text) < n {
		if s.closed {
			t.Fatalf("the program ended without saying %q %d times:\n%s", text, n, s.text.String())
		}
		s.moved.Wait()
	}
}
