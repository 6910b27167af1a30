package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"go.etcd.io/bbolt"
)

// A disk that is full, or fails, is said as such: who is told that the data is
// damaged restores a backup, and loses what came after it.
func TestAFullDiskIsNoDamage(t *testing.T) {
	dir, _ := filled(t, 20)
	src, err := openBolt(dataFile(dir), use{readOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	path := filepath.Join(t.TempDir(), "copy.db")
	err = copyData(path, src, copyOptions{change: func(*bbolt.Tx) error {
		return &os.PathError{Op: "write", Path: path, Err: syscall.ENOSPC}
	}})
	if !errors.Is(err, ErrUnusable) || errors.Is(err, ErrDamaged) || !errors.Is(err, syscall.ENOSPC) || strings.Contains(err.Error(), "restore") {
		t.Errorf("a copy onto a full disk: %v", err)
	}
}
