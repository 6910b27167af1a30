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
