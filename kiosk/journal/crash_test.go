package journal

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"turno/hub/wire"
)

var crashes = flag.Int("crashes", 600, "lives of a journal on a disk that loses its power")

// life is a journal that is used, cut off anywhere, opened again and used on,
// and what its owner was told meanwhile.
type life struct {
	disk   *memDisk
	j      *Journal
	shown  map[string]string // tickets that people hold, by id
	order  []string          // their ids
	done   map[string]bool   // merged or refused, as the owner was told
	ending map[string]bool   // asked to be merged or refused when the power went
	to     int               // the last number that the hub has lent
	blocks []wire.Block      // that it lists
}

const day = "2026-11-24"

func wish(service string) wire.Merge {
	return wire.Merge{BusinessDate: day, Service: service, Language: "cs"}
}

// lend is the hub: it makes a block more and lists them all.
func (l *life) lend() []wire.Block {
	from := l.to + 1
	l.to += 1 + l.disk.chance.IntN(12)
	l.blocks = append(l.blocks, wire.Block{BusinessDate: day, Series: "A", Services: []string{"cash"}, From: from, To: l.to, Next: from})
	return l.blocks
}

// live goes through one life and answers what went wrong in it, or nil.
func live(seed uint64, lies bool) error {
	l := &life{disk: newMemDisk(rand.New(rand.NewPCG(seed, 1))), shown: map[string]string{}, done: map[string]bool{}, ending: map[string]bool{}, to: 900}
	l.disk.lies = lies
	for range 4 {
		l.disk.steps = l.disk.chance.IntN(60)
		if err := l.reopen(); err != nil {
			return err
		}
		for range 40 {
			if err := l.step(); err != nil {
				return err
			}
			if l.disk.off {
				break
			}
		}
		l.disk = l.disk.restart()
	}
	return l.reopen()
}

// reopen opens the journal and holds it against what people and owner know.
func (l *life) reopen() error {
	l.disk.sick = false
	for try := 0; ; try++ {
		j, err := open(l.disk)
		if err == nil {
			l.j = j
			break
		}
		if !l.disk.off || try > 3 {
			return fmt.Errorf("the journal does not open: %w", err)
		}
		l.disk = l.disk.restart()
	}
	if l.j.found.Damaged != "" {
		return errors.New("a crash looks like damage")
	}
	pending := map[string]string{}
	var order []string
	for _, t := range l.j.Pending() {
		pending[t.ID] = t.Merge.Ticket
		if l.shown[t.ID] != "" {
			order = append(order, t.ID)
		}
	}
	for id, ticket := range l.shown {
		switch {
		case pending[id] == ticket, l.done[id], l.ending[id]:
		default:
			return fmt.Errorf("ticket %s is on somebody's slip and not in the journal", ticket)
		}
		if l.done[id] && pending[id] != "" {
			return fmt.Errorf("ticket %s was merged and waits again", ticket)
		}
		if l.ending[id] && pending[id] == "" {
			l.done[id] = true
		}
	}
	clear(l.ending)
	want := slices.DeleteFunc(slices.Clone(l.order), func(id string) bool { return pending[id] == "" })
	if !slices.Equal(order, want) {
		return fmt.Errorf("pending in the order %v, given out as %v", order, want)
	}
	return nil
}

func (l *life) step() error {
	switch l.disk.chance.IntN(10) {
	case 0:
		if blocks := l.lend(); l.j.Fresh() {
			_ = l.j.Forswear(blocks)
		} else {
			_ = l.j.Lease(blocks)
		}
	case 1, 2:
		if all := l.j.Pending(); len(all) > 0 {
			t := all[0]
			end := func() error { return l.j.Merged(t.ID) }
			if l.disk.chance.IntN(4) == 0 {
				end = func() error { return l.j.Refused(t, wire.NotLeased, "") }
			}
			if err := end(); err == nil {
				l.done[t.ID] = true
			} else {
				l.ending[t.ID] = true
			}
		}
	case 3:
		if l.disk.chance.IntN(6) == 0 && !l.disk.off {
			l.j.writing.Lock()
			_ = l.j.rewrite()
			l.j.writing.Unlock()
		}
	case 5:
		l.disk.sick = l.disk.chance.IntN(3) == 0
		_ = l.j.Mend()
	case 6: // somebody who has gone when it is written
		late, err := l.j.IssueIf(wish("cash"), func() bool { return false })
		if err == nil {
			return fmt.Errorf("ticket %s was given to nobody", late.Merge.Ticket)
		}
	case 4:
		l.disk.room = -1
		if l.disk.chance.IntN(4) == 0 {
			l.disk.room = l.disk.chance.IntN(300)
		}
	default:
		t, err := l.j.Issue(wish("cash"))
		if err != nil {
			return nil
		}
		for id, ticket := range l.shown {
			if ticket == t.Merge.Ticket {
				return fmt.Errorf("ticket %s was given out as %s and again as %s", ticket, id, t.ID)
			}
		}
		l.shown[t.ID] = t.Merge.Ticket
		l.order = append(l.order, t.ID)
	}
	return nil
}

// TestCrash: whenever the power goes, every ticket that somebody was given is
// in the journal, in order, until the hub has it, and no number is given twice.
func TestCrash(t *testing.T) {
	for seed := range uint64(*crashes) {
		if err := live(seed, false); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
}

// TestCrashesAreSeen is the control: on a disk that only says that it synced,
// the same lives must go wrong.
func TestCrashesAreSeen(t *testing.T) {
	for seed := range uint64(*crashes) {
		if err := live(seed, true); err != nil {
			t.Logf("seed %d: %v", seed, err)
			return
		}
	}
	t.Error("nothing was ever lost on a disk that never syncs: the test above sees nothing")
}

// TestPowerCutWhileDamageIsPutAside: the power goes at every step of putting a
// damaged file aside. What could be read of it is still there afterwards, and
// no number of it is given out again.
func TestPowerCutWhileDamageIsPutAside(t *testing.T) {
	for seed := range uint64(40) {
		for steps := range 30 {
			disk := newMemDisk(rand.New(rand.NewPCG(seed, uint64(steps))))
			j, err := open(disk)
			if err != nil {
				t.Fatal(err)
			}
			if err := j.Lease([]wire.Block{{BusinessDate: day, Series: "A", Services: []string{"cash"}, From: 901, To: 909, Next: 901}}); err != nil {
				t.Fatal(err)
			}
			for range 3 {
				if _, err := j.Issue(wish("cash")); err != nil {
					t.Fatal(err)
				}
			}
			node := disk.names[fileName]
			node.data[len(heading)+head+3] ^= 1 // in the lease
			node.synced = slices.Clone(node.data)
			disk.steps = steps
			if j, err = open(disk); err != nil {
				if j, err = open(disk.restart()); err != nil {
					t.Fatalf("seed %d, cut after %d steps: %v", seed, steps, err)
				}
			}
			if n := len(j.Pending()); n != 3 {
				t.Errorf("seed %d, cut after %d steps: %d of 3 tickets are left", seed, steps, n)
			}
			if got, err := j.Issue(wish("cash")); err == nil {
				t.Errorf("seed %d, cut after %d steps: %s was given out from a damaged lease", seed, steps, got.Merge.Ticket)
			}
		}
	}
}
