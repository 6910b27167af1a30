package cutfs

import (
	"math/rand/v2"
)

const (
	blockSize  = 4096
	sectorSize = 512 // what a disk writes whole or not at all, mostly
)

// content is the bytes of a file; blocks that were never written take no room.
type content struct {
	size   int64
	blocks map[int64]*[blockSize]byte
}

func (c *content) clone() content {
	twin := content{size: c.size, blocks: make(map[int64]*[blockSize]byte, len(c.blocks))}
	for n, b := range c.blocks {
		copied := *b
		twin.blocks[n] = &copied
	}
	return twin
}

func (c *content) write(off int64, data []byte) {
	if c.blocks == nil {
		c.blocks = map[int64]*[blockSize]byte{}
	}
	c.size = max(c.size, off+int64(len(data)))
	for len(data) > 0 {
		b := c.blocks[off/blockSize]
		if b == nil {
			b = new([blockSize]byte)
			c.blocks[off/blockSize] = b
		}
		n := copy(b[off%blockSize:], data)
		off, data = off+int64(n), data[n:]
	}
}

// missing is how many bytes of room a write would take, in whole blocks.
func (c *content) missing(off int64, n int) (bytes int64) {
	for b := off / blockSize; b*blockSize < off+int64(n); b++ {
		if c.blocks[b] == nil {
			bytes += blockSize
		}
	}
	return bytes
}

// read fills as much of data as the file has behind off.
func (c *content) read(off int64, data []byte) []byte {
	data = data[:max(0, min(int64(len(data)), c.size-off))]
	for rest := data; len(rest) > 0; {
		n := min(len(rest), int(blockSize-off%blockSize))
		if b := c.blocks[off/blockSize]; b != nil {
			copy(rest[:n], b[off%blockSize:])
		} else {
			clear(rest[:n])
		}
		off, rest = off+int64(n), rest[n:]
	}
	return data
}

func (c *content) truncate(size int64) {
	if size < c.size {
		for n, b := range c.blocks {
			switch {
			case n*blockSize >= size:
				delete(c.blocks, n)
			case n == size/blockSize:
				clear(b[size%blockSize:])
			}
		}
	}
	c.size = size
}

// change is a write, or with nil data the new size off.
type change struct {
	off  int64
	data []byte
}

func (c *content) apply(ch change) {
	if ch.data == nil {
		c.truncate(ch.off)
		return
	}
	c.write(ch.off, ch.data)
}

// tear is what survives of a write that the power was lost in: some of its
// sectors, and now and then a part of one.
func (ch change) tear(random *rand.Rand) (left []change) {
	if ch.data == nil {
		return []change{ch}
	}
	for at := 0; at < len(ch.data); {
		n := min(len(ch.data)-at, int(sectorSize-(ch.off+int64(at))%sectorSize))
		keep := n
		switch random.IntN(16) {
		case 0:
			keep = random.IntN(n)
		case 1, 2, 3, 4, 5, 6, 7:
			keep = 0
		}
		if keep > 0 {
			left = append(left, change{ch.off + int64(at), ch.data[at : at+keep]})
		}
		at += n
	}
	return left
}

// survive puts into c what a power cut leaves of the changes that were not
// synced: nothing, all, the first of them, or some in any order and torn.
func (c *content) survive(pending []change, random *rand.Rand) {
	switch random.IntN(5) {
	case 0:
		return
	case 1:
	case 2:
		pending = pending[:random.IntN(len(pending)+1)]
	default:
		var some []change
		for _, ch := range pending {
			switch random.IntN(3) {
			case 0:
				some = append(some, ch)
			case 1:
				some = append(some, ch.tear(random)...)
			}
		}
		random.Shuffle(len(some), func(i, k int) { some[i], some[k] = some[k], some[i] })
		pending = some
	}
	for _, ch := range pending {
		c.apply(ch)
	}
}
