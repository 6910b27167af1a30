package store

import (
	"bytes"
	"errors"
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

// A hub's file says which pages are free, however the hub ends, and is whole.
func TestAFileSaysWhichPagesAreFree(t *testing.T) {
	listed := func(when, dir string) {
		t.Helper()
		w, err := walkPages(dataFile(dir))
		if err != nil {
			t.Fatal(err)
		}
		if w.meta.free == noFreelist {
			t.Errorf("%s the file does not say what is free", when)
		}
		whole(t, dir)
	}
	dir, w := filled(t, 200)
	listed("closed", dir)
	s := openStore(t, dir)
	commit(t, s, Batch{Events: []queue.Event{w.issue()}, Snapshot: &w.state})
	killed := func() string {
		at := t.TempDir()
		for _, name := range []string{FileName, JournalName, RingName} {
			writeFile(t, filepath.Join(at, name), readFile(t, filepath.Join(dir, name)))
		}
		return at
	}
	listed("killed", killed())
	if _, err := s.Compact(); err != nil {
		t.Fatal(err)
	}
	listed("compacted", killed())
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	listed("closed again", dir)
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

// A list of free pages that does not fit what is in use is refused: who believed it
// would write over what was stored.
func TestASpoiltListOfFreePagesIsRefused(t *testing.T) {
	asLarge(t)
	source, _ := filled(t, 200)
	data := readFile(t, dataFile(source))
	w, err := walkPages(dataFile(source))
	if err != nil {
		t.Fatal(err)
	}
	head := int64(w.meta.tx%2)*w.meta.pageSize + pageHeader
	at := int64(order.Uint64(data[head+metaFreeAt:])) * w.meta.pageSize
	count := int64(order.Uint16(data[at+10:]))
	if order.Uint16(data[at+8:]) != flagFreelist || count < 4 {
		t.Fatalf("the closed file has %d free pages listed", count)
	}
	id := func(data []byte, n int64) []byte { return data[at+pageHeader+8*n:] }
	for name, spoil := range map[string]func(data []byte){
		"a page in use":         func(data []byte) { order.PutUint64(id(data, count-1), w.meta.root) },
		"a page beyond the end": func(data []byte) { order.PutUint64(id(data, count-1), w.meta.high) },
		"a head":                func(data []byte) { order.PutUint64(id(data, 0), 1) },
		"the list itself":       func(data []byte) { order.PutUint64(id(data, 0), uint64(at/w.meta.pageSize)) },
		"a page twice":          func(data []byte) { copy(id(data, 1)[:8], id(data, 0)[:8]) },
		"one too few":           func(data []byte) { order.PutUint16(data[at+10:], uint16(count-1)) },
		"too many to be there":  func(data []byte) { order.PutUint16(data[at+10:], 0xfffe) },
		"too many by far":       func(data []byte) { order.PutUint16(data[at+10:], 0xffff) },
		"no list":               func(data []byte) { order.PutUint16(data[at+8:], flagLeaf) },
		"another page's number": func(data []byte) { order.PutUint64(data[at:], 2) },
		"beyond the file's end": func(data []byte) { order.PutUint32(data[at+12:], 1<<20) },
		"all zero":              func(data []byte) { clear(data[at : at+w.meta.pageSize]) },
	} {
		t.Run(name, func(t *testing.T) {
			hurt := append([]byte(nil), data...)
			spoil(hurt)
			dir := t.TempDir()
			writeFile(t, dataFile(dir), hurt)
			s, err := Open(dir, Options{})
			if err == nil {
				s.Close()
			}
			if !errors.Is(err, ErrDamaged) {
				t.Errorf("Open: %v, want ErrDamaged", err)
			}
			if r, err := Check(dir); err != nil || r.Err() == nil {
				t.Errorf("Check: %v, %v", r.Findings, err)
			}
			if !bytes.Equal(hurt, readFile(t, dataFile(dir))) {
				t.Error("the file was changed")
			}
		})
	}
}
