package store

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"turno/hub/queue"
)

// world makes real events and follows them with a real state, so that what a
// test stores can be compared with what it reads back.
type world struct {
	state queue.State
	at    time.Time
	date  queue.Date
}

func newWorld() *world {
	return &world{at: time.Date(2026, 3, 2, 8, 15, 0, 0, time.UTC)}
}

// do makes one event of each fact, a second apart.
func (w *world) do(facts ...queue.Fact) []queue.Event {
	var events []queue.Event
	for _, f := range facts {
		w.at = w.at.Add(time.Second)
		if d, ok := f.(queue.DayOpened); ok {
			w.date = d.Date
		}
		e := queue.Event{Seq: w.state.Seq + 1, At: w.at, Date: w.date, Cause: fmt.Sprintf("k1-%d", w.state.Seq+1),
			By: queue.Actor{Device: "kiosk-1", Role: "kiosk"}, Fact: f}
		w.state = queue.Apply(w.state, e)
		events = append(events, e)
	}
	return events
}

// open makes the first two events: a branch and its day.
func (w *world) open(date queue.Date) []queue.Event {
	w.date = date
	branch := queue.Branch{ID: "test", Bank: "Banco Alameda", Zone: "Europe/Madrid",
		Services: []queue.Service{{ID: "cash", Series: "A"}, {ID: "loans", Series: "C"}},
		Counters: []queue.CounterSetup{{ID: "1"}, {ID: "2"}}}
	return w.do(queue.BranchLoaded{Branch: branch}, queue.DayOpened{Date: date})
}

// issue makes the next ticket's event.
func (w *world) issue() queue.Event {
	n := int(w.state.Seq) + 1
	at := w.at.Add(time.Second)
	return w.do(queue.TicketIssued{
		Visit: queue.VisitID(visitID(n)), Ticket: queue.Ticket(fmt.Sprintf("A%03d", n)), Series: "A", Number: n,
		Service: "cash", Language: "es", Key: queue.PlaceKey{At: at, Seq: uint64(n)}, Quote: &queue.Quote{P50: 300, P80: 600},
	})[0]
}

func (w *world) issues(n int) []queue.Event {
	var events []queue.Event
	for range n {
		events = append(events, w.issue())
	}
	return events
}

func openStore(t testing.TB, dir string) *Store {
	t.Helper()
	s, err := Open(dir, Options{})
	if err != nil {
		t.Fatalf("Open(%s): %v", dir, err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// openSided is openStore with a journal that has so many blocks on each side.
func openSided(t testing.TB, dir string, blocks int) *Store {
	t.Helper()
	s, err := Open(dir, Options{side: int64(blocks) * journalBlock})
	if err != nil {
		t.Fatalf("Open(%s): %v", dir, err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func commit(t testing.TB, s *Store, b Batch) {
	t.Helper()
	if err := s.Commit(b); err != nil {
		t.Fatalf("Commit: %v", err)
	}
}

func closeStore(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatalf("Close: %v", err)
	}
}

// sameState fails unless the store gives this state, byte for byte.
func sameState(t testing.TB, s *Store, want queue.State) {
	t.Helper()
	sameJSON(t, s, stateJSON(t, want))
}

// sameJSON is sameState for a state that was used up since.
func sameJSON(t testing.TB, s *Store, want string) {
	t.Helper()
	state, err := s.Load()
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	if got := stateJSON(t, state); got != want {
		t.Fatalf("Load gave another state:\n%s\nwant\n%s", got, want)
	}
}

func stateJSON(t testing.TB, s queue.State) string {
	t.Helper()
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatalf("state: %v", err)
	}
	return string(data)
}

// whole fails unless the data at path passes the check.
func whole(t testing.TB, path string) Report {
	t.Helper()
	r, err := Check(path)
	if err != nil {
		t.Fatalf("Check: %v", err)
	}
	if err := r.Err(); err != nil {
		t.Fatalf("Check: %v", err)
	}
	return r
}

// filled makes a closed data folder with two business dates, snapshots and
// something of everything, and gives the state behind it.
func filled(t testing.TB, tickets int) (dir string, w *world) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "data")
	s := openStore(t, dir)
	w = newWorld()
	commit(t, s, Batch{Events: w.open("2026-03-02")})
	for i := range tickets {
		e := w.issue()
		b := Batch{Events: []queue.Event{e}}
		visit := e.Fact.(queue.TicketIssued).Visit
		b.Outcomes = []Outcome{{Principal: "kiosk-1", ID: e.Cause, Date: e.Date, Seq: e.Seq, Body: HashBody([]byte(e.Cause)), Answer: json.RawMessage(`{"ok":true}`)}}
		b.Personal = []Personal{{Visit: visit, Field: FieldCode, Value: fmt.Sprintf("code-%d", e.Seq)}, {Visit: visit, Field: "name", Value: "Ana"}}
		if i == tickets/3 || i == tickets/2 {
			snapshot := w.state
			b.Snapshot = &snapshot
		}
		if i == tickets/2 {
			b.Sessions = []Session{{Token: HashToken("demo-kiosk-1"), ID: "kiosk-1", Role: "kiosk", Created: w.at}}
		}
		commit(t, s, b)
	}
	w.at = w.at.Add(20 * time.Hour)
	commit(t, s, Batch{Events: w.do(queue.DayClosed{Date: "2026-03-02"}, queue.DayOpened{Date: "2026-03-03"})})
	commit(t, s, Batch{Events: w.issues(3), Clock: w.at})
	closeStore(t, s)
	return dir, w
}

func dataFile(dir string) string { return filepath.Join(dir, FileName) }

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func writeFile(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func visitID(n int) string { return fmt.Sprintf("v%06d", n) }
