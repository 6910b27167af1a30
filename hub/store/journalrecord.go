package store

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
)

// A record of the journal is one commit. It begins at a block of its own, so that
// no write touches a byte that was acknowledged.
//
//	magic    8 bytes
//	life     8 bytes
//	number   4 bytes, goes on from life to life
//	length   4 bytes, of the entries
//	checksum 4 bytes, CRC-32C over all of this and the entries
//	entries  see entry.go
const (
	journalBlock = 4096
	journalHead  = 8 + 8 + 4 + 4 + 4
	journalMagic = "turno j\x01"
)

// blocks is how much of the file so many bytes of entries take.
func blocks(entries int) int64 {
	return int64(journalHead+entries+journalBlock-1) / journalBlock * journalBlock
}

func putJournalHead(buf []byte, life uint64, number uint32, entries []byte) {
	copy(buf, journalMagic)
	binary.BigEndian.PutUint64(buf[8:], life)
	binary.BigEndian.PutUint32(buf[16:], number)
	binary.BigEndian.PutUint32(buf[20:], uint32(len(entries)))
	copy(buf[journalHead:], entries) // mostly they lie there
	binary.BigEndian.PutUint32(buf[24:], journalSum(buf, len(entries)))
}

func journalSum(record []byte, entries int) uint32 {
	return crc32.Update(crc32.Checksum(record[:24], castagnoli), castagnoli, record[journalHead:journalHead+entries])
}

// journalRecord is one found in the file.
type journalRecord struct {
	life    uint64
	number  uint32
	entries []byte
}

// recordAt reads the record at the start of data; ok is false where there is
// none that is whole.
func recordAt(data []byte) (r journalRecord, ok bool) {
	if len(data) < journalHead || string(data[:8]) != journalMagic {
		return r, false
	}
	size := binary.BigEndian.Uint32(data[20:])
	if uint64(size) > uint64(len(data)-journalHead) || binary.BigEndian.Uint32(data[24:]) != journalSum(data, int(size)) {
		return r, false
	}
	return journalRecord{binary.BigEndian.Uint64(data[8:]), binary.BigEndian.Uint32(data[16:]), data[journalHead : journalHead+size]}, true
}

// shape is how the file is divided. A life is written into one side of it, the
// next into the other. Format 3 had one side, for all of them.
type shape struct {
	sides uint64
	side  int64 // bytes, whole blocks
}

var (
	shapeOf3 = shape{1, 1 << 20}
	shapeNow = shape{2, 2 << 20}
)

// size is the file's.
func (s shape) size() int64 { return int64(s.sides) * s.side }

// start is where a life begins.
func (s shape) start(life uint64) int64 { return int64(life%s.sides) * s.side }

// of is the side of a life.
func (s shape) of(data []byte, life uint64) []byte {
	at := s.start(life)
	return data[at : at+s.side]
}

// written is what a journal holds of the lives that count, oldest first.
type written struct {
	records   [][]byte
	life      uint64 // of the last of them
	number    uint32 // of the next one
	last, end int64  // where the last of them begins, and where the next one would go
	torn      bool   // the last thing written is not whole: what a power cut leaves of a commit that was not acknowledged
}

// readLives reads the life that the data file names and, where there are two sides,
// the one behind it: it began when the first was full, and the data file had not
// taken that in. A record that can't be read though one behind it can, or one of a
// later life, is damage: something that was acknowledged is lost.
func (s shape) readLives(data []byte, life uint64) (written, error) {
	w, err := s.readLife(data, life)
	if err != nil || s.sides == 1 {
		return w, err
	}
	next, err := s.readLife(data, life+1)
	if err != nil {
		return written{}, err
	}
	if len(next.records) == 0 {
		w.torn = w.torn || next.torn
		return w, nil
	}
	if first := next.number - uint32(len(next.records)); len(w.records) == 0 || first != w.number {
		return written{}, unreadBefore(first)
	}
	next.records = append(w.records, next.records...)
	return next, nil
}

// readLife reads the records of one life. Its first one alone says from which
// number on it counts.
func (s shape) readLife(data []byte, life uint64) (written, error) {
	side, start, end := s.of(data, life), s.start(life), int64(0)
	w := written{life: life, last: start, end: start}
	for end+journalHead <= s.side {
		r, ok := recordAt(side[end:])
		if !ok || r.life != life || len(w.records) > 0 && r.number != w.number {
			break
		}
		w.records, w.number = append(w.records, r.entries), r.number+1
		w.last = start + end
		end += blocks(len(r.entries))
		w.end = start + end
	}
	for at := end; at+journalHead <= s.side; at += journalBlock {
		switch r, ok := recordAt(side[at:]); {
		case ok && r.life > life:
			return written{}, fmt.Errorf("the journal goes on from a later state (%d) than that of the data (%d)", r.life, life)
		case ok && r.life == life:
			return written{}, unreadBefore(r.number)
		}
	}
	if end+journalHead <= s.side {
		block := side[end:]
		w.torn = string(block[:8]) == journalMagic && binary.BigEndian.Uint64(block[8:]) == life
	}
	return w, nil
}

func unreadBefore(number uint32) error {
	return fmt.Errorf("record %d of the journal is whole, and one before it is not", number)
}

// newestLife is that of which a record is in the file, 0 where there is none.
func newestLife(data []byte) (newest uint64) {
	for at := 0; at < len(data); at += journalBlock {
		if r, ok := recordAt(data[at:]); ok {
			newest = max(newest, r.life)
		}
	}
	return newest
}
