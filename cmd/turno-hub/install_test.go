package main

import (
	"flag"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the transcripts in testdata anew")

// held compares text with a file of testdata.
func held(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s (-want +got); -update writes it anew:\n%s", name, d)
	}
}

func TestInstallPrintsTheUnit(t *testing.T) {
	held(t, "turno-hub.service", done(t, "install", "--program", "/usr/local/bin/turno-hub", "--writable", "/srv/backups",
		"--", "--branch", "/etc/turno/Lipová 5.toml", "--listen=0.0.0.0:443"))
	elsewhere := done(t, "install", "--program", "/usr/local/bin/turno-hub", "--data", "/srv/turno", "--user", "turno")
	for _, want := range []string{"\nRequiresMountsFor=/srv/turno\n", "User=turno\nReadWritePaths=/srv/turno\n", "ExecStart=/usr/local/bin/turno-hub serve --data /srv/turno\n", "\nCapabilityBoundingSet=\n"} {
		if !strings.Contains(elsewhere, want) {
			t.Errorf("no %q in\n%s", want, elsewhere)
		}
	}
	if strings.Contains(elsewhere, "DynamicUser") {
		t.Error("an account that the folder's owner is not")
	}
}

// The folder of the backups is one that the unit lets the hub write to, and who
// installs is told what its account has to be able to reach.
func TestInstallThinksOfTheBackups(t *testing.T) {
	file := filepath.Join(t.TempDir(), "turno-hub.service")
	out := done(t, "install", "--program", "/usr/local/bin/turno-hub", "--to", file, "--", "--branch", "/etc/turno/branch.toml",
		"--backups", "/srv/backups", "--recipients", "/etc/turno/recipients")
	for _, want := range []string{"read /etc/turno/branch.toml and /etc/turno/recipients\n", "write to /srv/backups\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	unit, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(unit), "\nReadWritePaths=-/srv/backups\n") {
		t.Errorf("the hub may not write its backups:\n%s", unit)
	}
}

// The service manager itself takes the unit without a word.
func TestUnitIsVerified(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("no systemd-analyze here")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "turno-hub.service")
	if out := done(t, "install", "--program", self, "--to", file); !strings.Contains(out, "systemctl enable --now turno-hub.service") {
		t.Error(out)
	}
	if out, err := exec.Command(analyze, "verify", "--man=no", file).CombinedOutput(); err != nil || strings.Contains(string(out), "turno-hub.service") {
		t.Errorf("%v: %s", err, out)
	}
}

func TestInstallRefuses(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--data", "turno"}, "begin with /"},
		{[]string{"--data", "/srv/turno"}, "--user"},
		{[]string{"--writable", "/a,b"}, "begin with /"},
		{[]string{"--to", "/nowhere/at/all.service"}, "no such file"},
		{[]string{"--", "--brunch", "/etc/turno/branch.toml"}, "-brunch"},
		{[]string{"--", "--branch", "branch.toml"}, "begin with /"},
		{[]string{"--", "--tls-key", "/etc/turno/key.pem"}, "--tls-cert and --tls-key go together"},
		{[]string{"--", "--demo", "--listen", "0.0.0.0:8443"}, "this machine alone"},
		{[]string{"--", "--data", "/srv/turno"}, "before the --"},
		{[]string{"--", "extra"}, "one word too many"},
	} {
		if words, status := refused(t, append([]string{"install"}, c.args...)...); status == 0 || !strings.Contains(words, c.want) {
			t.Errorf("%q: %d %s", c.args, status, words)
		}
	}
}

// A hub tells its service manager that it serves, that it lives and that it stops.
func TestServiceManagerIsTold(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "notify")
	c, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	next := func(want string) {
		t.Helper()
		_ = c.SetReadDeadline(time.Now().Add(patience))
		for b := make([]byte, 4096); ; {
			n, err := c.Read(b)
			if err != nil {
				t.Fatalf("waiting for %q: %v", want, err)
			}
			if strings.Contains(string(b[:n]), want) {
				return
			}
		}
	}
	t.Setenv("NOTIFY_SOCKET", socket)
	t.Setenv("WATCHDOG_USEC", "60000")
	p := serving(t, "--data", t.TempDir(), "--demo", "--listen", "127.0.0.1:0")
	next("READY=1\nSTATUS=http://127.0.0.1:")
	next("WATCHDOG=1")
	next("WATCHDOG=1")
	if status := p.end(syscall.SIGTERM); status != 0 {
		t.Errorf("status %d", status)
	}
	next("STOPPING=1")
}
