package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"turno/hub/dial"
	"turno/hub/wire"
)

// SIGHUP puts the changed branch file in place while the hub serves, and a wrong
// one changes nothing.
func TestHangupReadsTheBranchAgain(t *testing.T) {
	demo, err := os.ReadFile("../../hub/branch/demo.toml")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "own.toml")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(string(demo))
	p := serving(t, "--data", t.TempDir(), "--demo", "--branch", file, "--listen", "127.0.0.1:0")
	c := dial.New(dial.Config{URL: p.url, Token: "demo-manager-1"})
	go c.Run(t.Context())
	named := func(name string) wire.State {
		t.Helper()
		for u := range c.Updates() {
			if u.State.Branch != nil && u.State.Branch.Name == name {
				return u.State
			}
		}
		t.Fatal("the stream ended")
		return wire.State{}
	}
	before := named("Lipová")
	write(strings.Replace(string(demo), `series = "A"`, `series = "Q"`, 1))
	if err := p.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	if a := ask(t, client(t, p.url, "demo-kiosk-1"), wire.Issue{Service: "cash", Language: "cs"}); a.Result.Ticket != "A001" {
		t.Errorf("after a wrong file: %+v", a)
	}
	write(strings.Replace(string(demo), `name = "Lipová"`, `name = "Nová"`, 1))
	if err := p.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	if after := named("Nová"); after.Epoch != before.Epoch || len(after.Visits) != 1 || after.Visits[0].Ticket != "A001" {
		t.Errorf("after the change: %+v", after.Visits)
	}
	p.end(syscall.SIGTERM)
}
