package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"syscall"
)

// The page formats of bbolt's file, as far as the walk needs them.
const (
	pageHeader     = 16 // id u64, flags u16, count u16, overflow u32
	pageElement    = 16
	bucketHeader   = 16 // root page u64, sequence u64
	metaSize       = 64
	flagBranch     = 0x01
	flagLeaf       = 0x02
	flagFreelist   = 0x10
	leafIsBucket   = 0x01
	boltMagic      = 0xED0CDAED
	boltVersion    = 2
	maxTreeDepth   = 64
	smallestPage   = 1 << 10
	largestPage    = 1 << 24
	metaRootAt     = 16
	metaFreeAt     = 32
	metaHighAt     = 40
	metaTxAt       = 48
	metaChecksumAt = 56
)

// bolt's files are in the byte order of the machine that wrote them.
var order = binary.NativeEndian

// pageMeta is what one of the two meta pages says.
type pageMeta struct {
	pageSize int64
	root     uint64
	free     uint64 // the page with the list of free pages, or noFreelist
	high     uint64 // pages in the file
	tx       uint64
}

// pageWalk follows every page that a bbolt file reaches and proves that each
// is inside the file, bears its own number and is reached once. bbolt itself
// follows page numbers through a memory map without looking, in a goroutine
// where a fault can't be caught, so this walk comes before it opens a file.
type pageWalk struct {
	data []byte // the file, through a map: a year of it is read in a blink where it lies in memory
	meta pageMeta
	seen []uint64 // a bit for each page; set by several at once

	passes bool     // events of past days are passed by: see pastdays.go
	passed []uint64 // a bit for each page that was

	helpers chan struct{} // one for each that walks beside the first; nil: nobody does
	walking sync.WaitGroup
	mu      sync.Mutex
	astray  error // of one who walks beside
	lostOne bool  // one of the two meta pages is not valid
}

// walkPages proves the page structure of the bbolt file at path, and gives the walk
// for what it met. One invalid meta page of the two
// is what a power cut during a commit leaves behind: lostOne, and no error.
func walkPages(path string) (*pageWalk, error) { return walkFile(path, false) }

func walkFile(path string, passes bool) (*pageWalk, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() < pageHeader+metaSize {
		return nil, errors.New("read meta page: it is cut off")
	}
	data, err := syscall.Mmap(int(f.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("mapping the file: %w", err)
	}
	w := &pageWalk{data: data, passes: passes}
	if err := errors.Join(w.whole(), syscall.Munmap(data)); err != nil {
		return nil, err
	}
	w.data = nil
	return w, nil
}

// whole walks from the newer head.
func (w *pageWalk) whole() error {
	if err := caught(w.readMeta); err != nil {
		return err
	}
	if need := int64(w.meta.high) * w.meta.pageSize; int64(len(w.data)) < need {
		return fmt.Errorf("file has %d bytes where its last commit left at least %d: it was cut off", len(w.data), need)
	}
	w.seen = make([]uint64, w.meta.high/64+1)
	w.passed = make([]uint64, len(w.seen))
	w.decide()
	if int64(len(w.data)) >= large {
		w.helpers = make(chan struct{}, runtime.GOMAXPROCS(0)-1)
	}
	err := caught(func() error { return w.page(w.meta.root, 0, region{kind: atRoot}, nil, nil) })
	w.walking.Wait() // before the map goes
	if err = errors.Join(err, w.astray); err != nil {
		return err
	}
	if err := caught(w.runOver); err != nil {
		return err
	}
	return caught(w.free)
}

// large is the size of a file, in bytes, from which several walk through it:
// below, one is there before the others have begun. Tests lower it.
var large int64 = 64 << 20

// aside walks below a page, beside the others where somebody is free for it.
func (w *pageWalk) aside(walk func() error) error {
	select {
	case w.helpers <- struct{}{}:
	default:
		return walk()
	}
	w.walking.Go(func() {
		defer func() { <-w.helpers }()
		if err := caught(walk); err != nil {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.astray = cmp.Or(w.astray, err)
		}
	})
	return nil
}

// caught makes an error of a fault in the map: a sector that the disk can't read.
func caught(walk func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the file can't be read: %v", p)
		}
	}()
	return walk()
}

