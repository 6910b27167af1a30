package journal

import (
	"errors"
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
	"syscall"
)

var errCut = errors.New("the power is off")

// memDisk is a disk that loses its power: what was not synced is then there in
// part, torn, or not at all. It may also be full, sick or hang, or lie about syncing.
type memDisk struct {
	chance *rand.Rand
	names  map[string]*inode
	kept   map[string]*inode // names that are sure to survive
	steps  int               // operations until the power goes; negative is never
	room   int               // bytes that may still be written; negative is no end
	lies   bool              // Sync says yes and does nothing
	off    bool
	sick   bool          // Sync and Truncate fail
	hang   chan struct{} // Sync waits until it is closed; nil: it does not
}

type inode struct{ data, synced []byte }

func newMemDisk(chance *rand.Rand) *memDisk {
	return &memDisk{chance: chance, names: map[string]*inode{}, kept: map[string]*inode{}, steps: -1, room: -1}
}

// step counts an operation; the power may go in the middle of it.
func (d *memDisk) step() error {
	if d.steps == 0 {
		d.off = true
	}
	d.steps--
	if d.off {
		return errCut
	}
	return nil
}

// restart is the disk after the power came back.
func (d *memDisk) restart() *memDisk {
	next := newMemDisk(d.chance)
	next.lies = d.lies
	names := d.kept
	if d.chance.IntN(2) == 0 { // the folder was written by itself in time
		names = d.names
	}
	for name, node := range names {
		n := len(node.synced)
		data := slices.Clone(node.synced)
		if len(node.data) > n {
			rest := slices.Clone(node.data[n:][:d.chance.IntN(len(node.data)-n+1)])
			if len(rest) > 0 && d.chance.IntN(3) == 0 { // the length came through and the bytes did not
				clear(rest[d.chance.IntN(len(rest)):])
			}
			data = append(data, rest...)
		} else if d.chance.IntN(2) == 0 {
			data = slices.Clone(node.data)
		}
		whole := &inode{data: data, synced: slices.Clone(data)}
		next.names[name], next.kept[name] = whole, whole
	}
	return next
}

func (d *memDisk) load(name string) ([]byte, error) {
	if err := d.step(); err != nil {
		return nil, err
	}
	if node := d.names[name]; node != nil {
		return slices.Clone(node.data), nil
	}
	return nil, fs.ErrNotExist
}

func (d *memDisk) open(name string, fresh bool) (file, error) {
	if err := d.step(); err != nil {
		return nil, err
	}
	node := d.names[name]
	if node == nil {
		node = &inode{}
		d.names[name] = node
	}
	if fresh {
		node.data = nil
	}
	return &memFile{d, node}, nil
}

func (d *memDisk) rename(from, to string) error {
	if d.names[from] == nil {
		return fs.ErrNotExist
	}
	err := d.step()
	if err == nil || d.chance.IntN(2) == 0 {
		d.names[to] = d.names[from]
		delete(d.names, from)
	}
	return err
}

func (d *memDisk) remove(name string) error {
	if d.names[name] == nil {
		return fs.ErrNotExist
	}
	err := d.step()
	if err == nil {
		delete(d.names, name)
	}
	return err
}

func (d *memDisk) sync() error {
	if err := d.step(); err != nil {
		return err
	}
	d.kept = maps.Clone(d.names)
	return nil
}

type memFile struct {
	d    *memDisk
	node *inode
}

func (f *memFile) Write(b []byte) (int, error) {
	err := f.d.step()
	n := len(b)
	if err != nil {
		if f.d.steps < -1 { // off before this one
			return 0, err
		}
		n = f.d.chance.IntN(n + 1)
	}
	if f.d.room >= 0 && n > f.d.room {
		n, err = f.d.room, syscall.ENOSPC
	}
	if f.d.room >= 0 {
		f.d.room -= n
	}
	f.node.data = append(f.node.data, b[:n]...)
	return n, err
}

func (f *memFile) Sync() error {
	if f.d.hang != nil {
		<-f.d.hang
	}
	if f.d.sick {
		return syscall.EIO
	}
	err := f.d.step()
	if !f.d.lies && (err == nil || f.d.steps == -1 && f.d.chance.IntN(2) == 0) {
		f.node.synced = slices.Clone(f.node.data)
	}
	return err
}

func (f *memFile) Truncate(size int64) error {
	if f.d.sick {
		return syscall.EIO
	}
	err := f.d.step()
	if err == nil {
		if f.d.room >= 0 {
			f.d.room += max(0, len(f.node.data)-int(size))
		}
		f.node.data = slices.Clone(f.node.data[:size])
	}
	return err
}

func (f *memFile) Close() error { return nil }
