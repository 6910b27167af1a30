package store

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// FileName is the data file of a data folder.
const FileName = "turno.db"

const (
	// lockWait is how long one attempt at the file's lock may take. Opening
	// makes two, and a second hub must be told within two seconds.
	lockWait = 700 * time.Millisecond
	// firstMap is how much of the address space the file's map takes at once:
	// a map that never grows never waits for a reader.
	firstMap = 1 << 30
)

// Options are the settings of [Open]. The zero value is for a running hub.
type Options struct {
	// Logger gets what an operator should know but that stops nothing, such
	// as a snapshot that had to be passed over. Nil logs nothing.
	Logger *slog.Logger
	// maxSize stands for a full disk in tests, in bytes.
	maxSize int
	// side is a side of a new journal in bytes, in tests; 0 is what a hub has.
	side int64
}

// shape is that of a new journal.
func (o *Options) shape() shape {
	if o.side == 0 {
		return shapeNow
	}
	return shape{2, o.side}
}

// Store is an open data folder. Reads are safe from any goroutine, beside a Commit
// too; they never hold their transaction longer than the call. What is asked for
// while the hub decides (Outcome, Personal, VisitByCode, Clock, sessions, Head,
// SinceSnapshot, EventsAfter, Load) never waits for the sync of a commit, and
// knows of it when it has returned.
type Store struct {
	path    string
	log     *slog.Logger
	maxSize int
	marks   []epochMark
	ring    atomic.Pointer[ring] // changed under mu

	file sync.RWMutex // held to read by who uses db, to write by who replaces it
	db   *bbolt.DB
	copy sync.Mutex // held by who copies the whole file: one at a time

	stopping atomic.Bool // who copies should end

	mu      sync.Mutex // held by Commit, while the disk syncs too
	journal *journal
	names   names
	taking  *taking // runs beside commits; nil for none
	broken  error
	adding  adding
	// of the data file, but for a taking that was not awaited yet
	filed     head   // where the log ends in it
	filedLife uint64 // from which the journal counts

	answered *answered

	// lateMu is held, with mu, to change what follows, and by who looks at it
	// without mu; nobody waits for a disk with it.
	lateMu   sync.RWMutex
	head     head
	snapshot uint64 // seq of the newest snapshot
	late     late
	waits    atomic.Bool // something is late
}

// Open opens the data folder dir for one hub, making it whole first where it
// is fresh: folder, file and first epoch are on the disk before it returns, and
// so is what a killed program had written there and not synced.
// The errors are [Problem]s of kind ErrInUse, ErrDamaged, ErrNewer or
// ErrUnusable; none takes longer than two seconds.
func Open(dir string, o Options) (*Store, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	path := filepath.Join(dir, FileName)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if err := create(dir); err != nil {
			return nil, err
		}
	}
	format, err := inspect(path, o.Logger)
	if err == nil && format < Format {
		err = migrate(dir, format, o.Logger)
	}
	if err != nil {
		return nil, err
	}
	if err := mayWrite(dir); err != nil {
		return nil, err
	}
	db, err := openBolt(path, use{serving: true, maxSize: o.maxSize})
	if err != nil {
		return nil, err
	}
	s := &Store{path: path, db: db, log: o.Logger, maxSize: o.maxSize}
	if err = s.settle(dir); err == nil {
		err = s.begin()
	}
	if err == nil {
		err = s.takeUp(dir, o.shape())
	}
	if err == nil {
		if err = s.nameFiles(); err != nil {
			s.journal.file.Close()
		}
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	removeLeftovers(dir)
	if kind := networkOf(dir); kind != "" {
		s.log.Warn(overNetwork, "path", dir, "kind", kind)
	}
	if err := s.Tidy(); err != nil {
		s.log.Warn("the key file was not tidied", "path", filepath.Join(dir, RingName), "err", err)
	}
	return s, nil
}

// Close ends the store and frees the folder. It waits for running calls; a copy
// that is being made is given up.
func (s *Store) Close() error {
	s.stopping.Store(true)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.awaitTaking(); err == nil && s.broken == nil {
		s.layDown()
	}
	s.broken = closed(s.path)
	return errors.Join(s.journal.file.Close(), s.db.Close())
}

// dir is the data folder.
func (s *Store) dir() string { return filepath.Dir(s.path) }

// Path is the data file's.
func (s *Store) Path() string { return s.path }

// Epoch is the identity of the log that Commit continues.
func (s *Store) Epoch() Epoch { return s.marks[len(s.marks)-1].Epoch }

// Head gives the seq of the last stored event, 0 for an empty log.
func (s *Store) Head() uint64 {
	s.lateMu.RLock()
	defer s.lateMu.RUnlock()
	return s.head.Seq
}

// SinceSnapshot counts the events that a start would have to replay: those
// stored after the newest snapshot.
func (s *Store) SinceSnapshot() uint64 {
	s.lateMu.RLock()
	defer s.lateMu.RUnlock()
	return s.head.Seq - s.snapshot
}

