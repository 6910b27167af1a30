//go:build linux

package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"go.etcd.io/bbolt"

	"turno/hub/store/cutfs"
)

// oldFormats are the formats of which testdata has a data folder.
var oldFormats = []string{"format1", "format2", "format3"}

// inherited is a data folder of an older release, and what it has promised.
type inherited struct {
	format string
	root   string // holds the folder data
	told   told
	epoch  string
}

func inherit(t *testing.T, format string) inherited {
	t.Helper()
	root := t.TempDir()
	migrated, dir := filepath.Join(root, "migrated"), filepath.Join(root, "old", "data")
	_, want := release(t, format, migrated)
	data, _ := release(t, format, dir)
	walk, err := walkPages(dataFile(dir))
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, dataFile(dir), data[:int64(walk.meta.high)*walk.meta.pageSize]) // the rest is empty, and slow to copy
	return inherited{format: format, root: filepath.Join(root, "old"), told: toldBy(t, migrated, want), epoch: want.Epoch}
}

// toldBy is what the folder of a release has promised, read after a migration
// without cuts and compared with what was written down.
func toldBy(t *testing.T, dir string, want released) told {
	t.Helper()
	s := openStore(t, dir)
	defer s.Close()
	state, err := s.Load()
	if err != nil || state.Seq != want.Seq {
		t.Fatal(state.Seq, err)
	}
	x := told{Seq: state.Seq, Events: map[uint64]string{}, State: sumJSON(state)}
	events, err := s.EventsAfter(0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		x.Events[e.Seq] = sumJSON(e)
	}
	for visit, fields := range want.Personal {
		for field, value := range fields {
			x.Personal = append(x.Personal, Personal{Visit: visit, Field: field, Value: value})
		}
	}
	if x.Clock, _, err = s.Clock(); err != nil {
		t.Fatal(err)
	}
	return x
}

// life begins on a disk that has the old folder, safe.
func (in inherited) life(t *testing.T, seed uint64) *life {
	t.Helper()
	l := newLife(2000 + seed)
	l.disk = cutfs.NewDisk(cutfs.Plan{})
	if err := l.disk.Import(in.root); err != nil {
		t.Fatal(err)
	}
	l.ledger = ledger{opened: true, epoch: in.epoch, batches: []told{in.told}}
	return l
}

// steps is how many steps of the disk a start takes that migrates, and which of them
// is the first sync.
func (in inherited) steps(t *testing.T) (last, sync int) {
	t.Helper()
	l := in.life(t, 0)
	l.env = []string{"STORE_TEST_OPEN=1"}
	l.disk.Replan(cutfs.Plan{Trouble: func(n int, step cutfs.Step) cutfs.Trouble {
		if last = n; step == cutfs.Sync && sync == 0 {
			sync = n
		}
		return cutfs.Trouble{}
	}})
	if err := l.writer(t, nil); err != nil || l.said["opened"] != 1 {
		t.Fatal(l.said, err)
	}
	return last, sync
}

// A power cut at any moment of a migration leaves the old folder or the new one,
// with all that the older release had promised.
func TestPowerCutsInAMigration(t *testing.T) {
	for _, format := range oldFormats {
		t.Run(format, func(t *testing.T) {
			in := inherit(t, format)
			steps, _ := in.steps(t)
			cuts, migrated, within := 0, 0, steps+10
			for seed := uint64(1); cuts < *powercuts; seed++ {
				l := in.life(t, seed)
				for range 2 { // the second cut finds the migration done, or does it again
					cuts++
					l.disk.Replan(cutfs.Plan{CutAt: 1 + l.random.IntN(within)})
					err := l.writer(t, nil)
					if err == nil {
						err = l.cut(t)
					}
					if err != nil {
						t.Errorf("seed %d: %v", seed, err)
						break
					}
				}
				migrated += l.said["opened"]
			}
			if migrated == 0 || migrated == cuts {
				t.Errorf("of %d cuts %d came after the migration: none hit it, or all did", cuts, migrated)
			}
			t.Logf("%d cuts within %d steps, %d of them after the migration", cuts, within, migrated)
		})
	}
}

// The test above would notice: of a migration that syncs nothing, and on disks that
// only say that they synced, what was promised is lost, though nothing follows it.
func TestPowerCutsFindAMigrationThatDoesNotSync(t *testing.T) {
	for _, format := range oldFormats {
		in := inherit(t, format)
		steps, _ := in.steps(t)
		lyingDisks(t, in, steps)
	}
}

