package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"turno/cmd/internal/toolchain"
)

// A child is one program that is kept running: the hub or a window.
type child struct {
	name string // as a person calls it
	path string
	args func() []string // asked at each start

	// vital programs end the branch when they can't be kept running. They are
	// started again whatever their status; a window that a person closes
	// (status 0) stays closed.
	vital bool
	// ready, if set, tells whether the program has ever served. What ends
	// before has something to say, and saying it twice helps nobody.
	ready func() bool
	// each, if set, gets every line of the program's standard output.
	each func(line string)
}

// A keeper runs children and starts those again that fail. Each child has one
// goroutine, which ends with stop.
type keeper struct {
	b    *branch
	gone chan error // why the branch can't go on; at most one

	mu      sync.Mutex
	running []*tended // in the order in which they were started
}

// tended is a child with its goroutine.
type tended struct {
	child
	end  context.CancelFunc
	done chan struct{} // closed by the goroutine
	last string        // how it ended; read after done
	log  string
}

func newKeeper(b *branch) *keeper {
	return &keeper{b: b, gone: make(chan error, 1)}
}

// start starts a child and tends it until stop.
func (k *keeper) start(c child) {
	ctx, end := context.WithCancel(context.Background())
	t := &tended{child: c, end: end, done: make(chan struct{})}
	t.log = filepath.Join(k.b.logs, filepath.Base(c.path)+".log")
	k.mu.Lock()
	k.running = append(k.running, t)
	k.mu.Unlock()
	go func() {
		defer close(t.done)
		k.tend(ctx, t)
	}()
}

const (
	firstPause = time.Second
	longPause  = 30 * time.Second
	// steady is how long a program must run for its next failure to count as
	// the first again.
	steady = time.Minute
	// patience is how many failures in a row are borne.
	patience = 5
)

// tend runs the child again and again, with longer and longer pauses.
func (k *keeper) tend(ctx context.Context, t *tended) {
	pause, failures := firstPause, 0
	if err := os.Remove(t.log); err != nil && !errors.Is(err, os.ErrNotExist) {
		k.b.say.line(t.name, "its old log stays: %v", err)
	}
	for {
		began := time.Now()
		words, fine := k.once(ctx, t)
		if ctx.Err() != nil {
			return
		}
		if fine && !t.vital {
			k.b.say.line(t.name, "closed")
			return
		}
		if t.ready != nil && !t.ready() {
			k.giveUp(t, fmt.Errorf("the %s does not start (%s)%s", t.name, t.last, quoting(words)))
			return
		}
		if time.Since(began) > steady {
			pause, failures = firstPause, 0
		}
		if failures++; failures >= patience {
			k.giveUp(t, fmt.Errorf("the %s ended %d times in a row (%s)%s; its words are in %s", t.name, patience, t.last, quoting(words), t.log))
			return
		}
		k.b.say.line(t.name, "ended by itself (%s)%s; starting it again in %v", t.last, quoting(words), pause)
		select {
		case <-k.b.after(pause):
		case <-ctx.Done():
			return
		}
		pause = min(2*pause, longPause)
	}
}

// giveUp leaves a program alone. A branch runs on without a window, but not
// without its hub.
func (k *keeper) giveUp(t *tended, err error) {
	if !t.vital {
		k.b.say.line(t.name, "left alone: %v", err)
		return
	}
	select {
	case k.gone <- err:
	default: // another vital one was first
	}
}

// once runs the child until it ends. It answers its last words and whether it
// ended as it should.
func (k *keeper) once(ctx context.Context, t *tended) (words string, fine bool) {
	log, err := os.OpenFile(t.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		t.last = "not started"
		return err.Error(), false
	}
	defer log.Close()
	said := &lastWords{log: log}
	cmd := toolchain.Command(ctx, k.b.module, k.b.childEnv(), t.path, t.args()...)
	// What is killed along with this program must not live on alone.
	cmd.SysProcAttr.Pdeathsig = syscall.SIGTERM
	cmd.Stderr, cmd.Stdout = said, log
	if t.each != nil {
		cmd.Stdout = &lineWriter{each: t.each}
	}
	err = cmd.Run()
	if cmd.ProcessState == nil {
		t.last = "not started"
		return err.Error(), false
	}
	t.last = status(cmd.ProcessState)
	return said.text(), cmd.ProcessState.Success()
}

// stop ends the children, windows first, so that none finds its hub gone, and
// says how each ended.
func (k *keeper) stop() {
	k.mu.Lock()
	running := k.running
	k.mu.Unlock()
	for _, vital := range []bool{false, true} {
		var ending []*tended
		for _, t := range running {
			select {
			case <-t.done: // long ago, and told then
			default:
				if t.vital == vital {
					t.end()
					ending = append(ending, t)
				}
			}
		}
		for _, t := range ending {
			<-t.done
			k.b.say.line("stopped", "%s (%s)", t.name, t.last)
		}
	}
}

// childEnv is our environment with a locale that names a language: under C,
// C.UTF-8 or none the toolkit complains at each start. The letters stay those
// of C.UTF-8, which every Debian has; English need not be installed.
func (b *branch) childEnv() []string {
	env := b.machine.Env
	lang := toolchain.Getenv(env, "LC_ALL")
	if lang == "" {
		lang = toolchain.Getenv(env, "LANG")
	}
	if name, _, _ := strings.Cut(lang, "."); name == "" || name == "C" || name == "POSIX" {
		env = append(env[:len(env):len(env)], "LC_ALL=", "LANG=en_GB.UTF-8", "LC_CTYPE=C.UTF-8")
	}
	return env
}

// status says how a program ended.
func status(state *os.ProcessState) string {
	if ws, ok := state.Sys().(syscall.WaitStatus); ok && ws.Signaled() {
		return "killed by signal: " + ws.Signal().String()
	}
	return fmt.Sprintf("exit status %d", state.ExitCode())
}

func quoting(words string) string {
	if words == "" {
		return ""
	}
	return ": " + words
}

// lastWords copies what a program says to its log and remembers the last line.
type lastWords struct {
	log  io.Writer
	mu   sync.Mutex
	line []byte // the last whole line that is not empty
	open []byte // what came after it
}

func (l *lastWords) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open = append(l.open, p...)
	for {
		i := bytes.IndexByte(l.open, '\n')
		if i < 0 {
			break
		}
		if line := bytes.TrimSpace(l.open[:i]); len(line) > 0 {
			l.line = append([]byte{}, line...)
		}
		l.open = l.open[i+1:]
	}
	return l.log.Write(p)
}

func (l *lastWords) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if rest := bytes.TrimSpace(l.open); len(rest) > 0 {
		return string(rest)
	}
	return string(l.line)
}

// lineWriter calls each with every whole line, in the order they come.
type lineWriter struct {
	each func(string)
	open []byte
}

func (w *lineWriter) Write(p []byte) (int, error) {
	w.open = append(w.open, p...)
	for {
		i := bytes.IndexByte(w.open, '\n')
		if i < 0 {
			return len(p), nil
		}
		w.each(string(bytes.TrimRight(w.open[:i], "\r")))
		w.open = w.open[i+1:]
	}
}
