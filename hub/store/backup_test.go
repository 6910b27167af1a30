package store

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"turno/hub/queue"
)

func TestBackupUnderLoadAndRestore(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	w := newWorld()
	commit(t, s, Batch{Events: w.open("2026-03-02")})
	commit(t, s, Batch{Events: w.issues(500)})
	started, stop, stopped := make(chan bool), make(chan bool), make(chan error, 1)
	go func() {
		for n := 0; ; n++ {
			if n == 3 {
				close(started)
			}
			select {
			case <-stop:
				stopped <- nil
				return
			default:
			}
			if err := s.Commit(Batch{Events: w.issues(3)}); err != nil {
				stopped <- err
				return
			}
		}
	}()
	<-started
	before := s.Head()
	path := filepath.Join(t.TempDir(), "backup.db")
	r, err := s.BackupFile(path, BackupOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var streamed bytes.Buffer
	if _, err := s.Backup(&streamed); err != nil {
		t.Fatal(err)
	}
	close(stop)
	if err := <-stopped; err != nil {
		t.Fatal(err)
	}
	if r.Last < before || r.Epoch != s.Epoch() {
		t.Errorf("backup ends at event %d, taken when %d was stored", r.Last, before)
	}
	if got := whole(t, path); got.Last != r.Last {
		t.Errorf("the file ends at event %d, the report says %d", got.Last, r.Last)
	}
	second := filepath.Join(t.TempDir(), "streamed.db")
	writeFile(t, second, streamed.Bytes())
	if got := whole(t, second); got.Last < r.Last {
		t.Errorf("a later backup ends at %d, before %d", got.Last, r.Last)
	}
	names, _ := filepath.Glob(filepath.Join(dir, newPrefix+"*"))
	if len(names) > 0 {
		t.Errorf("the backup left %v", names)
	}

	to := filepath.Join(t.TempDir(), "restored")
	restored, err := Restore(path, to)
	if err != nil {
		t.Fatal(err)
	}
	if restored.Epoch == s.Epoch() || restored.Epochs != 2 || restored.Last != r.Last {
		t.Errorf("restored: epoch %s number %d, event %d; want a new epoch behind %d", restored.Epoch, restored.Epochs, restored.Last, r.Last)
	}
	s2 := openStore(t, to)
	state, err := s2.Load()
	if err != nil || state.Seq != r.Last || s2.Epoch() != restored.Epoch {
		t.Fatalf("restored state is of event %d, %v", state.Seq, err)
	}
	w2 := &world{state: state, at: state.At, date: state.Date}
	commit(t, s2, Batch{Events: w2.issues(5)})
	sameState(t, s2, w2.state)
	closeStore(t, s2)
	whole(t, to) // the chain goes on over the change of epoch
}

func TestRestoreRefuses(t *testing.T) {
	dir, _ := filled(t, 10)
	if _, err := Restore(dataFile(dir), dir); !errors.Is(err, ErrNotEmpty) {
		t.Errorf("into a used folder: %v, want ErrNotEmpty", err)
	}
	full := t.TempDir()
	writeFile(t, filepath.Join(full, "letter.txt"), []byte("x"))
	if _, err := Restore(dataFile(dir), full); !errors.Is(err, ErrNotEmpty) {
		t.Errorf("into a folder with a letter: %v, want ErrNotEmpty", err)
	}
	spoiled := bytes.Clone(readFile(t, dataFile(dir)))
	bad := filepath.Join(t.TempDir(), "bad.db")
	writeFile(t, bad, spoiled[:usedBytes(t, dataFile(dir))/2])
	to := filepath.Join(t.TempDir(), "new")
	if _, err := Restore(bad, to); !errors.Is(err, ErrDamaged) {
		t.Errorf("of a cut backup: %v, want ErrDamaged", err)
	}
	if _, err := os.Stat(to); err == nil {
		t.Error("a refused restore made a folder")
	}
	if _, err := Restore(filepath.Join(full, "none.db"), to); !errors.Is(err, ErrUnusable) {
		t.Errorf("of nothing: %v, want ErrUnusable", err)
	}
}

func TestBackupNeverOverwritesTheData(t *testing.T) {
	s := openStore(t, t.TempDir())
	w := newWorld()
	commit(t, s, Batch{Events: w.open("2026-03-02")})
	for _, path := range []string{s.Path(), filepath.Dir(s.Path()), filepath.Join(filepath.Dir(s.Path()), "none", "x.db")} {
		if _, err := s.BackupFile(path, BackupOptions{}); !errors.Is(err, ErrUnusable) {
			t.Errorf("BackupFile(%s): %v, want ErrUnusable", path, err)
		}
	}
	sameState(t, s, w.state)
}

// A restored log that grew and is restored again keeps every epoch's events.
func TestRestoreOfARestore(t *testing.T) {
	dir, w := filled(t, 10)
	var epochs []Epoch
	for range 3 {
		to := filepath.Join(t.TempDir(), "next")
		r, err := Restore(dataFile(dir), to)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range epochs {
			if e == r.Epoch {
				t.Errorf("epoch %s came twice", e)
			}
		}
		epochs = append(epochs, r.Epoch)
		s := openStore(t, to)
		commit(t, s, Batch{Events: []queue.Event{w.issue()}})
		sameState(t, s, w.state)
		closeStore(t, s)
		dir = to
	}
	if r := whole(t, dir); r.Epochs != 4 {
		t.Errorf("%d epochs, want 4", r.Epochs)
	}
}
