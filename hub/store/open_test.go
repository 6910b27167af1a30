package store

import (
	"bytes"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"
)

func TestFreshFolderIsWhole(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "er", "data")
	s := openStore(t, dir)
	if s.Epoch() == (Epoch{}) || s.Head() != 0 {
		t.Errorf("epoch %s, head %d; want a random epoch and 0", s.Epoch(), s.Head())
	}
	created, err := s.Created()
	if err != nil || time.Since(created) > time.Minute {
		t.Errorf("created %v, %v", created, err)
	}
	closeStore(t, s)
	names, err := os.ReadDir(dir)
	if err != nil || len(names) != 2 || names[0].Name() != FileName || names[1].Name() != JournalName {
		t.Errorf("folder holds %v, %v; want the data file and its journal", names, err)
	}
	if r := whole(t, dir); r.Epochs != 1 || r.Last != 0 {
		t.Errorf("fresh folder has %d epochs and event %d", r.Epochs, r.Last)
	}
}

func TestReopenGivesTheSame(t *testing.T) {
	dir, w := filled(t, 30)
	s := openStore(t, dir)
	sameState(t, s, w.state)
	epoch := s.Epoch()
	commit(t, s, Batch{Events: w.issues(2)})
	sameState(t, s, w.state)
	closeStore(t, s)
	s = openStore(t, dir)
	sameState(t, s, w.state)
	if s.Epoch() != epoch {
		t.Errorf("epoch changed from %s to %s without a restore", epoch, s.Epoch())
	}
	at, ok, err := s.Clock()
	if err != nil || !ok || at.IsZero() {
		t.Errorf("clock %v %v %v after one was stored", at, ok, err)
	}
}

// TestMain lets this binary stand in for another program on the same folder.
func TestMain(m *testing.M) {
	switch os.Getenv("STORE_TEST_CHILD") {
	case "open":
		childOpen(os.Getenv("STORE_TEST_DIR"))
	case "write":
		childWrite(os.Getenv("STORE_TEST_DIR"))
	case "powercut":
		childPowercut(os.Getenv("STORE_TEST_DIR"))
	default:
		os.Exit(m.Run())
	}
}

func childOpen(dir string) {
	s, err := Open(dir, Options{})
	if err != nil {
		os.Stderr.WriteString(err.Error())
		if errors.Is(err, ErrInUse) {
			os.Exit(3)
		}
		os.Exit(1)
	}
	s.Close()
}

func child(t *testing.T, mode, dir string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), "STORE_TEST_CHILD="+mode, "STORE_TEST_DIR="+dir)
	return cmd
}

func TestSecondProgramIsRefused(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	start := time.Now()
	out, err := child(t, "open", dir).CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 3 {
		t.Fatalf("second program: %v %s; want it to be told that the folder is in use", err, out)
	}
	if d := time.Since(start); d > 2*time.Second {
		t.Errorf("the second program was told after %v, more than 2 s", d)
	}
	if !strings.Contains(string(out), dir) || !strings.Contains(string(out), "Stop that program") {
		t.Errorf("message does not name the folder and what to do: %s", out)
	}
	if _, err := Check(dir); !errors.Is(err, ErrInUse) {
		t.Errorf("Check beside a hub: %v, want ErrInUse", err)
	}
	closeStore(t, s)
	if out, err := child(t, "open", dir).CombinedOutput(); err != nil {
		t.Errorf("after the first has closed: %v %s", err, out)
	}
}

func TestManyAtOnceOnAFreshFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	type result struct {
		s   *Store
		err error
	}
	results := make(chan result)
	const programs = 8
	for range programs {
		go func() {
			s, err := Open(dir, Options{})
			results <- result{s, err}
		}()
	}
	var winners []*Store
	for range programs {
		r := <-results
		switch {
		case r.err == nil:
			winners = append(winners, r.s)
		case !errors.Is(r.err, ErrInUse):
			t.Errorf("loser: %v, want ErrInUse", r.err)
		}
	}
	if len(winners) > 1 {
		t.Fatalf("%d programs hold one folder", len(winners))
	}
	for _, s := range winners {
		closeStore(t, s)
	}
	whole(t, dir)
}

