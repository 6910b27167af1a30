package store

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"turno/hub/queue"
)

// BenchmarkFloor is what the disk itself takes for one durable write: compare
// BenchmarkCommit with it in the same run.
func BenchmarkFloor(b *testing.B) {
	f, err := os.Create(filepath.Join(b.TempDir(), "raw"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	page := make([]byte, 4096)
	for b.Loop() {
		if _, err := f.Write(page); err != nil {
			b.Fatal(err)
		}
		if err := syscall.Fdatasync(int(f.Fd())); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCommit stores batches of 1 and of 64 commands, each with its event,
// its outcome and its phone code; per event it gives the time, and the processor's,
// which does not ask how busy disk and machine are.
func BenchmarkCommit(b *testing.B) {
	for _, size := range []int{1, 64} {
		b.Run(strconv.Itoa(size), func(b *testing.B) {
			s := openStore(b, b.TempDir())
			w := newWorld()
			commit(b, s, Batch{Events: w.open("2026-03-02")})
			fact := w.issue().Fact.(queue.TicketIssued)
			seq := s.Head()
			b.ReportAllocs()
			before := processorTime(b)
			for b.Loop() {
				var batch Batch
				for range size {
					seq++
					id := strconv.FormatUint(seq, 10)
					batch.Events = append(batch.Events, queue.Event{Seq: seq, At: w.at, Date: "2026-03-02", Cause: id, Fact: fact})
					batch.Outcomes = append(batch.Outcomes, Outcome{Principal: "kiosk-1", ID: "k1-" + id, Date: "2026-03-02", Seq: seq, Answer: json.RawMessage(`{"ok":true}`)})
					batch.Personal = append(batch.Personal, Personal{Visit: queue.VisitID(id), Field: FieldCode, Value: "code-" + id})
				}
				if err := s.Commit(batch); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*size), "ns/event")
			b.ReportMetric(float64(processorTime(b)-before)/float64(b.N*size), "cpu-ns/event")
		})
	}
}

// processorTime is what this program has used of the processors so far.
func processorTime(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