func parseMeta(b []byte) (pageMeta, error) {
	if len(b) < pageHeader+metaSize {
		return pageMeta{}, errors.New("meta page is cut off")
	}
	m := b[pageHeader:]
	if order.Uint32(m) != boltMagic {
		return pageMeta{}, errors.New("not a bbolt file")
	}
	if v := order.Uint32(m[4:]); v != boltVersion {
		return pageMeta{}, fmt.Errorf("bbolt file version %d, want %d", v, boltVersion)
	}
	h := fnv.New64a()
	h.Write(m[:metaChecksumAt])
	if h.Sum64() != order.Uint64(m[metaChecksumAt:]) {
		return pageMeta{}, errors.New("meta page's checksum does not match")
	}
	pm := pageMeta{
		pageSize: int64(order.Uint32(m[8:])),
		root:     order.Uint64(m[metaRootAt:]),
		free:     order.Uint64(m[metaFreeAt:]),
		high:     order.Uint64(m[metaHighAt:]),
		tx:       order.Uint64(m[metaTxAt:]),
	}
	if pm.pageSize < smallestPage || pm.pageSize > largestPage || pm.pageSize&(pm.pageSize-1) != 0 {
		return pageMeta{}, fmt.Errorf("page size %d", pm.pageSize)
	}
	if pm.high > 1<<40 {
		return pageMeta{}, fmt.Errorf("%d pages", pm.high)
	}
	return pm, nil
}

// readMeta takes the newer of the valid meta pages, as bbolt does. The second
// lies at the page size, which only a valid page tells.
func (w *pageWalk) readMeta() error {
	at := func(off int64) (pageMeta, error) {
		if off+pageHeader+metaSize > int64(len(w.data)) {
			return pageMeta{}, errors.New("read meta page: the file ends before it")
		}
		return parseMeta(w.data[off : off+pageHeader+metaSize])
	}
	first, err := at(0)
	if err == nil {
		w.meta = first
		second, err := at(first.pageSize)
		if err != nil {
			w.lostOne = true
		} else if second.tx > first.tx {
			w.meta = second
		}
		return nil
	}
	w.lostOne = true
	for size := int64(smallestPage); size <= largestPage; size *= 2 {
		if second, err2 := at(size); err2 == nil && second.pageSize == size {
			w.meta = second
			return nil
		}
	}
	return err
}

// page checks the page and everything below it. Its keys must lie from low up
// to, and without, high; nil is no bound.
func (w *pageWalk) page(id uint64, depth int, at region, low, high []byte) error {
	if depth > maxTreeDepth {
		return fmt.Errorf("page %d lies %d levels deep", id, depth)
	}
	body, err := w.claim(id, w.seen)
	if err != nil {
		return err
	}
	if err := w.elements(body, depth, at, low, high); err != nil {
		return fmt.Errorf("page %d: %w", id, err)
	}
	return nil
}

// claim gives the bytes of a page, with those that it runs over into, and proves
// that it is in the file, bears its number and was not met before.
func (w *pageWalk) claim(id uint64, met []uint64) ([]byte, error) {
	if id < 2 || id >= w.meta.high {
		return nil, fmt.Errorf("page %d is outside the file's %d pages", id, w.meta.high)
	}
	rest := w.data[int64(id)*w.meta.pageSize:]
	if got := order.Uint64(rest); got != id {
		return nil, fmt.Errorf("page %d bears the number %d", id, got)
	}
	pages := uint64(order.Uint32(rest[12:])) + 1
	if id+pages > w.meta.high {
		return nil, fmt.Errorf("page %d runs over the file's end", id)
	}
	for i := id; i < id+pages; i++ {
		if !mark(met, i) {
			return nil, fmt.Errorf("page %d is reached twice", i)
		}
	}
	return rest[:int64(pages)*w.meta.pageSize], nil
}

// mark notes a page and tells whether it was new. Several may do it at once.
func mark(met []uint64, page uint64) bool {
	bit := uint64(1) << (page % 64)
	return atomic.OrUint64(&met[page/64], bit)&bit == 0
}

// elements checks what a branch or leaf page holds.
func (w *pageWalk) elements(page []byte, depth int, at region, low, high []byte) error {
	flags, count := order.Uint16(page[8:]), int(order.Uint16(page[10:]))
	if flags != flagBranch && flags != flagLeaf {
		return fmt.Errorf("is neither branch nor leaf (flags %#x)", flags)
	}
	if pageHeader+count*pageElement > len(page) {
		return fmt.Errorf("%d elements do not fit", count)
	}
	if flags == flagBranch && count == 0 {
		return errors.New("branch has no elements")
	}
	if flags == flagBranch {
		return w.branch(page, count, depth, at, low, high)
	}
	if at.kind == inPastDay {
		*at.leaves = depth
	}
	if at.kind == inEventDays {
		w.daysSoon(page, count)
	}
	return w.leaf(page, count, depth, at, low, high)
}

