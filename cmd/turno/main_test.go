package main

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"turno/cmd/internal/toolchain"
)

const open = "Ctrl-C stops everything."

func sorted(text string) []string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i := range lines { // the windows start at the same time
		for j := i + 1; j < len(lines); j++ {
			if lines[j] < lines[i] {
				lines[i], lines[j] = lines[j], lines[i]
			}
		}
	}
	return lines
}

func TestBranchOpensAndCloses(t *testing.T) {
	b := newBench(t)
	b.hasAll()
	b.start("-port", "0")
	b.out.wait(t, open, 1)
	if status := b.stop(); status != 0 {
		t.Errorf("status %d", status)
	}
	out := b.out.String()
	for _, want := range []string{
		"everything is there", "hub: 1 modules fetched, 2 packages compiled", "http://127.0.0.1:4711/manager",
		"http://127.0.0.1:4711/display", filepath.Join(b.module, "turno-data", "demo"), "hub (exit status 0)",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("output lacks %q", want)
		}
	}
	for _, window := range []string{"kiosk", "counter", "display"} {
		// A window that is stopped before its trap is set ends by the signal.
		if !strings.Contains(out, "stopped   "+window+" (") {
			t.Errorf("nothing is said on the end of the %s", window)
		}
	}
	if strings.Index(out, "stopped   hub") < strings.Index(out, "stopped   kiosk") {
		t.Error("the hub was stopped before a window")
	}
	want := sorted(`CGO_ENABLED= go env GOCACHE
CGO_ENABLED= go env GOMOD
CGO_ENABLED=0 go build -v -o HOME/.cache/turno/bin/ ./cmd/turno-hub
CGO_ENABLED=1 go build -v -tags gles,migrated_fynedo -o HOME/.cache/turno/bin/ ./cmd/turno-kiosk ./cmd/turno-counter ./cmd/turno-display
hub saved
turno-hub serve --data MODULE/turno-data/demo --listen 127.0.0.1:0 --demo`)
	var got []string
	for _, line := range sorted(b.called()) {
		if !strings.HasPrefix(line, "turno-kiosk") && !strings.HasPrefix(line, "turno-counter") && !strings.HasPrefix(line, "turno-display") {
			got = append(got, line)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	if t.Failed() {
		t.Log(out)
	}
}

func TestWindowsAreDevicesOfTheHub(t *testing.T) {
	b := newBench(t)
	b.hasAll()
	// Each window says how it was called through its log and ends.
	for _, name := range []string{"kiosk", "counter", "display"} {
		b.goBuilds(name, `echo "$*" >> $CALLS.`+name+`; exit 0`)
	}
	b.start("-port", "0")
	for _, name := range []string{"kiosk", "counter", "display"} {
		b.out.wait(t, name+strings.Repeat(" ", 10-len(name))+"closed", 1)
	}
	b.stop()
	for name, token := range map[string]string{"kiosk": "demo-kiosk-1", "counter": "demo-counter-3", "display": "demo-display-1"} {
		got, err := os.ReadFile(b.calls + "." + name)
		if err != nil {
			t.Fatal(err)
		}
		want := "-hub http://127.0.0.1:4711 -token " + token + " -windowed"
		if name == "kiosk" {
			want += " -state " + filepath.Join(b.module, "turno-data", "kiosk") + " -headset default"
		}
		if strings.TrimSpace(string(got)) != want {
			t.Errorf("%s was called with %q, want %q", name, got, want)
		}
	}
}

func TestNoScreenRunsTheRest(t *testing.T) {
	for name, tc := range map[string]struct {
		args []string
		env  []string
		dark bool
		want string
	}{
		"asked for":         {args: []string{"-headless"}, want: "not asked for"},
		"no display":        {env: []string{"DISPLAY", ""}, want: "DISPLAY is not set"},
		"nothing answers":   {dark: true, want: "nothing answers at DISPLAY=:7"},
		"wayland without X": {env: []string{"DISPLAY", "", "WAYLAND_DISPLAY", "wayland-0"}, want: "xwayland"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t) // a machine with Go and nothing else
			for i := 0; i+1 < len(tc.env); i += 2 {
				b.setenv(tc.env[i], tc.env[i+1])
			}
			if tc.dark {
				b.world.display = func(string) error { return errors.New("connection refused") }
			}
			b.start(append(tc.args, "-port", "0")...)
			b.out.wait(t, open, 1)
			if status := b.stop(); status != 0 {
				t.Errorf("status %d", status)
			}
			if out := b.out.String(); !strings.Contains(out, tc.want) {
				t.Errorf("it does not say %q:\n%s", tc.want, out)
			}
			if calls := b.called(); strings.Contains(calls, "turno-kiosk") || !strings.Contains(calls, "turno-hub serve") {
				t.Errorf("want the hub alone:\n%s", calls)
			}
		})
	}
}

