package store

import (
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"turno/hub/queue"
)

// asLarge treats every file as a large one.
func asLarge(t *testing.T) {
	before := large
	large = 0
	t.Cleanup(func() { large = before })
}

// A large file that was closed says which pages are free, is opened by that, goes on
// without, and is whole at each step.
func TestLargeFileLeavesItsFreePages(t *testing.T) {
	asLarge(t)
	dir, w := filled(t, 200)
	freelist := func() bool { // does the newer head name a page with what is free?
		t.Helper()
		w, err := walkPages(dataFile(dir))
		if err != nil {
			t.Fatal(err)
		}
		head := readFile(t, dataFile(dir))[int64(w.meta.tx%2)*w.meta.pageSize+pageHeader:]
		return order.Uint64(head[32:]) != math.MaxUint64
	}
	for range 3 {
		s := openStore(t, dir)
		commit(t, s, Batch{Events: []queue.Event{w.issue()}})
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if !freelist() {
			t.Error("the closed file does not say what is free")
		}
		report, err := Check(dir)
		if err != nil || report.Err() != nil {
			t.Fatal(err, report.Err())
		}
	}
}

// Several that walk through a file see the same damage as one.
func TestLargeFilesDamageIsSeen(t *testing.T) {
	source, _ := filled(t, 200)
	data := readFile(t, dataFile(source))
	used := usedBytes(t, dataFile(source))
	random := rand.New(rand.NewPCG(3, 4))
	path := filepath.Join(t.TempDir(), FileName)
	found := 0
	for range 24 {
		hurt := append([]byte(nil), data...)
		at := random.IntN(used/4096) * 4096
		hurt[at+random.IntN(64)] ^= byte(1 + random.IntN(255))
		if err := os.WriteFile(path, hurt, 0o600); err != nil {
			t.Fatal(err)
		}
		_, one := walkPages(path)
		before := large
		large = 0
		_, several := walkPages(path)
		large = before
		if (one == nil) != (several == nil) {
			t.Fatalf("one says %v, several say %v", one, several)
		}
		if one != nil {
			found++
		}
	}
	if found < 8 {
		t.Errorf("only %d of 24 were found", found)
	}
}
