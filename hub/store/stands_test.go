package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"turno/hub/queue"
)

// What is too large for the journal goes round it.
func TestLargeValuesAreStored(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	w := newWorld()
	commit(t, s, Batch{Events: w.open("2026-03-02")})
	commit(t, s, Batch{Events: []queue.Event{w.issue()}})
	answer, _ := json.Marshal(strings.Repeat("x", 2<<20))
	e := w.issue()
	commit(t, s, Batch{Events: []queue.Event{e}, Outcomes: []Outcome{{Principal: "k", ID: "large", Date: e.Date, Seq: e.Seq, Answer: answer}},
		Personal: []Personal{{Visit: "v1", Field: "draft", Value: strings.Repeat("y", 2<<20)}}})
	commit(t, s, Batch{Events: []queue.Event{w.issue()}})
	sameState(t, s, w.state)
	if o, ok, err := s.Outcome("k", "large"); !ok || err != nil || !bytes.Equal(o.Answer, answer) {
		t.Errorf("the large answer: %v, %v", ok, err)
	}
	closeStore(t, s)
	whole(t, dir)
}

// A ticket that goes into a file without a name is lost: it is refused, and taken
// again once the folder is back.
func TestADataFolderThatGoesAwayIsNoticed(t *testing.T) {
	for name, away := range map[string]func(t *testing.T, dir string) (back func()){
		"moved": func(t *testing.T, dir string) func() {
			if err := os.Rename(dir, dir+".moved"); err != nil {
				t.Fatal(err)
			}
			return func() {
				if err := os.Rename(dir+".moved", dir); err != nil {
					t.Fatal(err)
				}
			}
		},
		"data file moved": func(t *testing.T, dir string) func() {
			if err := os.Rename(dataFile(dir), dir+".db"); err != nil {
				t.Fatal(err)
			}
			return func() {
				if err := os.Rename(dir+".db", dataFile(dir)); err != nil {
					t.Fatal(err)
				}
			}
		},
		"data file replaced": func(t *testing.T, dir string) func() {
			data := readFile(t, dataFile(dir))
			if err := os.Rename(dataFile(dir), dir+".db"); err != nil {
				t.Fatal(err)
			}
			writeFile(t, dataFile(dir), data)
			return func() {
				if err := os.Rename(dir+".db", dataFile(dir)); err != nil {
					t.Fatal(err)
				}
			}
		},
		"journal moved": func(t *testing.T, dir string) func() {
			if err := os.Rename(filepath.Join(dir, JournalName), dir+".journal"); err != nil {
				t.Fatal(err)
			}
			return func() {
				if err := os.Rename(dir+".journal", filepath.Join(dir, JournalName)); err != nil {
					t.Fatal(err)
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			s := openStore(t, dir)
			w := newWorld()
			commit(t, s, Batch{Events: w.open("2026-03-02")})
			back := away(t, dir)
			before := w.state
			err := s.Commit(Batch{Events: []queue.Event{w.issue()}})
			if !errors.Is(err, ErrUnusable) {
				t.Errorf("Commit: %v, want ErrUnusable", err)
			}
			back()
			w.state = before
			if err != nil {
				commit(t, s, Batch{Events: []queue.Event{w.issue()}})
			}
			closeStore(t, s)
			whole(t, dir)
		})
	}
}
