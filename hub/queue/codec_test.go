package queue

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestFactsSurviveTheStore: a fact of each kind, filled with anything, comes
// back as it was, and its kind is its struct's name.
func TestFactsSurviveTheStore(t *testing.T) {
	for _, kind := range Kinds() {
		t.Run(kind, func(t *testing.T) {
			blank, err := UnmarshalFact(kind, []byte(`{}`))
			if err != nil {
				t.Fatal(err)
			}
			if name := reflect.TypeOf(blank).Name(); name != kind || blank.Kind() != kind {
				t.Fatalf("kind %s reads a %s, which calls itself %s", kind, name, blank.Kind())
			}
			rapid.Check(t, func(t *rapid.T) {
				v := reflect.New(reflect.TypeOf(blank)).Elem()
				fill(t, v)
				f := v.Interface().(Fact)
				if diff := cmp.Diff(f, stored(t, Event{Fact: f}).Fact); diff != "" {
					t.Fatalf("came back otherwise (-was +is):\n%s", diff)
				}
			})
		})
	}
}

// fill gives every field a value, so that a field without a JSON name that
// reads back is found.
func fill(t *rapid.T, v reflect.Value) {
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.Unix(rapid.Int64Range(1, 1<<33).Draw(t, "time"), 5000).UTC()))
		return
	case TimeOfDay:
		v.SetInt(int64(rapid.IntRange(0, 1440).Draw(t, "time of day")))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(rapid.StringN(1, 5, 20).Draw(t, "text"))
	case reflect.Int, reflect.Int64:
		v.SetInt(rapid.Int64Range(1, 1<<40).Draw(t, "number"))
	case reflect.Uint64:
		v.SetUint(rapid.Uint64Min(1).Draw(t, "seq"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(t, v.Index(0))
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(t, key)
		fill(t, value)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	default:
		t.Fatalf("no filling for %v", v.Type())
	}
}

// TestUnreadableFacts: what this program does not wholly understand is an error.
func TestUnreadableFacts(t *testing.T) {
	for _, c := range []struct{ kind, data, want string }{
		{"TicketEaten", `{}`, "unknown kind"},
		{"TicketCalled", `{"ticket":"A001","shouted":true}`, "shouted"},
		{"TicketCalled", `{"ticket":"A001"} {}`, "follows"},
		{"TicketCalled", `{"ticket":"A001"}}`, "follows"},
		{"TicketCalled", `{"ticket":7}`, "TicketCalled"},
		{"TicketCalled", ``, "EOF"},
		{"TicketCalled", `null`, "null"},
		{"BranchLoaded", `{"branch":{"day_close":"25:00"}}`, "25:00"},
	} {
		f, err := UnmarshalFact(c.kind, []byte(c.data))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %s: got %v, %v; want an error with %q", c.kind, c.data, f, err, c.want)
		}
	}
	if _, _, err := MarshalFact(newFact{}); err == nil {
		t.Error("a fact that can't be read back was written")
	}
}

type newFact struct{}

func (newFact) Kind() string { return "TicketEaten" }

// FuzzUnmarshalFact: reading never panics, and what is read is written and read
// again as the same.
func FuzzUnmarshalFact(f *testing.F) {
	for _, fact := range sampleFacts() {
		kind, data, err := MarshalFact(fact)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(kind, data)
	}
	f.Fuzz(func(t *testing.T, kind string, data []byte) {
		fact, err := UnmarshalFact(kind, data)
		if err != nil {
			return
		}
		kind, first, err := MarshalFact(fact)
		if err != nil {
			t.Skip() // a year that JSON can't hold
		}
		again, err := UnmarshalFact(kind, first)
		if err != nil {
			t.Fatal(err)
		}
		if _, second, _ := MarshalFact(again); string(second) != string(first) {
			t.Errorf("written %s, then %s", first, second)
		}
	})
}

func sampleFacts() []Fact {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	yes := true
	return []Fact{
		TicketIssued{Visit: "v1", Ticket: "A001", Series: "A", Number: 1, Service: "cash", Key: PlaceKey{At: at, Seq: 3}, Quote: &Quote{60, 120}},
		TicketCalled{Visit: "v1", Ticket: "A001", Counter: "1", Calls: 1, Waited: 9, Why: Why{Rule: RulePicked, Over: 2, Before: 1, Person: "ana", Reason: "a baby"}},
		ServiceFinished{Visit: "v1", Ticket: "A001", Counter: "1", Solved: &yes, Next: &NextLeg{Service: "loans", Key: PlaceKey{Rank: -1, At: at}}},
		VisitParked{Visit: "v1", Owner: OwnerTeller, ForTeller: "ana", Until: at},
		CommandUndone{Counter: "1", Command: "c1", Undone: "finish", Visits: []VisitID{"v1"}},
		DayOpened{Date: "2026-03-02", Closes: at},
		DayClosed{Date: "2026-03-02", Left: []VisitID{"v1"}, Counters: []CounterID{"1"}},
		BranchLoaded{Branch: Branch{ID: "b", DayClose: 120, Services: []Service{{ID: "cash", Series: "A", Hours: []Hours{{540, 780}}}}}},
	}
}

// FuzzUnmarshalState: a snapshot is read whole or not at all, and can be gone on with.
func FuzzUnmarshalState(f *testing.F) {
	f.Add([]byte(`{"format":1,"seq":0,"branch":{}}`))
	f.Add([]byte(`{"format":1,"seq":9,"branch":{},"visits":[{"id":"v","legs":[{"state":"parked","periods":[{"state":"parked"}]}]}],"parked":["v"]}`))
	f.Add([]byte(`{"format":1,"seq":9,"branch":{"counters":[{"id":"1"}]},"counters":{"1":{"state":"called","visit":"v"}}}`))
	f.Add([]byte(`{"format":2}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var s State
		if err := s.UnmarshalJSON(data); err != nil {
			if s.Seq != 0 || s.visits != nil {
				t.Fatal("half read")
			}
			return
		}
		Due(s)
		for _, do := range []Ask{Issue{Visit: "new", Service: "cash"}, CallNext{Counter: "1"}, Finish{Counter: "1"}, Undo{Counter: "1"}, CloseDay{}} {
			if events, err := Decide(s, Command{ID: "c", Do: do}, s.At); err == nil {
				for _, e := range events {
					s = Apply(s, e)
				}
			}
		}
	})
}
