package press

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// spool puts an lp and an lpstat of the test's own before those of the system.
// lp keeps its arguments and its input; lpstat says what the test gives.
func spool(t *testing.T, lp, lpstat string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, script := range map[string]string{"lp": lp, "lpstat": lpstat} {
		if script == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir+":/usr/bin:/bin")
	t.Setenv("KEPT", dir)
	return dir
}

const (
	lpTakes = `printf '%s\n' "$@" > "$KEPT/args"; cat > "$KEPT/data"; echo 'request id is FRONT-12 (1 file(s))'`
	idle    = `echo 'printer FRONT is idle.  enabled since Tue 24 Nov 2026 10:41:00'`
)

func TestSpoolerTakesAJob(t *testing.T) {
	for _, c := range []struct {
		kind Kind
		want []string
	}{
		{PDF, []string{"-d", "FRONT", "-t", "AC-01 B042", "-o", "media=A4"}},
		{ESCPOS, []string{"-d", "FRONT", "-t", "AC-01 B042", "-o", "raw"}},
	} {
		dir := spool(t, lpTakes, idle)
		job := Job{Name: "AC-01 B042", Kind: c.kind, Data: []byte("\x1b@\x00 bytes")}
		if err := connect(t, "cups://FRONT").Print(t.Context(), job); err != nil {
			t.Fatal(err)
		}
		args, _ := os.ReadFile(filepath.Join(dir, "args"))
		data, _ := os.ReadFile(filepath.Join(dir, "data"))
		if diff := cmp.Diff(c.want, strings.Split(strings.TrimSpace(string(args)), "\n")); diff != "" {
			t.Errorf("arguments (-want +got):\n%s", diff)
		}
		if string(data) != string(job.Data) {
			t.Errorf("%q arrived", data)
		}
	}
}

func TestSpoolerSaysWhyNot(t *testing.T) {
	for _, c := range []struct {
		name, lp, lpstat string
		want             Code
	}{
		{"paused", lpTakes, `printf 'printer FRONT disabled since Tue 24 Nov 2026 -\n\tPaused\n'`, Offline},
		{"no paper", lpTakes, idle + `; printf '\tForm mounted:\n\tAlerts: media-empty-error\n'`, PaperOut},
		{"cover", lpTakes, idle + `; printf '\tAlerts: cover-open, media-low-warning\n'`, CoverOpen},
		{"jam", lpTakes, idle + `; printf '\tAlerts: media-jam-error\n'`, Fault},
		{"no such queue", lpTakes, `echo 'lpstat: Invalid destination name in list "FRONT".' >&2; exit 1`, Unreachable},
		{"no scheduler", `echo 'lp: Error - scheduler not responding.' >&2; exit 1`, idle, Unreachable},
		{"hangs", lpTakes, `exec sleep 60`, Busy},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := spool(t, c.lp, c.lpstat)
			fails(t, connect(t, "cups://FRONT?patience=500ms").Print(t.Context(), Job{Name: "x", Kind: PDF, Data: []byte("%PDF")}), c.want)
			if _, err := os.Stat(filepath.Join(dir, "data")); err == nil {
				t.Error("the job was spooled all the same")
			}
		})
	}
}

func TestSpoolerIsNotInstalled(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	e := fails(t, connect(t, "cups://FRONT").Print(t.Context(), Job{Name: "x", Kind: PDF}), Unreachable)
	if !strings.Contains(e.Error(), "cups-client") {
		t.Errorf("error %q does not say what to install", e)
	}
}

func TestSpoolerMinorAlertsStopNobody(t *testing.T) {
	got := spoolerStatus("printer FRONT is idle.  enabled since x\n\tAlerts: media-low-report, toner-low, other-warning, none\n")
	if diff := cmp.Diff(Status{Known: true, PaperLow: true}, got); diff != "" {
		t.Errorf("status (-want +got):\n%s", diff)
	}
}
