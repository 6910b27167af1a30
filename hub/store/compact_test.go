package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"go.etcd.io/bbolt"

	"turno/hub/queue"
)

// holes makes an open store whose file has more free pages than used ones.
func holes(t testing.TB, dir string) (*Store, *world) {
	t.Helper()
	s := openStore(t, dir)
	w := newWorld()
	commit(t, s, Batch{Events: w.open("2026-03-02")})
	for i := range 30 {
		var p []Personal
		for n := range 200 {
			p = append(p, Personal{Visit: queue.VisitID(visitName(i, n)), Field: "note", Value: string(make([]byte, 500))})
		}
		commit(t, s, Batch{Events: w.issues(2), Personal: p})
	}
	for i := range 30 {
		var gone []PersonalKey
		for n := range 199 {
			gone = append(gone, PersonalKey{Visit: queue.VisitID(visitName(i, n))})
		}
		commit(t, s, Batch{Events: w.issues(1), Erase: gone})
	}
	return s, w
}

func visitName(i, n int) string { return fmt.Sprintf("x%02d-%03d", i, n) }

// A compacted file is smaller and holds the same, and the store goes on with it.
func TestCompact(t *testing.T) {
	dir := t.TempDir()
	s, w := holes(t, dir)
	total, free := s.Size()
	if free < 2<<20 || free >= total {
		t.Fatalf("%d bytes, %d of them free: the test makes no holes", total, free)
	}
	before := dump(t, s.db)
	done, err := s.Compact()
	if err != nil {
		t.Fatal(err)
	}
	if done.Before != total || done.After >= total-free/2 {
		t.Errorf("%+v; %d bytes were free", done, free)
	}
	after := dump(t, s.db)
	if len(before) != len(after) {
		t.Fatalf("%d values, before %d", len(after), len(before))
	}
	for i := range before {
		if before[i] != after[i] {
			t.Fatalf("%q is %q after", before[i], after[i])
		}
	}
	if got := personalOf(t, s, queue.VisitID(visitName(3, 199))); len(got["note"]) != 500 {
		t.Errorf("a note of %d bytes, want 500", len(got["note"]))
	}
	commit(t, s, Batch{Events: w.issues(3)})
	sameState(t, s, w.state)
	if _, err := Open(dir, Options{}); !errors.Is(err, ErrInUse) {
		t.Errorf("beside the compacted store: %v, want ErrInUse", err)
	}
	closeStore(t, s)
	whole(t, dir)
	if names, _ := os.ReadDir(dir); len(names) != 3 { // data, keys, journal
		t.Errorf("the folder holds %v", names)
	}
	s = openStore(t, dir)
	sameState(t, s, w.state)
}

// What is committed while the copy is made is in the compacted file.
func TestCompactUnderLoad(t *testing.T) {
	dir := t.TempDir()
	s, w := holes(t, dir)
	stop, stopped := make(chan bool), make(chan error, 1)
	go func() {
		for n := 0; ; n++ {
			select {
			case <-stop:
				stopped <- nil
				return
			default:
			}
			b := Batch{Events: w.issues(3), Personal: []Personal{{Visit: w.lastVisit(), Field: "name", Value: "Ana"}}}
			if err := s.Commit(b); err != nil {
				stopped <- err
				return
			}
			if got, err := s.Personal(w.lastVisit()); err != nil || got["name"] != "Ana" {
				stopped <- errors.Join(err, errors.New("what was just stored can't be read"))
				return
			}
		}
	}()
	for range 3 {
		if _, err := s.Compact(); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	if err := <-stopped; err != nil {
		t.Fatal(err)
	}
	want := stateJSON(t, w.state)
	sameJSON(t, s, want)
	closeStore(t, s)
	whole(t, dir)
	sameJSON(t, openStore(t, dir), want)
}

func (w *world) lastVisit() queue.VisitID { return queue.VisitID(visitID(int(w.state.Seq))) }

// A copy that lacks something is not put in place.
func TestCompactProvesItsCopy(t *testing.T) {
	s, w := holes(t, t.TempDir())
	path := filepath.Join(t.TempDir(), FileName)
	if err := s.copyTo(path, copyOptions{change: func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketEvents).Bucket([]byte("2026-03-02")).Delete(seqKey(w.state.Seq))
	}}); err != nil {
		t.Fatal(err)
	}
	next, err := openBolt(path, use{})
	if err != nil {
		t.Fatal(err)
	}
	defer next.Close()
	// The copy claims to reach one event further than it does.
	if err := s.db.View(func(from *bbolt.Tx) error {
		return next.View(func(to *bbolt.Tx) error { return sameContent(to, from, w.state.Seq-1) })
	}); err == nil {
		t.Error("a missing event was not noticed")
	}
	if err := next.Update(func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucketKeys)
		k, _ := b.Cursor().First()
		return b.Delete(k)
	}); err != nil {
		t.Fatal(err)
	}
	if err := s.db.View(func(from *bbolt.Tx) error {
		return next.View(func(to *bbolt.Tx) error { return sameContent(to, from, w.state.Seq) })
	}); err == nil {
		t.Error("a missing key was not noticed")
	}
}

// Compaction of a million events is for `go test -bench Compact -benchtime 1x`.
func BenchmarkCompact(b *testing.B) {
	s := openStore(b, b.TempDir())
	w := newWorld()
	commit(b, s, Batch{Events: w.open("2026-03-02")})
	for range 100 {
		commit(b, s, Batch{Events: w.issues(1000)})
	}
	b.ResetTimer()
	for b.Loop() {
		done, err := s.Compact()
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(done.Paused.Microseconds())/1000, "ms-paused")
		b.ReportMetric(float64(done.Before)/(1<<20), "MiB-before")
		b.ReportMetric(float64(done.After)/(1<<20), "MiB-after")
	}
}
