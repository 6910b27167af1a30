//go:build linux

package store

import (
	"math/rand/v2"
	"syscall"
	"testing"

	"turno/hub/store/cutfs"
)

// trouble is a disk on which about one step in rarely goes wrong: no space,
// an error, or a write of half of what was asked for.
func trouble(seed uint64, rarely int) func(int, cutfs.Step) cutfs.Trouble {
	random := rand.New(rand.NewPCG(seed, 2))
	return func(_ int, step cutfs.Step) cutfs.Trouble {
		if random.IntN(rarely) > 0 {
			return cutfs.Trouble{}
		}
		switch kind := random.IntN(3); {
		case step == cutfs.Sync || step == cutfs.SyncDir || kind == 0:
			return cutfs.Trouble{Err: syscall.EIO}
		case step == cutfs.Write && kind == 1:
			return cutfs.Trouble{Short: true}
		}
		return cutfs.Trouble{Err: syscall.ENOSPC}
	}
}

// On a disk that fails now and then a batch that was refused is not there, one
// that was acknowledged is, and power cuts on top of it change neither.
func TestDiskTroubleLosesNothing(t *testing.T) {
	said := map[string]int{}
	cuts := 0
	for seed := uint64(1); cuts < *powercuts; seed++ {
		if *cutSeed != 0 && seed != *cutSeed {
			cuts += cutsPerLife
			continue
		}
		l := newLife(seed)
		l.said, l.ill = said, true
		fails := trouble(seed, 12<<(seed%3))
		l.plan = func(p cutfs.Plan) cutfs.Plan { p.Trouble = fails; return p }
		l.disk.Replan(l.next())
		for range cutsPerLife {
			cuts++
			err := l.writer(t, nil)
			if err == nil {
				err = l.cut(t)
			}
			if err != nil {
				t.Errorf("-cutseed %d: %v", seed, err)
				break
			}
		}
	}
	t.Logf("%d cuts of disks that fail; the writers said %v", cuts, said)
	for _, what := range []string{"ack", "refused", "broken", "error"} {
		if said[what] == 0 {
			t.Errorf("no writer ever said %q: the disks do not fail as they should", what)
		}
	}
}

// fullAndForgetful is a disk of which one sync fails and forgets, and that is full:
// from the beginning but for some blocks, or when some more writes were done.
func fullAndForgetful(d *cutfs.Disk, random *rand.Rand) cutfs.Plan {
	p := cutfs.Plan{}
	fails, syncs, writes := 6+random.IntN(30), 0, random.IntN(6)
	if random.IntN(2) == 0 {
		p.Room, writes = d.Used()+int64(random.IntN(20))*4096, 1<<30
	}
	p.Trouble = func(_ int, step cutfs.Step) (t cutfs.Trouble) {
		switch {
		case step == cutfs.Sync:
			if syncs++; syncs == fails {
				t = cutfs.Trouble{Err: syscall.EIO, Forget: true}
			}
		case step == cutfs.Write && syncs >= fails:
			if writes--; writes < 0 {
				t.Err = syscall.ENOSPC
			}
		}
		return t
	}
	return p
}

// A sync that failed may leave in memory what is not on the disk, and no later sync
// says so. Who starts after it reads the memory, and can't take the journal into the
// data file where the disk is full; what it tells of has to be there all the same.
func TestAFailedSyncIsNotBelieved(t *testing.T) {
	heard := map[string]int{}
	for seed := uint64(1); seed <= uint64(*powercuts); seed++ {
		if *cutSeed != 0 && seed != *cutSeed {
			continue
		}
		l := newLife(seed)
		l.said, l.ill = heard, true
		acks := l.random.IntN(8)
		l.disk = cutfs.NewDisk(cutfs.Plan{})
		err := l.writer(t, func(x said) bool { // begun, with a key for the date
			if x.What == "ack" {
				acks--
			}
			return acks < -1
		})
		l.disk.Replan(fullAndForgetful(l.disk, l.random))
		broken := false
		if err == nil {
			err = l.writer(t, func(x said) bool {
				broken = broken || x.What == "broken"
				return broken && x.What == "opened" // it tells of what it found
			})
		}
		if err == nil {
			err = l.cut(t)
		}
		if err != nil {
			t.Errorf("-cutseed %d: %v", seed, err)
		}
	}
	t.Logf("%d lives; the writers said %v", *powercuts, heard)
	if *cutSeed == 0 && (heard["broken"] == 0 || heard["refused"] == 0 || heard["opened"] <= 2**powercuts) {
		t.Errorf("no sync failed, or the disk was never full, or no start went on then: %v", heard)
	}
}
