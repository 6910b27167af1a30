package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"turno/hub/queue"
	"turno/hub/store"
)

// forged writes a log of lies with right checksums and a right chain.
func forged(t *testing.T, dir string, lie func([]queue.Event) []queue.Event) string {
	t.Helper()
	log, err := store.OpenLog(dir)
	if err != nil {
		t.Fatal(err)
	}
	var events []queue.Event
	err = log.Each(func(e queue.Event) error { events = append(events, e); return nil })
	if err := errors.Join(err, log.Close()); err != nil {
		t.Fatal(err)
	}
	events = lie(events)
	to := t.TempDir()
	w := writer(t, to)
	for i, e := range events {
		e.Seq = uint64(i + 1)
		w.batch.Events = append(w.batch.Events, e)
	}
	w.close()
	return to
}

// spoilt changes a folder behind the program's back, checksums as they were.
func spoilt(t *testing.T, dir string, change func(day *bbolt.Bucket) error) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	to := t.TempDir()
	if err := os.WriteFile(filepath.Join(to, store.FileName), data, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := bbolt.Open(filepath.Join(to, store.FileName), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error { return change(tx.Bucket([]byte("events")).Bucket([]byte("2026-03-02"))) })
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return to
}

// Every lie and all damage ends the proof at the first event that shows it.
func TestVerifyFindsLies(t *testing.T) {
	dir, _ := bankDay(t)
	key := func(seq byte) []byte { return []byte{0, 0, 0, 0, 0, 0, 0, seq} }
	edit := func(day *bbolt.Bucket, seq byte, change func([]byte)) error {
		v := bytes.Clone(day.Get(key(seq)))
		change(v)
		return day.Put(key(seq), v)
	}
	find := func(events []queue.Event, is func(queue.Event) bool) int {
		for i, e := range events {
			if is(e) {
				return i
			}
		}
		t.Fatal("the day has no such event")
		return 0
	}
	issued := func(ticket queue.Ticket) func(queue.Event) bool {
		return func(e queue.Event) bool { f, ok := e.Fact.(queue.TicketIssued); return ok && f.Ticket == ticket }
	}
	called := func(ticket queue.Ticket) func(queue.Event) bool {
		return func(e queue.Event) bool { f, ok := e.Fact.(queue.TicketCalled); return ok && f.Ticket == ticket }
	}
	for _, c := range []struct {
		name string
		dir  func() string
		want string
	}{
		{"a flipped bit", func() string {
			return spoilt(t, dir, func(d *bbolt.Bucket) error { return edit(d, 9, func(v []byte) { v[len(v)-4] ^= 1 }) })
		}, "2026-03-02, event 9: checksum does not match"},
		{"a dropped event", func() string { return spoilt(t, dir, func(d *bbolt.Bucket) error { return d.Delete(key(9)) }) },
			"2026-03-02, event 10: follows event 8: events between them are missing"},
		{"a swapped pair", func() string {
			return spoilt(t, dir, func(d *bbolt.Bucket) error {
				a, b := bytes.Clone(d.Get(key(9))), bytes.Clone(d.Get(key(10)))
				return errors.Join(d.Put(key(9), b), d.Put(key(10), a))
			})
		}, "2026-03-02, event 9: checksum does not match"},
		{"an edited time", func() string {
			return spoilt(t, dir, func(d *bbolt.Bucket) error { return edit(d, 9, func(v []byte) { v[5+32+5]++ }) })
		}, "2026-03-02, event 9: checksum does not match"},
		{"forged: a call that overtook", func() string {
			return forged(t, dir, func(l []queue.Event) []queue.Event {
				i := find(l, called("A001"))
				f, to := l[i].Fact.(queue.TicketCalled), l[find(l, issued("A002"))].Fact.(queue.TicketIssued)
				f.Visit, f.Ticket, f.Waited = to.Visit, to.Ticket, 80
				l[i].Fact = f
				return l[:i+1]
			})
		}, "A002 is called to counter 1 by the rule \"first\" over A001: unexplained overtaking; it should be: A001 called"},
		{"forged: a doubled number", func() string {
			return forged(t, dir, func(l []queue.Event) []queue.Event {
				i := find(l, issued("A002"))
				f := l[i].Fact.(queue.TicketIssued)
				f.Ticket, f.Number = "A001", 1
				l[i].Fact = f
				return l
			})
		}, "ticket A001 has number 1 of series A, after number 1; it should be: A002, number 2"},
		{"forged: a double call", func() string {
			return forged(t, dir, func(l []queue.Event) []queue.Event {
				i := find(l, called("C001"))
				f, to := l[i].Fact.(queue.TicketCalled), l[find(l, issued("A001"))].Fact.(queue.TicketIssued)
				f.Visit, f.Ticket, f.Service = to.Visit, to.Ticket, to.Service
				l[i].Fact = f
				return l
			})
		}, "a double call"},
		{"forged: a dropped ticket", func() string {
			return forged(t, dir, func(l []queue.Event) []queue.Event {
				i := find(l, issued("A002"))
				return append(l[:i:i], l[i+1:]...)
			})
		}, "event 7: in TicketIssued the field key"},
		{"forged: a swapped pair", func() string {
			return forged(t, dir, func(l []queue.Event) []queue.Event {
				i := find(l, issued("A002"))
				l[i].Fact, l[i+1].Fact = l[i+1].Fact, l[i].Fact
				return l
			})
		}, "the field key"},
		{"forged: an edited time", func() string {
			return forged(t, dir, func(l []queue.Event) []queue.Event {
				i := find(l, called("A001"))
				l[i+1].At = l[i+1].At.Add(time.Second)
				return l
			})
		}, "the field walked_s is 30; it should be: 31"},
		{"forged: a reason that nobody gave", func() string {
			return forged(t, dir, func(l []queue.Event) []queue.Event {
				i := find(l, called("A003"))
				f := l[i].Fact.(queue.TicketCalled)
				f.Why.Reason = ""
				l[i].Fact = f
				return l
			})
		}, "A003 is called out of order; it should be: with who and why"},
	} {
		t.Run(c.name, func(t *testing.T) {
			exit, out, errs := verbed(t, "verify", c.dir())
			if exit != 1 || !strings.Contains(lastLine(out), "2026-03-02, event ") || !strings.Contains(lastLine(out), c.want) || !strings.Contains(errs, "does not hold") {
				t.Errorf("exit %d\n%s%swant %s", exit, out, errs, c.want)
			}
		})
	}
}

// A snapshot that is not what the log makes is found by both.
func TestASpoiltSnapshotIsFound(t *testing.T) {
	dir := filled(t, 3000)
	other := t.TempDir()
	w := writer(t, other)
	n := 0
	play(t, 1, 3000, func(e queue.Event) {
		if f, ok := e.Fact.(queue.DayClosed); ok { // the state of another day's end
			w.state.Branch.Name = fmt.Sprint("not ", f.Date)
			n++
		}
		w.add(e)
	})
	w.close()
	mustVerify(t, dir)
	if n == 0 {
		t.Fatal("no day has ended")
	}
	exit, out, errs := verbed(t, "verify", other)
	if exit != 1 || !strings.Contains(lastLine(out), "differs from what the events give") {
		t.Errorf("verify: %d\n%s%s", exit, out, errs)
	}
	exit, out, errs = verbed(t, "replay", other, "-day", "2026-01-05")
	if exit != 1 || !strings.Contains(out, "DIFFERS") || !strings.Contains(errs, "turno-hub verify") {
		t.Errorf("replay: %d\n%s%s", exit, out, errs)
	}
}
