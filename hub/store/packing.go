package store

import (
	"encoding/binary"
	"fmt"

	"go.etcd.io/bbolt"
)

// packing writes the entries of a commit, one behind the other, as a record of
// the journal holds them. Each value is written in its place and sealed there, so
// nothing is copied on its way to the disk. Its memory is used again by the next
// commit; what is kept of it is copied once ([late.add]).
//
// An entry is a part, a date behind its length (1 byte), a key behind its length
// (2 bytes), and a value behind its length (4 bytes).
type packing struct {
	to      []byte
	entries []entry // they share to's memory
	json    []byte  // room for an event's
	name    []byte  // room for a key
	place   []byte  // room for what a secret is bound to
	// of the entry that is open
	in         part
	date       string
	key, value int // where they begin
}

// reset begins anew, in memory that is given; it is grown as needed.
func (p *packing) reset(to []byte) {
	p.to, p.entries = to[:0], p.entries[:0]
}

// open begins an entry. Its content is then appended to p.to, and close ends it.
func (p *packing) open(in part, date string, key []byte) {
	p.in, p.date = in, date
	p.to = append(append(p.to, byte(in), byte(len(date))), date...)
	p.to = binary.BigEndian.AppendUint16(p.to, uint16(len(key)))
	p.key = len(p.to)
	p.to = append(append(p.to, key...), 0, 0, 0, 0)
	p.value = len(p.to)
	p.to = append(p.to, valueVersion, 0, 0, 0, 0)
}

// close ends the open entry and seals its value.
func (p *packing) close() error {
	key, value := p.to[p.key:p.value-4:p.value-4], p.to[p.value:len(p.to):len(p.to)]
	if len(p.date) > 255 || len(key) == 0 || len(key) > bbolt.MaxKeySize || len(value) > bbolt.MaxValueSize {
		return fmt.Errorf("%w: a value of %d bytes under a key of %d", ErrOrder, len(value), len(key))
	}
	binary.BigEndian.PutUint32(p.to[p.value-4:], uint32(len(value)))
	binary.BigEndian.PutUint32(value[1:], checksum(key, value[sealSize:]))
	p.entries = append(p.entries, entry{p.in, p.date, key, value})
	return nil
}

// add is an entry whose content is there already.
func (p *packing) add(in part, date string, key, content []byte) error {
	p.open(in, date, key)
	p.to = append(p.to, content...)
	return p.close()
}

// moveTo lets an entry that was packed share the memory of a copy of what it was
// packed into, and gives what follows it there.
func (e *entry) moveTo(packed []byte) (rest []byte) {
	packed = packed[2+len(e.date)+2:]
	e.key, packed = packed[:len(e.key):len(e.key)], packed[len(e.key)+4:]
	e.value, packed = packed[:len(e.value):len(e.value)], packed[len(e.value):]
	return packed
}
