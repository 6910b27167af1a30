package journal

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"sync"

	"turno/hub/wire"
)

// The names in a journal's folder.
const (
	fileName = "journal"
	newName  = "journal.new"
)

// Journal is open for one process. The zero value is of no use; Open makes one.
type Journal struct {
	found Found
	disk  disk
	lock  io.Closer

	writing sync.Mutex // held from the wish to write until the disk has it, however long that takes
	file    file
	size    int64
	names   bool  // the folder was changed and not synced yet
	broken  error // set while nobody knows what is on the disk

	mu    sync.Mutex // never held while the disk works; who changes what it guards holds writing, too
	book  book
	fresh bool // no lease was ever written here
}

// Found says what Open had to mend.
type Found struct {
	Cut     int    // bytes of an append that was cut off; nobody was shown its ticket
	Damaged string // the name of a damaged file that was put aside; "" is none
	Pending int    // tickets that the hub has not taken yet
}

// Open reads the journal in dir, which it makes if it is not there. It fails
// with ErrLocked while another process has it, and where the disk does.
func Open(dir string) (*Journal, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, disked("making the kiosk's folder", err)
	}
	held, err := lock(dir)
	if err != nil {
		return nil, err
	}
	j, err := open(folder{dir})
	if err != nil {
		held.Close()
		return nil, err
	}
	j.lock = held
	return j, nil
}

func open(d disk) (*Journal, error) {
	j := &Journal{disk: d, names: true}
	data, err := d.load(fileName)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, disked("reading the journal", err)
	}
	c := read(data)
	for _, r := range c.records {
		j.book.apply(r)
	}
	j.fresh = !slices.ContainsFunc(c.records, func(r record) bool { return r.Kind == leased })
	switch {
	case c.damaged:
		err = j.salvage(data)
	case c.good == 0:
		err = j.rewrite()
	default:
		err = j.resume(c)
	}
	if err != nil {
		return nil, err
	}
	j.found.Pending = len(j.book.pending)
	return j, nil
}

// resume goes on with a file, behind its last whole record. What was cut off
// was shown to nobody; but a last record that rotted after it was synced looks
// the same, so the number that it may bear is given to nobody else.
func (j *Journal) resume(c content) error {
	f, err := j.disk.open(fileName, false)
	if err != nil {
		return disked("opening the journal", err)
	}
	j.file, j.size, j.found.Cut = f, int64(c.good), c.torn
	if err := j.syncNames(); err != nil {
		return errors.Join(err, f.Close())
	}
	if c.torn == 0 {
		return nil
	}
	if err := errors.Join(f.Truncate(j.size), f.Sync()); err != nil {
		return errors.Join(disked("cutting the journal's torn end", err), f.Close())
	}
	if err := j.append(record{Kind: skipped}); err != nil {
		return errors.Join(err, f.Close())
	}
	return nil
}

// salvage puts a copy of a damaged file aside and goes on with what can be read
// of it. All lent numbers count as given out: nobody knows which of them are. The
// damaged file keeps its place until a new one takes it, so that whoever is cut
// off here finds the tickets in it again.
func (j *Journal) salvage(damaged []byte) error {
	aside := ""
	for n := 1; aside == ""; n++ {
		try := fmt.Sprintf("journal.damaged-%d", n)
		switch _, err := j.disk.load(try); {
		case errors.Is(err, fs.ErrNotExist):
			aside = try
		case err != nil:
			return disked("finding a name for the damaged journal", err)
		}
	}
	for i := range j.book.blocks {
		j.book.blocks[i].Closed = true
	}
	j.fresh = true
	f, err := j.disk.open(aside, true)
	if err == nil {
		if _, err = f.Write(damaged); err == nil {
			err = f.Sync()
		}
		err = errors.Join(err, f.Close())
	}
	if err == nil {
		err = j.disk.sync()
	}
	if err != nil {
		return disked("putting the damaged journal aside", err)
	}
	j.found.Damaged = aside
	return j.rewrite()
}

// Found says what Open had to mend.
func (j *Journal) Found() Found { return j.found }

// Close ends the use of the journal. Nothing is lost by not calling it.
func (j *Journal) Close() error {
	j.writing.Lock()
	defer j.writing.Unlock()
	err := j.file.Close()
	if j.lock != nil {
		err = errors.Join(err, j.lock.Close())
	}
	j.broken = fs.ErrClosed
	return err
}

// Fresh tells that no lease was ever written here: what the hub lists as lent
// may have been given out by a kiosk whose disk is gone. See Forswear.
func (j *Journal) Fresh() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.fresh
}

// Lease takes what the hub lends now: all blocks of this device for the open
// business date and the next one, as a lease's answer lists them.
func (j *Journal) Lease(blocks []wire.Block) error { return j.lease(blocks, false) }

