package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
)

// Format is the version of the stored format that this package writes.
const Format = 4

// valueVersion is the version byte of a value. It has not changed since
// format 1: what did is which buckets there are and what is in them.
const valueVersion = 1

// sealSize is what a seal adds in front of a value: version and checksum.
const sealSize = 1 + 4

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

var errChecksum = errors.New("checksum does not match")

// newerValue is the error of a value or a file from a newer program.
type newerValue int

func (n newerValue) Error() string {
	return fmt.Sprintf("value has format %d, this program knows formats up to %d", int(n), Format)
}

// checksum covers the key too, so that a value that strayed to another key is
// noticed without its neighbours.
func checksum(key, content []byte) uint32 {
	return crc32.Update(crc32.Checksum(key, castagnoli), castagnoli, content)
}

// seal puts version and checksum in front of content.
func seal(key, content []byte) []byte {
	v := make([]byte, sealSize, sealSize+len(content))
	v[0] = valueVersion
	binary.BigEndian.PutUint32(v[1:], checksum(key, content))
	return append(v, content...)
}

// unseal gives the content of a sealed value, sharing its memory.
func unseal(key, v []byte) ([]byte, error) {
	if len(v) < sealSize {
		return nil, fmt.Errorf("value of %d bytes is too short", len(v))
	}
	if v[0] > valueVersion {
		return nil, newerValue(v[0])
	}
	if v[0] == 0 || binary.BigEndian.Uint32(v[1:]) != checksum(key, v[sealSize:]) {
		return nil, errChecksum
	}
	return v[sealSize:], nil
}
