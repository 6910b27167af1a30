package store

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
)

// childWrite stores tickets until it is killed, and says each one's seq only
// after its commit returned.
func childWrite(dir string) {
	die := func(err error) {
		fmt.Println("error", err)
		os.Exit(1)
	}
	s, err := Open(dir, Options{})
	if err != nil {
		die(err)
	}
	state, err := s.Load()
	if err != nil {
		die(err)
	}
	w := newWorld()
	w.state, w.date = state, state.Date
	if state.Seq > 0 {
		w.at = state.At
	} else {
		if err := s.Commit(Batch{Events: w.open("2026-03-02")}); err != nil {
			die(err)
		}
	}
	for {
		events := w.issues(1 + rand.IntN(4))
		last := events[len(events)-1]
		b := Batch{Events: events, Clock: w.at, Outcomes: []Outcome{{Principal: "kiosk-1", ID: strconv.FormatUint(last.Seq, 10),
			Date: last.Date, Seq: last.Seq, Answer: json.RawMessage(`{}`)}}}
		if s.SinceSnapshot() > 100 {
			snapshot := w.state
			b.Snapshot = &snapshot
		}
		if err := s.Commit(b); err != nil {
			die(err)
		}
		fmt.Println(last.Seq)
	}
}

// A hub that is killed loses nothing that it acknowledged, and of a batch all
// or nothing is there. (What a power cut does is another test's: a killed
// program's writes reach the disk by themselves.)
func TestKilledWriterLosesNothing(t *testing.T) {
	dir := t.TempDir()
	rounds := 6
	if testing.Short() {
		rounds = 2
	}
	for round := range rounds {
		cmd := child(t, "write", dir)
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		var acknowledged uint64
		for n := 0; lines.Scan(); n++ {
			if strings.HasPrefix(lines.Text(), "error") {
				t.Fatal(lines.Text())
			}
			if acknowledged, err = strconv.ParseUint(lines.Text(), 10, 64); err != nil {
				t.Fatal(err)
			}
			if n == 50+round*37 {
				cmd.Process.Kill()
			}
		}
		cmd.Wait()
		if acknowledged == 0 {
			t.Fatal("the writer acknowledged nothing")
		}
		r := whole(t, dir)
		if r.Last < acknowledged {
			t.Fatalf("round %d: the log ends at %d, acknowledged was %d", round, r.Last, acknowledged)
		}
		s := openStore(t, dir)
		state, err := s.Load()
		if err != nil || state.Seq != r.Last {
			t.Fatalf("round %d: %d %v", round, state.Seq, err)
		}
		if _, ok, err := s.Outcome("kiosk-1", strconv.FormatUint(r.Last, 10)); !ok || err != nil {
			t.Errorf("round %d: the last batch's events are there without its outcome (%v)", round, err)
		}
		if _, ok, err := s.Outcome("kiosk-1", strconv.FormatUint(acknowledged, 10)); !ok || err != nil {
			t.Errorf("round %d: an acknowledged outcome is missing (%v)", round, err)
		}
		if at, ok, err := s.Clock(); !ok || err != nil || !at.Equal(state.At) {
			t.Errorf("round %d: clock %v, the last event's time is %v", round, at, state.At)
		}
		closeStore(t, s)
	}
}