// Forswear takes note of blocks that were lent before this journal began and
// gives no number of them out.
func (j *Journal) Forswear(blocks []wire.Block) error { return j.lease(blocks, true) }

func (j *Journal) lease(blocks []wire.Block, foreign bool) error {
	j.writing.Lock()
	defer j.writing.Unlock()
	next := j.book.lent(blocks, foreign)
	if !j.fresh && slices.EqualFunc(next, j.book.blocks, func(a, b block) bool {
		return a.same(b.Block) && a.To == b.To && a.Next == b.Next && a.Closed == b.Closed && slices.Equal(a.Services, b.Services)
	}) {
		return nil
	}
	if err := j.append(record{Kind: leased, Blocks: next}); err != nil {
		return err
	}
	j.mu.Lock()
	j.fresh = false
	j.mu.Unlock()
	return nil
}

// Left is how many numbers each service has left, by business date. Services of
// one series share theirs.
func (j *Journal) Left() map[string]map[string]int {
	j.mu.Lock()
	defer j.mu.Unlock()
	left := map[string]map[string]int{}
	for _, b := range j.book.blocks {
		for _, s := range b.Services {
			if left[b.BusinessDate] == nil {
				left[b.BusinessDate] = map[string]int{}
			}
			left[b.BusinessDate][s] += b.left()
		}
	}
	return left
}

// Unmerged is how many of the lent numbers the hub counts as unused and this
// kiosk can't give out: used and not merged yet, or closed. It is the most of
// any series on any date; a lease asks for so many more.
func (j *Journal) Unmerged(blocks []wire.Block) int {
	j.mu.Lock()
	defer j.mu.Unlock()
	dead := map[string]int{}
	most := 0
	for _, b := range blocks {
		mine := 0
		if i := slices.IndexFunc(j.book.blocks, func(o block) bool { return o.same(b) }); i >= 0 {
			mine = j.book.blocks[i].left()
		}
		key := fmt.Sprint(b.BusinessDate, b.Series, b.Services)
		dead[key] += max(0, b.To-b.Next+1-mine)
		most = max(most, dead[key])
	}
	return most
}

// Issue gives out the next number of a service. wish holds everything but the
// ticket. It is on the disk when Issue returns, or it was not given: the error
// is then one of this package's.
func (j *Journal) Issue(wish wire.Merge) (Ticket, error) {
	return j.IssueIf(wish, func() bool { return true })
}

// IssueIf is Issue for somebody who does not wait for ever: still is asked, once,
// when the ticket is on the disk. Where it says no, nobody was shown the number
// and nobody will be: it is struck out before anything else can be done with it,
// and the error is ErrLate. A disk that hangs holds up this call for as long, and
// those that write; the others answer at once.
func (j *Journal) IssueIf(wish wire.Merge, still func() bool) (Ticket, error) {
	j.writing.Lock()
	defer j.writing.Unlock()
	b := j.book.find(wish.BusinessDate, wish.Service)
	if b == nil {
		return Ticket{}, fmt.Errorf("%w for %s on %s", ErrNoNumbers, wish.Service, wish.BusinessDate)
	}
	t := Ticket{ID: "o-" + rand.Text(), Merge: wish, Series: b.Series, Number: b.Next}
	t.Merge.Ticket = name(b.Series, b.Next)
	if err := j.append(record{Kind: issued, Ticket: &t}); err != nil {
		return Ticket{}, err
	}
	if !still() {
		// That the hub has it is what the record says; that it need not have it
		// comes to the same, and older programs read it.
		return Ticket{}, errors.Join(ErrLate, j.append(record{Kind: merged, ID: t.ID}))
	}
	return t, nil
}

// Pending are the tickets that the hub has not taken yet, oldest first.
func (j *Journal) Pending() []Ticket {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.book.pending)
}

// Merged notes that the hub has the ticket with this id.
func (j *Journal) Merged(id string) error {
	return j.end(record{Kind: merged, ID: id})
}

// Refused notes that the hub does not take the ticket: it is kept as a Refusal
// and not handed in again.
func (j *Journal) Refused(t Ticket, code wire.Code, message string) error {
	return j.end(record{Kind: refused, ID: t.ID, Refusal: &Refusal{t, code, message}})
}

// Refusals are the tickets that the hub refused, oldest first, the last 200.
func (j *Journal) Refusals() []Refusal {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.book.refusals)
}

// full is from which size on a journal that owes the hub nothing is written
// anew.
const full = 64 << 10

func (j *Journal) end(r record) error {
	j.writing.Lock()
	defer j.writing.Unlock()
	if err := j.append(r); err != nil {
		return err
	}
	if len(j.book.pending) > 0 || j.size < full {
		return nil
	}
	return j.rewrite()
}
