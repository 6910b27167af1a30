package store

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"turno/hub/queue"
)

// Each kind of tampering leaves a file that bbolt itself finds in order and
// whose checksums are made right again, so that only the chain can tell.
func TestTamperingIsNamed(t *testing.T) {
	day := []byte("2026-03-02")
	events := func(tx *bbolt.Tx) *bbolt.Bucket { return tx.Bucket(bucketEvents).Bucket(day) }
	rewrite := func(b *bbolt.Bucket, seq uint64, change func(*record)) error {
		r, err := decodeRecord(seqKey(seq), b.Get(seqKey(seq)))
		if err != nil {
			return err
		}
		r.JSON = bytes.Clone(r.JSON)
		change(&r)
		v, err := r.encode()
		return errors.Join(err, b.Put(seqKey(seq), v))
	}
	for _, c := range []struct {
		name   string
		change func(tx *bbolt.Tx) error
		want   []string // in the findings
	}{
		{"flipped byte", func(tx *bbolt.Tx) error {
			v := bytes.Clone(events(tx).Get(seqKey(7)))
			v[len(v)-3] ^= 0x20
			return events(tx).Put(seqKey(7), v)
		}, []string{"events of 2026-03-02, event 7", "checksum"}},
		{"dropped event", func(tx *bbolt.Tx) error {
			return events(tx).Delete(seqKey(7))
		}, []string{"event 8", "follows event 6", "missing"}},
		{"dropped last event", func(tx *bbolt.Tx) error {
			b := tx.Bucket(bucketEvents).Bucket([]byte("2026-03-03"))
			k, _ := b.Cursor().Last()
			return b.Delete(bytes.Clone(k))
		}, []string{"should end at event"}},
		{"dropped first event", func(tx *bbolt.Tx) error {
			return events(tx).Delete(seqKey(1))
		}, []string{"event 2", "follows event 0"}},
		{"dropped day", func(tx *bbolt.Tx) error {
			return tx.Bucket(bucketEvents).DeleteBucket(day)
		}, []string{"2026-03-03", "missing"}},
		{"swapped pair", func(tx *bbolt.Tx) error {
			a, err1 := decodeRecord(seqKey(7), events(tx).Get(seqKey(7)))
			b, err2 := decodeRecord(seqKey(8), events(tx).Get(seqKey(8)))
			a.JSON, b.JSON = bytes.Clone(b.JSON), bytes.Clone(a.JSON)
			x, err3 := a.encode()
			y, err4 := b.encode()
			return errors.Join(err1, err2, err3, err4, events(tx).Put(seqKey(7), x), events(tx).Put(seqKey(8), y))
		}, []string{"event 8", "written after another event 7"}},
		{"edited time", func(tx *bbolt.Tx) error {
			return rewrite(events(tx), 7, func(r *record) { r.At = r.At.Add(time.Minute) })
		}, []string{"event 8", "written after another event 7"}},
		{"edited time of the last event", func(tx *bbolt.Tx) error {
			b := tx.Bucket(bucketEvents).Bucket([]byte("2026-03-03"))
			k, _ := b.Cursor().Last()
			return rewrite(b, seqOf(k), func(r *record) { r.At = r.At.Add(-time.Minute) })
		}, []string{"the last, is not the one that was stored"}},
		{"edited fact", func(tx *bbolt.Tx) error {
			return rewrite(events(tx), 7, func(r *record) { r.JSON = bytes.Replace(r.JSON, []byte("cash"), []byte("loan"), 1) })
		}, []string{"event 8", "written after another event 7"}},
		{"event moved to another day", func(tx *bbolt.Tx) error {
			k, v := events(tx).Cursor().Last()
			k, v = bytes.Clone(k), bytes.Clone(v)
			return errors.Join(events(tx).Delete(k), tx.Bucket(bucketEvents).Bucket([]byte("2026-03-03")).Put(k, v))
		}, []string{"2026-03-03", "written after another event"}},
		{"another epoch", func(tx *bbolt.Tx) error {
			return putJSON(tx.Bucket(bucketEpochs), seqKey(1), epochMark{Epoch: Epoch{1}})
		}, []string{"event 2", "written after another event 1"}},
		{"snapshot of another state", func(tx *bbolt.Tx) error {
			b := tx.Bucket(bucketSnapshots)
			k, v := b.Cursor().Last()
			k = bytes.Clone(k)
			content, err := unseal(k, v)
			return errors.Join(err, put(b, k, bytes.Replace(content, []byte("Banco"), []byte("Banca"), 1)))
		}, []string{"snapshots of 2026-03-02", "differs"}},
		{"code of another visit", func(tx *bbolt.Tx) error {
			sum := sha256.Sum256([]byte("code-5"))
			return put(tx.Bucket(bucketCodes), sum[:], []byte("v000006"))
		}, []string{"personal", "another visit"}},
		{"a personal value under another visit", func(tx *bbolt.Tx) error {
			b := tx.Bucket(bucketPersonal)
			content, err := get(b, []byte("v000005\x00name"))
			if err != nil {
				return err
			}
			content = bytes.Clone(content)
			key, _ := get(tx.Bucket(bucketKeys), []byte("v000005"))
			return errors.Join(put(b, []byte("v000006\x00name"), content), put(tx.Bucket(bucketKeys), []byte("v000006"), bytes.Clone(key)))
		}, []string{"personal", "its key: "}},
		{"a personal value under another field", func(tx *bbolt.Tx) error {
			b := tx.Bucket(bucketPersonal)
			content, err := get(b, []byte("v000005\x00name"))
			if err != nil {
				return err
			}
			return put(b, []byte("v000005\x00phone"), bytes.Clone(content))
		}, []string{"personal", "authentication failed"}},
		{"a key that opens nothing", func(tx *bbolt.Tx) error {
			return put(tx.Bucket(bucketKeys), []byte("v999999"), make([]byte, wrappedSize))
		}, []string{"keys", "opens nothing"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir, _ := filled(t, 20)
			whole(t, dir)
			alter(t, dir, c.change)
			r, err := Check(dir)
			if err != nil {
				t.Fatal(err)
			}
			text := r.String()
			for _, want := range append(c.want, "DAMAGED") {
				if !strings.Contains(text, want) {
					t.Errorf("the report lacks %q:\n%s", want, text)
				}
			}
			if !errors.Is(r.Err(), ErrDamaged) {
				t.Errorf("Err() = %v", r.Err())
			}
		})
	}
}

