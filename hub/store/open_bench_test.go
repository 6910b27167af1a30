//go:build linux

package store

import (
	"flag"
	"os"
	"syscall"
	"testing"
	"time"

	"go.etcd.io/bbolt"
)

var openFolder = flag.String("folder", "", "the data folder that BenchmarkOpen opens, as the benchmarks of cmd/turno-hub keep one")

var openCold = flag.Bool("cold", false, "BenchmarkOpen has the file's pages out of memory before each start, as after a power cut")

// evict asks the system to forget what it holds of a file.
func evict(b *testing.B, path string) {
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	const dontNeed = 4
	if _, _, e := syscall.Syscall6(syscall.SYS_FADVISE64, f.Fd(), 0, 0, dontNeed, 0, 0); e != 0 {
		b.Fatal(e)
	}
}

// BenchmarkOpen is the start of a store with a history that was not closed, and of
// that the walk through its pages.
func BenchmarkOpen(b *testing.B) {
	if *openFolder == "" {
		b.Skip("-folder names the data folder")
	}
	var walking, opening, loading time.Duration
	for b.Loop() {
		b.StopTimer()
		s := openStore(b, *openFolder)
		if err := s.db.Update(func(*bbolt.Tx) error { return nil }); err != nil {
			b.Fatal(err)
		}
		if err := s.db.Close(); err != nil { // what Close does besides is left out
			b.Fatal(err)
		}
		if *openCold {
			evict(b, dataFile(*openFolder))
		}
		began := time.Now()
		if _, err := walkFile(dataFile(*openFolder), true); err != nil {
			b.Fatal(err)
		}
		walking += time.Since(began)
		if *openCold {
			evict(b, dataFile(*openFolder))
		}
		b.StartTimer()
		began = time.Now()
		s = openStore(b, *openFolder)
		opening += time.Since(began)
		began = time.Now()
		if _, err := s.Load(); err != nil {
			b.Fatal(err)
		}
		loading += time.Since(began)
		b.StopTimer()
		if err := s.db.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	n := float64(b.N)
	info, _ := os.Stat(dataFile(*openFolder))
	b.ReportMetric(float64(info.Size())/(1<<20), "file-MiB")
	b.ReportMetric(walking.Seconds()/n, "walk-s")
	b.ReportMetric(opening.Seconds()/n, "open-s")
	b.ReportMetric(loading.Seconds()/n, "load-s")
}