func TestPortInUse(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	port := strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
	b := newBench(t)
	status, out := b.finish("-headless", "-port", port)
	if status != 1 || !strings.Contains(out, "turno: port "+port+" is taken") {
		t.Errorf("status %d:\n%s", status, out)
	}
	if strings.Contains(b.called(), "build") {
		t.Error("it built before it looked at the port")
	}
}

func TestOneClearLine(t *testing.T) {
	for name, tc := range map[string]struct {
		prepare func(*bench)
		want    string
	}{
		"no go": {func(b *bench) {
			if err := os.Remove(filepath.Join(b.bin, "go")); err != nil {
				b.t.Fatal(err)
			}
		}, "turno: there is no go command"},
		"not in the module": {func(b *bench) { b.tool("go", "echo /dev/null") }, "turno: there is no go.mod here"},
		"no home":           {func(b *bench) { b.setenv("HOME", "") }, "turno: there is no place for the built programs"},
		"a file where a folder must be": {func(b *bench) {
			if err := os.WriteFile(filepath.Join(b.home, ".cache"), nil, 0o644); err != nil {
				b.t.Fatal(err)
			}
		}, "turno: the folder "},
		"a full disk": {func(b *bench) {
			b.tool("go", `case "$*" in "env GOMOD") echo $MODULE/go.mod ;; "env GOCACHE") echo $HOME ;;
				*) echo "link: write a.out: no space left on device" >&2; exit 1 ;; esac`)
		}, "turno: the disk is full: "},
		"a full disk under the data": {func(b *bench) {
			b.goBuilds("hub", `echo "turno-hub: write turno.db: no space left on device" >&2; exit 1`)
		}, "Make room, or give the hub a folder on another disk with -data"},
		"no network": {func(b *bench) {
			b.tool("go", `case "$*" in "env GOMOD") echo $MODULE/go.mod ;; "env GOCACHE") echo $HOME ;;
				*) echo "x: dial tcp: lookup proxy: no such host" >&2; exit 1 ;; esac`)
		}, "Go's modules can't be fetched from here"},
		"code that does not build": {func(b *bench) {
			b.tool("go", `case "$*" in "env GOMOD") echo $MODULE/go.mod ;; "env GOCACHE") echo $HOME ;;
				*) echo "hub/hub.go:7:1: undefined: x" >&2; exit 1 ;; esac`)
		}, "hub/hub.go:7:1: undefined: x"},
		"a hub that can't use its folder": {func(b *bench) {
			b.goBuilds("hub", `echo starting >&2; echo "turno-hub: another hub uses this folder; stop it first" >&2; exit 1`)
		}, "turno: the hub does not start (exit status 1): turno-hub: another hub uses this folder"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			tc.prepare(b)
			status, out := b.finish("-headless", "-port", "0")
			if status != 1 || !strings.Contains(out, tc.want) {
				t.Errorf("status %d, want %q in\n%s", status, tc.want, out)
			}
		})
	}
}

func TestArguments(t *testing.T) {
	for _, args := range [][]string{
		{"serve"}, {"-port", "70000"}, {"-speed", "5"}, {"-day", "1999-02-15"}, {"-what"},
		{"-replay", "main.go"}, {"-replay", "no-such-file", "-day", "1999-02-15"}, {"-replay", "main.go", "-day", "tomorrow"}, {"-replay", "main.go", "-day", "1999-02-15", "-speed", "-1"},
	} {
		if status, out := newBench(t).finish(args...); status != 2 || out == "" {
			t.Errorf("%q: status %d, output %q", args, status, out)
		}
	}
	if status, out := newBench(t).finish("-help"); status != 0 || !strings.Contains(out, "-headless") {
		t.Errorf("-help: status %d:\n%s", status, out)
	}
}

