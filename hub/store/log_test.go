package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"turno/hub/queue"
)

func openLog(t testing.TB, path string) *Log {
	t.Helper()
	l, err := OpenLog(path)
	if err != nil {
		t.Fatalf("OpenLog: %v", err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// What is read is what was written, nothing of the folder is changed by it, and
// two may read at once.
func TestLogReadsAndLeavesAlone(t *testing.T) {
	dir, w := filled(t, 20)
	before, err := os.Stat(dataFile(dir))
	if err != nil {
		t.Fatal(err)
	}
	data := readFile(t, dataFile(dir))
	l, other := openLog(t, dir), openLog(t, dataFile(dir))
	for _, log := range []*Log{l, other} {
		var state queue.State
		if err := log.Each(func(e queue.Event) error { state = queue.Apply(state, e); return nil }); err != nil {
			t.Fatal(err)
		}
		if stateJSON(t, state) != stateJSON(t, w.state) {
			t.Error("the log gives another state")
		}
	}
	if l.Head() != w.state.Seq || l.Path() != dataFile(dir) {
		t.Errorf("head %d of %s, want %d", l.Head(), l.Path(), w.state.Seq)
	}
	shots, err := l.Snapshots()
	if err != nil || len(shots) != 2 || shots[0].Seq >= shots[1].Seq {
		t.Fatalf("%d snapshots, %v; want two, oldest first", len(shots), err)
	}
	var s queue.State
	if err := json.Unmarshal(shots[1].JSON, &s); err != nil || s.Seq != shots[1].Seq {
		t.Errorf("snapshot of event %d: %v", shots[1].Seq, err)
	}
	stop := errors.New("enough")
	n := 0
	if err := l.Each(func(queue.Event) error { n++; return stop }); err != stop || n != 1 {
		t.Errorf("after %d events: %v, want to stop at the first", n, err)
	}
	after, err := os.Stat(dataFile(dir))
	if err != nil || !after.ModTime().Equal(before.ModTime()) || !bytes.Equal(data, readFile(t, dataFile(dir))) {
		t.Errorf("reading has changed the file (%v)", err)
	}
	if names, _ := filepath.Glob(filepath.Join(dir, "*")); len(names) != 3 { // data, keys, journal
		t.Errorf("reading has left %v", names)
	}
}

func TestLogIsNotOpened(t *testing.T) {
	dir, _ := filled(t, 3)
	s := openStore(t, dir)
	began := time.Now()
	if _, err := OpenLog(dir); !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), "hub that is running") {
		t.Errorf("beside a running hub: %v", err)
	}
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("it took %v to be told", took)
	}
	closeStore(t, s)
	if _, err := OpenLog(filepath.Join(dir, "nothing")); !errors.Is(err, ErrUnusable) {
		t.Errorf("nothing there: %v", err)
	}
	empty, cut := t.TempDir(), t.TempDir()
	writeFile(t, dataFile(empty), nil)
	writeFile(t, dataFile(cut), readFile(t, dataFile(dir))[:9000])
	for _, bad := range []string{empty, cut} {
		if _, err := OpenLog(bad); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v, want ErrDamaged", bad, err)
		}
	}
	alter(t, dir, func(tx *bbolt.Tx) error { return put(tx.Bucket(bucketMeta), keyFormat, newerFormat) })
	if _, err := OpenLog(dir); !errors.Is(err, ErrNewer) {
		t.Errorf("a newer format: %v", err)
	}
}

// The first event that does not hold is named, and those before it are given.
func TestLogNamesWhatIsBroken(t *testing.T) {
	day := []byte("2026-03-02")
	events := func(tx *bbolt.Tx) *bbolt.Bucket { return tx.Bucket(bucketEvents).Bucket(day) }
	for name, c := range map[string]struct {
		change func(*bbolt.Tx) error
		seq    uint64
		want   string
	}{
		"a flipped bit": {func(tx *bbolt.Tx) error {
			v := bytes.Clone(events(tx).Get(seqKey(7)))
			v[len(v)-3] ^= 1
			return events(tx).Put(seqKey(7), v)
		}, 7, "checksum"},
		"a dropped event": {func(tx *bbolt.Tx) error { return events(tx).Delete(seqKey(7)) }, 8, "event 8: follows event 6: events between them are missing"},
		"a swapped pair": {func(tx *bbolt.Tx) error {
			a, b := bytes.Clone(events(tx).Get(seqKey(7))), bytes.Clone(events(tx).Get(seqKey(8)))
			return errors.Join(events(tx).Put(seqKey(7), b), events(tx).Put(seqKey(8), a))
		}, 7, "checksum"},
		"an edited time": {func(tx *bbolt.Tx) error {
			r, err := decodeRecord(seqKey(7), bytes.Clone(events(tx).Get(seqKey(7))))
			r.At = r.At.Add(time.Second)
			v, err2 := r.encode()
			return errors.Join(err, err2, events(tx).Put(seqKey(7), v))
		}, 8, "written after another event 7"},
		"a dropped end": {func(tx *bbolt.Tx) error {
			b := tx.Bucket(bucketEvents).Bucket([]byte("2026-03-03"))
			k, _ := b.Cursor().Last()
			return b.Delete(bytes.Clone(k))
		}, 27, "should end at event 27"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, _ := filled(t, 20)
			alter(t, dir, c.change)
			var last uint64
			err := openLog(t, dir).Each(func(e queue.Event) error { last = e.Seq; return nil })
			var b *Broken
			if !errors.As(err, &b) || b.Seq != c.seq || b.Date == "" || !strings.Contains(b.Error(), c.want) || last > c.seq-1 || last < 6 {
				t.Errorf("found %v after event %d, want event %d: %s", err, last, c.seq, c.want)
			}
		})
	}
	b := &Broken{What: "a part"}
	if b.Error() != "a part" {
		t.Errorf("without a day: %q", b.Error())
	}
}

// An event that means the same and is written otherwise is not what was stored.
func TestLogHoldsTheBytes(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	w := newWorld()
	commit(t, s, Batch{Events: w.open("2026-03-02")})
	closeStore(t, s)
	alter(t, dir, func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucketEvents).Bucket([]byte("2026-03-02"))
		r, err := decodeRecord(seqKey(2), bytes.Clone(b.Get(seqKey(2))))
		r.JSON = bytes.Replace(r.JSON, []byte(`"date":`), []byte(`"date": `), 1)
		v, err2 := r.encode()
		marks, err3 := epochMarks(tx)
		h := head{Seq: 2, Hash: r.hash(epochAt(marks, 2), "2026-03-02"), Date: "2026-03-02"}
		return errors.Join(err, err2, err3, b.Put(seqKey(2), v), putJSON(tx.Bucket(bucketMeta), keyHead, h))
	})
	err := openLog(t, dir).Each(func(queue.Event) error { return nil })
	if err == nil || !strings.Contains(err.Error(), "other bytes") {
		t.Errorf("found %v", err)
	}
}
