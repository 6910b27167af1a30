//go:build linux

package cutfs

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// asUser makes the test binary the program that uses a disk: whoever serves one
// must not map its files.
const asUser = "CUTFS_TEST_USER"

func TestMain(m *testing.M) {
	if what := os.Getenv(asUser); what != "" {
		if err := users[what]("/proc/self/fd/3"); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

var users = map[string]func(root string) error{"files": useFiles, "map": useMap, "trouble": useTrouble, "room": useRoom}

// use runs a program on the disk, to its end.
func use(t *testing.T, d *Disk, what string) {
	t.Helper()
	m, err := Mount(d)
	if errors.Is(err, ErrNoFUSE) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), asUser+"="+what)
	cmd.ExtraFiles = []*os.File{m.Root}
	out, err := cmd.CombinedOutput()
	if err := errors.Join(err, m.Close()); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo") // of the whole machine: others mount, too
	if err != nil || strings.Contains(string(mounts), m.point) {
		t.Errorf("the disk stays mounted (%v)", err)
	}
}

var page = bytes.Repeat([]byte("0123456789abcdef"), 1024)

// useFiles leaves files behind that were synced in part.
func useFiles(root string) error {
	write := func(name string, sync bool) error {
		f, err := os.Create(filepath.Join(root, name))
		if err != nil {
			return err
		}
		_, err = f.Write(page)
		if sync && err == nil {
			err = f.Sync()
		}
		return errors.Join(err, f.Close())
	}
	syncDir := func(name string) error {
		f, err := os.Open(filepath.Join(root, name))
		if err != nil {
			return err
		}
		return errors.Join(f.Sync(), f.Close())
	}
	return errors.Join(
		os.Mkdir(filepath.Join(root, "deep"), 0o700),
		write("deep/safe", true),
		write("deep/unsynced", false),
		write("deep/moved", true),
		os.Rename(filepath.Join(root, "deep/moved"), filepath.Join(root, "deep/here")),
		os.Link(filepath.Join(root, "deep/safe"), filepath.Join(root, "deep/twin")),
		write("deep/gone", true),
		os.Remove(filepath.Join(root, "deep/gone")),
		syncDir("deep"), syncDir(""),
		write("deep/nameless", true),
		os.Remove(filepath.Join(root, "deep/twin")),
	)
}

// What was synced survives every cut; what was not survives some, and torn.
func TestACutKeepsWhatWasSyncedAndForgetsTheRest(t *testing.T) {
	seen := map[string]bool{}
	d := NewDisk(Plan{})
	use(t, d, "files")
	for seed := range uint64(200) {
		root := t.TempDir()
		if err := d.Cut(rand.New(rand.NewPCG(seed, 0)), Plan{}).Export(root); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"safe", "here"} {
			if b, err := os.ReadFile(filepath.Join(root, "deep", name)); err != nil || !bytes.Equal(b, page) {
				t.Fatalf("seed %d: %s was synced and is %d bytes, %v", seed, name, len(b), err)
			}
		}
		for _, name := range []string{"gone", "moved"} {
			if _, err := os.Stat(filepath.Join(root, "deep", name)); err == nil {
				t.Fatalf("seed %d: %s is back", seed, name)
			}
		}
		b, err := os.ReadFile(filepath.Join(root, "deep", "unsynced"))
		if err != nil {
			t.Fatalf("seed %d: the name was synced: %v", seed, err)
		}
		switch {
		case len(b) == 0:
			seen["forgotten"] = true
		case bytes.Equal(b, page):
			seen["kept"] = true
		default:
			seen["torn"] = true
		}
		for _, name := range []string{"nameless", "twin"} {
			_, err := os.Stat(filepath.Join(root, "deep", name))
			seen[fmt.Sprint(name, " ", err == nil)] = true
		}
	}
	for _, want := range []string{"forgotten", "kept", "torn", "nameless true", "nameless false", "twin true", "twin false"} {
		if !seen[want] {
			t.Errorf("in 200 cuts never: %s", want)
		}
	}
}

