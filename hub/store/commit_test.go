package store

import (
	"encoding/json"
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"turno/hub/queue"
)

// A batch that does not go on where the log ends changes nothing.
func TestCommitRefusesAWrongBatch(t *testing.T) {
	s := openStore(t, t.TempDir())
	w := newWorld()
	commit(t, s, Batch{Events: w.open("2026-03-02")})
	commit(t, s, Batch{Events: []queue.Event{w.issue()}, Outcomes: []Outcome{{Principal: "k", ID: "taken", Date: "2026-03-02"}},
		Personal: []Personal{{Visit: "v1", Field: FieldCode, Value: "taken"}}})
	head, want := w.state.Seq, stateJSON(t, w.state)
	older := queue.State{Seq: head - 1}
	next := w.issue()
	with := func(change func(*queue.Event)) []queue.Event {
		e := next
		change(&e)
		return []queue.Event{e}
	}
	local := time.FixedZone("branch", 3600)
	for name, b := range map[string]Batch{
		"gap":              {Events: with(func(e *queue.Event) { e.Seq++ })},
		"repeated seq":     {Events: with(func(e *queue.Event) { e.Seq-- })},
		"date back":        {Events: with(func(e *queue.Event) { e.Date = "2026-03-01" })},
		"no date":          {Events: with(func(e *queue.Event) { e.Date = "" })},
		"odd date":         {Events: with(func(e *queue.Event) { e.Date = "2026-3-2" })},
		"local time":       {Events: with(func(e *queue.Event) { e.At = e.At.In(local) })},
		"no time":          {Events: with(func(e *queue.Event) { e.At = time.Time{} })},
		"second id":        {Events: []queue.Event{next}, Outcomes: []Outcome{{Principal: "k", ID: "taken", Date: "2026-03-02"}}},
		"outcome's date":   {Events: []queue.Event{next}, Outcomes: []Outcome{{Principal: "k", ID: "x"}}},
		"nobody's outcome": {Events: []queue.Event{next}, Outcomes: []Outcome{{ID: "x", Date: "2026-03-02"}}},
		"taken code":       {Events: []queue.Event{next}, Personal: []Personal{{Visit: "v2", Field: FieldCode, Value: "taken"}}},
		"nobody's field":   {Events: []queue.Event{next}, Personal: []Personal{{Field: "name", Value: "x"}}},
		"early snapshot":   {Events: []queue.Event{next}, Snapshot: &older},
		"session's role":   {Events: []queue.Event{next}, Sessions: []Session{{Token: HashToken("x")}}},
	} {
		if err := s.Commit(b); !errors.Is(err, ErrOrder) {
			t.Errorf("%s: %v, want ErrOrder", name, err)
		}
		if s.Head() != head {
			t.Fatalf("%s: head is %d, want %d", name, s.Head(), head)
		}
	}
	sameJSON(t, s, want)
	commit(t, s, Batch{Events: []queue.Event{next}})
	sameState(t, s, w.state)
	if err := s.Commit(Batch{}); err != nil {
		t.Errorf("an empty batch: %v", err)
	}
	closeStore(t, s)
	if err := s.Commit(Batch{Clock: w.at}); !errors.Is(err, ErrBroken) {
		t.Errorf("after Close: %v, want ErrBroken", err)
	}
	if _, err := s.Load(); !errors.Is(err, ErrBroken) {
		t.Errorf("Load after Close: %v, want ErrBroken", err)
	}
}

// fillDisk commits until the disk is full, then proves that nothing of the
// failed batch is there and that the store goes on.
func fillDisk(t *testing.T, dir string, o Options, free func()) {
	s, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w := newWorld()
	commit(t, s, Batch{Events: w.open("2026-03-02")})
	for n := 0; ; n++ {
		before := w.state.Seq
		b := Batch{Events: w.issues(50), Outcomes: []Outcome{{Principal: "k", ID: "last", Date: "2026-03-02"}}}
		if n > 0 {
			b.Outcomes = nil
		}
		b.Personal = []Personal{{Visit: "full", Field: strings.Repeat("n", n+1), Value: strings.Repeat("x", 20000)}}
		if err = s.Commit(b); err == nil {
			if n > 1000 {
				t.Fatal("the disk never filled")
			}
			continue
		}
		if !errors.Is(err, ErrUnusable) || !strings.Contains(err.Error(), "space") {
			t.Errorf("Commit on a full disk: %v, want words about space", err)
		}
		if s.Head() != before {
			t.Errorf("head is %d after a failed commit, want %d", s.Head(), before)
		}
		fields, err := s.Personal("full")
		if err != nil || len(fields) != n {
			t.Errorf("%d personal fields, %v; want %d", len(fields), err, n)
		}
		state, err := s.Load()
		if err != nil || state.Seq != before {
			t.Fatalf("Load: event %d, %v; want %d", state.Seq, err, before)
		}
		w.state = state // what the hub does: throw the working state away
		break
	}
	commit(t, s, Batch{Erase: []PersonalKey{{Visit: "full"}}})
	free()
	commit(t, s, Batch{Events: []queue.Event{w.issue()}})
	sameState(t, s, w.state)
	closeStore(t, s)
	whole(t, dir)
}