func lyingDisks(t *testing.T, in inherited, within int) {
	for name, lies := range map[string][]cutfs.Step{
		"NoSync":                    {cutfs.Sync, cutfs.SyncDir},
		"a disk that lies":          {cutfs.Sync},
		"a disk that forgets names": {cutfs.SyncDir},
	} {
		t.Run(in.format+"/"+name, func(t *testing.T) {
			cuts, lost := 0, []error(nil)
			// Names alone are forgotten in an order that harms in one cut of nine.
			for seed := uint64(1); cuts < max(200, *powercuts) && len(lost) < max(1, *powercuts/30); seed++ {
				l := in.life(t, seed)
				l.env = []string{"STORE_TEST_OPEN=1"}
				p := cutfs.Plan{Trouble: func(_ int, step cutfs.Step) cutfs.Trouble {
					return cutfs.Trouble{Lie: slices.Contains(lies, step)}
				}}
				if cuts%4 == 3 { // mostly when all was said to be done
					p.CutAt = 1 + l.random.IntN(within)
				}
				cuts++
				l.disk.Replan(p)
				err := l.writer(t, nil)
				if err == nil {
					err = l.cut(t)
				}
				if err != nil {
					lost = append(lost, err)
				}
			}
			if len(lost) == 0 {
				t.Errorf("%d power cuts lost nothing", cuts)
			}
			t.Logf("of %d cuts %d were noticed, the first: %v", cuts, len(lost), first(lost))
		})
	}
}

// A step of a migration that fails leaves the old folder or the new one, and the
// next start goes on with it. One step in sixteen is tried, with -powercuts 300 or more each.
func TestAMigrationThatFailsLosesNothing(t *testing.T) {
	every := 16
	if *powercuts >= 300 {
		every = 1
	}
	for _, format := range oldFormats {
		t.Run(format, func(t *testing.T) { inherit(t, format).failEach(t, every) })
	}
}

func (in inherited) failEach(t *testing.T, every int) {
	failed := 0
	steps, _ := in.steps(t)
	for at := 1; at <= steps; at += every {
		for _, kind := range []cutfs.Trouble{{Err: syscall.ENOSPC}, {Err: syscall.EIO}, {Short: true}} {
			l := in.life(t, uint64(at))
			l.ill, l.env = true, []string{"STORE_TEST_OPEN=1"}
			l.disk.Replan(cutfs.Plan{Trouble: func(n int, _ cutfs.Step) cutfs.Trouble {
				if n == at {
					return kind
				}
				return cutfs.Trouble{}
			}})
			if err := l.writer(t, nil); err != nil {
				t.Fatalf("step %d, %+v: %v", at, kind, err)
			}
			root := t.TempDir()
			if err := l.disk.Export(root); err != nil {
				t.Fatal(err)
			}
			if l.said["error"] > 0 {
				failed++
			}
			if err := l.ledger.check(root); err != nil {
				t.Errorf("step %d, %+v, refused %d times: %v", at, kind, l.said["error"], err)
			}
			_ = os.RemoveAll(root)
		}
	}
	if failed == 0 {
		t.Error("no step ever failed")
	}
	t.Logf("%d failed starts", failed)
}

// A migration that has no room is refused before it begins, in words that say how
// much is needed and where; with just so much it is done.
func TestAMigrationLooksForRoomFirst(t *testing.T) {
	in := inherit(t, "format1")
	dir := filepath.Join(in.root, "data")
	src, err := openBolt(dataFile(dir), use{})
	if err != nil {
		t.Fatal(err)
	}
	need, err := roomToMigrate(src, 1)
	if err = errors.Join(err, src.Close()); err != nil {
		t.Fatal(err)
	}
	try := func(room int64) *life {
		l := in.life(t, 1)
		l.env, l.ill = []string{"STORE_TEST_OPEN=1"}, true
		l.disk.Replan(cutfs.Plan{Room: l.disk.Used() + room})
		if err := l.writer(t, nil); err != nil {
			t.Fatal(err)
		}
		root := t.TempDir()
		if err := l.disk.Export(root); err != nil {
			t.Fatal(err)
		}
		names, err := os.ReadDir(filepath.Join(root, "data"))
		if l.said["opened"] == 0 && (err != nil || len(names) != 1 || !bytes.Equal(readFile(t, dataFile(dir)), readFile(t, dataFile(filepath.Join(root, "data"))))) {
			t.Errorf("with room for %d bytes something was changed: %v, %v", room, names, err)
		}
		return l
	}
	const block = 4096
	for _, room := range []int64{0, 10 * block, need/2 - need/2%block, need - block - need%block} {
		if l := try(room); l.said["opened"] != 0 || l.said["error"] != 1 {
			t.Errorf("with room for %d of %d bytes the migration began: %v", room, need, l.said)
		}
	}
	if l := try(need + block); l.said["opened"] != 1 {
		t.Errorf("with the room that it asks for: %v", l.said)
	}
	err = roomFor(dir, 1<<62, "this", "or elsewhere")
	if err == nil || !errors.Is(err, ErrUnusable) || !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("%v", err)
	}
	for _, want := range []string{dir, "4611686018427387904 bytes", "nothing was changed", "MiB more there, or elsewhere."} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the words lack %q: %v", want, err)
		}
	}
	if err := roomFor(dir, 1, "", ""); err != nil {
		t.Error(err)
	}
}

