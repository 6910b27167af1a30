package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSession runs the script that install writes, with an xinit, a cage and a
// kiosk that are scripts too. As the real ones do, these answer 0 whatever
// becomes of the kiosk: systemd has to see a failure all the same.
func TestSession(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no sh here")
	}
	for _, c := range []struct {
		what, kiosk, server string
		want                int
	}{
		{"left by the PIN", "exit 0", `"$file" inside; exit 0`, 0},
		{"refuses its flags", "exit 2", `"$file" inside; exit 0`, 1},
		{"crashes", "kill -SEGV $$", `"$file" inside; exit 0`, 1},
		{"the display server does not come up", "exit 0", "exit 0", 1},
	} {
		for session, args := range map[string]string{"x": "FILE inside -- /usr/bin/X :0 vt7 -nolisten tcp -s 0 -dpms -keeptty\n", "cage": "-s -- FILE inside\n"} {
			t.Run(session+" "+c.what, func(t *testing.T) { runSession(t, sh, session, args, c.kiosk, c.server, c.want) })
		}
	}
}

func runSession(t *testing.T, sh, session, args, kiosk, server string, want int) {
	root, state := t.TempDir(), t.TempDir()
	script(t, filepath.Join(root, "kiosk"), kiosk)
	if err := installKiosk([]string{"-root", root, "-program", filepath.Join(root, "kiosk"), "-session", session}, io.Discard, io.Discard); err != nil {
		t.Fatal(err)
	}
	file, runs := filepath.Join(root, sessionFile), filepath.Join(root, "server")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	line := map[string]string{"x": "\n/usr/bin/xinit ", "cage": "\n/usr/bin/cage "}[session]
	if !bytes.Contains(text, []byte(line)) {
		t.Fatalf("the session does not run%s:\n%s", line, text)
	}
	script(t, runs, `file="`+file+`"; echo "$@" >>"$0.told"; `+server)
	if err := os.WriteFile(file, bytes.Replace(text, []byte(line), []byte("\n"+runs+" "), 1), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(state, "left"), nil, 0o600); err != nil { // of the time before
		t.Fatal(err)
	}
	cmd := exec.Command(sh, file)
	cmd.Env = append(os.Environ(), "STATE_DIRECTORY="+state)
	out, err := cmd.CombinedOutput()
	got := 0
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("systemd sees %d, want %d; it said:\n%s", got, want, out)
	}
	told, _ := os.ReadFile(runs + ".told")
	if diff := cmp.Diff(strings.ReplaceAll(args, "FILE", file), string(told)); diff != "" {
		t.Errorf("it was told (-want +got):\n%s", diff)
	}
}

func script(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte("#!/bin/sh\n"+text+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
}

// TestOutputs: the chosen output comes to the origin before the kiosk opens its
// window there, and all others beside it.
func TestOutputs(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, ""},
		{[]string{"-monitor", "HDMI-2", "-rotate", "left"}, "--output HDMI-2 --auto --primary --pos 0x0 --rotate left\n--output HDMI-1 --auto --right-of HDMI-2\n"},
		{[]string{"-rotate", "right"}, "--output HDMI-1 --auto --primary --pos 0x0 --rotate right\n--output HDMI-2 --auto --right-of HDMI-1\n"},
	} {
		root, bin := t.TempDir(), t.TempDir()
		script(t, filepath.Join(bin, "kiosk"), `echo kiosk >>"`+bin+`/told"`)
		script(t, filepath.Join(bin, "xrandr"), `[ $# -gt 0 ] && echo "$@" >>"`+bin+`/told" || printf 'Screen 0: current 1 x 1\nHDMI-1 connected 1x1\nDP-1 disconnected\nHDMI-2 connected\n'`)
		if err := installKiosk(append(c.args, "-root", root, "-program", filepath.Join(bin, "kiosk")), io.Discard, io.Discard); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("sh", filepath.Join(root, sessionFile), "inside")
		cmd.Env = []string{"PATH=" + bin + ":" + os.Getenv("PATH"), "STATE_DIRECTORY=" + root}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		told, _ := os.ReadFile(filepath.Join(bin, "told"))
		if diff := cmp.Diff(c.want+"kiosk\n", string(told)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", strings.Join(c.args, " "), diff)
		}
	}
}
