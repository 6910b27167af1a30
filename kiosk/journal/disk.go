package journal

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
)

// disk is the folder of a journal. Tests have one that forgets what was not
// synced.
type disk interface {
	load(name string) ([]byte, error)
	open(name string, fresh bool) (file, error) // for appending; fresh empties it
	rename(from, to string) error
	remove(name string) error
	sync() error // the folder itself: which names are in it
}

// file is an open one: writes go to its end.
type file interface {
	io.WriteCloser
	Sync() error
	Truncate(size int64) error
}

// folder is a disk of the system.
type folder struct{ dir string }

func (f folder) load(name string) ([]byte, error) { return os.ReadFile(filepath.Join(f.dir, name)) }

func (f folder) open(name string, fresh bool) (file, error) {
	mode := os.O_WRONLY | os.O_CREATE | os.O_APPEND
	if fresh {
		mode |= os.O_TRUNC
	}
	return os.OpenFile(filepath.Join(f.dir, name), mode, 0o600)
}

func (f folder) rename(from, to string) error {
	return os.Rename(filepath.Join(f.dir, from), filepath.Join(f.dir, to))
}

func (f folder) remove(name string) error { return os.Remove(filepath.Join(f.dir, name)) }

func (f folder) sync() error {
	d, err := os.Open(f.dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// lock keeps a second process away for as long as the file is open.
func lock(dir string) (io.Closer, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("%w: %s", ErrLocked, dir)
		}
		return nil, fmt.Errorf("locking %s: %w", dir, err)
	}
	return f, nil
}
