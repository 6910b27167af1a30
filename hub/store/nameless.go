package store

import (
	"fmt"
	"os"
)

// Nameless takes an open file its name, so that what is in it stays on the disk no
// longer than this process lives, however that ends. path leads to it from within
// this process, until it is closed; where the system has no such paths it keeps its
// name, and path is that.
func Nameless(f *os.File) (path string) {
	path = fmt.Sprintf("/proc/self/fd/%d", f.Fd())
	there, err := os.Stat(path)
	if err != nil {
		return f.Name()
	}
	if own, err := f.Stat(); err != nil || !os.SameFile(own, there) || os.Remove(f.Name()) != nil {
		return f.Name()
	}
	return path
}
