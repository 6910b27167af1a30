package journal

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"turno/hub/wire"
)

func lent(series string, from, to, next int, services ...string) wire.Block {
	return wire.Block{BusinessDate: day, Series: series, Services: services, From: from, To: to, Next: next}
}

// lease hands a journal its first blocks, as a kiosk does that has just met its
// hub for the first time.
func lease(t *testing.T, j *Journal, blocks ...wire.Block) {
	t.Helper()
	if j.Fresh() {
		if err := j.Forswear(nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Lease(blocks); err != nil {
		t.Fatal(err)
	}
}

func numbers(t *testing.T, j *Journal, service string, n int) (all []string) {
	t.Helper()
	for range n {
		got, err := j.Issue(wish(service))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, got.Merge.Ticket)
	}
	return all
}

func wantNumbers(t *testing.T, got []string, want ...string) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("numbers (-want +got):\n%s", d)
	}
}

func pendingOf(j *Journal) (all []string) {
	for _, t := range j.Pending() {
		all = append(all, t.Merge.Ticket)
	}
	return all
}

// TestOnDisk goes through a kiosk's bad day on a real disk: it starts with the
// hub there, goes on without, is killed, goes on, and hands over.
func TestOnDisk(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kiosk")
	j, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir); !errors.Is(err, ErrLocked) {
		t.Fatalf("a second process: %v", err)
	}
	lease(t, j, lent("A", 901, 903, 901, "cash", "coins"), lent("B", 901, 999, 901, "loans"))
	wantNumbers(t, numbers(t, j, "cash", 2), "A901", "A902")
	wantNumbers(t, numbers(t, j, "loans", 1), "B901")
	if d := cmp.Diff(map[string]int{"cash": 1, "coins": 1, "loans": 98}, j.Left()[day]); d != "" {
		t.Errorf("left (-want +got):\n%s", d)
	}
	j.lock.Close() // as a kill does; the file is left as it is
	if j, err = Open(dir); err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	wantNumbers(t, pendingOf(j), "A901", "A902", "B901")
	wantNumbers(t, numbers(t, j, "coins", 1), "A903")
	if _, err := j.Issue(wish("cash")); !errors.Is(err, ErrNoNumbers) {
		t.Errorf("a fourth of three numbers: %v", err)
	}
	tomorrow := wish("loans")
	tomorrow.BusinessDate = "2026-11-25"
	if _, err := j.Issue(tomorrow); !errors.Is(err, ErrNoNumbers) {
		t.Errorf("a number of yesterday's lease: %v", err)
	}
	all := j.Pending()
	if err := j.Merged(all[0].ID); err != nil {
		t.Fatal(err)
	}
	if err := j.Refused(all[1], wire.NotLeased, "no"); err != nil {
		t.Fatal(err)
	}
	wantNumbers(t, pendingOf(j), "B901", "A903")
	// The hub has merged A901 and lists its blocks: the journal knows better.
	lease(t, j, lent("A", 901, 903, 902, "cash", "coins"), lent("A", 941, 942, 941, "cash", "coins"), lent("B", 901, 999, 901, "loans"))
	wantNumbers(t, numbers(t, j, "cash", 2), "A941", "A942")
	if r := j.Refusals(); len(r) != 1 || r[0].Ticket.Merge.Ticket != "A902" || r[0].Code != wire.NotLeased {
		t.Errorf("refusals %+v", r)
	}
}

// TestStrangersNumbers: what was lent before this journal began may be on
// slips, and a block that the hub takes back and lists again goes on where it was.
func TestStrangersNumbers(t *testing.T) {
	j, err := open(newMemDisk(rand.New(rand.NewPCG(1, 1))))
	if err != nil {
		t.Fatal(err)
	}
	old := lent("A", 901, 940, 901, "cash")
	if !j.Fresh() || j.Forswear([]wire.Block{old}) != nil || j.Fresh() {
		t.Fatal("a new journal is not fresh, or stays so")
	}
	if n := j.Unmerged([]wire.Block{old}); n != 40 {
		t.Errorf("%d numbers can't be given out, want 40", n)
	}
	mine := lent("A", 941, 980, 941, "cash")
	lease(t, j, old, mine)
	wantNumbers(t, numbers(t, j, "cash", 2), "A941", "A942")
	lease(t, j, old)
	if n := j.Left()[day]["cash"]; n != 0 {
		t.Errorf("%d numbers are left of blocks that the hub does not list", n)
	}
	lease(t, j, old, mine)
	if n := j.Left()[day]["cash"]; n != 0 {
		t.Errorf("%d numbers are left of a block that was taken back", n)
	}
}

