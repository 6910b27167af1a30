//go:build linux

package store

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"filippo.io/age"

	"turno/hub/queue"
)

// smallDisk mounts a disk of a size.
func smallDisk(t *testing.T, size string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size="+size, "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("a small disk can't be mounted here: %v %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v %s", err, out)
		}
	})
	return dir
}

// A copy that would take the room which tickets need is not begun, on the disk of
// the data; one on another disk is.
func TestCopiesLeaveRoomForTickets(t *testing.T) {
	disk := smallDisk(t, "200m")
	s := openStore(t, filepath.Join(disk, "data"))
	w := newWorld()
	commit(t, s, Batch{Events: w.open("2026-03-02")})
	commit(t, s, Batch{Events: w.issues(3)})
	who, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	sealed := BackupOptions{Recipients: []age.Recipient{who.Recipient()}}
	elsewhere := t.TempDir()
	copies := map[string]func() error{
		"a backup on it":           func() error { _, err := s.BackupFile(filepath.Join(disk, "backup.db"), BackupOptions{}); return err },
		"a backup that is sent":    func() error { _, err := s.Backup(new(strings.Builder)); return err },
		"compacting":               func() error { _, err := s.Compact(); return err },
		"one encrypted on the way": func() error { _, err := s.BackupFile(filepath.Join(elsewhere, "x.age"), sealed); return err },
		"a backup on another disk": func() error { _, err := s.BackupFile(filepath.Join(elsewhere, "x.db"), BackupOptions{}); return err },
	}
	for name, begin := range copies {
		if err := begin(); err != nil {
			t.Errorf("with room, %s: %v", name, err)
		}
	}
	if err := os.WriteFile(filepath.Join(disk, "ballast"), make([]byte, 60<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, begin := range copies {
		err := begin()
		if name == "a backup on another disk" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if !errors.Is(err, ErrUnusable) || !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "needs") {
			t.Errorf("without room, %s: %v", name, err)
		}
		if left, _ := filepath.Glob(filepath.Join(disk, "*", newPrefix+"*")); len(left) > 0 {
			t.Errorf("%s left %v", name, left)
		}
		commit(t, s, Batch{Events: []queue.Event{w.issue()}})
	}
	sameState(t, s, w.state)
}