// What a migration takes is never more than what it asks for, also where much is
// personal.
func TestAMigrationTakesNoMoreThanItAsksFor(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	release(t, "format1", dir)
	alter(t, dir, func(tx *bbolt.Tx) (err error) {
		for n := range 3000 {
			visit := fmt.Sprintf("p%06d", n)
			code := fmt.Sprintf("code-of-%s-0123456789ABC", visit)
			err = errors.Join(err, put(tx.Bucket(bucketPersonal), []byte(visit+"\x00"+FieldCode), []byte(code)),
				put(tx.Bucket(bucketPersonal), []byte(visit+"\x00name"), []byte("Ana")),
				put(tx.Bucket(bucketCodes), []byte(code), []byte(visit)))
		}
		return err
	})
	src, err := openBolt(dataFile(dir), use{})
	if err != nil {
		t.Fatal(err)
	}
	need, err := roomToMigrate(src, 1)
	if err = errors.Join(err, src.Close()); err != nil {
		t.Fatal(err)
	}
	closeStore(t, openStore(t, dir))
	took := int64(0)
	for _, path := range []string{dataFile(dir), filepath.Join(dir, oldName(1))} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		took += info.Size()
	}
	if asked := need - 2*growStep; int64(usedBytes(t, dataFile(dir))) > asked || took > need {
		t.Errorf("%d bytes, %d of them live in the new file; %d and %d were asked for", took, usedBytes(t, dataFile(dir)), need, asked)
	}
}

// The third format's journal is smaller than that of now. Where there is no room for
// the new one the folder stays as it is, for the older program.
func TestAMigrationInPlaceLooksForRoomFirst(t *testing.T) {
	for _, format := range []string{"format2", "format3"} {
		in := inherit(t, format)
		before := readFile(t, dataFile(filepath.Join(in.root, "data")))
		for _, room := range []int64{0, 1 << 20, shapeNow.size() - 4096} {
			l := in.life(t, 1)
			l.env, l.ill = []string{"STORE_TEST_OPEN=1"}, true
			l.disk.Replan(cutfs.Plan{Room: l.disk.Used() + room})
			if err := l.writer(t, nil); err != nil {
				t.Fatal(err)
			}
			root := t.TempDir()
			if err := l.disk.Export(root); err != nil {
				t.Fatal(err)
			}
			if l.said["opened"] != 0 || !bytes.Equal(before, readFile(t, dataFile(filepath.Join(root, "data")))) {
				t.Errorf("%s, with room for %d bytes the migration began: %v", format, room, l.said)
			}
		}
	}
}

// A hub of the older format that was killed between the last write of a commit and its
// sync leaves a head that can be read and is not on the disk. The migration writes over
// pages that the head before it needs; a power cut then leaves the one or the other.
func TestPowerCutsInAMigrationAfterAKill(t *testing.T) {
	for _, format := range oldFormats[1:] {
		t.Run(format, func(t *testing.T) {
			in := inherit(t, format)
			dir := filepath.Join(in.root, "data")
			alter(t, dir, func(*bbolt.Tx) error { return nil })
			safe := readFile(t, dataFile(dir))
			alter(t, dir, func(tx *bbolt.Tx) error {
				return putSession(tx, Session{Token: HashToken("the last"), ID: "x", Role: "kiosk"})
			})
			last := readFile(t, dataFile(dir))
			writeFile(t, dataFile(dir), safe)
			_, sync := in.steps(t)
			for seed := range uint64(max(60, *powercuts)) {
				l := in.life(t, seed)
				killedInACommit(t, l.disk, safe, last)
				l.disk.Replan(cutfs.Plan{CutAt: sync + max(0, int(seed%8)-4)}) // in it, and soon after
				err := l.writer(t, nil)
				if err == nil {
					err = l.cut(t)
				}
				if err != nil {
					t.Errorf("seed %d: %v", seed, err)
				}
			}
		})
	}
}

// killedInACommit brings the data file of a disk from one state to the next, all of it
// but the sync of its head.
func killedInACommit(t *testing.T, disk *cutfs.Disk, from, to []byte) {
	t.Helper()
	m, err := cutfs.Mount(disk)
	if errors.Is(err, cutfs.ErrNoFUSE) {
		t.Skipf("power cuts need FUSE: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	f, err := os.OpenFile(fmt.Sprintf("/proc/self/fd/%d/data/%s", m.Root.Fd(), FileName), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	const page = 4096
	for at := len(to) - page; at >= 0; at -= page { // the heads come last
		if at+page <= len(from) && bytes.Equal(from[at:at+page], to[at:at+page]) {
			continue
		}
		if at == page || at == 0 {
			err = f.Sync()
		}
		if _, bad := f.WriteAt(to[at:at+page], int64(at)); errors.Join(err, bad) != nil {
			t.Fatal(err, bad)
		}
	}
}
