package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// JournalName is the file beside the data file to which commits go first.
const JournalName = "turno.journal"

// The journal is a file of fixed size, so that writing to it changes nothing but
// its bytes and one sync is enough. Each commit is a record that begins at a block of
// its own: no write touches a byte that was acknowledged. When the file is full,
// or somebody needs to read what only the data file can give, all of it is
// taken into the data file as one transaction, which also begins a new life of
// the journal: records of an older life count no more, and are written over.
//
//	magic    8 bytes
//	life     8 bytes
//	number   4 bytes, from 0 in each life
//	length   4 bytes, of the entries
//	checksum 4 bytes, CRC-32C over all of this and the entries
//	entries  see entry.go
const (
	journalSize  = 1 << 20
	journalBlock = 4096
	journalHead  = 8 + 8 + 4 + 4 + 4
	journalMagic = "turno j\x01"
)

// journal is the open file. It belongs to who holds the store's mu.
type journal struct {
	file   *os.File
	life   uint64
	number uint32 // of the next record
	at     int64  // where it goes
	write  func([]byte, int64) (int, error)
	sync   func(*os.File) error
	record []byte // room for one; used again
}

// blocks is how much of the file so many bytes of entries take.
func blocks(entries int) int64 {
	return int64(journalHead+entries+journalBlock-1) / journalBlock * journalBlock
}

// fits tells whether a record has room.
func (j *journal) fits(entries []byte) bool { return j.at+blocks(len(entries)) <= journalSize }

// room is where the entries of the next record are best written; it is the same
// for each record.
func (j *journal) room() []byte {
	if j.record == nil {
		j.record = make([]byte, journalBlock)
	}
	return j.record[journalHead:]
}

// append makes one record durable. After an error the record is not there, but
// for one of kind errInDoubt: then nobody knows.
func (j *journal) append(entries []byte) error {
	size := blocks(len(entries))
	if int64(len(j.record)) < size {
		j.record = make([]byte, size)
	}
	record := j.record[:size]
	putJournalHead(record, j.life, j.number, entries)
	clear(record[journalHead+len(entries):])
	if n, err := j.write(record, j.at); err != nil {
		if n > 0 || errors.Is(err, syscall.EIO) { // what follows the entries may be all that is missing
			return errors.Join(errInDoubt, err)
		}
		return err
	}
	if err := j.sync(j.file); err != nil {
		return errors.Join(errInDoubt, err)
	}
	j.number++
	j.at += size
	return nil
}

// errInDoubt says that it is not known what the disk kept.
var errInDoubt = errors.New("the journal was not made durable")

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

// turn begins a life: what is in the file counts no more.
func (j *journal) turn(life uint64) { j.life, j.number, j.at = life, 0, 0 }

// lives gives the newest life of which a record is in the file, 0 where there is none.
func (j *journal) lives() (newest uint64, err error) {
	data := make([]byte, journalSize)
	if _, err := j.file.ReadAt(data, 0); err != nil {
		return 0, unusable(j.file.Name(), "the journal can't be read", err)
	}
	for at := 0; at < len(data); at += journalBlock {
		if r, ok := recordAt(data[at:]); ok {
			newest = max(newest, r.life)
		}
	}
	return newest, nil
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

// readLife gives the entries of every record of a life, in order, and where the
// next one would go. torn says that the last thing written is not whole: what a
// power cut leaves of a commit that was not acknowledged. A record of this life
// behind one that is not whole, or one of a later life, is damage: something
// that was acknowledged can't be read.
func readLife(data []byte, life uint64) (records [][]byte, end int64, torn bool, err error) {
	for end+journalHead <= int64(len(data)) {
		r, ok := recordAt(data[end:])
		if !ok || r.life != life || r.number != uint32(len(records)) {
			break
		}
		records = append(records, r.entries)
		end += blocks(len(r.entries))
	}
	for at := end; at+journalHead <= int64(len(data)); at += journalBlock {
		switch r, ok := recordAt(data[at:]); {
		case ok && r.life > life:
			return nil, 0, false, fmt.Errorf("the journal goes on from a later state (%d) than that of the data (%d)", r.life, life)
		case ok && r.life == life:
			return nil, 0, false, fmt.Errorf("record %d of the journal is not whole, and record %d follows", len(records), r.number)
		}
	}
	if end+journalHead <= int64(len(data)) {
		block := data[end:]
		torn = string(block[:8]) == journalMagic && binary.BigEndian.Uint64(block[8:]) == life
	}
	return records, end, torn, nil
}

// tornJournal is said of a journal whose last record is not whole.
const tornJournal = "the journal's last record is not whole and does not count: expected after a power cut during a write, else the last write is lost"

// journalOf is the path of the journal beside a data file.
func journalOf(path string) string { return filepath.Join(filepath.Dir(path), JournalName) }

// readJournal reads the file of a life that was not ended.
func readJournal(path string, life uint64) (records [][]byte, end int64, torn bool, err error) {
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, 0, false, &Problem{Kind: ErrDamaged, Path: path, What: "the journal is missing, and the last commits are in it",
			Do: "Put it back beside the data file, or restore the last backup into an empty folder."}
	case err != nil:
		return nil, 0, false, unusable(path, "the journal can't be read", err)
	}
	records, end, torn, err = readLife(data, life)
	if err == nil && len(data) != journalSize {
		err = fmt.Errorf("%d bytes, want %d", len(data), journalSize)
	}
	if err != nil {
		return nil, 0, false, damaged(path, "the journal does not hold together", err)
	}
	return records, end, torn, nil
}

// openJournal opens the journal of a folder, or makes it: all of its blocks are
// written and durable before it has its name.
func openJournal(dir string) (*journal, error) {
	path := filepath.Join(dir, JournalName)
	if info, err := os.Stat(path); err != nil || info.Size() != journalSize {
		if err := writeDurably(path, make([]byte, journalSize)); err != nil {
			return nil, unusable(path, "the journal can't be made", err)
		}
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0o600)
	if err != nil {
		return nil, unusable(path, "the journal can't be opened", err)
	}
	return &journal{file: f, write: f.WriteAt, sync: datasync}, nil
}
