package toolchain_test

import (
	"bufio"
	"context"
	"strings"
	"testing"
	"time"

	"turno/cmd/internal/toolchain"
)

// A stopped tool takes its children along: a gate that is interrupted must not
// leave compilers running.
func TestCommandStopsTheWholeGroup(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	cmd := toolchain.Command(ctx, t.TempDir(), []string{"PATH=/usr/bin:/bin"}, "/bin/sh", "-c", "sleep 60 & echo started; wait")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() || lines.Text() != "started" {
		t.Fatalf("got %q, want the shell to start", lines.Text())
	}
	cancel()
	// The pipe closes when the last holder of it, the sleeping child, is gone.
	for lines.Scan() {
		t.Errorf("unexpected output %q", lines.Text())
	}
	start := time.Now()
	if err := cmd.Wait(); err == nil {
		t.Error("a stopped command must not look like success")
	}
	if d := time.Since(start); d > toolchain.Grace {
		t.Errorf("it took %v to stop", d)
	}
}

func TestBuildsAreFixed(t *testing.T) {
	if got := strings.Join(toolchain.HubBuild("/b").Args, " "); got != "build -v -o /b/ ./cmd/turno-hub" {
		t.Errorf("hub: go %s", got)
	}
	want := "build -v -tags gles,migrated_fynedo -o /b/ ./cmd/turno-kiosk ./cmd/turno-counter ./cmd/turno-display"
	if got := strings.Join(toolchain.AppsBuild("/b").Args, " "); got != want {
		t.Errorf("apps: go %s", got)
	}
}
