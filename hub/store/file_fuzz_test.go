package store

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"go.etcd.io/bbolt"
)

// fuzzFolder is a folder in memory where there is some: each try writes a file.
func fuzzFolder(t *testing.T) string {
	dir, err := os.MkdirTemp("/dev/shm", "turno-fuzz-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// FuzzBackup: a backup with other bytes anywhere, or cut off, is restored as it
// was or refused; then nothing of it is left in the folder.
func FuzzBackup(f *testing.F) {
	dir, w := filled(f, 12)
	s := openStore(f, dir)
	var backup bytes.Buffer
	if _, err := s.Backup(&backup); err != nil {
		f.Fatal(err)
	}
	closeStore(f, s)
	data, want := backup.Bytes(), stateJSON(f, w.state)
	f.Add(uint32(0), []byte{}, uint32(0))
	f.Add(uint32(0), []byte{1, 2, 3, 4}, uint32(0))
	f.Add(uint32(4096+16), []byte{0, 0, 0, 0}, uint32(0))
	f.Add(uint32(2*4096), []byte{255, 255, 255, 255, 255, 255, 255, 255}, uint32(0))
	f.Add(uint32(3*4096+8), []byte{1, 0, 255, 255}, uint32(0))
	f.Add(uint32(0), []byte{}, uint32(len(data)/2))
	f.Add(uint32(len(data)-100), []byte("another name"), uint32(0))
	f.Fuzz(func(t *testing.T, at uint32, patch []byte, cut uint32) {
		spoiled := bytes.Clone(data)
		copy(spoiled[int(at)%len(spoiled):], patch)
		spoiled = spoiled[:len(spoiled)-int(cut)%len(spoiled)]
		root := fuzzFolder(t)
		path, to := filepath.Join(root, "backup.db"), filepath.Join(root, "restored")
		writeFile(t, path, spoiled)
		r, err := Restore(path, to)
		if err != nil {
			if !errors.As(err, new(*Problem)) {
				t.Fatalf("an error without words: %v", err)
			}
			if names, _ := os.ReadDir(to); len(names) > 0 {
				t.Fatalf("%v, and %s is there", err, names[0].Name())
			}
			return
		}
		s := openStore(t, to)
		defer s.Close()
		if state, err := s.Load(); err != nil || state.Seq != r.Last {
			t.Fatalf("a restored backup can't be read: %v", err)
		} else if got := stateJSON(t, state); got != want && len(r.Notes) == 0 && r.Last == w.state.Seq {
			t.Fatalf("another state was restored:\n%s", got)
		}
	})
}

// FuzzStored: any value in any bucket, with a right checksum, is read or found
// to be wrong; nothing dies of it, and no command is taken on top of it unseen.
func FuzzStored(f *testing.F) {
	dir, w := filled(f, 6)
	data := readFile(f, dataFile(dir))
	for i, name := range allBuckets {
		f.Add(uint8(i), []byte("x"), []byte("{}"))
		f.Add(uint8(i), seqKey(w.state.Seq), []byte(`{"seq":1}`))
		f.Add(uint8(i), []byte("head"), []byte(`{"seq":3,"hash":"00","date":"2026-03-02"}`))
		f.Add(uint8(i), append([]byte("v000003\x00"), "code"...), name)
	}
	f.Add(uint8(0), []byte("format"), []byte("3"))
	f.Fuzz(func(t *testing.T, which uint8, key, content []byte) {
		if len(key) == 0 || len(key) > bbolt.MaxKeySize {
			t.Skip()
		}
		dir := fuzzFolder(t)
		writeFile(t, dataFile(dir), data)
		name := allBuckets[int(which)%len(allBuckets)]
		alter(t, dir, func(tx *bbolt.Tx) error {
			b := tx.Bucket(name)
			if day := b.Bucket([]byte("2026-03-02")); day != nil {
				b = day
			}
			return put(b, key, content)
		})
		r, err := Check(dir)
		if err != nil && !errors.As(err, new(*Problem)) {
			t.Fatalf("an error without words: %v", err)
		}
		s, err := Open(dir, Options{})
		if err != nil {
			return
		}
		defer s.Close()
		_, errState := s.Load()
		_, errEvents := s.EventsAfter(0, 100)
		_, errSessions := s.Sessions()
		_, _, errOutcome := s.Outcome("kiosk-1", "k1-3")
		_, errPersonal := s.Personal("v000003")
		_, _, errClock := s.Clock()
		for _, err := range []error{errState, errEvents, errSessions, errOutcome, errPersonal, errClock} {
			if err != nil && !errors.As(err, new(*Problem)) {
				t.Fatalf("an error without words: %v", err)
			}
			if err != nil && r.Path != "" && len(r.Findings) == 0 && string(name) != "meta" {
				t.Fatalf("Check finds nothing in %s %q, and it can't be read: %v", name, key, err)
			}
		}
	})
}

// FuzzSnapshotValue: the frame of a snapshot around its state.
func FuzzSnapshotValue(f *testing.F) {
	good := append(make([]byte, len(Hash{})), `{"format":1,"seq":7,"branch":{}}`...)
	f.Add(seqKey(7), seal(seqKey(7), good))
	f.Add(seqKey(7), seal(seqKey(7), good[:20]))
	f.Add([]byte("x"), good)
	f.Add(seqKey(7), []byte{})
	f.Fuzz(func(t *testing.T, key, value []byte) {
		for _, v := range [][]byte{value, seal(key, value)} {
			h, data, err := readSnapshot(key, v)
			if err == nil && (h.Seq != seqOf(key) || len(data)+len(h.Hash)+sealSize != len(v)) {
				t.Errorf("read %d bytes of %d, event %d", len(data), len(v), h.Seq)
			}
		}
	})
}
