package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// JournalName is the file beside the data file to which commits go first.
const JournalName = "turno.journal"

// The journal is a file of fixed size, so that writing to it changes nothing but
// its bytes and one sync is enough. It has two sides. Commits go into one of them;
// when it is full they go on in the other, and what the first has is taken into the
// data file as one transaction meanwhile. That transaction also says from which life
// on the journal counts: a life is what is written between two changes of the side,
// records of older lives count no more, and are written over.

// journal is the open file. It belongs to who holds the store's mu.
type journal struct {
	file *os.File
	shape
	life   uint64
	number uint32 // of the next record
	at     int64  // where it goes
	write  func([]byte, int64) (int, error)
	sync   func(*os.File) error
	record []byte // room for one; used again
}

// fits tells whether a record has room in this life.
func (j *journal) fits(entries []byte) bool {
	return j.at+blocks(len(entries)) <= j.start(j.life)+j.side
}

// mayFit tells whether a record has room in an empty life.
func (j *journal) mayFit(entries []byte) bool { return blocks(len(entries)) <= j.side }

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

// turn begins a life: what its side has counts no more.
func (j *journal) turn(life uint64) { j.life, j.at = life, j.start(life) }

// lives gives the newest life of which a record is in the file, 0 where there is none.
func (j *journal) lives() (newest uint64, err error) {
	data := make([]byte, j.size())
	if _, err := j.file.ReadAt(data, 0); err != nil {
		return 0, unusable(j.file.Name(), "the journal can't be read", err)
	}
	return newestLife(data), nil
}

// tornJournal is said of a journal whose last record is not whole.
const tornJournal = "the journal's last record is not whole and does not count: expected after a power cut during a write, else the last write is lost"

// journalOf is the path of the journal beside a data file.
func journalOf(path string) string { return filepath.Join(filepath.Dir(path), JournalName) }

// readJournal reads the file of a life that was not ended.
func readJournal(path string, m journalMark) (w written, err error) {
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return w, &Problem{Kind: ErrDamaged, Path: path, What: "the journal is missing, and the last commits are in it",
			Do: "Put it back beside the data file, or restore the last backup into an empty folder."}
	case err != nil:
		return w, unusable(path, "the journal can't be read", err)
	}
	if int64(len(data)) != m.size() {
		err = fmt.Errorf("%d bytes, want %d", len(data), m.size())
	} else {
		w, err = m.readLives(data, m.life)
	}
	if err != nil {
		return written{}, damaged(path, "the journal does not hold together", err)
	}
	return w, nil
}

// openJournal opens the journal of a folder, or makes it: all of its blocks are
// written and durable before it has its name.
func openJournal(dir string, of shape) (*journal, error) {
	path := filepath.Join(dir, JournalName)
	if info, err := os.Stat(path); err != nil || info.Size() != of.size() {
		if err := writeDurably(path, make([]byte, of.size())); err != nil {
			return nil, unusable(path, "the journal can't be made", err)
		}
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0o600)
	if err != nil {
		return nil, unusable(path, "the journal can't be opened", err)
	}
	return &journal{file: f, shape: of, write: f.WriteAt, sync: datasync}, nil
}
