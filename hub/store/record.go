package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
)

// Hash is the SHA-256 of an event in the chain.
type Hash [sha256.Size]byte

// String gives the hash in hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// Epoch names one life of a log: a fresh folder and each restore begin one.
type Epoch [16]byte

// String gives the epoch as clients see it: 32 hexadecimal digits.
func (e Epoch) String() string { return hex.EncodeToString(e[:]) }

// record is one stored event. Its value is
//
//	version  1 byte
//	checksum 4 bytes, CRC-32C over key and everything after the checksum
//	prev     32 bytes, hash of the event before
//	time     8 bytes, nanoseconds since 1970 UTC, signed
//	type     1 byte of length, then the type's name
//	JSON     the rest
type record struct {
	Seq  uint64
	Prev Hash
	At   time.Time // UTC
	Type string
	JSON []byte
}

const recordHead = len(Hash{}) + 8 + 1

func seqKey(seq uint64) []byte {
	return binary.BigEndian.AppendUint64(nil, seq)
}

// appendTo appends what is sealed of a record.
func (r record) appendTo(to []byte) ([]byte, error) {
	if len(r.Type) == 0 || len(r.Type) > 255 {
		return to, fmt.Errorf("event %d: type %q has no storable length", r.Seq, r.Type)
	}
	to = append(to, r.Prev[:]...)
	to = binary.BigEndian.AppendUint64(to, uint64(r.At.UnixNano()))
	to = append(to, byte(len(r.Type)))
	return append(append(to, r.Type...), r.JSON...), nil
}

// decodeRecord reads a stored event; the record's JSON shares v's memory.
func decodeRecord(key, v []byte) (record, error) {
	if len(key) != 8 {
		return record{}, fmt.Errorf("key of %d bytes, want 8", len(key))
	}
	content, err := unseal(key, v)
	if err != nil {
		return record{}, err
	}
	if len(content) < recordHead {
		return record{}, errors.New("event is too short")
	}
	r := record{Seq: binary.BigEndian.Uint64(key)}
	n := copy(r.Prev[:], content)
	r.At = time.Unix(0, int64(binary.BigEndian.Uint64(content[n:]))).UTC()
	size := int(content[n+8])
	if size == 0 || len(content) < recordHead+size {
		return record{}, errors.New("event type is cut off")
	}
	r.Type = string(content[recordHead : recordHead+size])
	r.JSON = content[recordHead+size:]
	return r, nil
}

// hash is the record's link in the chain. It covers the epoch and the business
// date, which are not in the value, so that an event moved to another log or
// another day breaks the chain.
func (r record) hash(epoch Epoch, date string) Hash {
	var room [1 << 10]byte // most records are shorter
	to := append(append(room[:0], "turno event 1\n"...), epoch[:]...)
	to = binary.BigEndian.AppendUint64(to, r.Seq)
	to = binary.BigEndian.AppendUint64(to, uint64(r.At.UnixNano()))
	to = append(to, r.Prev[:]...)
	to = append(binary.BigEndian.AppendUint64(to, uint64(len(date))), date...)
	to = append(binary.BigEndian.AppendUint64(to, uint64(len(r.Type))), r.Type...)
	to = append(binary.BigEndian.AppendUint64(to, uint64(len(r.JSON))), r.JSON...)
	return sha256.Sum256(to)
}
