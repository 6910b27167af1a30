package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"turno/hub/dial"
	"turno/hub/hubtest"
	"turno/hub/queue"
	"turno/hub/store"
	"turno/hub/wire"
)

var million = flag.Bool("million", false, "prove a million random events, where some thousands are usual")

// verb runs a verb in this process.
func verbed(t testing.TB, args ...string) (exit int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	exit = run(t.Context(), args, &o, &e)
	return exit, o.String(), e.String()
}

// lastLine is what a verb printed last.
func lastLine(out string) string {
	lines := strings.Split(strings.TrimSpace(out), "\n")
	return lines[len(lines)-1]
}

// mustVerify proves a folder and gives what was printed.
func mustVerify(t testing.TB, args ...string) string {
	t.Helper()
	exit, out, errs := verbed(t, append([]string{"verify"}, args...)...)
	if exit != 0 || lastLine(out) != "no double call, no unexplained overtaking, no gap in numbers" || errs != "" {
		t.Fatalf("exit %d\n%s%s", exit, out, errs)
	}
	return out
}

func mustReplay(t testing.TB, dir, day string) replayed {
	t.Helper()
	exit, out, errs := verbed(t, "replay", dir, "-day", day, "-json")
	var r replayed
	if exit != 0 || json.Unmarshal([]byte(out), &r) != nil {
		t.Fatalf("exit %d %s %s", exit, out, errs)
	}
	return r
}

// bankDay lives a day in a real hub with something of everything, and gives the
// hub's folder and the figures that it showed its manager at the end.
func bankDay(t *testing.T) (dir string, figures []byte) {
	b := hubtest.Start(t, hubtest.Options{Virtual: true})
	admin, kiosk, boss := b.Actor("demo-admin-1"), b.Actor("demo-kiosk-1"), b.Actor("demo-manager-1")
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.FixedZone("", 3600))
	pass := func(d time.Duration) { at = at.Add(d); admin.Must(wire.Advance{To: at}) }
	pass(0)
	one, two := b.Actor("demo-counter-1"), b.Actor("demo-counter-2")
	one.Must(wire.OpenCounter{Counter: "1"})
	two.Must(wire.OpenCounter{Counter: "2"})
	for _, s := range []string{"cash", "loans", "cash", "accounts", "cash", "cash", "lockers"} {
		pass(20 * time.Second)
		kiosk.Must(wire.Issue{Service: s, Language: "cs", Name: "Jana"})
	}
	serve := func(a *hubtest.Actor, counter string) {
		a.Must(wire.CallNext{Counter: counter})
		pass(30 * time.Second)
		a.Must(wire.Serve{Counter: counter})
		pass(3 * time.Minute)
	}
	serve(one, "1") // A001
	serve(two, "2") // C001
	one.Must(wire.Finish{Counter: "1", Outcome: "paid", Note: "comes again"})
	two.Must(wire.Park{Counter: "2", Reason: "copies", Owner: "branch"})
	two.Must(wire.Call{Counter: "2", Ticket: "A003", Reason: "cannot stand for long"})
	two.Must(wire.Undo{Counter: "2"})
	serve(two, "2") // A002
	two.Must(wire.Transfer{Counter: "2", To: wire.To{Service: "loans"}, Place: "first"})
	one.Must(wire.Resume{Counter: "1", Ticket: "C001"})
	pass(10 * time.Second)
	one.Must(wire.Recall{Counter: "1"})
	one.Must(wire.NoShow{Counter: "1"})
	boss.Must(wire.Leave{Ticket: "D001"})
	boss.Must(wire.Requeue{Ticket: "C001"})
	serve(one, "1")
	one.Must(wire.Finish{Counter: "1", NextService: "accounts"})
	boss.Must(wire.CloseDay{})
	s, err := dial.Fetch(t.Context(), b.URL, "demo-manager-1")
	if err != nil || s.Figures == nil {
		t.Fatal(err)
	}
	if figures, err = json.Marshal(s.Figures); err != nil {
		t.Fatal(err)
	}
	b.Stop()
	return b.Dir, figures
}

