package hub

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// HandOver gives a folder that root has worked in, and all in it, to whom another
// folder belongs; the two may be one. Else the hub, which runs as an account of its
// own, could not read what root restored or rewrote for it. For anybody but root there
// is nothing to do: what they make is theirs.
func HandOver(made, whose string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	info, err := os.Stat(whose)
	if err != nil {
		return err
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	return filepath.WalkDir(made, func(path string, _ fs.DirEntry, err error) error {
		if err == nil {
			err = os.Lchown(path, int(owner.Uid), int(owner.Gid))
		}
		if errors.Is(err, fs.ErrNotExist) { // it was there for a moment only
			return nil
		}
		return err
	})
}
