package main

import (
	"fmt"
	"strings"
	"testing"

	"turno/cmd/internal/toolchain"
)

const (
	needed = "gcc libc6-dev pkg-config libgl-dev libx11-dev libxcursor-dev libxrandr-dev libxinerama-dev libxi-dev libxxf86vm-dev"
	voice  = "espeak-ng alsa-utils"
)

// aptThatInstalls gives the machine an apt-get that brings what it is asked for.
func (b *bench) aptThatInstalls() {
	script := `echo "apt-get $*" >> $CALLS
case "$1" in install) ;; *) exit 0 ;; esac
`
	for _, parts := range [][]toolchain.Part{toolchain.Compiler, toolchain.Windows, toolchain.Voice} {
		for _, p := range parts {
			if p.Command != "" {
				script += fmt.Sprintf("/bin/cp $TOOLS/built-kiosk $TOOLS/%s\n", p.Command)
			} else {
				script += fmt.Sprintf("/bin/mkdir -p %s/usr/include/%s; /bin/cp $TOOLS/go %[1]s/usr/include/%[3]s\n", b.sys, dirOf(p.Header), p.Header)
			}
		}
	}
	b.tool("apt-get", script)
}

func dirOf(header string) string {
	if i := strings.LastIndex(header, "/"); i >= 0 {
		return header[:i]
	}
	return "."
}

func TestInstallAsksFirst(t *testing.T) {
	for answer, installs := range map[string]bool{"\n": true, "y\n": true, "YES\n": true, "n\n": false, "what\n": false, "": false} {
		t.Run(fmt.Sprintf("%q", answer), func(t *testing.T) {
			b := newBench(t)
			b.aptThatInstalls()
			b.world.stdin = strings.NewReader(answer)
			b.start("-port", "0")
			if !installs {
				status := <-b.status
				out := b.out.String()
				if status != 1 || strings.Contains(b.called(), "apt-get") {
					t.Errorf("status %d, calls\n%s", status, b.called())
				}
				// The exact command, and the way to run without.
				if !strings.Contains(out, "\n    apt-get update && apt-get install -y --no-install-recommends "+needed+"\n") || !strings.Contains(out, "-headless") {
					t.Errorf("output:\n%s", out)
				}
				return
			}
			b.out.wait(t, open, 1)
			b.stop()
			out := b.out.String()
			said, asked := strings.Index(out, "missing, to build the windows: C compiler, C library headers, pkg-config, "), strings.Index(out, "Install now?")
			if said < 0 || asked < said {
				t.Errorf("it must say what is missing before it asks:\n%s", out)
			}
			if want := "apt-get update\napt-get install -y --no-install-recommends " + needed + " " + voice + "\n"; !strings.Contains(b.called(), want) {
				t.Errorf("calls:\n%s", b.called())
			}
		})
	}
}

func TestYesDoesNotAsk(t *testing.T) {
	b := newBench(t)
	b.aptThatInstalls()
	b.start("-yes", "-port", "0")
	b.out.wait(t, open, 1)
	b.stop()
	if strings.Contains(b.out.String(), "Install now?") {
		t.Error("it asks")
	}
}

func TestSudoIsUsedByOthersThanRoot(t *testing.T) {
	b := newBench(t)
	b.world.root = false
	b.aptThatInstalls()
	b.tool("sudo", `echo "sudo $*" >> $CALLS; exec "$TOOLS/$@"`)
	b.start("-yes", "-port", "0")
	b.out.wait(t, open, 1)
	b.stop()
	if !strings.Contains(b.called(), "sudo apt-get install -y --no-install-recommends gcc") {
		t.Errorf("calls:\n%s", b.called())
	}
}

func TestWithoutTheRightToInstall(t *testing.T) {
	b := newBench(t)
	b.world.root = false
	b.aptThatInstalls()
	status, out := b.finish("-yes", "-port", "0")
	want := "\n    su -c 'apt-get update && apt-get install -y --no-install-recommends " + needed + "'\n"
	if status != 1 || !strings.Contains(out, want) {
		t.Errorf("status %d, want %q in\n%s", status, want, out)
	}
	if strings.Contains(b.called(), "apt-get") {
		t.Error("it tried without the right")
	}
}

func TestAnotherSystemThanDebian(t *testing.T) {
	status, out := newBench(t).finish("-yes", "-port", "0")
	if status != 1 || !strings.Contains(out, "this machine has no apt-get") || !strings.Contains(out, needed) {
		t.Errorf("status %d:\n%s", status, out)
	}
}

func TestInstallThatFails(t *testing.T) {
	b := newBench(t)
	b.tool("apt-get", `echo "E: Could not get lock /var/lib/dpkg/lock"; exit 100`)
	status, out := b.finish("-yes", "-port", "0")
	if status != 1 || !strings.Contains(out, "E: Could not get lock") || !strings.Contains(out, "turno: apt-get failed (exit status 100)") {
		t.Errorf("status %d:\n%s", status, out)
	}
	b = newBench(t)
	b.tool("apt-get", "exit 0")
	status, out = b.finish("-yes", "-port", "0")
	if status != 1 || !strings.Contains(out, "there is still no C compiler") {
		t.Errorf("status %d:\n%s", status, out)
	}
}

// Nobody is asked for the sake of speech alone: the branch opens and says how
// it could speak.
func TestMissingVoiceStopsNobody(t *testing.T) {
	b := newBench(t)
	b.has(toolchain.Compiler...)
	b.has(toolchain.Windows...)
	b.tool("apt-get", `echo "apt-get $*" >> $CALLS`)
	b.start("-port", "0")
	b.out.wait(t, open, 1)
	b.stop()
	out := b.out.String()
	if strings.Contains(out, "Install now?") || !strings.Contains(out, "to hear calls: apt-get update && apt-get install -y --no-install-recommends "+voice) {
		t.Errorf("output:\n%s", out)
	}
	if strings.Contains(b.called(), "apt-get") {
		t.Errorf("calls:\n%s", b.called())
	}
}
