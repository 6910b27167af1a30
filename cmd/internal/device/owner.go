//go:build unix

package device

import (
	"os"
	"syscall"
)

// sameOwner gives a new file to whom the old one belongs, so that the device's
// own account goes on reading it after root has written it.
func sameOwner(f *os.File, old string) error {
	info, err := os.Stat(old)
	if err != nil {
		return nil // there was none
	}
	if s, ok := info.Sys().(*syscall.Stat_t); ok && os.Getuid() == 0 {
		return f.Chown(int(s.Uid), int(s.Gid))
	}
	return nil
}
