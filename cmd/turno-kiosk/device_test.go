package main

import (
	"bytes"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"turno/hub/branch"
	"turno/hub/voice"
	"turno/hub/words"
	"turno/kiosk"
)

func write(t *testing.T, file, text string) string {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestConfiguration: flags stand in a file by their names, the command line
// goes before it, and a wrong name is said.
func TestConfiguration(t *testing.T) {
	file := write(t, filepath.Join(t.TempDir(), "kiosk.toml"), "# IT\nhub = 'http://192.0.2.1:8080'\nlease = 90\nwindowed = true\nscale = 0.7\nlang = 'cs'\nadmin = 'x'\n")
	o, err := parse([]string{"-config", file, "-lang", "sv"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if o.hub != "http://192.0.2.1:8080" || o.lease != 90 || !o.windowed || o.scale != 0.7 || o.lang != "sv" || o.admin != "x" {
		t.Errorf("%+v", o)
	}
	for text, says := range map[string]string{
		"hbu = 'x'": `"hbu" is no setting`, "lease = 'many'": "lease: parse error", "hub = ": "the configuration", "forms = '/nowhere/at/all'": "neither a form", "config = 'x'": `"config" is no setting`,
	} {
		if _, err := parse([]string{"-config", write(t, file, text)}, io.Discard); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want %s", text, err, says)
		}
	}
}

// TestFilesBesideTheConfiguration: a service starts in /, so a place that the
// configuration names without / at its front is looked for beside it; on
// the command line it is the shell's.
func TestFilesBesideTheConfiguration(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(t.TempDir())
	file := write(t, filepath.Join(dir, "kiosk.toml"), "profile = 'printers/till.json'\nstate = '/var/lib/kiosk'\nca = ''\n")
	o, err := parse([]string{"-config", file}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(dir, "printers/till.json"); o.profile != want || o.state != "/var/lib/kiosk" || o.trust.CAFile != "" {
		t.Errorf("profile %q, want %q; state %q; ca %q", o.profile, want, o.state, o.trust.CAFile)
	}
	if o, err = parse([]string{"-config", file, "-profile", "mine.json"}, io.Discard); err != nil || o.profile != "mine.json" {
		t.Errorf("on the command line: %q, %v", o.profile, err)
	}
	if err := os.Mkdir(filepath.Join(dir, "paper"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "paper", "LN-07.json"), "no form")
	for line, says := range map[string]string{"forms = 'paper'": "LN-07.json", "ca = 'hub.pem'\nhub = 'https://192.0.2.1:8443'": filepath.Join(dir, "hub.pem")} {
		if _, err := parse([]string{"-config", write(t, file, line)}, io.Discard); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want %s", line, err, says)
		}
	}
}

// TestPIN: the hash goes into the configuration, once, and the rest stays.
func TestPIN(t *testing.T) {
	file := write(t, filepath.Join(t.TempDir(), "kiosk.toml"), "hub = 'http://192.0.2.1:8080'\n")
	var out bytes.Buffer
	for _, pin := range []string{"271828", "314159"} {
		if err := setPIN([]string{"-config", file}, strings.NewReader(pin+"\n"), &out, io.Discard); err != nil {
			t.Fatal(err)
		}
	}
	o, err := parse([]string{"-config", file}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if !branch.FitsPIN(o.admin, "314159") || branch.FitsPIN(o.admin, "271828") || o.hub != "http://192.0.2.1:8080" {
		t.Errorf("the configuration says %+v", o)
	}
	data, _ := os.ReadFile(file)
	if strings.Contains(string(data)+out.String(), "314159") || strings.Count(string(data), "admin") != 1 {
		t.Errorf("the file:\n%s", data)
	}
	for _, pin := range []string{"", "12345", "1234567890123", "111111", "12a456"} {
		if err := setPIN([]string{"-config", file}, strings.NewReader(pin), io.Discard, io.Discard); err == nil {
			t.Errorf("%q was taken for a PIN", pin)
		}
	}
}

// TestInstall: a dry run changes nothing and shows every file; what is
// written passes systemd's own check, where that is here.
func TestInstall(t *testing.T) {
	for _, session := range [][]string{{}, {"-monitor", "HDMI-1", "-rotate", "left"}, {"-session", "cage"}} {
		root := t.TempDir()
		args := append([]string{"-root", root, "-program", "/usr/local/bin/turno-kiosk", "-locale", "cs_CZ.UTF-8"}, session...)
		var dry, wet bytes.Buffer
		if err := installKiosk(append(args, "-dry-run"), &dry, io.Discard); err != nil {
			t.Fatal(err)
		}
		if left, _ := os.ReadDir(root); len(left) != 0 {
			t.Errorf("a dry run made %v", left)
		}
		if err := installKiosk(args, &wet, io.Discard); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"etc/systemd/system/turno-kiosk.service", "etc/systemd/system/turno-kiosk-night.service", "etc/systemd/system/turno-kiosk-night.timer", "etc/default/turno-kiosk", "etc/turno/kiosk.toml"} {
			data, err := os.ReadFile(filepath.Join(root, name))
			if err != nil || !strings.Contains(dry.String(), "/"+name) {
				t.Errorf("%v: %s and the dry run:\n%s", session, err, dry.String())
			}
			first, _, _ := strings.Cut(string(data), "\n")
			if !strings.Contains(dry.String(), first) {
				t.Errorf("the dry run does not show %s", name)
			}
		}
		unit, err := os.ReadFile(filepath.Join(root, "etc/systemd/system/turno-kiosk.service"))
		if err != nil || bytes.Contains(unit, []byte("\nProtectHome")) {
			t.Errorf("the unit hides /run/user from the kiosk (%v):\n%s", err, unit)
		}
		if bytes.Contains(unit, []byte("network-online")) {
			t.Errorf("a machine whose network is dead waits for it for minutes before the kiosk, which needs none:\n%s", unit)
		}
		if bytes.Contains(unit, []byte("\nPAMName")) {
			t.Errorf("a session of logind takes the kiosk out of its unit: systemd hears no sign of life and bounds no memory:\n%s", unit)
		}
		verify(t, filepath.Join(root, "etc/systemd/system/turno-kiosk.service"))
	}
	for _, args := range [][]string{{"-night", "25:00"}, {"-session", "kde"}, {"-locale", "C"}, {"-user", "Root!"}, {"-monitor", "a b"}, {"-session", "cage", "-rotate", "left"}, {"-program", "bin/x"}, {"-program", "/root/turno-kiosk"}} {
		if err := installKiosk(append(args, "-dry-run"), io.Discard, io.Discard); err == nil {
			t.Errorf("%v was taken", args)
		}
	}
}

// TestInstallIntoAnImage: a folder named without / at its front is one of the
// working folder, and nothing is said to have been done that the image has to do.
func TestInstallIntoAnImage(t *testing.T) {
	t.Chdir(t.TempDir())
	work, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	args := []string{"-root", "image/kiosk", "-program", "/usr/local/bin/turno-kiosk"}
	if err := installKiosk(append(args, "-dry-run"), &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	unit := filepath.Join(work, "image/kiosk/etc/systemd/system/turno-kiosk.service")
	if !strings.Contains(out.String(), "write "+unit+"\n") { // before anything is written outside
		t.Fatalf("the unit would not go to %s:\n%s", unit, out.String())
	}
	out.Reset()
	if err := installKiosk(args, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(unit); err != nil {
		t.Error(err)
	}
	for _, want := range []string{"left to the image: make the account turno-kiosk ", "left to the image: let turno-kiosk read /etc/turno/kiosk.toml\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "enable --now") {
		t.Errorf("it says to start the kiosk on the machine that makes the image:\n%s", out.String())
	}
	out.Reset()
	if err := installKiosk([]string{"-root", "/", "-program", "/usr/local/bin/turno-kiosk", "-dry-run"}, &out, io.Discard); err != nil || strings.Contains(out.String(), "left to the image") {
		t.Errorf("/ is this machine: %v\n%s", err, out.String())
	}
}

// verify lets systemd read a unit. The programs that it names need not be here.
func verify(t *testing.T, unit string) {
	t.Helper()
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Log("no systemd-analyze here: the unit is not checked")
		return
	}
	out, _ := exec.Command(analyze, "verify", "--man=no", unit).CombinedOutput()
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, "turno-kiosk") && !strings.Contains(line, "is not executable") && !strings.Contains(line, "not found") {
			t.Errorf("systemd: %s", line)
		}
	}
}

// TestCrash ends a process by a panic in a goroutine of its own: what it did
// before and its stacks are there at the next start, and once.
func TestCrash(t *testing.T) {
	if dir := os.Getenv("TURNO_CRASH_HERE"); dir != "" {
		trail, _, err := watchCrashes(dir, slog.New(slog.NewTextHandler(io.Discard, nil)))
		if err != nil {
			t.Fatal(err)
		}
		for range 3 * trailLines {
			trail.add("touch choose")
		}
		trail.add("touch take")
		go crashForTheTest()
		select {}
	}
	dir := t.TempDir()
	c := exec.Command(os.Args[0], "-test.run=^TestCrash$")
	c.Env = append(os.Environ(), "TURNO_CRASH_HERE="+dir)
	if out, err := c.CombinedOutput(); err == nil {
		t.Fatalf("it did not crash: %s", out)
	}
	file, err := putAside(dir, time.Date(2026, 11, 24, 3, 12, 0, 0, time.UTC))
	if err != nil || filepath.Base(file) != "crash-20261124-031200.txt" {
		t.Fatalf("%q, %v", file, err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Turno kiosk " + appVersion, "touch take", "crashForTheTest", "on purpose"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%q is not in what is left:\n%s", want, text)
		}
	}
	if n := strings.Count(string(text), " touch "); n != trailLines {
		t.Errorf("%d lines of what it did, want the last %d", n, trailLines)
	}
	if at := strings.Index(string(text), "touch take"); strings.Contains(string(text)[at:], "touch choose") {
		t.Error("the last thing is not the last line")
	}
	trail, left, err := watchCrashes(dir, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil || trail == nil || left == "" {
		t.Errorf("the next start finds %q, %v", left, err)
	}
	endedWell(dir)
	if again, _ := putAside(dir, time.Now()); again != "" {
		t.Errorf("a crash is found twice: %s", again)
	}
}

// TestStaffSeesWhyNothingIsRead: what is missing on the machine is for who can
// put it there; the people are told to ask the staff.
func TestStaffSeesWhyNothingIsRead(t *testing.T) {
	for why, want := range map[voice.Reason]string{voice.Fine: "works", voice.NotInstalled: "No voice: espeak-ng is not installed on this machine."} {
		all := facts(options{}, words.EN, kiosk.Fares{}, why, nil, nil, time.Now())
		if !slices.Contains(all, kiosk.Fact{What: "Voice:", Is: want}) {
			t.Errorf("%q: no %q in %v", why, want, all)
		}
	}
}

// TestStaffSeesCrashes: those of weeks ago too, though the kiosk has ended well
// since; the newest first, and no more than there is room for.
func TestStaffSeesCrashes(t *testing.T) {
	dir := t.TempDir()
	shown := func() string {
		t.Helper()
		all := facts(options{}, words.EN, kiosk.Fares{}, voice.Fine, nil, lastCrashes(dir, time.FixedZone("CET", 3600)), time.Now())
		for _, f := range all {
			if f.What == "Last crashes:" {
				return f.Is
			}
		}
		t.Fatalf("nothing is said of crashes in %v", all)
		return ""
	}
	if got := shown(); got != "none" {
		t.Errorf("before any: %q", got)
	}
	at := time.Date(2026, 11, 20, 23, 50, 0, 0, time.UTC)
	for n := range 5 {
		write(t, filepath.Join(dir, crashName), "panic: on purpose\n")
		if _, err := putAside(dir, at.Add(time.Duration(n)*24*time.Hour)); err != nil {
			t.Fatal(err)
		}
		endedWell(dir)
	}
	write(t, filepath.Join(dir, "crash-of-my-own.txt"), "notes")
	if _, _, err := watchCrashes(dir, slog.New(slog.NewTextHandler(io.Discard, nil))); err != nil {
		t.Fatal(err)
	}
	endedWell(dir)
	if got, want := shown(), "25/11/2026 0:50, 24/11/2026 0:50, 23/11/2026 0:50"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func crashForTheTest() { panic("on purpose") }
