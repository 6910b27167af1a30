//go:build !linux

package store

import "os"

// datasync brings a file's bytes to the disk.
func datasync(f *os.File) error { return f.Sync() }
