package store

import (
	"bytes"
	"fmt"
	"math/bits"
	"sync/atomic"
	"syscall"
)

// Nearly all of a file that is some years old are the leaves with the events of
// past days. A start needs none of them: it reads what came after a snapshot, and
// nothing is ever written to them again. So its walk passes them by, and takes as
// long as the rest takes, however long the history: memory need not hold the file,
// and an old disk need not read it. What a start relies on is proved as before: all
// that leads to those pages, that they are in the file and reached once, and that no
// page of theirs is on the list of free ones. What is in them is proved when it is
// read, and whole by the check and by each night's backup.

// region is where a walk is, as far as it matters to what may be passed by.
type region struct {
	kind   byte
	leaves *int // in a past day: how deep its leaves lie, once one was met; belongs to who walks the day
}

const (
	elsewhere byte = iota
	atRoot
	inEventDays
	inPastDay
)

// below is the region of a bucket that is met in this one under a key; newest says
// that no other follows it there.
func (at region) below(key []byte, newest bool) region {
	switch {
	case at.kind == atRoot && bytes.Equal(key, bucketEvents):
		return region{kind: inEventDays}
	case at.kind == inEventDays && !newest:
		return region{inPastDay, new(int)}
	}
	return region{}
}

// mayPass tells of the pages at a depth whether they are a past day's leaves. In a
// tree of bbolt all leaves lie equally deep; were they not, the pages below one that
// was passed by would be missing in the end.
func (w *pageWalk) mayPass(at region, depth int) bool {
	return w.passes && at.kind == inPastDay && *at.leaves == depth
}

// soon asks the disk for a page that will be walked, while others are.
func (w *pageWalk) soon(id uint64) {
	if w.passes && id < w.meta.high {
		_ = syscall.Madvise(w.data[int64(id)*w.meta.pageSize:int64(id+1)*w.meta.pageSize], syscall.MADV_WILLNEED)
	}
}

// daysSoon asks for what a leaf of event days leads to.
func (w *pageWalk) daysSoon(page []byte, count int) {
	for i := range count {
		e := page[pageHeader+i*pageElement:]
		at := uint64(pageHeader+i*pageElement) + uint64(order.Uint32(e[4:])) + uint64(order.Uint32(e[8:]))
		if at+bucketHeader <= uint64(len(page)) {
			w.soon(order.Uint64(page[at:]))
		}
	}
}

// decide reads everything after all where bbolt would: it looks for free pages in
// the whole file that has no list of them.
func (w *pageWalk) decide() {
	if w.passes = w.passes && w.meta.free != noFreelist; w.passes {
		_ = syscall.Madvise(w.data, syscall.MADV_RANDOM) // what lies around is not wanted
	}
}

// pass takes a leaf for one without a look at it.
func (w *pageWalk) pass(id uint64) error {
	if id < 2 || id >= w.meta.high {
		return fmt.Errorf("page %d is outside the file's %d pages", id, w.meta.high)
	}
	if !mark(w.seen, id) {
		return fmt.Errorf("page %d is reached twice", id)
	}
	atomic.OrUint64(&w.passed[id/64], 1<<(id%64))
	return nil
}

// runOver looks at the leaves that were passed by and may run over into the page
// behind them: those behind which lies nothing that was reached.
func (w *pageWalk) runOver() error {
	for i, passed := range w.passed {
		behind := w.seen[i] >> 1
		if i+1 < len(w.seen) {
			behind |= w.seen[i+1] << 63
		}
		for may := passed &^ behind; may != 0; may &= may - 1 {
			id := uint64(i*64 + bits.TrailingZeros64(may))
			page := w.data[int64(id)*w.meta.pageSize:]
			if order.Uint64(page) != id || order.Uint16(page[8:]) != flagLeaf {
				return fmt.Errorf("page %d is no leaf, or bears another number", id)
			}
			more := uint64(order.Uint32(page[12:]))
			if id+more >= w.meta.high {
				return fmt.Errorf("page %d runs over the file's end", id)
			}
			for over := id + 1; over <= id+more; over++ {
				if !mark(w.seen, over) {
					return fmt.Errorf("page %d is reached twice", over)
				}
			}
		}
	}
	return nil
}
