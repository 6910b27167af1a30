package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"turno/cmd/internal/toolchain"
)

// build builds the hub and, where there is a screen, the windows.
func (b *branch) build(ctx context.Context) error {
	if err := b.buildOne(ctx, "hub", toolchain.HubBuild(b.bin)); err != nil || !b.windows {
		return err
	}
	return b.buildOne(ctx, "windows", toolchain.AppsBuild(b.bin))
}

// buildOne runs one go build and shows how far it is. The first one on a
// machine takes minutes, and silence for minutes looks like a fault.
func (b *branch) buildOne(ctx context.Context, what string, build toolchain.Build) error {
	env := append(b.machine.Env[:len(b.machine.Env):len(b.machine.Env)], build.Env...)
	cmd := toolchain.Command(ctx, b.module, env, b.goTool, build.Args...)
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer r.Close()
	cmd.Stdout, cmd.Stderr = w, w
	err = cmd.Start()
	w.Close()
	if err != nil {
		return fmt.Errorf("starting go build: %w", err)
	}
	lines := make(chan string)
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(r); s.Scan(); {
			lines <- s.Text()
		}
	}()
	p := progress{what: what, started: time.Now()}
	p.follow(b, lines)
	if err := cmd.Wait(); err != nil {
		return b.buildError(ctx, what, p.said, err)
	}
	b.say.line("build", "%s: %s", what, p.sum())
	return nil
}

func (b *branch) buildError(ctx context.Context, what string, said []string, err error) error {
	text := strings.Join(said, "\n")
	switch {
	case ctx.Err() != nil:
		return errors.New("stopped while building")
	case strings.Contains(text, noSpace):
		return b.full(b.bin)
	case strings.Contains(text, "dial tcp") || strings.Contains(text, "proxyconnect"):
		return fmt.Errorf("the %s can't be built: Go's modules can't be fetched from here.\n%s", what, text)
	}
	return fmt.Errorf("the %s can't be built (%w).\n%s", what, err, text)
}

// progress is how far one build is.
type progress struct {
	what       string
	started    time.Time
	downloads  int
	packages   int
	last       string   // the package that was begun last
	said       []string // what is neither: warnings and errors
	lastLogged time.Duration
}

// follow takes the lines of "go build -v" until there are no more.
func (p *progress) follow(b *branch, lines <-chan string) {
	tick := b.after(time.Second)
	for {
		select {
		case line, ok := <-lines:
			if !ok {
				return
			}
			p.take(line)
		case <-tick:
			tick = b.after(time.Second)
		}
		b.say.draw("build", "%s: %s  %s", p.what, p, p.last)
		// In a log nothing is redrawn: a line every ten seconds will do.
		if since := time.Since(p.started); !b.terminal && since-p.lastLogged >= 10*time.Second {
			p.lastLogged = since
			b.say.line("build", "%s: %s, %s", p.what, p, p.last)
		}
	}
}

func (p *progress) take(line string) {
	switch {
	case strings.HasPrefix(line, "go: downloading "):
		p.downloads++
		p.last = strings.TrimPrefix(line, "go: downloading ")
	case line != "" && !strings.ContainsAny(line, " :#\t"):
		p.packages++
		p.last = line
	default:
		p.said = append(p.said, line)
	}
}

// String is how far it is: "3 modules fetched, 120 packages compiled, 41s". Only
// what was not compiled before is counted.
func (p progress) String() string {
	text := fmt.Sprintf("%d packages compiled, %v", p.packages, time.Since(p.started).Round(time.Second))
	if p.downloads > 0 {
		text = fmt.Sprintf("%d modules fetched, ", p.downloads) + text
	}
	return text
}

// sum is what it was in the end.
func (p progress) sum() string {
	if p.packages == 0 && p.downloads == 0 {
		return "up to date"
	}
	return p.String()
}
