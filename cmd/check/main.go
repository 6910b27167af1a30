// Command check is the gate: what must pass before a change goes in, the same
// on a developer's machine and in CI.
//
//	go run ./cmd/check             everything
//	go run ./cmd/check -quick      without the race detector and the windows
//	go run ./cmd/check -fuzz 10m   instead of that: every fuzz target for ten minutes
//
// It stops at the first step that fails, cheapest steps first, and ends with
// status 1. What this machine can't do (no C compiler, no headers) is left out
// and named, with the packages that bring it. The last line is the test
// runner's own count over all runs: a test that ran plainly and under the race
// detector is one test, and failed if it failed in either.
//
// It changes no file of the tree, but for inputs that -fuzz finds, and installs
// nothing; .ci/run does that first.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"

	"turno/cmd/internal/toolchain"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], toolchain.Machine{Env: os.Environ()}, os.Stdout, os.Stderr))
}

// run does what main does, for tests too; it returns the exit status.
func run(ctx context.Context, args []string, machine toolchain.Machine, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("check", flag.ContinueOnError)
	flags.SetOutput(stderr)
	quick := flags.Bool("quick", false, "leave out the race detector and the windows")
	limit := flags.Duration("limit", 28*time.Minute, "give up after this long")
	fuzz := flags.Duration("fuzz", 0, "instead of the gate, run every fuzz target for this long")
	only := flags.String("fuzz-only", "", "with -fuzz: only targets that match, by \"./package FuzzName\"")
	workers := flags.Int("fuzz-workers", runtime.GOMAXPROCS(0), "with -fuzz: processes at the same time")
	keep := flags.Int("fuzz-keep", 0, "with -fuzz: of what was found worth trying again, put so many inputs of each target into the tree")
	flags.Usage = func() {
		fmt.Fprint(stderr, "The gate: format, vet, staticcheck, house test, tests, builds.\n\nUsage: go run ./cmd/check [-quick] [-limit 28m]\n       go run ./cmd/check -fuzz 10m [-fuzz-only REGEXP]\n\n")
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(stderr, "check: takes no arguments, got %q\n", flags.Arg(0))
		return 2
	}
	match, err := regexp.Compile(*only)
	if err != nil || *fuzz < 0 || *workers < 1 {
		fmt.Fprintln(stderr, "check: -fuzz and -fuzz-workers want a number above zero, -fuzz-only a regular expression")
		return 2
	}
	if *fuzz == 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, *limit, fmt.Errorf("not done after %v", *limit))
		defer cancel()
	}

	out := &lockedWriter{w: stdout}
	g := &gate{machine: machine, stdout: out, out: out, stderr: stderr, quick: *quick, counts: newTally()}
	if err := g.prepare(ctx); err != nil {
		fmt.Fprintf(stderr, "check: %v\n", err)
		return 1
	}
	defer os.RemoveAll(g.scratch)
	if *fuzz > 0 {
		return g.fuzz(ctx, fuzzing{each: *fuzz, only: match, workers: *workers, keep: *keep})
	}
	return g.pass(ctx)
}

// A gate is one run of the steps. It belongs to one goroutine.
type gate struct {
	machine        toolchain.Machine
	stdout, stderr io.Writer
	out            *lockedWriter // stdout, to see whether it is silent
	quick          bool

	goTool  string // path of the go command
	root    string // folder of go.mod
	scratch string // where builds go; removed at the end
	counts  *tally
	left    []string // what was left out, and why
}

// prepare finds the go command and the module that the gate is for.
func (g *gate) prepare(ctx context.Context) error {
	if g.goTool = g.machine.Find("go"); g.goTool == "" {
		return fmt.Errorf("no go command on the PATH")
	}
	out, err := g.output(ctx, "env", "GOMOD")
	if err != nil {
		return fmt.Errorf("asking go for its module: %w", err)
	}
	mod := strings.TrimSpace(out)
	if !filepath.IsAbs(mod) || mod == os.DevNull {
		return fmt.Errorf("run it inside the module: no go.mod here or above")
	}
	g.root = filepath.Dir(mod)
	g.scratch, err = os.MkdirTemp("", "turno-check-")
	return err
}

// pass runs the steps in order and says how each went.
func (g *gate) pass(ctx context.Context) int {
	start := time.Now()
	failed := ""
	for _, s := range steps {
		if why := s.without(g); why != "" {
			fmt.Fprintf(g.stdout, "%-12s left out: %s\n", s.name, why)
			g.left = append(g.left, s.name+" ("+why+")")
			continue
		}
		fmt.Fprintf(g.stdout, "%-12s %s\n", s.name, s.what)
		began := time.Now()
		quiet := time.NewTicker(quietFor)
		silence := g.breakSilence(s.name, began, quiet.C)
		note, err := s.do(ctx, g)
		silence()
		quiet.Stop()
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		if err != nil {
			fmt.Fprintf(g.stdout, "%-12s FAILED after %s: %v\n", s.name, took(began), err)
			failed = s.name
			break
		}
		fmt.Fprintf(g.stdout, "%-12s ok, %s%s\n", s.name, took(began), note)
	}
	g.report(failed, took(start))
	if failed != "" {
		return 1
	}
	return 0
}

// quietFor is how long a step may say nothing. A cold build says nothing for
// minutes, and looks like one that hangs.
const quietFor = 30 * time.Second

// breakSilence says at each tick that a step goes on, if nothing was written
// since the tick before. The function that it answers ends that.
func (g *gate) breakSilence(name string, began time.Time, ticks <-chan time.Time) (end func()) {
	over, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		written := g.out.count()
		for {
			select {
			case <-over:
				return
			case <-ticks:
				now := g.out.count()
				if now == written {
					fmt.Fprintf(g.stdout, "%-12s goes on, %s\n", name, took(began))
					now++ // our own
				}
				written = now
			}
		}
	}()
	return func() { close(over); <-ended }
}

// report ends the output. Nothing may be printed after it.
func (g *gate) report(failed, took string) {
	fmt.Fprintln(g.stdout)
	for _, line := range g.counts.skips() {
		fmt.Fprintln(g.stdout, "skipped:  "+line)
	}
	for _, line := range g.left {
		fmt.Fprintln(g.stdout, "left out: "+line)
	}
	switch {
	case failed != "":
		fmt.Fprintf(g.stdout, "the gate failed at %s after %s\n", failed, took)
	case len(g.left) > 0:
		fmt.Fprintf(g.stdout, "the gate passed in %s, with parts left out\n", took)
	default:
		fmt.Fprintf(g.stdout, "the gate passed in %s\n", took)
	}
	// A gate that stopped before the tests has counted nothing, and a line of
	// zeros would read like a result.
	if g.counts.any() {
		fmt.Fprintln(g.stdout, g.counts.line())
	}
}

// A lockedWriter lets a tool's standard error and the events of its tests come
// out one after the other.
type lockedWriter struct {
	mu     sync.Mutex
	w      io.Writer
	writes int
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.writes++
	return l.w.Write(p)
}

func (l *lockedWriter) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.writes
}

func took(since time.Time) string {
	return time.Since(since).Round(100 * time.Millisecond).String()
}
