package store

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"turno/hub/queue"
)

// released is what a data folder of an older release holds, written down by
// the program that made it.
type released struct {
	Epoch    string                              `json:"epoch"`
	Seq      uint64                              `json:"seq"`
	Chain    string                              `json:"chain"` // hash of the last event
	Personal map[queue.VisitID]map[string]string `json:"personal"`
	Outcomes int                                 `json:"outcomes"`
	Sessions int                                 `json:"sessions"`
	State    json.RawMessage                     `json:"state"`
}

// release puts the data folder of an older format at dir.
func release(t testing.TB, format, dir string) (data []byte, want released) {
	t.Helper()
	data = unzipped(t, filepath.Join("testdata", format, FileName+".gz"))
	if err := json.Unmarshal(readFile(t, filepath.Join("testdata", format, "want.json")), &want); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	writeFile(t, dataFile(dir), data)
	if keys, err := os.ReadFile(filepath.Join("testdata", format, RingName)); err == nil { // format 1 had none
		writeFile(t, filepath.Join(dir, RingName), keys)
	}
	if journal := filepath.Join("testdata", format, JournalName+".gz"); exists(journal) { // format 3 had the first
		writeFile(t, filepath.Join(dir, JournalName), unzipped(t, journal))
	}
	return data, want
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func unzipped(t testing.TB, path string) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(readFile(t, path)))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A folder of the first release is brought to the format of now with everything
// that was in it, and a way back that holds nothing personal.
func TestFormat1IsMigrated(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	old, want := release(t, "format1", dir)
	migrated(t, dir, 1, want)
	if bytes.Contains(readFile(t, dataFile(dir)), []byte("code-5")) || !bytes.Contains(old, []byte("code-5")) {
		t.Error("a phone code is still there in plain, or never was")
	}
	kept := filepath.Join(dir, oldName(1))
	if r := whole(t, kept); r.Format != 1 || r.Last != want.Seq || r.Personal != 0 {
		t.Errorf("the kept copy: %v", r)
	}
	if bytes.Contains(readFile(t, kept), []byte("code-5")) {
		t.Error("the kept copy says a phone code")
	}
}

// A folder of the second format goes on as it is, with a journal beside it.
func TestFormat2IsMigrated(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	_, want := release(t, "format2", dir)
	migrated(t, dir, 2, want)
}

// The hub of the third format's folder was killed: what is in its journal, which had
// one side, comes along.
func TestFormat3IsMigrated(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	_, want := release(t, "format3", dir)
	if r := whole(t, dir); !strings.Contains(r.String(), "13 commits in turno.journal") {
		t.Errorf("nothing is in its journal: %v", r)
	}
	migrated(t, dir, 3, want)
}

// Where the journal of the third format can't be read the folder is left as it is.
func TestFormat3WithoutItsJournalStaysAsItIs(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	data, _ := release(t, "format3", dir)
	if err := os.Remove(filepath.Join(dir, JournalName)); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, Options{}); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "the journal is missing") {
		t.Errorf("opened: %v", err)
	}
	if !bytes.Equal(data, readFile(t, dataFile(dir))) {
		t.Error("the file was changed")
	}
}

// migrated opens a release's folder, proves that all is there that it promised,
// and goes on with it.
func migrated(t *testing.T, dir string, format int, want released) {
	t.Helper()
	if r := whole(t, dir); r.Format != format || r.Last != want.Seq {
		t.Fatalf("before: format %d, event %d", r.Format, r.Last)
	}
	s := openStore(t, dir)
	if s.Epoch().String() != want.Epoch || s.Head() != want.Seq || s.head.Hash.String() != want.Chain {
		t.Errorf("epoch %s, event %d, chain %s; want %+v", s.Epoch(), s.Head(), s.head.Hash, want)
	}
	state, err := s.Load()
	if err != nil {
		t.Fatal(err)
	}
	var stored queue.State
	if err := json.Unmarshal(want.State, &stored); err != nil {
		t.Fatal(err)
	}
	if got := stateJSON(t, state); got != stateJSON(t, stored) {
		t.Errorf("another state:\n%s\nwant\n%s", got, want.State)
	}
	for visit, fields := range want.Personal {
		if diff := cmp.Diff(fields, personalOf(t, s, visit)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", visit, diff)
		}
		if v, ok, err := s.VisitByCode(fields[FieldCode]); v != visit || !ok || err != nil {
			t.Errorf("code of %s leads to %s, %v, %v", visit, v, ok, err)
		}
	}
	w := &world{state: state, at: state.At, date: state.Date}
	commit(t, s, Batch{Events: w.issues(3)})
	sameState(t, s, w.state)
	closeStore(t, s)
	r := whole(t, dir)
	if r.Format != Format || r.Outcomes != want.Outcomes || r.Sessions != want.Sessions || r.Sealed != 0 {
		t.Errorf("after: %v", r)
	}
}

// A backup of the first release can be restored; the hub migrates it at its start.
func TestFormat1IsRestored(t *testing.T) {
	dir, to := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "to")
	_, want := release(t, "format1", dir)
	r, err := Restore(dataFile(dir), to)
	if err != nil || r.Last != want.Seq || r.Epochs != 2 {
		t.Fatalf("%v, %v", r, err)
	}
	s := openStore(t, to)
	if got := personalOf(t, s, "v000005"); got["name"] != "Ana" {
		t.Errorf("v000005 has %v", got)
	}
	closeStore(t, s)
	whole(t, to)
}

// A folder that can't be migrated, as what is in it does not hold together, is
// left as it is.
func TestDamagedFormat1StaysAsItIs(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	data, _ := release(t, "format1", dir)
	data = bytes.ReplaceAll(data, []byte(`"ticket":"A005"`), []byte(`"ticket":"A905"`))
	writeFile(t, dataFile(dir), data)
	if _, err := Open(dir, Options{}); err == nil {
		t.Error("a damaged folder was migrated")
	}
	if !bytes.Equal(data, readFile(t, dataFile(dir))) {
		t.Error("the file was changed")
	}
	if names, _ := os.ReadDir(dir); len(names) != 1 {
		t.Errorf("left behind: %v", names)
	}
}