// TestFullDisk: a full disk refuses clearly, gives no number, and is forgotten
// when there is room.
func TestFullDisk(t *testing.T) {
	d := newMemDisk(rand.New(rand.NewPCG(2, 2)))
	j, err := open(d)
	if err != nil {
		t.Fatal(err)
	}
	lease(t, j, lent("A", 901, 940, 901, "cash"))
	for room := range 100 {
		d.room = room
		if _, err := j.Issue(wish("cash")); !errors.Is(err, ErrFull) {
			t.Fatalf("with %d bytes left: %v", room, err)
		}
	}
	d.room = -1
	wantNumbers(t, numbers(t, j, "cash", 1), "A901")
	j, err = open(d)
	if err != nil || j.Found().Cut != 0 {
		t.Fatalf("%v, %+v", err, j.Found())
	}
	wantNumbers(t, pendingOf(j), "A901")
}

// TestTornEnd: an end that was cut off is cut, and the number that it may have
// borne is left out.
func TestTornEnd(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, fileName)
	j, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	lease(t, j, lent("A", 901, 940, 901, "cash"))
	numbers(t, j, "cash", 2)
	j.Close()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data[:len(data)-5], 0o600); err != nil {
		t.Fatal(err)
	}
	if j, err = Open(dir); err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if f := j.Found(); f.Cut == 0 || f.Damaged != "" || f.Pending != 1 {
		t.Errorf("found %+v", f)
	}
	wantNumbers(t, numbers(t, j, "cash", 1), "A903")
	wantNumbers(t, pendingOf(j), "A901", "A903")
}

// TestDamagedFile: a damaged file is put aside, what can be read of it is kept,
// and nothing more is given out from its lease.
func TestDamagedFile(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, fileName)
	for n := range 2 {
		j, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		lease(t, j, lent("A", 901, 980, 901, "cash"), lent("A", 981+n*40, 1020+n*40, 0, "cash"))
		all := numbers(t, j, "cash", 3)
		j.Close()
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		one, _ := seal(record{Kind: issued, Ticket: ticket(901)})
		data[len(data)-len(one)-200] ^= 0xff
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if j, err = Open(dir); err != nil {
			t.Fatal(err)
		}
		if f := j.Found(); f.Damaged != "journal.damaged-"+string(rune('1'+n)) || f.Pending < 2 {
			t.Errorf("found %+v of %v", f, all)
		}
		if _, err := j.Issue(wish("cash")); !errors.Is(err, ErrNoNumbers) {
			t.Errorf("a number of a damaged journal's lease: %v", err)
		}
		if !j.Fresh() {
			t.Error("it trusts the lease that it can't account for")
		}
		if kept, err := os.ReadFile(filepath.Join(dir, j.Found().Damaged)); err != nil || len(kept) != len(data) {
			t.Errorf("the damaged file was not kept: %v", err)
		}
		if err := j.Forswear([]wire.Block{lent("A", 901, 980, 901, "cash")}); err != nil {
			t.Fatal(err)
		}
		j.Close()
	}
}

// TestNewFile: a journal that owes nothing does not grow without end, and
// knows the same afterwards.
func TestNewFile(t *testing.T) {
	dir := t.TempDir()
	j, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	lease(t, j, lent("A", 1, 10_000, 1, "cash"))
	largest, rewritten := int64(0), false
	for n := range 500 {
		got, err := j.Issue(wish("cash"))
		if err != nil || got.Number != n+1 {
			t.Fatalf("number %d: %+v, %v", n+1, got, err)
		}
		if err := j.Merged(got.ID); err != nil {
			t.Fatal(err)
		}
		rewritten = rewritten || j.size < largest
		largest = max(largest, j.size)
	}
	if !rewritten || largest > full+4096 {
		t.Errorf("it grew to %d bytes, written anew: %v", largest, rewritten)
	}
	j.Close()
	if j, err = Open(dir); err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if got, err := j.Issue(wish("cash")); err != nil || got.Number != 501 {
		t.Errorf("after all that: %+v, %v", got, err)
	}
}

// TestKnown: a kiosk that starts with its hub away knows the branch, and
// nothing of the people in it.
func TestKnown(t *testing.T) {
	j, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if _, ok := j.Known(); ok {
		t.Error("it knows a branch that nobody told it")
	}
	was := wire.State{
		BusinessDate: day, Day: "open", At: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC), Branch: &wire.Branch{ID: "lipova"},
		Queues:   []wire.Queue{{Service: "cash", Open: true, Waiting: 3, Serving: 1, Wait: wire.Wait{P50S: 60}}},
		Counters: []wire.Counter{{Counter: "1", Ticket: "A001"}},
	}
	if err := j.Remember(was); err != nil {
		t.Fatal(err)
	}
	got, ok := j.Known()
	want := wire.State{BusinessDate: day, Day: "open", At: was.At, Branch: was.Branch, Queues: []wire.Queue{{Service: "cash", Open: true, Wait: wire.Wait{Unknown: true}}}}
	if d := cmp.Diff(want, got); !ok || d != "" {
		t.Errorf("known (-want +got):\n%s", d)
	}
}

func BenchmarkIssue(b *testing.B) {
	j, err := Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer j.Close()
	if err := errors.Join(j.Forswear(nil), j.Lease([]wire.Block{lent("A", 1, 1<<40, 1, "cash")})); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := j.Issue(wish("cash")); err != nil {
			b.Fatal(err)
		}
	}
}
