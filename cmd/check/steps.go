package main

import (
	"context"
	"debug/elf"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"turno/cmd/internal/toolchain"
)

// A step is one thing that the gate holds.
type step struct {
	name string
	what string // what it does, for the person who watches

	// without says why this run leaves the step out; "" runs it.
	without func(*gate) string
	// do runs it. The note ("", or ", 3 files") is added to the line that says ok.
	do func(context.Context, *gate) (note string, err error)
}

// steps in their order: what fails most often and costs least comes first; the
// race detector, which compiles and runs everything once more, comes last.
var steps = []step{
	{"format", "gofmt on every Go file", always, checkFormat},
	{"vet", "go vet", always, vet},
	{"staticcheck", "go tool staticcheck", always, staticcheck},
	{"house", "who imports whom, catalogs, names", always, house},
	{"tests", "all tests, without C and without a screen", always, tests},
	{"hub", "the static hub", always, buildHub},
	{"windows", "kiosk, counter and display", withoutWindows, buildWindows},
	{"race", "all tests under the race detector", withoutRace, race},
}

// pure builds and tests without C.
var pure = []string{"CGO_ENABLED=0"}

func always(*gate) string { return "" }

func vet(ctx context.Context, g *gate) (string, error) {
	return "", g.run(ctx, pure, "vet", "-tags", toolchain.TestTags, "./...")
}

func staticcheck(ctx context.Context, g *gate) (string, error) {
	return "", g.run(ctx, pure, "tool", "staticcheck", "-tags", toolchain.TestTags, "./...")
}

// house runs the test of the layout by itself, so that a wrong import is told
// in seconds. It is never taken from the test cache.
func house(ctx context.Context, g *gate) (string, error) {
	return g.test(ctx, pure, "-count=1", "-tags", toolchain.TestTags, "./cmd")
}

func tests(ctx context.Context, g *gate) (string, error) {
	return g.test(ctx, pure, "-tags", toolchain.TestTags, "./...")
}

func race(ctx context.Context, g *gate) (string, error) {
	return g.test(ctx, []string{"CGO_ENABLED=1"}, "-race", "-timeout=20m", "-tags", toolchain.TestTags, "./...")
}

func buildHub(ctx context.Context, g *gate) (string, error) {
	b := toolchain.HubBuild(g.scratch)
	if err := g.run(ctx, b.Env, b.Args...); err != nil {
		return "", err
	}
	return ", static", static(filepath.Join(g.scratch, toolchain.Hub))
}

func buildWindows(ctx context.Context, g *gate) (string, error) {
	b := toolchain.AppsBuild(g.scratch)
	return "", g.run(ctx, b.Env, b.Args...)
}

func withoutWindows(g *gate) string {
	if g.quick {
		return "-quick"
	}
	return lacking(g.machine.Missing(append(append([]toolchain.Part{}, toolchain.Compiler...), toolchain.Windows...)...))
}

func withoutRace(g *gate) string {
	if g.quick {
		return "-quick"
	}
	return lacking(g.machine.Missing(toolchain.Compiler...))
}

// lacking says what is not there and what brings it, or "".
func lacking(parts []toolchain.Part) string {
	if len(parts) == 0 {
		return ""
	}
	var names []string
	for _, p := range parts {
		names = append(names, p.Name)
	}
	return fmt.Sprintf("this machine has no %s; apt-get install %s",
		strings.Join(names, ", "), strings.Join(toolchain.Packages(parts), " "))
}

// static returns an error if the program asks for a loader or a library, and
// so would not run on a Linux that has neither.
func static(file string) error {
	f, err := elf.Open(file)
	if err != nil {
		return fmt.Errorf("reading the built hub: %w", err)
	}
	defer f.Close()
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP {
			return errors.New("the hub is not static: it asks for a dynamic loader")
		}
	}
	libs, err := f.ImportedLibraries()
	if err != nil {
		return fmt.Errorf("reading the built hub: %w", err)
	}
	if len(libs) > 0 {
		return fmt.Errorf("the hub is not static: it needs %s", strings.Join(libs, ", "))
	}
	return nil
}