// A day in a real hub is proved, and rebuilt from its log alone: the state is the
// hub's own snapshot and the figures are those that it showed, byte for byte.
func TestADayIsProvedAndRebuilt(t *testing.T) {
	dir, figures := bankDay(t)
	before, err := os.ReadFile(filepath.Join(dir, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	out := mustVerify(t, dir)
	if !strings.Contains(out, "7 tickets") || !strings.Contains(out, "1 out of order over 2 people, 1 resumed, 1 undone") {
		t.Errorf("printed\n%s", out)
	}
	if again := mustVerify(t, "-day", "2026-03-02", dir); !strings.HasSuffix(out, again) || strings.Count(again, "\n") != 2 {
		t.Errorf("with the day named\n%s", again)
	}
	r := mustReplay(t, dir, "2026-03-02")
	if got, err := json.Marshal(r.Figures); err != nil || !bytes.Equal(got, figures) {
		t.Errorf("rebuilt figures\n%s\nthe hub showed\n%s", got, figures)
	}
	if r.Snapshot == nil || !r.Snapshot.Same || r.Snapshot.Seq != r.Last || !r.Closed || r.FiguresSHA256 != sum(figures) {
		t.Errorf("rebuilt %+v", r)
	}
	log, err := store.OpenLog(dir)
	if err != nil {
		t.Fatal(err)
	}
	shots, err := log.Snapshots()
	if err := errors.Join(err, log.Close()); err != nil || sum(shots[len(shots)-1].JSON) != r.StateSHA256 {
		t.Errorf("the state's sum is not the snapshot's (%v)", err)
	}
	_, table, _ := verbed(t, "replay", dir, "-day", "2026-03-02")
	for _, want := range []string{"Cash", "everyone", r.StateSHA256, r.FiguresSHA256, "is the same, byte for byte", "it has ended"} {
		if !strings.Contains(table, want) {
			t.Errorf("the table lacks %q:\n%s", want, table)
		}
	}
	exit, told, errs := verbed(t, "explain", dir, "-day", "2026-03-02", "-ticket", "a002", "-lang", "es")
	if exit != 0 || !strings.Contains(told, "A003") || !strings.Contains(told, "dio un motivo") || strings.Contains(told, "cannot stand") {
		t.Errorf("explain: %d %s %s", exit, told, errs)
	}
	if _, told, _ = verbed(t, "explain", dir, "-day", "2026-03-02", "-ticket", "A002", "-reasons"); !strings.Contains(told, "cannot stand for long") {
		t.Errorf("with reasons: %s", told)
	}
	after, err := os.ReadFile(filepath.Join(dir, store.FileName))
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("reading has changed the data (%v)", err)
	}
}

// What can't be read or is asked wrongly gets one line that says what to do.
func TestProofsThatCantBeMade(t *testing.T) {
	p := serving(t, "--data", t.TempDir(), "--demo", "--listen", "127.0.0.1:0")
	held := p.cmd.Args[3]
	if _, err := os.Stat(filepath.Join(held, store.FileName)); err != nil {
		t.Fatal(err)
	}
	empty := t.TempDir()
	s, err := store.Open(empty, store.Options{})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	day := filled(t, 50)
	for name, c := range map[string]struct {
		args []string
		exit int
		says string
	}{
		"verify beside a hub":   {[]string{"verify", held}, 1, "hub that is running"},
		"replay beside a hub":   {[]string{"replay", held, "-day", "2026-03-02"}, 1, "hub that is running"},
		"explain beside a hub":  {[]string{"explain", held, "-day", "2026-03-02", "-ticket", "A001"}, 1, "hub that is running"},
		"nothing there":         {[]string{"verify", filepath.Join(empty, "x")}, 1, "no data here"},
		"nothing named":         {[]string{"verify"}, 2, "what is to be proved"},
		"no date":               {[]string{"verify", empty, "-day", "monday"}, 2, "2026-03-02"},
		"a day of an empty log": {[]string{"replay", empty, "-day", "2026-03-02"}, 1, "the log is empty"},
		"no such day":           {[]string{"verify", day, "-day", "2031-03-02"}, 1, "from 2026-01-05 to 2026-01-05"},
		"no such day to replay": {[]string{"replay", day, "-day", "2025-03-02"}, 1, "from 2026-01-05 to 2026-01-05"},
		"which day":             {[]string{"replay", day}, 2, "which day"},
		"no ticket named":       {[]string{"explain", day, "-day", "2026-01-05"}, 2, "-ticket B042"},
		"no such ticket":        {[]string{"explain", day, "-day", "2026-01-05", "-ticket", "Z001"}, 1, "has no ticket Z001"},
		"no such language":      {[]string{"explain", day, "-day", "2026-01-05", "-ticket", "A001", "-lang", "xx"}, 2, "es, cs, pt, sv or en"},
	} {
		exit, out, errs := verbed(t, c.args...)
		if exit != c.exit || !strings.Contains(errs, c.says) || out != "" || strings.Count(errs, "\n") != 1 {
			t.Errorf("%s: exit %d, %q, %q; want %d and one line with %q", name, exit, out, errs, c.exit, c.says)
		}
	}
	if out := mustVerify(t, empty); out != proved+"\n" {
		t.Errorf("an empty log: %s", out)
	}
}

// filled makes a folder of random events by committing them as a hub does, with
// a snapshot at each day's end.
func filled(t testing.TB, n int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	w := writer(t, dir)
	play(t, 1, n, w.add)
	w.close()
	return dir
}

type logWriter struct {
	t     testing.TB
	s     *store.Store
	batch store.Batch
	state queue.State
}

func writer(t testing.TB, dir string) *logWriter {
	s, err := store.Open(dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return &logWriter{t: t, s: s}
}

func (w *logWriter) add(e queue.Event) {
	w.state = queue.Apply(w.state, e)
	w.batch.Events = append(w.batch.Events, e)
	if _, ended := e.Fact.(queue.DayClosed); ended {
		w.batch.Snapshot = &w.state
		w.flush()
	} else if len(w.batch.Events) == 2000 {
		w.flush()
	}
}

func (w *logWriter) flush() {
	if err := w.s.Commit(w.batch); err != nil {
		w.t.Fatal(err)
	}
	w.batch = store.Batch{}
}

func (w *logWriter) close() {
	w.flush()
	if err := w.s.Close(); err != nil {
		w.t.Fatal(err)
	}
}

// Random days at a length that people do not live: each is proved, and each is
// rebuilt twice the same.
func TestRandomEventsAreProved(t *testing.T) {
	n := 9000
	if *million {
		n = 1_000_000
	}
	began := time.Now()
	dir := filled(t, n)
	t.Logf("%d events made in %v", n, time.Since(began).Round(time.Millisecond))
	began = time.Now()
	out := mustVerify(t, dir)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	t.Logf("proved %d days in %v; the first: %s", len(lines)-1, time.Since(began).Round(time.Millisecond), lines[0])
	if rules := rulesOf(t, dir); len(rules) < 6 {
		t.Errorf("the days are called by no more than %v: they prove little", rules)
	}
	began = time.Now()
	last := strings.Fields(lines[len(lines)-2])[0]
	last = strings.TrimSuffix(last, ":")
	r := mustReplay(t, dir, last)
	t.Logf("rebuilt %s, after %d events, in %v", last, r.Last, time.Since(began).Round(time.Millisecond))
	if r.Snapshot == nil || !r.Snapshot.Same || int(r.Last) < n {
		t.Errorf("the last day: %+v", r)
	}
	first := mustReplay(t, dir, "2026-01-05")
	if again := mustReplay(t, dir, "2026-01-05"); first.StateSHA256 != again.StateSHA256 || first.FiguresSHA256 != again.FiguresSHA256 || first.Events == 0 {
		t.Errorf("rebuilt twice: %+v and %+v", first, again)
	}
}

// rulesOf counts the rules by which a folder's tickets were called.
func rulesOf(t *testing.T, dir string) map[string]int {
	t.Helper()
	log, err := store.OpenLog(dir)
	if err != nil {
		t.Fatal(err)
	}
	rules := map[string]int{}
	err = log.Each(func(e queue.Event) error {
		if f, ok := e.Fact.(queue.TicketCalled); ok {
			rules[f.Why.Rule]++
		}
		return nil
	})
	if err := errors.Join(err, log.Close()); err != nil {
		t.Fatal(err)
	}
	return rules
}

// Who interrupts a verb that reads gets it to stop at the next event.
func TestReadingIsGivenUp(t *testing.T) {
	dir, _ := bankDay(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, args := range [][]string{{"verify", dir}, {"audit", dir}, {"replay", dir, "-day", "2026-03-02"}, {"explain", dir, "-day", "2026-03-02", "-ticket", "A001"}} {
		var out, errs bytes.Buffer
		if exit := run(ctx, args, &out, &errs); exit != 1 || !strings.Contains(errs.String(), "given up") {
			t.Errorf("%s: exit %d, %s", args[0], exit, errs.String())
		}
	}
}
