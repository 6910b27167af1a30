package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"turno/cmd/internal/toolchain"
)

// output runs the go command and returns what it printed.
func (g *gate) output(ctx context.Context, args ...string) (string, error) {
	var out bytes.Buffer
	cmd := toolchain.Command(ctx, g.root, g.machine.Env, g.goTool, args...)
	cmd.Stdout, cmd.Stderr = &out, g.stderr
	err := cmd.Run()
	return out.String(), err
}

// run runs the go command. What it says is shown only if it fails: a build
// that is fine has nothing to tell but the names of its packages.
func (g *gate) run(ctx context.Context, env []string, args ...string) error {
	var said bytes.Buffer
	cmd := toolchain.Command(ctx, g.root, append(g.machine.Env[:len(g.machine.Env):len(g.machine.Env)], env...), g.goTool, args...)
	cmd.Stdout, cmd.Stderr = &said, &said
	err := cmd.Run()
	if err == nil {
		return nil
	}
	for _, line := range strings.SplitAfter(said.String(), "\n") {
		if !packageName(line) && !strings.HasPrefix(line, "go: downloading ") {
			io.WriteString(g.stdout, line)
		}
	}
	return fmt.Errorf("go %s: %w", strings.Join(args, " "), err)
}

// packageName tells the lines of "go build -v" from what a person must read.
func packageName(line string) bool {
	line = strings.TrimSuffix(line, "\n")
	return line != "" && !strings.ContainsAny(line, " :#\t")
}

// test runs "go test" with the given arguments, shows its closing line for
// each package and everything that a failed test said, and counts.
func (g *gate) test(ctx context.Context, env []string, args ...string) (string, error) {
	args = append([]string{"test", "-json"}, args...)
	cmd := toolchain.Command(ctx, g.root, append(g.machine.Env[:len(g.machine.Env):len(g.machine.Env)], env...), g.goTool, args...)
	cmd.Stderr = g.stdout
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	run := newTally()
	readErr := g.follow(out, run)
	if readErr != nil {
		io.Copy(io.Discard, out) // so that go test can end
	}
	err = cmd.Wait()
	if err == nil {
		err = readErr
	}
	// go test may fail without naming a test: it can't load a package, say.
	if err != nil && run.failed() == 0 {
		run.set("go "+strings.Join(args, " "), failed)
	}
	g.counts.merge(run)
	if err != nil {
		return "", fmt.Errorf("%s (%w)", run.line(), err)
	}
	return ", " + run.line(), nil
}

// An event is one line of "go test -json"; cmd/test2json documents it.
type event struct {
	Action  string
	Package string
	Test    string
	Output  string
}

// follow reads the events of one run into run and shows what matters.
func (g *gate) follow(r io.Reader, run *tally) error {
	said := map[string]*strings.Builder{} // output of tests that have not ended
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF && len(line) == 0 {
			return nil
		}
		if err != nil && err != io.EOF {
			return fmt.Errorf("reading the test runner: %w", err)
		}
		var e event
		if json.Unmarshal(line, &e) != nil {
			g.stdout.Write(line) // a tool that speaks plainly among events
			continue
		}
		g.take(e, said, run)
	}
}

func (g *gate) take(e event, said map[string]*strings.Builder, run *tally) {
	name := e.Package
	if e.Test != "" {
		name += " " + e.Test
	}
	switch e.Action {
	case "build-output":
		io.WriteString(g.stdout, e.Output)
	case "output":
		if e.Test == "" && closing(e.Output) {
			io.WriteString(g.stdout, e.Output)
			return
		}
		if said[name] == nil {
			said[name] = new(strings.Builder)
		}
		said[name].WriteString(e.Output)
	case "pass":
		delete(said, name)
		if e.Test != "" {
			run.set(name, passed)
		}
	case "skip":
		if e.Test != "" {
			run.set(name, skipped)
			run.reasons[name] = reason(said[name])
		}
		delete(said, name)
	case "fail":
		if e.Test != "" || run.failedIn(e.Package) == 0 {
			run.set(name, failed)
		}
		if b := said[name]; b != nil {
			io.WriteString(g.stdout, b.String())
		}
		delete(said, name)
	}
}

// closing tells go test's last line on a package that has tests.
func closing(line string) bool {
	return strings.HasPrefix(line, "ok  \t") || strings.HasPrefix(line, "FAIL\t")
}

// reason is what a skipped test said, without the runner's frame around it.
func reason(said *strings.Builder) string {
	if said == nil {
		return ""
	}
	for _, line := range strings.Split(said.String(), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "===") || strings.HasPrefix(line, "---") {
			continue
		}
		// "file_test.go:12: no espeak-ng" → "no espeak-ng"
		if _, text, ok := strings.Cut(line, ".go:"); ok {
			if _, text, ok := strings.Cut(text, ": "); ok {
				return text
			}
		}
		return line
	}
	return ""
}