func TestFullFile(t *testing.T) {
	fillDisk(t, t.TempDir(), Options{maxSize: 2 << 20}, func() {})
}

func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("a small disk can't be mounted here: %v %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v %s", err, out)
		}
	})
	ballast := filepath.Join(dir, "ballast")
	writeFile(t, ballast, make([]byte, 1<<20))
	fillDisk(t, filepath.Join(dir, "data"), Options{side: 64 * journalBlock}, func() {
		if err := exec.Command("rm", ballast).Run(); err != nil {
			t.Fatal(err)
		}
	})
}

func TestOutcomesLastOneBusinessDayMore(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	w := newWorld()
	commit(t, s, Batch{Events: w.open("2026-03-02")})
	accept := func(id string) Outcome {
		e := w.issue()
		o := Outcome{Principal: "kiosk-1", ID: id, Date: w.date, Seq: e.Seq, Body: HashBody([]byte(id)), Answer: json.RawMessage(`{"ok":true,"result":{"ticket":"A001"}}`)}
		commit(t, s, Batch{Events: []queue.Event{e}, Outcomes: []Outcome{o}})
		return o
	}
	has := func(want bool, o Outcome) {
		t.Helper()
		got, found, err := s.Outcome(o.Principal, o.ID)
		if err != nil || found != want {
			t.Fatalf("Outcome(%s): found %v, %v; want %v", o.ID, found, err, want)
		}
		if diff := cmp.Diff(o, got); found && diff != "" {
			t.Errorf("Outcome(%s) -stored +read\n%s", o.ID, diff)
		}
	}
	endOfDay := func(date, next queue.Date) {
		w.at = w.at.Add(16 * time.Hour)
		closed := w.do(queue.DayClosed{Date: date})
		commit(t, s, Batch{Events: closed, DropOutcomesBefore: date})
		commit(t, s, Batch{Events: w.do(queue.DayOpened{Date: next})})
	}
	friday := accept("friday")
	has(true, friday)
	has(false, Outcome{Principal: "kiosk-2", ID: "friday"})
	has(false, Outcome{Principal: "kiosk-1", ID: "frida"})
	endOfDay("2026-03-02", "2026-03-05")
	has(true, friday)
	monday := accept("monday")
	closeStore(t, s)
	s = openStore(t, dir)
	has(true, friday)
	has(true, monday)
	endOfDay("2026-03-05", "2026-03-06")
	has(false, friday)
	has(true, monday)
	endOfDay("2026-03-06", "2026-03-09")
	has(false, monday)
	closeStore(t, s)
	if r := whole(t, dir); r.Outcomes != 0 {
		t.Errorf("%d outcomes are left", r.Outcomes)
	}
}

func TestPersonalDataIsErasedAlone(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	w := newWorld()
	commit(t, s, Batch{Events: w.open("2026-03-02"), Personal: []Personal{
		{Visit: "v1", Field: FieldCode, Value: "abc"}, {Visit: "v1", Field: "name", Value: "Růžena"}, {Visit: "v1", Field: "phone", Value: "600"},
		{Visit: "v10", Field: "name", Value: "Åsa"},
	}})
	check := func(visit queue.VisitID, want map[string]string) {
		t.Helper()
		got, err := s.Personal(visit)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Personal(%s) -want +got\n%s", visit, diff)
		}
	}
	check("v1", map[string]string{FieldCode: "abc", "name": "Růžena", "phone": "600"})
	commit(t, s, Batch{Erase: []PersonalKey{{Visit: "v1", Field: "name"}}})
	check("v1", map[string]string{FieldCode: "abc", "phone": "600"})
	if visit, ok, err := s.VisitByCode("abc"); visit != "v1" || !ok || err != nil {
		t.Errorf("VisitByCode = %q %v %v", visit, ok, err)
	}
	commit(t, s, Batch{Erase: []PersonalKey{{Visit: "v1"}}})
	check("v1", map[string]string{})
	check("v10", map[string]string{"name": "Åsa"})
	for _, code := range []string{"abc", "", "ab"} {
		if visit, ok, err := s.VisitByCode(code); ok || err != nil {
			t.Errorf("VisitByCode(%q) = %q %v %v, want none", code, visit, ok, err)
		}
	}
	sameState(t, s, w.state)
	closeStore(t, s)
	whole(t, dir)
}

