package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"turno/hub/dial"
	"turno/hub/wire"
)

func TestServeSaysItIsReadyAndEndsCleanly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "fresh")
	p := serving(t, "--data", dir, "--demo", "--listen", "127.0.0.1:0")
	c := client(t, p.url, "demo-kiosk-1")
	if a := ask(t, c, wire.Issue{Service: "cash", Language: "es"}); a.Result.Ticket != "A001" {
		t.Fatalf("%+v", a)
	}
	if status := p.end(syscall.SIGTERM); status != 0 {
		t.Errorf("SIGTERM ends with status %d: %s", status, p.errs.String())
	}
	if out := done(t, "check", dir); !strings.Contains(out, "whole") {
		t.Errorf("check says %s", out)
	}
}

func TestServeRefusesInOneLine(t *testing.T) {
	dir := t.TempDir()
	p := serving(t, "--data", dir, "--demo", "--listen", "127.0.0.1:0")
	address := strings.TrimPrefix(p.url, "http://")
	_, port, _ := net.SplitHostPort(address)
	short := t.TempDir()
	torn := copyTorn(t, dir, short)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		says string
		exit int
	}{
		"a second hub on the folder": {[]string{"--data", dir, "--demo", "--listen", "127.0.0.1:0"}, "holds this data folder", 1},
		"a port in use":              {[]string{"--data", t.TempDir(), "--demo", "--listen", address}, "in use", 1},
		"demo beyond this machine":   {[]string{"--data", t.TempDir(), "--demo", "--listen", "0.0.0.0:" + port}, "this machine alone", 1},
		"a virtual clock in earnest": {[]string{"--data", t.TempDir(), "--clock", "virtual"}, "--demo only", 1},
		"no branch":                  {[]string{"--data", t.TempDir(), "--listen", "127.0.0.1:0"}, "no branch yet", 1},
		"a torn file":                {[]string{"--data", torn, "--demo", "--listen", "127.0.0.1:0"}, "restore the last backup", 1},
		"a file for a folder":        {[]string{"--data", file, "--demo", "--listen", "127.0.0.1:0"}, "data", 1},
		"no folder":                  {nil, "--data DIR is missing", 2},
		"a flag that is none":        {[]string{"--fast"}, "fast", 2},
	} {
		began := time.Now()
		words, exit := refused(t, append([]string{"serve"}, c.args...)...)
		if exit != c.exit || !strings.Contains(words, c.says) || strings.Count(strings.TrimSpace(words), "\n") != 0 {
			t.Errorf("%s: exit %d, %q; want %d and one line with %q", name, exit, words, c.exit, c.says)
		}
		if took := time.Since(began); took > patience/2 {
			t.Errorf("%s took %v", name, took)
		}
	}
	if a := ask(t, client(t, p.url, "demo-kiosk-1"), wire.Issue{Service: "cash", Language: "es"}); !a.OK {
		t.Errorf("the first hub no longer serves: %+v", a)
	}
}

// copyTorn copies the data file without its end.
func copyTorn(t *testing.T, from, to string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(from, "turno.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(to, "turno.db"), b[:20_000], 0o600); err != nil {
		t.Fatal(err)
	}
	return to
}

var kills = flag.Int("kills", 5, "how many times a hub under load is killed")

// Kill -9 under load, again and again: every acknowledged ticket is there, no
// number comes twice, and a wish that was resent over the kill was granted once.
func TestKilledHubsLoseNothing(t *testing.T) {
	dir := t.TempDir()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := ln.Addr().String()
	ln.Close()
	p := serving(t, "--data", dir, "--demo", "--listen", address)
	const clients, perLife = 8, 40
	var acked atomic.Int64
	var mu sync.Mutex
	tickets := map[string]int{}
	ctx, stop := context.WithTimeout(t.Context(), patience+time.Duration(*kills)*3*time.Second)
	defer stop()
	enough := make(chan struct{})
	var all sync.WaitGroup
	for range clients {
		c := client(t, p.url, "demo-kiosk-1")
		all.Go(func() {
			for {
				select {
				case <-enough:
					return
				default:
				}
				a, err := c.Do(ctx, wire.Issue{Service: "cash", Language: "es"})
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				tickets[a.Result.Ticket]++
				mu.Unlock()
				acked.Add(1)
			}
		})
	}
	for k := range *kills {
		for want := int64((k + 1) * perLife); acked.Load() < want && ctx.Err() == nil; {
			<-time.After(time.Millisecond)
		}
		p.kill()
		p = serving(t, "--data", dir, "--demo", "--listen", address)
	}
	close(enough)
	all.Wait()
	s, err := dial.Fetch(t.Context(), p.url, "demo-manager-1")
	if err != nil {
		t.Fatal(err)
	}
	waiting := map[string]bool{}
	for _, v := range s.Visits {
		waiting[v.Ticket] = true
	}
	for ticket, times := range tickets {
		if times != 1 || !waiting[ticket] {
			t.Errorf("%s was acknowledged %d times; it waits: %v", ticket, times, waiting[ticket])
		}
	}
	for n := 1; n <= len(waiting); n++ {
		if !waiting[fmt.Sprintf("A%03d", n)] {
			t.Errorf("number %d is missing of %d", n, len(waiting))
		}
	}
	if len(tickets) < *kills*perLife || len(waiting) != len(tickets) {
		t.Errorf("%d acknowledged, %d wait", len(tickets), len(waiting))
	}
	p.end(syscall.SIGTERM)
	if out := done(t, "check", dir); !strings.Contains(out, "whole") {
		t.Errorf("check says %s", out)
	}
	t.Logf("%d kills, %d tickets acknowledged", *kills, len(tickets))
}

func client(t *testing.T, url, token string) *dial.Client {
	t.Helper()
	c := dial.New(dial.Config{URL: url, Token: token, Backoff: func(int) time.Duration { return 20 * time.Millisecond }})
	ctx, cancel := context.WithCancel(context.Background())
	var ended sync.WaitGroup
	ended.Go(func() { _ = c.Run(ctx) })
	ended.Go(func() {
		for range c.Updates() {
		}
	})
	t.Cleanup(func() { cancel(); ended.Wait() })
	return c
}

func ask(t *testing.T, c *dial.Client, b wire.Body) wire.Answer {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	a, err := c.Do(ctx, b)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Whoever reads the hub's words may go away, as a pipe to a log does: the branch
// goes on, and its end is clean.
func TestServeOutlivesWhoReadsItsWords(t *testing.T) {
	address := free(t)
	cmd := command(t, "serve", "--data", t.TempDir(), "--demo", "--listen", address)
	for _, to := range []*io.Writer{&cmd.Stdout, &cmd.Stderr} {
		reader, writer, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		reader.Close()
		defer writer.Close()
		*to = writer
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	kiosk := client(t, "http://"+address, "demo-kiosk-1")
	answered := make(chan wire.Answer, 1)
	go func() { answered <- ask(t, kiosk, wire.Issue{Service: "cash", Language: "es"}) }()
	select {
	case a := <-answered:
		if !a.OK {
			t.Errorf("%+v", a)
		}
	case err := <-ended:
		t.Fatalf("it did not outlive its ready line: %v", err)
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Errorf("its end: %v", err)
	}
}
