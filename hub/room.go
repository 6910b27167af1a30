package hub

import (
	"fmt"
	"syscall"

	"turno/hub/wire"
)

// Room is how much of the disk the hub wants for itself. The zero value is the
// usual.
type Room struct {
	Warn  uint64 // bytes: below this operators are warned; 0: usualWarn
	Floor uint64 // bytes: below this no new tickets are given out; 0: usualFloor
	Off   bool   // nobody looks
	// Free tells how many bytes this account may still write in a folder; nil
	// asks the system.
	Free func(dir string) (uint64, error)
}

const (
	usualWarn  = 512 << 20
	usualFloor = 64 << 20
)

// room watches the disk. It is the writer's.
//
// The last megabytes are for what is under way: a visit that was begun is called,
// served and finished on a disk on which no new one begins, and everybody reads
// on. It recovers by itself, a tenth above the mark, so that it does not flutter.
type room struct {
	warn, floor uint64
	free        func(dir string) (uint64, error)
	low, full   bool
	off         bool
}

func newRoom(r Room) room {
	w := room{warn: r.Warn, floor: r.Floor, free: r.Free, off: r.Off}
	if w.warn == 0 {
		w.warn = usualWarn
	}
	if w.floor == 0 {
		w.floor = usualFloor
	}
	if w.free == nil {
		w.free = freeBytes
	}
	return w
}

func freeBytes(dir string) (uint64, error) {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(dir, &disk); err != nil {
		return 0, err
	}
	return disk.Bavail * uint64(disk.Bsize), nil
}

// below says whether a mark is undercut, given whether it was.
func below(free, mark uint64, was bool) bool {
	if was {
		return free < mark+mark/10
	}
	return free < mark
}

// lookAtRoom asks the disk. It takes about a microsecond, so every batch does it.
func (h *Hub) lookAtRoom() {
	if h.room.off {
		return
	}
	free, err := h.room.free(h.cfg.Dir)
	if err != nil {
		return // a disk that can't say: the next commit tells
	}
	r := &h.room
	r.low, r.full = below(free, r.warn, r.low), below(free, r.floor, r.full)
	now := h.now()
	if r.full {
		h.worry(DiskFull, fmt.Sprintf("the disk has %d MiB left: no new tickets are given out until there are %d; make room", free>>20, (r.floor+r.floor/10)>>20), now)
	} else {
		h.calm(DiskFull)
	}
	if r.low {
		h.worry(DiskLow, fmt.Sprintf("the disk has %d MiB left: make room, at %d no more tickets are given out", free>>20, r.floor>>20), now)
	} else {
		h.calm(DiskLow)
	}
}

// noRoom refuses what begins a visit on a disk that is nearly full.
func (h *Hub) noRoom(b wire.Body) wire.Code {
	if _, begins := b.(wire.Issue); begins && h.room.full {
		return wire.DiskNearlyFull
	}
	return ""
}
