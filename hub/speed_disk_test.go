package hub_test

import (
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"
)

// disk is what durable answers are measured against: 4 KiB appended and
// fdatasynced, on the disk that the hub of the same benchmark writes to.
type disk struct {
	tb   testing.TB
	file *os.File
	took []time.Duration
}

func newDisk(tb testing.TB, dir string) *disk {
	f, err := os.Create(filepath.Join(dir, "raw"))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { f.Close() })
	return &disk{tb: tb, file: f}
}

func (d *disk) append(n int) {
	block := make([]byte, 4096)
	for range n {
		began := time.Now()
		if _, err := d.file.Write(block); err != nil {
			d.tb.Fatal(err)
		}
		if err := syscall.Fdatasync(int(d.file.Fd())); err != nil {
			d.tb.Fatal(err)
		}
		d.took = append(d.took, time.Since(began))
	}
}

// perSecond is how many appends that took so long one program does in a second.
func perSecond(took []time.Duration) float64 {
	var sum time.Duration
	for _, t := range took {
		sum += t
	}
	return float64(len(took)) / sum.Seconds()
}

// at is a quantile of durations, which it sorts.
func at(q float64, all []time.Duration) time.Duration {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[min(len(all)-1, int(q*float64(len(all))))]
}

// us is a duration as a metric, in microseconds.
func us(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

// cpu is the processor time of this process so far: hub and clients together.
// Unlike the time that passes it says the same on a busy machine.
func cpu() time.Duration {
	var r syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
