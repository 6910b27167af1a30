package store

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// noFreelist stands in a head that names no list of free pages.
const noFreelist = math.MaxUint64

// manyFree stands as the count of a list that is longer than a page's head can
// say; its first entry is the count then.
const manyFree = math.MaxUint16

// free proves the list of free pages, where the head names one: each page of the
// file is reached or on the list, and none is both. bbolt believes the list and
// writes over what is on it. It comes after the walk, which says what is reached.
func (w *pageWalk) free() error {
	id := w.meta.free
	if id == noFreelist {
		return nil
	}
	fail := func(err error) error { return fmt.Errorf("page %d, the list of free pages: %w", id, err) }
	known := slices.Clone(w.seen)
	page, err := w.claim(id, known)
	if err != nil {
		return err
	}
	if order.Uint16(page[8:]) != flagFreelist {
		return fail(errors.New("is none"))
	}
	list := page[pageHeader:]
	count := uint64(order.Uint16(page[10:]))
	if count == manyFree {
		count, list = order.Uint64(list), list[8:]
	}
	if count > uint64(len(list)/8) {
		return fail(fmt.Errorf("%d entries do not fit", count))
	}
	for i := range count {
		free := order.Uint64(list[8*i:])
		if free < 2 || free >= w.meta.high {
			return fail(fmt.Errorf("page %d is outside the file's %d pages", free, w.meta.high))
		}
		if !mark(known, free) {
			return fail(fmt.Errorf("page %d is in use, or listed twice", free))
		}
	}
	sum := uint64(2) // the heads
	for _, some := range known {
		sum += uint64(bits.OnesCount64(some))
	}
	if sum != w.meta.high {
		return fail(fmt.Errorf("%d pages are neither in use nor on it", w.meta.high-sum))
	}
	return nil
}
