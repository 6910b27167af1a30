package main

import (
	"strings"
	"testing"
	"time"
)

func TestWindowThatFailsIsStartedAgain(t *testing.T) {
	b := newBench(t)
	b.hasAll()
	// The kiosk fails twice and then stays.
	b.goBuilds("kiosk", `echo x >> $CALLS.kiosk
case "$(/bin/cat $CALLS.kiosk | /usr/bin/wc -l)" in *1|*2) echo "kiosk: no GL here" >&2; exit 3 ;; esac
echo "third time" > $CALLS.third`+waiting)
	b.start("-port", "0")
	b.out.wait(t, "kiosk     ended by itself (exit status 3): kiosk: no GL here; starting it again in 1s", 1)
	b.ticks <- time.Now()
	b.out.wait(t, "starting it again in 2s", 1)
	b.ticks <- time.Now()
	b.out.wait(t, open, 1)
	if status := b.stop(); status != 0 {
		t.Errorf("status %d", status)
	}
}

func TestWindowThatAlwaysFailsIsLeftAlone(t *testing.T) {
	b := newBench(t)
	b.hasAll()
	b.goBuilds("display", `echo "display: no GL here" >&2; kill -SEGV $$`)
	b.start("-port", "0")
	for i := 1; i < patience; i++ {
		b.out.wait(t, "display   ended by itself", i)
		b.ticks <- time.Now()
	}
	b.out.wait(t, "display   left alone: the display ended 5 times in a row", 1)
	b.out.wait(t, open, 1)
	if status := b.stop(); status != 0 {
		t.Errorf("the branch must run on without a window; status %d", status)
	}
	if out := b.out.String(); !strings.Contains(out, "killed by signal: ") || !strings.Contains(out, "log/turno-display.log") {
		t.Errorf("output:\n%s", out)
	}
}

// A hub that fails comes back at the same place, even where the port was free
// to choose; the windows find it there.
func TestHubThatFailsIsStartedAgain(t *testing.T) {
	b := newBench(t)
	b.goBuilds("hub", `echo "$*" >> $CALLS.hub
case "$(/bin/cat $CALLS.hub | /usr/bin/wc -l)" in *1) echo "ready http://127.0.0.1:4711"; echo "hub: out of memory" >&2; exit 2 ;; esac`+serving)
	b.start("-headless", "-port", "0")
	b.out.wait(t, "hub       ended by itself (exit status 2): hub: out of memory", 1)
	b.ticks <- time.Now()
	b.out.wait(t, open, 1)
	waitForCall(t, b, "turno-hub serve --data MODULE/turno-data/demo --listen 127.0.0.1:4711 --demo")
	if status := b.stop(); status != 0 {
		t.Errorf("status %d:\n%s", status, b.out)
	}
}

func TestHubThatAlwaysFailsEndsTheBranch(t *testing.T) {
	b := newBench(t)
	b.goBuilds("hub", `echo "ready http://127.0.0.1:4711"; echo "hub: disk is broken" >&2; exit 2`)
	b.start("-headless", "-port", "0")
	for i := 1; i < patience; i++ {
		b.out.wait(t, "hub       ended by itself", i)
		b.ticks <- time.Now()
	}
	if status := <-b.status; status != 1 || !strings.Contains(b.out.String(), "turno: the hub ended 5 times in a row (exit status 2): hub: disk is broken") {
		t.Errorf("status %d:\n%s", status, b.out)
	}
}

// waitForCall reads the file of calls until the line is there; a started
// program writes it as its first deed.
func waitForCall(t *testing.T, b *bench, line string) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !strings.Contains(b.called(), line); {
		if time.Now().After(deadline) {
			t.Fatalf("no call %q:\n%s", line, b.called())
		}
	}
}

func TestLastWords(t *testing.T) {
	for name, tc := range map[string]struct {
		said []string
		want string
	}{
		"nothing":           {nil, ""},
		"one line":          {[]string{"broken\n"}, "broken"},
		"empty lines after": {[]string{"broken\n", "\n  \n"}, "broken"},
		"in pieces":         {[]string{"start\nbro", "ken\n"}, "broken"},
		"no line end":       {[]string{"start\n", "panic: x"}, "panic: x"},
	} {
		var log strings.Builder
		l := &lastWords{log: &log}
		for _, s := range tc.said {
			if _, err := l.Write([]byte(s)); err != nil {
				t.Fatal(err)
			}
		}
		if l.text() != tc.want || log.String() != strings.Join(tc.said, "") {
			t.Errorf("%s: last words %q, log %q", name, l.text(), log.String())
		}
	}
}

func TestReadyLine(t *testing.T) {
	h := &hubPlace{listen: "127.0.0.1:0", ready: make(chan string, 1)}
	for _, line := range []string{"", "hello", "ready", "ready soon", "ready http://nowhere", "ready ://"} {
		if h.take(line); h.known() {
			t.Fatalf("%q was taken for an address", line)
		}
	}
	h.take("ready http://127.0.0.1:4711")
	h.take("ready http://127.0.0.1:4712") // started again: the first place is the place
	if got := <-h.ready; got != "http://127.0.0.1:4711" || h.where() != "127.0.0.1:4711" {
		t.Errorf("ready at %q, listens on %q", got, h.where())
	}
}