// begin reads what the store keeps in memory: keys, head, epochs, newest snapshot.
func (s *Store) begin() error {
	r, err := readRing(s.dir())
	if err != nil {
		return err
	}
	s.ring.Store(r)
	return s.raw(func(tx *bbolt.Tx) (err error) {
		if s.marks, err = epochMarks(tx); err != nil {
			return err
		}
		if s.head, err = readHead(tx); err != nil {
			return err
		}
		s.filed = s.head
		b, err := bucket(tx, bucketSnapshots)
		if err != nil {
			return err
		}
		if k, _ := b.Cursor().Last(); len(k) == 8 {
			s.snapshot = min(seqOf(k), s.filed.Seq)
		}
		s.answered, err = readAnswered(tx)
		return err
	})
}

// lostHead is said of a file whose older head had to be taken. Nothing in the
// file can tell a head that was half written when the power failed, and so
// never acknowledged, from one that was spoilt later.
const lostHead = "one of the file's two heads is not valid and the other one counts: expected after a power cut during a write, else the last write is lost"

// inspect proves the file's pages, but for those of past days, and its format under
// a shared lock, before bbolt may follow a page number.
func inspect(path string, log *slog.Logger) (format int, err error) {
	if info, err := os.Stat(path); err == nil && info.Size() == 0 {
		return 0, damaged(path, "the file is empty", nil)
	}
	db, err := openBolt(path, use{readOnly: true})
	if err != nil {
		return 0, err
	}
	defer db.Close()
	walk, err := walkFile(path, true)
	if err != nil {
		return 0, damaged(path, "the file's pages do not hold together", err)
	}
	if walk.lostOne {
		log.Warn(lostHead, "path", path)
	}
	err = guarded(path, func() error {
		return db.View(func(tx *bbolt.Tx) (err error) {
			format, err = readFormat(tx)
			return err
		})
	})
	return format, err
}

// readFormat gives a file's format; it refuses a file that is not ours or is
// from a newer program.
func readFormat(tx *bbolt.Tx) (int, error) {
	b, err := bucket(tx, bucketMeta)
	if err != nil {
		return 0, err
	}
	content, err := get(b, keyFormat)
	if err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(string(content))
	if err != nil || n < 1 {
		return 0, fmt.Errorf("format %q is not a number", content)
	}
	if n > Format {
		return 0, newerValue(n)
	}
	return n, nil
}

// use is what a file is opened for. The zero use is to build one: its map
// grows with it, and so the file stays small.
type use struct {
	readOnly bool
	serving  bool // others read while one writes, so the map must not have to grow
	maxSize  int
}

// openBolt opens the file with the settings of this package; the error is a
// Problem.
func openBolt(path string, use use) (db *bbolt.DB, err error) {
	size := 0
	if info, err := os.Stat(path); err == nil && use.serving {
		size = max(firstMap, 2*int(info.Size()))
	}
	var file *os.File
	defer func() {
		if err != nil && file != nil {
			file.Close() // after a panic nobody else does, and the lock would stay
		}
	}()
	err = guarded(path, func() error {
		db, err = bbolt.Open(path, 0o600, &bbolt.Options{
			Timeout:  lockWait,
			ReadOnly: use.readOnly,
			// Every transaction of a hub writes down which pages are free: a page or
			// two more in one of many commits, and the next start need not look for
			// them in all of the file, which takes a second where the history is long.
			NoFreelistSync:  !use.serving,
			FreelistType:    bbolt.FreelistMapType,
			InitialMmapSize: size,
			MaxSize:         use.maxSize,
			// Never makes a file: create does, and puts it in part whole.
			OpenFile: func(name string, flag int, perm os.FileMode) (_ *os.File, err error) {
				file, err = os.OpenFile(name, flag&^os.O_CREATE, perm)
				return file, err
			},
		})
		switch {
		case errors.Is(err, berrors.ErrTimeout):
			return inUse(path, nil)
		case errors.As(err, new(*fs.PathError)):
			return unusable(path, "the data file can't be opened", err)
		}
		return err
	})
	return db, err
}

// view runs a short read transaction on all that is stored; damage that it
// meets becomes a Problem.
func (s *Store) view(fn func(*bbolt.Tx) error) error {
	if s.waits.Load() {
		s.mu.Lock()
		err := s.takeInLate()
		s.mu.Unlock()
		if err != nil {
			return err
		}
	}
	return s.raw(fn)
}

// viewLate is view for who can read what is late beside the data file.
func (s *Store) viewLate(fn func(*bbolt.Tx, *late) error) error {
	s.lateMu.RLock() // before the transaction: then what it lacks is in late
	l := s.late.list()
	s.lateMu.RUnlock()
	return s.raw(func(tx *bbolt.Tx) error { return fn(tx, &l) })
}

// findLate finds the newest late value under a key. Who does not find it looks
// into the data file after that: what is not late any more is there.
func (s *Store) findLate(in part, key []byte) (entry, bool) {
	if !s.waits.Load() {
		return entry{}, false
	}
	s.lateMu.RLock()
	defer s.lateMu.RUnlock()
	return s.late.find(in, key)
}

// raw is view without what is late.
func (s *Store) raw(fn func(*bbolt.Tx) error) error {
	s.file.RLock()
	defer s.file.RUnlock()
	return guarded(s.path, func() error { return s.db.View(fn) })
}
