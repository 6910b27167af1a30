package cutfs

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
)

// Step is a kind of change that a program asks of the disk.
type Step string

// The steps. A name is made, changed or taken away: create, mkdir, link,
// rename, unlink.
const (
	Write    Step = "write"
	Truncate Step = "truncate"
	Name     Step = "name"
	Sync     Step = "sync"
	SyncDir  Step = "sync of a folder"
)

// Trouble is what goes wrong in one step; the zero value is nothing.
type Trouble struct {
	Err   syscall.Errno // the step fails with it and changes nothing
	Short bool          // a write takes only half
	Lie   bool          // a sync says that all is well and does nothing
	// Forget is of a sync that fails: what it should have brought to the disk is
	// read as before and never gets there, and no later sync says so, as the
	// kernel takes pages that it could not write for clean ones.
	Forget bool
}

// Plan is what is to happen to a disk. The zero value is a disk that works.
type Plan struct {
	// CutAt is the step, counted from 1, before which the power goes; 0 is none.
	CutAt int
	// StopAt is the step before which the program that uses the disk is to be
	// killed: Stopped says so, and until the next Replan every step fails.
	StopAt int
	// Trouble, when set, is asked before each step. It is called under the
	// disk's lock and must not use the disk.
	Trouble func(n int, step Step) Trouble
	// Room is how many bytes of files the disk has room for, in whole blocks; 0
	// is room without end. A write beyond it fails with ENOSPC.
	Room int64
}

// Disk is a disk and what a program sees of it. Safe from any goroutine.
type Disk struct {
	mu    sync.Mutex
	plan  Plan
	root  *inode
	last  uint64   // inode number
	names []naming // that no sync has brought to the disk, oldest first
	steps int
	off   bool
	gone  chan struct{}
	stop  chan struct{}
}

// inode is a file or a folder: as the program sees it, and as it is safe.
type inode struct {
	number  uint64
	perm    uint32
	folder  bool
	live    content
	pending []change // since the last sync
	safe    content
	entries map[string]*inode
	kept    map[string]*inode // entries that were synced
}

// naming is one change of names; it survives as a whole or not at all.
type naming []entry

// entry is what a name in a folder stands for; nothing with to nil.
type entry struct {
	folder *inode
	name   string
	to     *inode
}

// NewDisk is an empty disk.
func NewDisk(plan Plan) *Disk {
	d := &Disk{plan: plan, gone: make(chan struct{}), stop: make(chan struct{})}
	d.root = d.inode(true, 0o755)
	return d
}

func (d *Disk) inode(folder bool, perm uint32) *inode {
	d.last++
	i := &inode{number: d.last + 1, perm: perm, folder: folder}
	if folder {
		i.entries, i.kept = map[string]*inode{}, map[string]*inode{}
	}
	return i
}

// Gone is closed when the power goes.
func (d *Disk) Gone() <-chan struct{} { return d.gone }

// Stopped is closed when the plan wants the program killed.
func (d *Disk) Stopped() <-chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.stop
}

// Replan begins another plan, and counts its steps from 1. What was written and
// not synced stays so.
func (d *Disk) Replan(p Plan) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.plan, d.steps, d.stop = p, 0, make(chan struct{})
}

// step counts a step and says what goes wrong in it. The caller holds mu. After
// the power went every step fails; what is read stays, as nobody lives to tell.
func (d *Disk) step(what Step) Trouble {
	d.steps++
	if d.steps == d.plan.CutAt {
		d.cut()
	}
	if d.steps == d.plan.StopAt {
		close(d.stop)
	}
	if d.off || d.plan.StopAt > 0 && d.steps >= d.plan.StopAt {
		return Trouble{Err: syscall.EIO}
	}
	if d.plan.Trouble != nil {
		return d.plan.Trouble(d.steps, what)
	}
	return Trouble{}
}

func (d *Disk) cut() {
	if !d.off {
		d.off = true
		close(d.gone)
	}
}

// rename brings a change of names about, for the program.
func (d *Disk) rename(n naming) syscall.Errno {
	if t := d.step(Name); t.Err != 0 {
		return t.Err
	}
	for _, c := range n {
		set(c.folder.entries, c.name, c.to)
	}
	d.names = append(d.names, n)
	return 0
}

func set(m map[string]*inode, name string, to *inode) {
	if to == nil {
		delete(m, name)
		return
	}
	m[name] = to
}

