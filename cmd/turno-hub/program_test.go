package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// asProgram makes the test binary behave as turno-hub, so that tests start,
// stop and kill a real process.
const asProgram = "TURNO_HUB_TEST_RUN"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// patience bounds every wait; it ends a test that would else hang.
const patience = 60 * time.Second

// program is a running turno-hub.
type program struct {
	t    *testing.T
	cmd  *exec.Cmd
	url  string
	errs bytes.Buffer
	out  *bufio.Reader
}

func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	return cmd
}

// serving starts the hub and waits for its ready line.
func serving(t *testing.T, args ...string) *program {
	t.Helper()
	p := &program{t: t, cmd: command(t, append([]string{"serve"}, args...)...)}
	p.cmd.Stderr = &p.errs
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.cmd.Process.Kill(); _ = p.cmd.Wait() })
	p.out = bufio.NewReader(out)
	line, err := p.out.ReadString('\n')
	if err != nil {
		_ = p.cmd.Wait()
		t.Fatalf("no ready line: %v; %s", err, p.errs.String())
	}
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "ready ")
	if !ok {
		t.Fatalf("the first line is %q", line)
	}
	p.url = url
	return p
}

// end signals the hub and gives its exit status.
func (p *program) end(s os.Signal) int {
	p.t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.t.Fatal(err)
	}
	rest, _ := io.ReadAll(p.out)
	if len(rest) > 0 {
		p.t.Errorf("standard output says more than the ready line: %q", rest)
	}
	_ = p.cmd.Wait()
	return p.cmd.ProcessState.ExitCode()
}

// refused runs a verb that has to fail, and gives its words and exit status. Who
// asked wrongly gets a line, and not the whole help.
func refused(t *testing.T, args ...string) (string, int) {
	t.Helper()
	cmd := command(t, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err == nil {
		t.Fatalf("%v was not refused", args)
	}
	exit := cmd.ProcessState.ExitCode()
	if exit == 2 && out.Len() > 0 {
		t.Errorf("%v: beside the line there comes %q", args, out.String())
	}
	return errs.String(), exit
}

func done(t *testing.T, args ...string) string {
	t.Helper()
	out, err := command(t, args...).Output()
	if err != nil {
		t.Fatalf("%v: %v %s", args, err, out)
	}
	return string(out)
}

// kill is a power cut as far as the program can tell.
func (p *program) kill() { p.end(syscall.SIGKILL) }