// leaf checks the elements of a leaf page. It is where a start with a long history
// spends its time, waiting for memory: so a loop step is short, and the keys of
// events are compared as numbers.
func (w *pageWalk) leaf(page []byte, count, depth int, at region, low, high []byte) error {
	var before []byte
	var last uint64 // before as a number, if it has eight bytes
	for i := range count {
		off := pageHeader + i*pageElement
		e := page[off : off+pageElement]
		start := uint64(off) + uint64(order.Uint32(e[4:]))
		middle := start + uint64(order.Uint32(e[8:]))
		end := middle + uint64(order.Uint32(e[12:]))
		if end > uint64(len(page)) {
			return fmt.Errorf("element %d runs from %d to %d in a page of %d bytes", i, start, end, len(page))
		}
		key, inOrder := page[start:middle], true
		if len(key) == 8 {
			n := binary.BigEndian.Uint64(key)
			if len(before) == 8 {
				inOrder = last < n
			} else if i > 0 {
				inOrder = bytes.Compare(before, key) < 0
			}
			last = n
		} else if i > 0 {
			inOrder = bytes.Compare(before, key) < 0
		}
		if !inOrder || i == 0 && low != nil && bytes.Compare(low, key) > 0 {
			return fmt.Errorf("key %d is out of order", i)
		}
		before = key
		if order.Uint32(e)&leafIsBucket != 0 {
			newest := i == count-1 && high == nil
			if err := w.bucket(page[middle:end], depth+1, at.below(key, newest)); err != nil {
				return err
			}
		}
	}
	if count > 0 && high != nil && bytes.Compare(before, high) >= 0 {
		return fmt.Errorf("key %d is out of order", count-1)
	}
	return nil
}

// branch checks the pages below a branch page, whose keys bound them.
func (w *pageWalk) branch(page []byte, count, depth int, at region, low, high []byte) error {
	keys := make([][]byte, count)
	for i := range keys {
		var before []byte
		if i > 0 {
			before = keys[i-1]
		}
		var err error
		if keys[i], err = branchKey(page, i, before, low, high); err != nil {
			return err
		}
	}
	for i, key := range keys {
		end := high
		if i+1 < count {
			end = keys[i+1]
		}
		id := order.Uint64(page[pageHeader+i*pageElement+8:])
		if w.mayPass(at, depth+1) {
			if err := w.pass(id); err != nil {
				return err
			}
			continue
		}
		if err := w.page(id, depth+1, at, key, end); err != nil {
			return err
		}
	}
	return nil
}

// branchKey gives a branch page's i-th key, which must be greater than the one before.
func branchKey(page []byte, i int, before, low, high []byte) ([]byte, error) {
	off := pageHeader + i*pageElement
	key, err := span(page, off, order.Uint32(page[off:]), order.Uint32(page[off+4:]))
	if err != nil {
		return nil, fmt.Errorf("key %d: %w", i, err)
	}
	inOrder := i == 0 && (low == nil || bytes.Compare(low, key) <= 0) || i > 0 && bytes.Compare(before, key) < 0
	if !inOrder || high != nil && bytes.Compare(key, high) >= 0 {
		return nil, fmt.Errorf("key %d is out of order", i)
	}
	return key, nil
}

// bucket checks a nested bucket: one with pages of its own, or one that is
// small enough to lie inside its parent's page.
func (w *pageWalk) bucket(value []byte, depth int, at region) error {
	if len(value) < bucketHeader {
		return errors.New("bucket header is cut off")
	}
	if root := order.Uint64(value); root != 0 {
		return w.aside(func() error { return w.page(root, depth, at, nil, nil) })
	}
	inline := value[bucketHeader:]
	if len(inline) < pageHeader {
		return errors.New("inline bucket is cut off")
	}
	if order.Uint16(inline[8:]) != flagLeaf {
		return errors.New("inline bucket is no leaf")
	}
	if depth > maxTreeDepth {
		return errors.New("buckets nest too deep")
	}
	return w.elements(inline, depth, at, nil, nil)
}

// span gives the size bytes that lie pos behind the element at off.
func span(page []byte, off int, pos, size uint32) ([]byte, error) {
	start := uint64(off) + uint64(pos)
	end := start + uint64(size)
	if end > uint64(len(page)) {
		return nil, fmt.Errorf("runs from %d to %d in a page of %d bytes", start, end, len(page))
	}
	return page[start:end], nil
}