// sync makes safe what was written to a file, or the names in a folder.
func (d *Disk) sync(i *inode) syscall.Errno {
	what := Sync
	if i.folder {
		what = SyncDir
	}
	if t := d.step(what); t.Err != 0 || t.Lie {
		if t.Forget {
			i.pending = nil
		}
		return t.Err
	}
	for _, ch := range i.pending {
		i.safe.apply(ch)
	}
	i.pending = nil
	if !i.folder {
		return 0
	}
	// Names are kept in a journal: those before the last one here, too.
	for n := len(d.names) - 1; n >= 0; n-- {
		if slices.ContainsFunc(d.names[n], func(e entry) bool { return e.folder == i }) {
			for _, earlier := range d.names[:n+1] {
				earlier.keep()
			}
			d.names = d.names[n+1:]
			break
		}
	}
	return 0
}

func (n naming) keep() {
	for _, c := range n {
		set(c.folder.kept, c.name, c.to)
	}
}

func (d *Disk) write(i *inode, off int64, data []byte) (int, syscall.Errno) {
	t := d.step(Write)
	if t.Err != 0 {
		return 0, t.Err
	}
	if t.Short && len(data) > 1 {
		data = data[:len(data)/2]
	}
	if d.plan.Room > 0 && d.used()+i.live.missing(off, len(data)) > d.plan.Room {
		return 0, syscall.ENOSPC
	}
	ch := change{off, slices.Clone(data)}
	i.live.apply(ch)
	i.pending = append(i.pending, ch)
	return len(data), 0
}

// Used is how many bytes the files with names take, in whole blocks.
func (d *Disk) Used() int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.used()
}

func (d *Disk) used() int64 { return d.root.used(map[*inode]bool{}) }

func (i *inode) used(known map[*inode]bool) int64 {
	if known[i] {
		return 0
	}
	known[i] = true
	n := int64(len(i.live.blocks)) * blockSize
	for _, child := range i.entries {
		n += child.used(known)
	}
	return n
}

// Import puts the files and folders of an ordinary folder on the disk, safe from
// the beginning.
func (d *Disk) Import(from string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.imported(d.root, from)
}

func (d *Disk) imported(to *inode, from string) error {
	names, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, n := range names {
		path, child := filepath.Join(from, n.Name()), d.inode(n.IsDir(), 0o600)
		to.entries[n.Name()], to.kept[n.Name()] = child, child
		if n.IsDir() {
			child.perm = 0o700
			err = d.imported(child, path)
		} else {
			var data []byte
			data, err = os.ReadFile(path)
			child.live.write(0, data)
			child.safe = child.live.clone()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *Disk) truncate(i *inode, size int64) syscall.Errno {
	if t := d.step(Truncate); t.Err != 0 {
		return t.Err
	}
	ch := change{off: size}
	i.live.apply(ch)
	i.pending = append(i.pending, ch)
	return 0
}

// Cut takes the power away, if it is not gone yet, and gives a disk with what
// has survived, for the next life. The same random numbers give the same.
func (d *Disk) Cut(random *rand.Rand, next Plan) *Disk {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.cut()
	some := random.IntN(4)
	for _, n := range d.names {
		if some == 0 || some > 1 && random.IntN(2) == 0 {
			n.keep()
		}
	}
	after := NewDisk(next)
	after.root = d.survivor(d.root, random, map[*inode]*inode{})
	after.last = d.last // no number twice: the copies have numbers of d's
	return after
}

// survivor copies what is safe of a file or folder and, by chance, more.
func (d *Disk) survivor(i *inode, random *rand.Rand, known map[*inode]*inode) *inode {
	if copied, ok := known[i]; ok {
		return copied
	}
	copied := d.inode(i.folder, i.perm)
	known[i] = copied
	if !i.folder {
		copied.safe = i.safe.clone()
		copied.safe.survive(i.pending, random)
		copied.live = copied.safe.clone()
		return copied
	}
	for _, name := range slices.Sorted(maps.Keys(i.kept)) {
		child := d.survivor(i.kept[name], random, known)
		copied.kept[name], copied.entries[name] = child, child
	}
	return copied
}

// Export writes what the program sees into an ordinary folder.
func (d *Disk) Export(to string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.root.export(to)
}

func (i *inode) export(to string) error {
	if i.folder {
		if err := os.MkdirAll(to, 0o700); err != nil {
			return err
		}
		for name, child := range i.entries {
			if err := child.export(filepath.Join(to, name)); err != nil {
				return err
			}
		}
		return nil
	}
	f, err := os.Create(to)
	if err != nil {
		return err
	}
	err = f.Truncate(i.live.size)
	for n, b := range i.live.blocks {
		if err == nil {
			end := min(blockSize, i.live.size-n*blockSize)
			_, err = f.WriteAt(b[:end], n*blockSize)
		}
	}
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return f.Close()
}