func TestReplay(t *testing.T) {
	b := newBench(t)
	b.hasAll()
	file := filepath.Join(b.home, "bank.tsv")
	if err := os.WriteFile(file, []byte("x\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	b.goBuilds("hub", strings.Replace(serving, "exit 0 ;; esac", `echo "arrivals 1520"; exit 0 ;; esac`, 1))
	b.start("-headless", "-port", "0", "-replay", file, "-day", "1999-02-15", "-speed", "600")
	b.out.wait(t, "the day is over", 1)
	if status := b.stop(); status != 0 {
		t.Errorf("status %d", status)
	}
	if !strings.Contains(b.out.String(), "arrivals 1520\n") {
		t.Errorf("what the day counted is not shown:\n%s", b.out)
	}
	calls := b.called()
	if !strings.Contains(calls, "--demo --branch recorded --clock virtual\n") || !strings.Contains(calls, "--data MODULE/turno-data/replay-") {
		t.Errorf("the hub was not started for a replay in a folder of its own:\n%s", calls)
	}
	if !strings.Contains(calls, "turno-hub simulate -hub http://127.0.0.1:4711 -from HOME/bank.tsv -day 1999-02-15 -speed 600\n") {
		t.Errorf("the day was not played:\n%s", calls)
	}
}

func TestReplayShowsACounterThatIsStaffed(t *testing.T) {
	b := newBench(t)
	b.hasAll()
	b.goBuilds("counter", `echo "$*" >> $CALLS.counter; exit 0`)
	b.start("-port", "0", "-replay", "main.go", "-day", "1999-02-15")
	b.out.wait(t, "counter   closed", 1)
	b.out.wait(t, "the day is over", 1)
	b.stop()
	if got, err := os.ReadFile(b.calls + ".counter"); err != nil || !strings.Contains(string(got), "-token demo-counter-1 ") {
		t.Errorf("the counter's window was called with %q, %v", got, err)
	}
}

func TestReplayThatFails(t *testing.T) {
	b := newBench(t)
	b.goBuilds("hub", strings.Replace(serving, "exit 0 ;; esac", `echo "no such day; the file has 1999-02-01 to 1999-02-28" >&2; exit 1 ;; esac`, 1))
	status, out := b.finish("-headless", "-port", "0", "-replay", "main.go", "-day", "1998-01-01")
	if status != 1 || !strings.Contains(out, "turno: the day could not be played (exit status 1): no such day; the file has") {
		t.Errorf("status %d:\n%s", status, out)
	}
	if !strings.Contains(b.called(), "hub saved") {
		t.Error("the hub was not stopped cleanly")
	}
}

func TestDisplayIsReached(t *testing.T) {
	var l net.Listener
	var err error
	for n := 6100; n < 6200 && l == nil; n++ { // a display's port is 6000 and its number
		l, err = net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(n)))
	}
	if l == nil {
		t.Skipf("no port free for a display: %v", err)
	}
	defer l.Close()
	number := strconv.Itoa(l.Addr().(*net.TCPAddr).Port - 6000)
	if err := reachDisplay("127.0.0.1:" + number + ".0"); err != nil {
		t.Error(err)
	}
	socket := filepath.Join(t.TempDir(), "x")
	u, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer u.Close()
	if err := reachDisplay(socket); err != nil {
		t.Error(err)
	}
	for _, name := range []string{"", "nonsense", ":x", ":59999", "/no/such/socket"} {
		if reachDisplay(name) == nil {
			t.Errorf("display %q answers", name)
		}
	}
}

func TestLocaleOfChildren(t *testing.T) {
	for name, tc := range map[string]struct {
		env       []string
		lang, all string
	}{
		"none":           {nil, "en_GB.UTF-8", ""},
		"plain C":        {[]string{"LANG=C"}, "en_GB.UTF-8", ""},
		"C with letters": {[]string{"LANG=C.UTF-8"}, "en_GB.UTF-8", ""},
		"a real":         {[]string{"LANG=cs_CZ.UTF-8"}, "cs_CZ.UTF-8", ""},
		"forced":         {[]string{"LANG=cs_CZ.UTF-8", "LC_ALL=POSIX"}, "en_GB.UTF-8", ""},
		"forced, real":   {[]string{"LANG=C", "LC_ALL=sv_SE.UTF-8"}, "C", "sv_SE.UTF-8"},
	} {
		b := &branch{world: world{machine: toolchain.Machine{Env: tc.env}}}
		env := b.childEnv()
		if lang, all := toolchain.Getenv(env, "LANG"), toolchain.Getenv(env, "LC_ALL"); lang != tc.lang || all != tc.all {
			t.Errorf("%s: LANG=%q LC_ALL=%q, want %q and %q", name, lang, all, tc.lang, tc.all)
		}
	}
}