// Opening serves nothing that is damaged where a start reads: behind the
// newest snapshot.
func TestLoadRefusesABrokenLog(t *testing.T) {
	dir, _ := filled(t, 20)
	alter(t, dir, func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucketEvents).Bucket([]byte("2026-03-03"))
		k, v := b.Cursor().Last()
		k, v = bytes.Clone(k), bytes.Clone(v)
		v[len(v)-2] ^= 1
		return b.Put(k, v)
	})
	s := openStore(t, dir)
	_, err := s.Load()
	if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "2026-03-03") || !strings.Contains(err.Error(), "restore") {
		t.Errorf("Load: %v, want ErrDamaged naming the day and the way out", err)
	}
}

func TestTruncatedAndZeroedFiles(t *testing.T) {
	whole, _ := filled(t, 200)
	data := readFile(t, dataFile(whole))
	used := usedBytes(t, dataFile(whole))
	try := func(name string, data []byte) {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			writeFile(t, dataFile(dir), data)
			_, err := Open(dir, Options{})
			if !errors.Is(err, ErrDamaged) {
				t.Errorf("Open: %v, want ErrDamaged", err)
			}
			r, err := Check(dir)
			if err != nil || r.Err() == nil {
				t.Errorf("Check: %v %v, want findings", r.Findings, err)
			}
			if !bytes.Equal(data, readFile(t, dataFile(dir))) {
				t.Error("a damaged file was changed")
			}
		})
	}
	for _, n := range []int{1, 100, 4096, 5000, 8192, 12288, used / 2, used - 4096} {
		try(fmt.Sprintf("cut at %d of %d", n, used), data[:n])
	}
	for _, n := range []int{0, 8192, used / 2, used - 4096} {
		zeroed := bytes.Clone(data)
		clear(zeroed[n:])
		try(fmt.Sprintf("zero from %d", n), zeroed)
	}
}

