package store

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"turno/hub/queue"
)

// Whatever happens between, the store finds the answers that the buckets have,
// and knows of no others: over ends of days, kills, ends and refused batches.
func TestAnswersAreKnown(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := openStore(t, dir)
	w := newWorld()
	commit(t, s, Batch{Events: w.open("2026-03-02")})
	random := rand.New(rand.NewPCG(5, 6))
	kept := map[string]queue.Date{} // by id
	for n := range 180 {
		id := fmt.Sprint("x-", n)
		o := Outcome{Principal: "kiosk-1", ID: id, Date: w.date, Answer: json.RawMessage(`{}`)}
		switch random.IntN(12) {
		case 0: // a day ends: the answers of the one before go
			before := w.date
			w.date = queue.Date(fmt.Sprintf("2027-%02d-%02d", 1+n/28, 1+n%28))
			commit(t, s, Batch{Outcomes: []Outcome{{Principal: "kiosk-1", ID: id, Date: w.date, Answer: o.Answer}}, DropOutcomesBefore: before})
			kept[id] = w.date
			for id, date := range kept {
				if date < before {
					delete(kept, id)
				}
			}
		case 1: // refused: nothing of it is there
			o.Date = ""
			if err := s.Commit(Batch{Outcomes: []Outcome{{Principal: "kiosk-1", ID: id, Date: w.date, Answer: o.Answer}, o}}); err == nil {
				t.Fatal("an outcome of no date was stored")
			}
		case 2:
			killed := asKilled(t, s)
			closeStore(t, s)
			s = openStore(t, killed)
		case 3:
			dir := s.dir()
			closeStore(t, s)
			s = openStore(t, dir)
		case 4: // through the data file
			commit(t, s, Batch{Outcomes: []Outcome{o}, Sessions: []Session{{Token: HashToken(id), ID: "x", Role: "kiosk"}}})
			kept[id] = w.date
		default:
			commit(t, s, Batch{Outcomes: []Outcome{o}})
			kept[id] = w.date
		}
		if len(kept) > 0 {
			for used := range kept { // whichever
				if err := s.Commit(Batch{Outcomes: []Outcome{{Principal: "kiosk-1", ID: used, Date: kept[used], Answer: o.Answer}}}); err == nil {
					t.Fatalf("%s was answered twice", used)
				}
				break
			}
		}
	}
	fingerprints := 0
	for _, day := range s.answered.days {
		fingerprints += len(day)
	}
	if fingerprints != len(kept) || len(kept) < 20 {
		t.Errorf("%d fingerprints of %d answers", fingerprints, len(kept))
	}
	for n := range 180 {
		id := fmt.Sprint("x-", n)
		o, found, err := s.Outcome("kiosk-1", id)
		if date, ok := kept[id]; err != nil || found != ok || found && o.Date != date {
			t.Errorf("%s: %v, %v, %v; want %v of %s", id, o, found, err, ok, date)
		}
	}
}
