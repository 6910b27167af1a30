package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"turno/cmd/internal/toolchain"
)

// fuzzing is a run of every fuzz target of the tree, one after the other.
type fuzzing struct {
	each    time.Duration  // for every target
	only    *regexp.Regexp // targets, by "package Name"
	workers int            // processes that try inputs at the same time
	keep    int            // of the inputs that led somewhere new, how many go into the tree
}

// A target is one function FuzzXxx.
type target struct{ pkg, name string }

func (t target) String() string { return t.pkg + " " + t.name }

var fuzzFunc = regexp.MustCompile(`(?m)^func (Fuzz\w*)\(\w+ \*testing\.F\)`)

// fuzzTargets finds every target by its source, so that no package has to be
// built to know that it has none.
func fuzzTargets(root string) ([]target, error) {
	var all []target
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != root && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata"):
			return filepath.SkipDir
		case entry.IsDir() || !strings.HasSuffix(path, "_test.go"):
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, filepath.Dir(path))
		for _, m := range fuzzFunc.FindAllSubmatch(source, -1) {
			all = append(all, target{"./" + filepath.ToSlash(rel), string(m[1])})
		}
		return err
	})
	slices.SortFunc(all, func(a, b target) int { return cmp.Compare(a.String(), b.String()) })
	return all, err
}

// fuzz runs every target and gives the exit status. A target that fails does
// not stop the rest: its input is in testdata/fuzz, where go test finds it.
func (g *gate) fuzz(ctx context.Context, f fuzzing) int {
	targets, err := fuzzTargets(g.root)
	targets = slices.DeleteFunc(targets, func(t target) bool { return !f.only.MatchString(t.String()) })
	if err == nil && len(targets) == 0 {
		err = fmt.Errorf("no fuzz target is meant")
	}
	cache := ""
	if err == nil {
		cache, err = g.output(ctx, "env", "GOCACHE")
	}
	if err != nil {
		fmt.Fprintf(g.stderr, "check: %v\n", err)
		return 1
	}
	fmt.Fprintf(g.stdout, "%d targets, %v each\n", len(targets), f.each)
	var broken []string
	for _, t := range targets {
		note, err := g.fuzzOne(ctx, f, t, strings.TrimSpace(cache))
		if ctx.Err() != nil {
			fmt.Fprintf(g.stdout, "%-44s ended: %v\n", t, context.Cause(ctx))
			return 1
		}
		if err != nil {
			broken = append(broken, t.String())
			note = "FAILED: " + err.Error()
		}
		fmt.Fprintf(g.stdout, "%-44s %s\n", t, note)
	}
	if len(broken) > 0 {
		fmt.Fprintf(g.stdout, "%d of %d targets failed: %s\n", len(broken), len(targets), strings.Join(broken, ", "))
		return 1
	}
	fmt.Fprintf(g.stdout, "%d targets, none failed\n", len(targets))
	return 0
}

// fuzzOne runs one target; the note is the last that the runner said.
func (g *gate) fuzzOne(ctx context.Context, f fuzzing, t target, cache string) (note string, err error) {
	found := filepath.Join(cache, "fuzz", "turno", filepath.FromSlash(strings.TrimPrefix(t.pkg, "./")), t.name)
	before := inputs(found)
	args := []string{"test", "-tags", toolchain.TestTags, "-run", "^$", "-fuzz", "^" + t.name + "$", "-fuzztime", f.each.String(),
		"-parallel", strconv.Itoa(f.workers), "-timeout", "0", t.pkg}
	var said bytes.Buffer
	cmd := toolchain.Command(ctx, g.root, append(g.machine.Env[:len(g.machine.Env):len(g.machine.Env)], pure...), g.goTool, args...)
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		_, _ = io.Copy(g.stdout, &said)
		return "", fmt.Errorf("go %s: %w", strings.Join(args, " "), err)
	}
	for line := range strings.Lines(said.String()) {
		if progress, ok := strings.CutPrefix(line, "fuzz: elapsed: "); ok {
			note = strings.TrimSpace(progress)
		}
	}
	kept, err := keepInputs(found, before, filepath.Join(g.root, t.pkg, "testdata", "fuzz", t.name), f.keep)
	if kept > 0 {
		note += fmt.Sprintf("; %s kept", plural(kept, "input"))
	}
	return note, err
}

// inputs are the names of what the runner has found worth trying again.
func inputs(dir string) map[string]bool {
	names := map[string]bool{}
	entries, _ := os.ReadDir(dir) // none yet: nothing found
	for _, e := range entries {
		names[e.Name()] = true
	}
	return names
}

// keepInputs copies up to n inputs that were not there before into the tree,
// the shortest first: they say the same with less.
func keepInputs(from string, before map[string]bool, to string, n int) (kept int, err error) {
	type input struct {
		name string
		text []byte
	}
	var fresh []input
	for name := range inputs(from) {
		if before[name] || n == 0 {
			continue
		}
		text, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			return 0, err
		}
		fresh = append(fresh, input{name, text})
	}
	slices.SortFunc(fresh, func(a, b input) int {
		return cmp.Or(cmp.Compare(len(a.text), len(b.text)), cmp.Compare(a.name, b.name))
	})
	fresh = fresh[:min(n, len(fresh))]
	if len(fresh) > 0 {
		err = os.MkdirAll(to, 0o777)
	}
	for _, in := range fresh {
		if err == nil {
			err = os.WriteFile(filepath.Join(to, in.name), in.text, 0o666)
		}
		kept++
	}
	return kept, err
}