// usedBytes is where the last page that means something ends: bbolt makes its
// files larger than that.
func usedBytes(t *testing.T, path string) int {
	t.Helper()
	w, err := walkPages(path)
	if err != nil {
		t.Fatal(err)
	}
	var last uint64
	for page := range w.meta.high {
		if w.seen[page/64]&(1<<(page%64)) != 0 {
			last = page
		}
	}
	return int(last+1) * int(w.meta.pageSize)
}

// Whatever is done to the file's bytes, no program dies of it: it is refused,
// or found, or, where the bytes do not matter (a free page, say), the state is
// what it was.
func TestRandomDamageNeverKills(t *testing.T) {
	source, w := filled(t, 120)
	data := readFile(t, dataFile(source))
	used := usedBytes(t, dataFile(source))
	want := stateJSON(t, w.state)
	random := rand.New(rand.NewPCG(1, 2))
	dir := t.TempDir()
	refused := 0
	rounds := 100
	if testing.Short() {
		rounds = 20
	}
	for round := range rounds {
		spoiled := bytes.Clone(data)
		for range 1 + random.IntN(3) {
			at := random.IntN(used)
			switch random.IntN(3) {
			case 0:
				spoiled[at] ^= 1 << random.IntN(8)
			case 1:
				for i := at; i < min(at+8, used); i++ {
					spoiled[i] = byte(random.IntN(256))
				}
			case 2:
				to := random.IntN(used)
				copy(spoiled[at/4096*4096:], data[to/4096*4096:min(to/4096*4096+4096, used)])
			}
		}
		writeFile(t, dataFile(dir), spoiled)
		r, err := Check(dir)
		if err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewer) {
			t.Fatalf("round %d: Check: %v", round, err)
		}
		s, err := Open(dir, Options{})
		if err != nil {
			refused++
			continue
		}
		state, err := s.Load()
		if err == nil && len(r.Findings)+len(r.Notes) == 0 && stateJSON(t, state) != want {
			t.Fatalf("round %d: another state, and no finding", round)
		}
		s.Commit(Batch{Events: []queue.Event{}, Clock: w.at})
		s.Close()
	}
	if refused == 0 {
		t.Error("no damage was ever noticed: the test does no damage")
	}
}

// A spoilt newer head gives the state of the transaction before, and says so;
// what went through the journal since is still there.
func TestOneLostHeadIsSaid(t *testing.T) {
	dir, w := filled(t, 5)
	spoilNewerHead(t, dataFile(dir))
	r := whole(t, dir)
	if len(r.Notes) != 2 || r.Last != w.state.Seq || !strings.Contains(r.String(), "power cut") || !strings.Contains(r.String(), "commits in "+JournalName) {
		t.Errorf("the report says nothing of the lost head: %s", r.String())
	}
}

// spoilNewerHead spoils the page that says which transaction was the last.
func spoilNewerHead(t *testing.T, path string) {
	t.Helper()
	data := readFile(t, path)
	first, err1 := parseMeta(data)
	second, err2 := parseMeta(data[4096:])
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	newest := 0
	if second.tx > first.tx {
		newest = 4096
	}
	writeFile(t, path, flipped(data, newest+pageHeader+metaChecksumAt))
}

func TestCheckTakesFilesToo(t *testing.T) {
	dir, w := filled(t, 5)
	r := whole(t, dataFile(dir))
	if r.Last != w.state.Seq || r.Events() != int(w.state.Seq) || len(r.Days) != 2 || r.Days[1].Date != "2026-03-03" {
		t.Errorf("report %+v, want %d events on two days", r, w.state.Seq)
	}
	if r.Compared != 2 || r.Personal != 10 || r.Outcomes != 5 || r.Sessions != 1 {
		t.Errorf("report %+v", r)
	}
	if !strings.Contains(r.String(), "whole") {
		t.Error(r.String())
	}
	other := filepath.Join(t.TempDir(), "moved.db")
	if err := os.Rename(dataFile(dir), other); err != nil {
		t.Fatal(err)
	}
	whole(t, other)
}
