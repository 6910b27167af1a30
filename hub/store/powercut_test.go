//go:build linux

package store

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"turno/hub/store/cutfs"
)

var (
	powercuts = flag.Int("powercuts", 20, "how many times each test cuts the power")
	cutSeed   = flag.Uint64("cutseed", 0, "the seed of the one power cut life to run again; 0 is all of them")
)

// life is one data folder on its way through power cuts.
type life struct {
	seed   uint64
	random *rand.Rand
	disk   *cutfs.Disk
	ledger ledger
	said   map[string]int // what its writers said, by kind
	env    []string
	plan   func(cutfs.Plan) cutfs.Plan // what else is wrong with the disk
	ill    bool                        // so that a writer may end early
}

func newLife(seed uint64) *life {
	l := &life{seed: seed, random: rand.New(rand.NewPCG(seed, 0)), said: map[string]int{}, plan: func(p cutfs.Plan) cutfs.Plan { return p }}
	l.disk = cutfs.NewDisk(l.next())
	return l
}

// next plans the next cut: mostly soon, so that the making of the folder, the
// opening and the first commits are hit, too.
func (l *life) next() cutfs.Plan {
	within := []int{20, 60, 200, 400}[l.random.IntN(4)]
	return l.plan(cutfs.Plan{CutAt: 1 + l.random.IntN(within)})
}

// writer starts a program on the disk and hears it until it ends: when the power
// goes, when stop says so, or by itself.
func (l *life) writer(t *testing.T, stop func(said) bool) error {
	t.Helper()
	m, err := cutfs.Mount(l.disk)
	if errors.Is(err, cutfs.ErrNoFUSE) {
		t.Skipf("power cuts need FUSE: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := m.Close(); err != nil {
			t.Errorf("the disk stays mounted: %v", err)
		}
	}()
	cmd := child(t, "powercut", "/proc/self/fd/3/data")
	cmd.Env = append(cmd.Env, fmt.Sprintf("STORE_TEST_SEED=%d", l.random.Uint64()))
	cmd.Env = append(cmd.Env, l.env...)
	cmd.ExtraFiles = []*os.File{m.Root}
	return l.hear(t, cmd, stop)
}

func (l *life) hear(t *testing.T, cmd *exec.Cmd, stop func(said) bool) (err error) {
	t.Helper()
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	gone, stopped := l.disk.Gone(), l.disk.Stopped()
	late := time.NewTimer(cutPatience)
	defer late.Stop()
	var killer sync.WaitGroup
	killer.Go(func() {
		select {
		case <-gone:
		case <-stopped:
		case <-late.C:
			t.Error("a writer did not end")
		case <-ended:
		}
		_ = cmd.Process.Kill()
	})
	defer func() {
		close(ended)
		killer.Wait()
		_ = cmd.Wait()
		if err == nil && cmd.ProcessState.ExitCode() == panicked {
			err = errors.New("the writer panicked")
		}
		if err != nil {
			err = fmt.Errorf("%w %s", err, errs.String())
		}
	}()
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		var x said
		if json.Unmarshal(lines.Bytes(), &x) != nil {
			break // the kill cut its last word
		}
		l.said[x.What]++
		if x.What == "error" && (l.ill || over(gone) || over(stopped)) {
			break // of a disk without power
		}
		if err := l.ledger.hear(x); err != nil {
			return err
		}
		if stop != nil && stop(x) {
			stop = nil
			_ = cmd.Process.Kill() // and hear what it still said
		}
	}
	return nil
}

// panicked is how the runtime ends a program that panics.
const panicked = 2

// cutPatience bounds the wait for one writer.
const cutPatience = 60 * time.Second