// useMap maps a file as bbolt does and reads there what it writes beside it.
func useMap(root string) error {
	f, err := os.OpenFile(filepath.Join(root, "mapped"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Truncate(1 << 20); err != nil {
		return err
	}
	m, err := syscall.Mmap(int(f.Fd()), 0, 4<<20, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return err
	}
	check := func(at int, want []byte) error {
		if !bytes.Equal(m[at:at+len(want)], want) {
			return fmt.Errorf("the map shows other bytes at %d than were written", at)
		}
		return nil
	}
	for n := range 50 {
		at := n * 20_001
		if err := check(at, make([]byte, 16)); err != nil {
			return err
		}
		if _, err := f.WriteAt(page[:12_345], int64(at)); err != nil {
			return err
		}
		if err := check(at, page[:12_345]); err != nil {
			return err
		}
	}
	// The file grows under the map.
	err = f.Truncate(3 << 20)
	if err == nil {
		_, err = f.WriteAt(page, 2<<20)
	}
	return errors.Join(err, f.Sync(), check(2<<20, page), syscall.Munmap(m))
}

func TestAMapShowsWhatIsWritten(t *testing.T) { use(t, NewDisk(Plan{}), "map") }

// useTrouble meets a full disk, an error and a write that stops half-way.
func useTrouble(root string) error {
	f, err := os.Create(filepath.Join(root, "file"))
	if err != nil {
		return err
	}
	want := func(err, kind error) error {
		if !errors.Is(err, kind) {
			return fmt.Errorf("got %v, want %v", err, kind)
		}
		return nil
	}
	_, full := f.WriteAt(page, 0)
	_, short := syscall.Pwrite(int(f.Fd()), page[:1000], 0)
	return errors.Join(want(full, syscall.ENOSPC), short, want(f.Sync(), syscall.EIO), f.Sync(), f.Close())
}

func TestTroubleReachesTheProgram(t *testing.T) {
	d := NewDisk(Plan{Trouble: func(n int, step Step) Trouble {
		switch n {
		case 2:
			return Trouble{Err: syscall.ENOSPC}
		case 3:
			return Trouble{Short: true}
		case 4:
			return Trouble{Err: syscall.EIO}
		}
		return Trouble{}
	}})
	use(t, d, "trouble")
	if got := d.root.entries["file"].safe.size; got != 500 {
		t.Errorf("%d bytes are safe, want half of 1000", got)
	}
}

// useRoom fills a disk that has room for twelve blocks and four of them taken.
func useRoom(root string) error {
	free := func() uint64 {
		var disk syscall.Statfs_t
		if err := syscall.Statfs(root, &disk); err != nil {
			return 0
		}
		return disk.Bavail * uint64(disk.Bsize)
	}
	old, err := os.ReadFile(filepath.Join(root, "deep/old"))
	if err != nil || !bytes.Equal(old, page) {
		return fmt.Errorf("the imported file is %d bytes, %v", len(old), err)
	}
	f, err := os.Create(filepath.Join(root, "file"))
	if err != nil {
		return err
	}
	defer f.Close()
	if got := free(); got != 8*blockSize {
		return fmt.Errorf("%d bytes are free", got)
	}
	_, err1 := f.WriteAt(page, 0)
	_, err2 := f.WriteAt(page, 0) // takes no more room
	_, err3 := f.WriteAt(page, 8*blockSize)
	_, full := f.WriteAt(page, 16*blockSize)
	if !errors.Is(full, syscall.ENOSPC) || free() != 0 {
		return fmt.Errorf("a write beyond the room: %v, %d bytes are free", full, free())
	}
	err4 := os.Remove(filepath.Join(root, "deep/old"))
	_, err5 := f.WriteAt(page, 16*blockSize)
	return errors.Join(err1, err2, err3, err4, err5)
}

func TestADiskHasItsRoomAndNoMore(t *testing.T) {
	from := t.TempDir()
	if err := errors.Join(os.Mkdir(filepath.Join(from, "deep"), 0o700), os.WriteFile(filepath.Join(from, "deep/old"), page, 0o600)); err != nil {
		t.Fatal(err)
	}
	d := NewDisk(Plan{Room: 12 * blockSize})
	if err := d.Import(from); err != nil {
		t.Fatal(err)
	}
	if cut := d.Cut(rand.New(rand.NewPCG(1, 0)), Plan{}); cut.Used() != 4*blockSize {
		t.Errorf("%d bytes of what was imported survive a cut", cut.Used())
	}
	d = NewDisk(Plan{Room: 12 * blockSize})
	if err := d.Import(from); err != nil {
		t.Fatal(err)
	}
	use(t, d, "room")
}
