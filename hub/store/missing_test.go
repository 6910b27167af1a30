package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A folder that had data and lacks its data file is no fresh one: an empty log
// there would give out the day's numbers a second time.
func TestAFolderWithoutItsDataFileIsNotBegunAnew(t *testing.T) {
	for _, name := range besideData {
		t.Run(name, func(t *testing.T) {
			dir, _ := filled(t, 3)
			if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
				writeFile(t, filepath.Join(dir, name), make([]byte, 4096))
			}
			for _, other := range append(besideData, FileName) {
				if other != name {
					_ = os.Remove(filepath.Join(dir, other))
				}
			}
			s, err := Open(dir, Options{})
			if err == nil {
				s.Close()
			}
			if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "restore") {
				t.Errorf("Open: %v, want ErrDamaged that names %s and the way out", err, name)
			}
			if names, _ := os.ReadDir(dir); len(names) != 1 {
				t.Errorf("the folder holds %v", names)
			}
		})
	}
}
