package sim_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"turno/hub/hubtest"
	"turno/hub/sim"
	"turno/hub/wire"
)

var update = flag.Bool("update", false, "write the transcripts anew")

var madeUpDay = time.Date(1999, 3, 10, 0, 0, 0, 0, time.UTC)

func madeUp(t testing.TB) io.Reader {
	t.Helper()
	data, err := os.ReadFile("testdata/made-up.tsv")
	if err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(data)
}

func recordedHub(t testing.TB) *hubtest.Branch {
	return hubtest.Start(t, hubtest.Options{Name: "recorded", Virtual: true})
}

// A day is played the same each time, and what is printed of it is all there is
// to see: the transcript is compared whole, without the time that it took.
func TestMadeUpDay(t *testing.T) {
	b := recordedHub(t)
	var out bytes.Buffer
	r, err := sim.Run(t.Context(), sim.Config{Hub: b.URL, From: madeUp(t), Day: madeUpDay, Out: &out})
	if err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	total := r.Services[len(r.Services)-1]
	if total.Service != "" || total.Counted.Arrived != 45 || total.Counted.Served+total.Counted.Left != 45 || total.Recorded.Arrived != 45 {
		t.Errorf("everyone: %+v", total)
	}
	lines := strings.Split(out.String(), "\n")
	for i, l := range lines {
		if cut, _, ok := strings.Cut(l, " commands in "); ok {
			lines[i] = cut + " commands"
		}
	}
	got, path := strings.Join(lines, "\n"), "testdata/made-up.txt"
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || got != string(want) {
		t.Errorf("printed\n%s\nwant\n%s%v", got, want, err)
	}
	if _, err := sim.Run(t.Context(), sim.Config{Hub: b.URL, From: madeUp(t), Day: madeUpDay}); err == nil || !strings.Contains(err.Error(), "fresh data folder") {
		t.Errorf("the same day again: %v, want to be told of a fresh data folder", err)
	}
}

// restarter restarts the hub whenever the simulation tells of its progress.
type restarter struct {
	b     *hubtest.Branch
	times int
	mu    sync.Mutex
	text  bytes.Buffer
}

func (r *restarter) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if bytes.Contains(p, []byte("arrived")) && !bytes.Contains(p, []byte("mean wait")) && r.times < 3 {
		r.times++
		r.b.Restart()
	}
	return r.text.Write(p)
}

func TestHubRestartedOnTheWay(t *testing.T) {
	b := recordedHub(t)
	w := &restarter{b: b}
	r, err := sim.Run(t.Context(), sim.Config{Hub: b.URL, From: madeUp(t), Day: madeUpDay, Out: w})
	if err != nil {
		t.Fatalf("%v\n%s", err, w.text.String())
	}
	if w.times != 3 {
		t.Errorf("the hub was restarted %d times", w.times)
	}
	calm := recordedHub(t)
	r2, err := sim.Run(t.Context(), sim.Config{Hub: calm.URL, From: madeUp(t), Day: madeUpDay})
	if err != nil {
		t.Fatal(err)
	}
	for i := range r.Services {
		if r.Services[i] != r2.Services[i] {
			t.Errorf("with restarts %+v, without %+v", r.Services[i], r2.Services[i])
		}
	}
}

func TestWhatCantBePlayed(t *testing.T) {
	data, err := io.ReadAll(madeUp(t))
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	recorded := recordedHub(t)
	demo := hubtest.Start(t, hubtest.Options{Virtual: true})
	real := hubtest.Start(t, hubtest.Options{Name: "recorded"})
	for _, c := range []struct {
		name, hub, from string
		day             time.Time
		want            string
	}{
		{"another day", recorded.URL, text, madeUpDay.AddDate(0, 0, 5), "1999-03-09 to 1999-03-10"},
		{"no header", recorded.URL, strings.Join(strings.Split(text, "\n")[1:], "\n"), madeUpDay, `"priority" is missing`},
		{"nothing", recorded.URL, "", madeUpDay, "no call"},
		{"bad time", recorded.URL, strings.Replace(text, "8:00:", "8:99:", 1), madeUpDay, "is no time of day"},
		{"bad outcome", recorded.URL, strings.Replace(text, "\tHANG\t", "\tHUNG\t", 1), madeUpDay, "HUNG"},
		{"short line", recorded.URL, text + "AA0101\t7\r\n", madeUpDay, "2 columns"},
		{"another branch", demo.URL, text, madeUpDay, "--branch recorded"},
		{"the machine's clock", real.URL, text, madeUpDay, "--clock virtual"},
	} {
		_, err := sim.Run(t.Context(), sim.Config{Hub: c.hub, From: strings.NewReader(c.from), Day: c.day, Patience: time.Second})
		if err == nil || !strings.Contains(err.Error(), c.want) || errors.Is(err, sim.ErrDiffers) {
			t.Errorf("%s: %v, want words with %q", c.name, err, c.want)
		}
	}
	if _, err := sim.Run(t.Context(), sim.Config{Hub: "http://127.0.0.1:1", From: strings.NewReader(text), Day: madeUpDay, Patience: 50 * time.Millisecond}); err == nil {
		t.Error("a hub that is not there was played to")
	}
	if _, err := sim.Run(t.Context(), sim.Config{Hub: recorded.URL, From: strings.NewReader(text), Day: madeUpDay, Tokens: sim.Tokens{Manager: "wrong"}}); err == nil {
		t.Error("a wrong token was taken")
	}
}

// Somebody else's ticket in the day is a difference, and so an error.
func TestDifferenceIsAnError(t *testing.T) {
	b := recordedHub(t)
	kiosk := b.Actor("demo-kiosk-1")
	w := writerFunc(func(p []byte) {
		if bytes.HasPrefix(p, []byte("08:")) {
			if a, err := kiosk.Do(t.Context(), wire.Issue{Service: "in", Language: "es"}); err != nil || !a.OK {
				t.Errorf("the stranger's ticket: %+v %v", a, err)
			}
		}
	})
	_, err := sim.Run(t.Context(), sim.Config{Hub: b.URL, From: madeUp(t), Day: madeUpDay, Out: w})
	if err == nil {
		t.Error("a ticket that no client of the day took was not noticed")
	}
}

type writerFunc func([]byte)

func (f writerFunc) Write(p []byte) (int, error) { f(p); return len(p), nil }

func TestStopsWhenTold(t *testing.T) {
	b := recordedHub(t)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := sim.Run(ctx, sim.Config{Hub: b.URL, From: madeUp(t), Day: madeUpDay, Speed: 1, Out: writerFunc(func([]byte) { cancel() })})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("stopped with %v", err)
	}
}

// Who was served by somebody of whom no time is known is not left behind.
func TestNobodyIsLeftBehind(t *testing.T) {
	head, _, _ := strings.Cut(func() string { b, _ := io.ReadAll(madeUp(t)); return string(b) }(), "\n")
	row := "AA0101\t1\t0\t0\tPS\t990310\t9:00:00\t9:00:10\t10\t0:00:00\t0:00:00\t0\tAGENT\t0:00:00\t0:00:00\t0\tADA\r\n"
	r, err := sim.Run(t.Context(), sim.Config{Hub: recordedHub(t).URL, From: strings.NewReader(head + "\n" + row + row), Day: madeUpDay})
	if err != nil {
		t.Fatal(err)
	}
	if total := r.Services[len(r.Services)-1]; total.Counted.Served != 2 {
		t.Errorf("everyone: %+v", total)
	}
}
