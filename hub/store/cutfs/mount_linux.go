package cutfs

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"syscall"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// ErrNoFUSE: this machine or this account can't mount such a disk.
var ErrNoFUSE = errors.New("no FUSE file system can be mounted here")

// Mounted is a disk that other processes can use. It has no place in the tree
// of names: who inherits Root reaches it through /proc/self/fd, and when the
// last of them has ended it is gone, however they ended.
type Mounted struct {
	Root  *os.File
	point string // where it was mounted for a moment; the only one of this name
	over  chan struct{}
}

// fsName is how the kernel lists such a disk while it is being mounted.
const fsName = "turno-cutfs"

// Mount serves the disk until Close. The error is an ErrNoFUSE where /dev/fuse
// is missing or may not be used.
func Mount(d *Disk) (_ *Mounted, err error) {
	device, err := os.OpenFile("/dev/fuse", os.O_RDWR, 0)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoFUSE, err)
	}
	device.Close()
	point, err := os.MkdirTemp("", "cutfs-")
	if err != nil {
		return nil, err
	}
	defer os.Remove(point)
	server, err := fuse.NewServer(fs.NewNodeFS(&node{disk: d, it: d.root}, &fs.Options{}), point, &fuse.MountOptions{
		DirectMountStrict: true, FsName: fsName, Name: "cutfs", DisableXAttrs: true,
		Logger: log.New(io.Discard, "", 0), // it says when the last user has gone
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoFUSE, err)
	}
	m := &Mounted{point: point, over: make(chan struct{})}
	go func() {
		server.Serve()
		close(m.over)
	}()
	err = server.WaitMount()
	if err == nil {
		m.Root, err = os.OpenFile(point, syscall.O_DIRECTORY, 0)
	}
	if err := errors.Join(err, syscall.Unmount(point, syscall.MNT_DETACH)); err != nil {
		return nil, err
	}
	return m, nil
}

// closeWithin bounds the wait for the kernel to let go.
const closeWithin = 10 * time.Second

// Close ends the serving. All that use the disk must have ended.
func (m *Mounted) Close() error {
	err := m.Root.Close()
	select {
	case <-m.over:
		return err
	case <-time.After(closeWithin):
		return errors.Join(err, errors.New("somebody still uses the disk"))
	}
}