func TestSessions(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	desk := Session{Token: HashToken("t-desk"), ID: "s1", Role: "counter", Person: "lucia", Counter: "3", Created: at, Expires: at.Add(10 * time.Hour)}
	kiosk := Session{Token: HashToken("t-kiosk"), ID: "s2", Role: "kiosk", Device: "Door left", Created: at}
	commit(t, s, Batch{Sessions: []Session{desk, kiosk}})
	closeStore(t, s)
	s = openStore(t, dir)
	got, ok, err := s.Session(HashToken("t-desk"))
	if diff := cmp.Diff(desk, got); diff != "" || !ok || err != nil {
		t.Errorf("Session: %v %v\n%s", ok, err, diff)
	}
	desk.Counter = "4"
	commit(t, s, Batch{Sessions: []Session{desk}, EndSessions: []TokenHash{kiosk.Token}})
	all, err := s.Sessions()
	if diff := cmp.Diff([]Session{desk}, all); diff != "" || err != nil {
		t.Errorf("Sessions: %v\n%s", err, diff)
	}
	if _, ok, _ := s.Session(kiosk.Token); ok {
		t.Error("an ended session is still there")
	}
}

func TestEventsAfter(t *testing.T) {
	dir, w := filled(t, 40)
	s := openStore(t, dir)
	all, err := s.EventsAfter(0, 1000)
	if err != nil || len(all) != int(w.state.Seq) {
		t.Fatalf("%d events, %v; want %d", len(all), err, w.state.Seq)
	}
	for seq := range w.state.Seq + 3 {
		for _, limit := range []int{0, 1, 7, 1000} {
			got, err := s.EventsAfter(seq, limit)
			if err != nil {
				t.Fatal(err)
			}
			want := all[min(int(seq), len(all)):]
			want = want[:min(len(want), limit)]
			if diff := cmp.Diff(append([]queue.Event{}, want...), append([]queue.Event{}, got...)); diff != "" {
				t.Fatalf("EventsAfter(%d, %d) -want +got\n%s", seq, limit, diff)
			}
		}
	}
}

func TestSnapshotsKeepTheStartShort(t *testing.T) {
	s := openStore(t, t.TempDir())
	w := newWorld()
	commit(t, s, Batch{Events: w.open("2026-03-02")})
	for range 10 {
		commit(t, s, Batch{Events: w.issues(5)})
		if s.SinceSnapshot() >= 20 {
			snapshot := w.state
			commit(t, s, Batch{Snapshot: &snapshot})
			if s.SinceSnapshot() != 0 {
				t.Errorf("%d events since a snapshot that was just stored", s.SinceSnapshot())
			}
		}
		sameState(t, s, w.state)
	}
	closeStore(t, s)
	if r := whole(t, filepath.Dir(s.Path())); r.Snapshots != keepSnapshots || r.Compared != keepSnapshots {
		t.Errorf("%d snapshots, %d compared; want %d", r.Snapshots, r.Compared, keepSnapshots)
	}
}

// An outcome is written as it is read.
func TestOutcomesJSON(t *testing.T) {
	for answer, want := range map[string]string{"": "null", `{}`: `{}`, `{"ticket":"A001","why":"<&>ž"}`: `{"ticket":"A001","why":"<&>ž"}`} {
		o := Outcome{Body: HashBody([]byte(want)), Seq: 1<<64 - 1}
		if answer != "" {
			o.Answer = json.RawMessage(answer)
		}
		var back Outcome
		if err := json.Unmarshal(o.appendTo(nil), &back); err != nil || back.Body != o.Body || back.Seq != o.Seq || string(back.Answer) != want {
			t.Errorf("%s is read as %v, %v", o.appendTo(nil), back, err)
		}
	}
}
