package store

import (
	"path/filepath"
	"testing"

	"turno/hub/queue"
)

// Who puts a backup in the data file's place by hand, beside the journal of a hub
// that was killed, gets what is in the backup, and loses nothing that comes then.
func TestABackupPutInPlaceByHand(t *testing.T) {
	dir, w := filled(t, 5)
	backup := filepath.Join(t.TempDir(), "backup.db")
	s := openStore(t, dir)
	if _, err := s.BackupFile(backup, BackupOptions{}); err != nil {
		t.Fatal(err)
	}
	want := stateJSON(t, w.state)
	for range 4 { // lives of the journal
		commit(t, s, Batch{Events: []queue.Event{w.issue()}})
		commit(t, s, Batch{Events: w.issues(20)})
		snapshot := w.state
		commit(t, s, Batch{Events: nil, Snapshot: &snapshot})
	}
	commit(t, s, Batch{Events: w.issues(20)})
	commit(t, s, Batch{Events: w.issues(20)})
	dir = asKilled(t, s)
	writeFile(t, dataFile(dir), readFile(t, backup))

	for range 3 {
		s = openStore(t, dir)
		sameJSON(t, s, want)
		state, err := s.Load()
		if err != nil {
			t.Fatal(err)
		}
		w.state = state
		commit(t, s, Batch{Events: []queue.Event{w.issue()}})
		commit(t, s, Batch{Events: []queue.Event{w.issue()}})
		want = stateJSON(t, w.state)
		dir = asKilled(t, s)
		whole(t, dir)
	}
	sameJSON(t, openStore(t, dir), want)
}