// newerFormat is one that this program does not know.
var newerFormat = []byte(strconv.Itoa(Format + 1))

func TestNewerFormatIsRefused(t *testing.T) {
	dir, _ := filled(t, 3)
	db, err := bbolt.Open(dataFile(dir), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error { return put(tx.Bucket(bucketMeta), keyFormat, newerFormat) })
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	before := readFile(t, dataFile(dir))
	if _, err := Open(dir, Options{}); !errors.Is(err, ErrNewer) || !strings.Contains(err.Error(), "format "+string(newerFormat)) {
		t.Errorf("Open: %v, want ErrNewer naming its format", err)
	}
	if _, err := Check(dir); !errors.Is(err, ErrNewer) {
		t.Errorf("Check: %v, want ErrNewer", err)
	}
	if !bytes.Equal(before, readFile(t, dataFile(dir))) {
		t.Error("a refused file was changed")
	}
}

func TestUnusableFolders(t *testing.T) {
	base := t.TempDir()
	file := filepath.Join(base, "file")
	writeFile(t, file, []byte("a letter to the bank"))
	inFile := filepath.Join(file, "data")
	notOurs := filepath.Join(base, "other")
	if err := os.Mkdir(notOurs, 0o700); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(notOurs, FileName), bytes.Repeat([]byte("not a database "), 1000))
	empty := filepath.Join(base, "empty")
	if err := os.Mkdir(empty, 0o700); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(empty, FileName), nil)
	for _, c := range []struct {
		dir  string
		kind error
	}{
		{file, ErrUnusable},
		{inFile, ErrUnusable},
		{notOurs, ErrDamaged},
		{empty, ErrDamaged},
	} {
		_, err := Open(c.dir, Options{})
		var p *Problem
		if !errors.Is(err, c.kind) || !errors.As(err, &p) || p.Do == "" {
			t.Errorf("Open(%s): %v, want a Problem of kind %v", filepath.Base(c.dir), err, c.kind)
		}
	}
	if _, err := Check(filepath.Join(base, "nowhere")); !errors.Is(err, ErrUnusable) || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Check of nothing: %v", err)
	}
}

func TestLeftoversOfAKilledStartGo(t *testing.T) {
	dir := t.TempDir()
	left := filepath.Join(dir, newPrefix+"123")
	if err := os.Mkdir(left, 0o700); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(left, FileName), []byte("half"))
	openStore(t, dir)
	if _, err := os.Stat(left); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("leftover is still there: %v", err)
	}
}

// A snapshot that can't be read costs time, not the branch.
func TestSpoiledSnapshotFallsBack(t *testing.T) {
	for spoiled := 1; spoiled <= keepSnapshots; spoiled++ {
		dir, w := filled(t, 20)
		alter(t, dir, func(tx *bbolt.Tx) error {
			b := tx.Bucket(bucketSnapshots)
			c := b.Cursor()
			k, v := c.Last()
			for range spoiled {
				if err := b.Put(k, append(bytes.Clone(v[:len(v)-1]), '!')); err != nil {
					return err
				}
				k, v = c.Prev()
			}
			return nil
		})
		var log bytes.Buffer
		s, err := Open(dir, Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
		if err != nil {
			t.Fatal(err)
		}
		sameState(t, s, w.state)
		closeStore(t, s)
		if n := strings.Count(log.String(), "snapshot can't be used"); n != spoiled {
			t.Errorf("%d warnings for %d spoiled snapshots: %s", n, spoiled, log.String())
		}
		r, err := Check(dir)
		if err != nil || len(r.Findings) != spoiled || r.Findings[0].Part != "snapshots" {
			t.Errorf("Check: %v %v, want %d findings on snapshots", r.Findings, err, spoiled)
		}
	}
}

// alter changes a closed data file behind the store's back.
func alter(t testing.TB, dir string, fn func(*bbolt.Tx) error) {
	t.Helper()
	db, err := bbolt.Open(dataFile(dir), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Update(fn), db.Close()); err != nil {
		t.Fatal(err)
	}
}
