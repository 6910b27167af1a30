package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
)

// The page formats of bbolt's file, as far as the walk needs them.
const (
	pageHeader     = 16 // id u64, flags u16, count u16, overflow u32
	pageElement    = 16
	bucketHeader   = 16 // root page u64, sequence u64
	metaSize       = 64
	flagBranch     = 0x01
	flagLeaf       = 0x02
	leafIsBucket   = 0x01
	boltMagic      = 0xED0CDAED
	boltVersion    = 2
	maxTreeDepth   = 64
	smallestPage   = 1 << 10
	largestPage    = 1 << 24
	metaRootAt     = 16
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
	high     uint64 // pages in the file
	tx       uint64
}

// pageWalk follows every page that a bbolt file reaches and proves that each
// is inside the file, bears its own number and is reached once. bbolt itself
// follows page numbers through a memory map without looking, in a goroutine
// where a fault can't be caught, so this walk comes before it opens a file.
type pageWalk struct {
	file    io.ReaderAt
	size    int64
	meta    pageMeta
	seen    map[uint64]bool
	lostOne bool // one of the two meta pages is not valid
}

// walkPages proves the page structure of the bbolt file at path by plain
// reads, and gives the walk for what it met. One invalid meta page of the two
// is what a power cut during a commit leaves behind: lostOne, and no error.
func walkPages(path string) (*pageWalk, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	w := &pageWalk{file: f, size: info.Size(), seen: make(map[uint64]bool)}
	if err := w.readMeta(); err != nil {
		return nil, err
	}
	if need := int64(w.meta.high) * w.meta.pageSize; w.size < need {
		return nil, fmt.Errorf("file has %d bytes where its last commit left at least %d: it was cut off", w.size, need)
	}
	if err := w.page(w.meta.root, 0, nil, nil); err != nil {
		return nil, err
	}
	return w, nil
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
		b := make([]byte, pageHeader+metaSize)
		if _, err := w.file.ReadAt(b, off); err != nil {
			return pageMeta{}, fmt.Errorf("read meta page: %w", err)
		}
		return parseMeta(b)
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
func (w *pageWalk) page(id uint64, depth int, low, high []byte) error {
	if depth > maxTreeDepth {
		return fmt.Errorf("page %d lies %d levels deep", id, depth)
	}
	if id < 2 || id >= w.meta.high {
		return fmt.Errorf("page %d is outside the file's %d pages", id, w.meta.high)
	}
	body := make([]byte, w.meta.pageSize)
	if _, err := w.file.ReadAt(body, int64(id)*w.meta.pageSize); err != nil {
		return fmt.Errorf("read page %d: %w", id, err)
	}
	if got := order.Uint64(body); got != id {
		return fmt.Errorf("page %d bears the number %d", id, got)
	}
	pages := uint64(order.Uint32(body[12:])) + 1
	if id+pages > w.meta.high {
		return fmt.Errorf("page %d runs over the file's end", id)
	}
	for i := id; i < id+pages; i++ {
		if w.seen[i] {
			return fmt.Errorf("page %d is reached twice", i)
		}
		w.seen[i] = true
	}
	if pages > 1 {
		body = append(body, make([]byte, int64(pages-1)*w.meta.pageSize)...)
		if _, err := w.file.ReadAt(body, int64(id)*w.meta.pageSize); err != nil {
			return fmt.Errorf("read page %d: %w", id, err)
		}
	}
	if err := w.elements(body, depth, low, high); err != nil {
		return fmt.Errorf("page %d: %w", id, err)
	}
	return nil
}

// elements checks what a branch or leaf page holds.
func (w *pageWalk) elements(page []byte, depth int, low, high []byte) error {
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
	keys, err := pageKeys(page, flags, count, low, high)
	if err != nil {
		return err
	}
	for i, key := range keys {
		off := pageHeader + i*pageElement
		e := page[off:]
		if flags == flagBranch {
			end := high
			if i+1 < count {
				end = keys[i+1]
			}
			if err := w.page(order.Uint64(e[8:]), depth+1, key, end); err != nil {
				return err
			}
			continue
		}
		value, err := span(page, off+len(key), order.Uint32(e[4:]), order.Uint32(e[12:]))
		if err != nil {
			return fmt.Errorf("value %d: %w", i, err)
		}
		if order.Uint32(e)&leafIsBucket != 0 {
			if err := w.bucket(value, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// pageKeys gives a page's keys, each greater than the one before.
func pageKeys(page []byte, flags uint16, count int, low, high []byte) ([][]byte, error) {
	keys := make([][]byte, count)
	for i := range keys {
		off := pageHeader + i*pageElement
		pos, size := order.Uint32(page[off:]), order.Uint32(page[off+4:])
		if flags == flagLeaf {
			pos, size = order.Uint32(page[off+4:]), order.Uint32(page[off+8:])
		}
		key, err := span(page, off, pos, size)
		if err != nil {
			return nil, fmt.Errorf("key %d: %w", i, err)
		}
		inOrder := i == 0 && (low == nil || bytes.Compare(low, key) <= 0) || i > 0 && bytes.Compare(keys[i-1], key) < 0
		if !inOrder || high != nil && bytes.Compare(key, high) >= 0 {
			return nil, fmt.Errorf("key %d is out of order", i)
		}
		keys[i] = key
	}
	return keys, nil
}

// bucket checks a nested bucket: one with pages of its own, or one that is
// small enough to lie inside its parent's page.
func (w *pageWalk) bucket(value []byte, depth int) error {
	if len(value) < bucketHeader {
		return errors.New("bucket header is cut off")
	}
	if root := order.Uint64(value); root != 0 {
		return w.page(root, depth, nil, nil)
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
	return w.elements(inline, depth, nil, nil)
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