func over(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// cut takes the power, proves what survived and goes on with it.
func (l *life) cut(t *testing.T) error {
	t.Helper()
	l.disk = l.disk.Cut(l.random, l.next())
	root := t.TempDir()
	if err := l.disk.Export(root); err != nil {
		t.Fatal(err)
	}
	err := l.ledger.check(root)
	_ = os.RemoveAll(root)
	return err
}

// lives cuts the power n times, over many folders, and gives what was lost, up
// to enough times.
func lives(t *testing.T, n, enough int, setUp func(*life)) (acknowledged int, lost []error) {
	t.Helper()
	first := uint64(1)
	if *cutSeed != 0 {
		first, n = *cutSeed, min(n, cutsPerLife)
	}
	for seed := first; n > 0 && len(lost) < enough; seed++ {
		l := newLife(seed)
		setUp(l)
		for range min(n, cutsPerLife) {
			n--
			err := l.writer(t, nil)
			if err == nil {
				err = l.cut(t)
			}
			if err != nil {
				lost = append(lost, fmt.Errorf("-cutseed %d: %w", seed, err))
				break
			}
		}
		acknowledged += len(l.ledger.batches)
	}
	return acknowledged, lost
}

// cutsPerLife is how many cuts a folder goes through.
const cutsPerLife = 10

// After a power cut at any moment everything that was acknowledged is there with
// its answer, nothing is half there, and the chain and the check are whole.
func TestPowerCutsLoseNothing(t *testing.T) {
	acknowledged, lost := lives(t, *powercuts, 10, func(*life) {})
	for _, err := range lost {
		t.Error(err)
	}
	if acknowledged < *powercuts {
		t.Errorf("only %d batches were acknowledged", acknowledged)
	}
	t.Logf("%d cuts, %d batches acknowledged, %d lives lost something", *powercuts, acknowledged, len(lost))
}

// The first test would notice: a store that does not sync, one that writes over a side
// of the journal before the data file has it, a disk that only says that it synced, and
// one that forgets the names in folders all lose something.
func TestPowerCutsFindWhatIsNotSynced(t *testing.T) {
	lying := func(about cutfs.Step) func(*life) {
		return func(l *life) {
			l.plan = func(p cutfs.Plan) cutfs.Plan {
				p.Trouble = func(_ int, step cutfs.Step) cutfs.Trouble { return cutfs.Trouble{Lie: step == about} }
				return p
			}
			l.disk = cutfs.NewDisk(l.next())
		}
	}
	cuts := max(200, *powercuts) // a side written over too early is noticed at one cut in twenty
	for name, setUp := range map[string]func(*life){
		"a file that is not synced":  func(l *life) { l.env = []string{"STORE_TEST_NOSYNC=file"} },
		"nor its journal":            func(l *life) { l.env = []string{"STORE_TEST_NOSYNC=journal"} },
		"a side that is not awaited": func(l *life) { l.env = []string{"STORE_TEST_NOSYNC=turn"} },
		"a disk that lies":           lying(cutfs.Sync),
		"a disk that forgets names":  lying(cutfs.SyncDir),
	} {
		t.Run(name, func(t *testing.T) {
			_, lost := lives(t, cuts, max(1, *powercuts/20), setUp)
			if len(lost) == 0 {
				t.Errorf("%d power cuts lost nothing", cuts)
			}
			t.Logf("of up to %d cuts the first of %d that were noticed: %v", cuts, len(lost), first(lost))
		})
	}
}

func first(errs []error) error {
	if len(errs) == 0 {
		return nil
	}
	return errs[0]
}

// What a killed hub had written but not synced is seen by the next one, which
// tells its clients of it: a power cut after that must not take it back.
func TestPowerCutAfterAKill(t *testing.T) {
	shown := 0
	for seed := range uint64(*powercuts) {
		l := newLife(1000 + seed)
		l.disk.Replan(cutfs.Plan{StopAt: 1 + l.random.IntN(120)})
		if err := l.writer(t, nil); err != nil {
			t.Errorf("seed %d: %v", seed, err)
			continue
		}
		l.disk.Replan(cutfs.Plan{})
		if err := l.writer(t, func(x said) bool { return x.What == "opened" }); err != nil {
			t.Errorf("seed %d: %v", seed, err)
			continue
		}
		if l.ledger.seq() > 0 {
			shown++
		}
		if err := l.cut(t); err != nil {
			t.Errorf("seed %d: a kill, an opening and a power cut: %v", seed, err)
		}
	}
	t.Logf("%d kills with a power cut behind them, %d showed something", *powercuts, shown)
}

func TestNoDiskStaysMounted(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir) // others mount in the machine's own
	l := newLife(7)
	if err := l.writer(t, nil); err != nil {
		t.Error(err)
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil || strings.Contains(string(mounts), dir) {
		t.Errorf("a disk stays mounted (%v)", err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "cutfs-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
