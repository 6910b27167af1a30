package store

import (
	"bytes"
	"hash/maphash"
)

// index finds the newest of many entries by part and key. It copies no key: it
// keeps fingerprints, and the entries themselves say whether they are meant. One
// whose fingerprint another key has takes the next number. Entries can be added
// and all be forgotten, never one.
type index struct {
	newest map[uint64]int32 // place of the entry, by fingerprint
	blunt  uint64           // bits that fingerprints are without: tests let keys share one
}

var fingerprints = maphash.MakeSeed()

func (x *index) sum(in part, key []byte) uint64 {
	return (maphash.Bytes(fingerprints, key) + uint64(in)) &^ x.blunt
}

// find gives the place among all of the newest entry under a key.
func (x *index) find(all []entry, in part, key []byte) (place int, found bool) {
	for sum := x.sum(in, key); ; sum++ {
		i, taken := x.newest[sum]
		if !taken {
			return 0, false
		}
		if e := &all[i]; e.in == in && bytes.Equal(e.key, key) {
			return int(i), true
		}
	}
}

// add takes up the entry at a place, which is newer than those before it.
func (x *index) add(all []entry, place int) {
	if x.newest == nil {
		x.newest = map[uint64]int32{}
	}
	e := &all[place]
	sum := x.sum(e.in, e.key)
	for ; ; sum++ {
		i, taken := x.newest[sum]
		if !taken || all[i].in == e.in && bytes.Equal(all[i].key, e.key) {
			break
		}
	}
	x.newest[sum] = int32(place)
}

// forget empties the index and keeps its memory.
func (x *index) forget() { clear(x.newest) }

// like is an empty index with room for as many as are in x.
func (x *index) like() index {
	return index{newest: make(map[uint64]int32, len(x.newest)), blunt: x.blunt}
}
