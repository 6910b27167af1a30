package store

import (
	"os"
	"syscall"
)

// datasync brings a file's bytes to the disk, and of what is known about it
// only what reading them takes.
func datasync(f *os.File) error { return syscall.Fdatasync(int(f.Fd())) }
