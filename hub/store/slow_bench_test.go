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

// BenchmarkSlowSyncs is a lone command on a disk whose syncs take long, such as
// an eMMC or one that turns: through the journal, as it is stored, with one sync;
// as a transaction of the data file, as it would be without a journal, with two
// (pages, then the page that names them); and the raw append that is the least
// that can be had. Every sync is a real one and takes the given time on top.
// README.md says what follows.
func BenchmarkSlowSyncs(b *testing.B) {
	for _, slow := range []time.Duration{0, time.Millisecond, 5 * time.Millisecond, 10 * time.Millisecond} {
		sync := func(f *os.File) {
			if err := syscall.Fdatasync(int(f.Fd())); err != nil {
				b.Fatal(err)
			}
			if slow > 0 {
				time.Sleep(slow)
			}
		}
		for _, way := range []string{"journal", "file"} {
			b.Run(way+"/"+slow.String(), func(b *testing.B) {
				s := openStore(b, b.TempDir())
				w := newWorld()
				commit(b, s, Batch{Events: w.open("2026-03-02")})
				fact, seq := w.issue().Fact, s.Head()
				file, err := os.OpenFile(s.Path(), os.O_RDWR, 0)
				if err != nil {
					b.Fatal(err)
				}
				defer file.Close()
				s.db.NoSync = true // the loop does it, with its time
				s.journal.sync = func(f *os.File) error { sync(f); return nil }
				for b.Loop() {
					seq++
					id := strconv.FormatUint(seq, 10)
					batch := Batch{Events: []queue.Event{{Seq: seq, At: w.at, Date: "2026-03-02", Cause: id, Fact: fact}},
						Outcomes: []Outcome{{Principal: "kiosk-1", ID: "k1-" + id, Date: "2026-03-02", Seq: seq, Answer: json.RawMessage(`{"ok":true}`)}}}
					if way == "file" {
						batch.EndSessions = []TokenHash{HashToken("nobody's")} // it removes, and so can't be late
					}
					if err := s.Commit(batch); err != nil {
						b.Fatal(err)
					}
					if way == "file" { // what the journal has is taken in beside commits
						sync(file)
						sync(file)
					}
				}
			})
		}
		b.Run("append/"+slow.String(), func(b *testing.B) {
			file, err := os.Create(filepath.Join(b.TempDir(), "log"))
			if err != nil {
				b.Fatal(err)
			}
			defer file.Close()
			block := make([]byte, 4096)
			for b.Loop() {
				if _, err := file.Write(block); err != nil {
					b.Fatal(err)
				}
				sync(file)
			}
		})
	}
}
