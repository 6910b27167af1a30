package journal

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"turno/hub/wire"
)

// onMemory is a journal with forty numbers on a disk of the test's.
func onMemory(t *testing.T) (*Journal, *memDisk) {
	t.Helper()
	d := newMemDisk(rand.New(rand.NewPCG(3, 3)))
	j, err := open(d)
	if err != nil {
		t.Fatal(err)
	}
	lease(t, j, lent("A", 901, 940, 901, "cash"))
	return j, d
}

// TestMendsFullDisk: while there is no room for a ticket Mend says so, and what
// it says when there is comes true.
func TestMendsFullDisk(t *testing.T) {
	j, d := onMemory(t)
	for room := range 900 {
		d.room = room
		if err := j.Mend(); !errors.Is(err, ErrFull) {
			t.Fatalf("with %d bytes left: %v", room, err)
		}
	}
	d.room = 3000
	if err := j.Mend(); err != nil {
		t.Fatal(err)
	}
	wantNumbers(t, numbers(t, j, "cash", 1), "A901")
}

// TestMendsBrokenDisk: a disk that failed so that nobody knew what is on it works
// again. What people hold is there, what failed is not, no number comes twice.
func TestMendsBrokenDisk(t *testing.T) {
	j, d := onMemory(t)
	wantNumbers(t, numbers(t, j, "cash", 2), "A901", "A902")
	d.sick = true
	for range 2 {
		if _, err := j.Issue(wish("cash")); err == nil {
			t.Fatal("a sick disk took a ticket")
		}
	}
	if err := j.Mend(); err == nil {
		t.Fatal("a sick disk was mended")
	}
	d.sick = false
	if _, err := j.Issue(wish("cash")); !errors.Is(err, ErrBroken) {
		t.Fatalf("before it was mended: %v", err)
	}
	if err := j.Mend(); err != nil {
		t.Fatal(err)
	}
	wantNumbers(t, numbers(t, j, "cash", 1), "A903")
	again, err := open(d.restart())
	if err != nil || again.Found().Damaged != "" {
		t.Fatalf("%v, %+v", err, again.Found())
	}
	wantNumbers(t, pendingOf(again), "A901", "A902", "A903")
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if err := j.Mend(); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("a closed journal was mended: %v", err)
	}
}

// TestHangingDisk: while the disk hangs everything that only reads answers, and a
// number that is written when nobody waits for it any more is nobody's: the hub
// never hears of it, and the next person has the next one.
func TestHangingDisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j, d := onMemory(t)
		d.hang = make(chan struct{})
		waits := true
		failed := make(chan error)
		go func() {
			_, err := j.IssueIf(wish("cash"), func() bool { return waits })
			failed <- err
		}()
		time.Sleep(time.Hour)
		if n, p, r := j.Left()[day]["cash"], j.Pending(), j.Refusals(); n != 40 || len(p)+len(r) != 0 || j.Fresh() || j.Unmerged(nil) != 0 {
			t.Errorf("%d left, %d pending, %d refused", n, len(p), len(r))
		}
		waits = false
		close(d.hang)
		if err := <-failed; !errors.Is(err, ErrLate) {
			t.Errorf("it ended with %v", err)
		}
		wantNumbers(t, pendingOf(j))
		wantNumbers(t, numbers(t, j, "cash", 1), "A902")
		again, err := open(d.restart())
		if err != nil {
			t.Fatal(err)
		}
		wantNumbers(t, pendingOf(again), "A902")
		if err := again.Lease([]wire.Block{lent("A", 901, 940, 901, "cash")}); err != nil {
			t.Fatal(err)
		}
		wantNumbers(t, numbers(t, again, "cash", 1), "A903")
	})
}
