package queue

import (
	"encoding/json"
	"os"
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

// TestEveryFactIsExplained: the package's description has a line for each kind.
func TestEveryFactIsExplained(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range Kinds() {
		if strings.Count(string(doc), "\n//\t"+kind+" ") != 1 {
			t.Errorf("doc.go does not say what %s means", kind)
		}
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

// sampleFacts has one of each kind, and each field somewhere.
func sampleFacts() []Fact {
	at := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	yes, five, nine, six := true, 5, 9, 6
	key := PlaceKey{At: at, Seq: 3}
	next := NextLeg{Service: "loans", ForCounter: "2", Key: PlaceKey{Rank: -1, At: at, Seq: 9}, Ahead: 1}
	return []Fact{
		TicketIssued{"v1", "A001", "A", 1, "cash", "es", "senior", "ap7", key, 2, &Quote{60, 120}, "ana", "cs", at, at, true, []ServiceID{"loans"}, "", time.Time{}, time.Time{}},
		TicketCalled{"v1", "A001", "cash", "es", "1", "ana", 1, 95, Why{
			Rule: RulePicked, Over: 2, Before: 1, Person: "ana", Reason: "a baby", By: "late", Class: "senior", Service: "cash",
			Waited: 900, Limit: 1200, Left: 30, Waiting: 7, Rate: 200, Held: "rush", Booked: at, Passed: []Passed{{"A002", "cash", "senior"}},
		}, &Memory{Owed: 250, Turn: 2}, true},
		TicketRecalled{"v1", "A001", "cash", "es", "1", 2},
		ServiceStarted{"v1", "A001", "cash", "1", "ana", 25},
		ServiceFinished{"v1", "A001", "cash", "1", "ana", 240, "paid in", &yes, 120, &next},
		WrapUpEnded{"v1", "A001", "cash", "1", 240, "approved", &yes, &next},
		VisitNoShow{"v1", "A001", "cash", "1"},
		VisitRequeued{"v1", "A001", "cash", "1", &key},
		VisitParked{"v1", "A001", "cash", "1", "ana", "papers", OwnerTeller, "1", "ana", at},
		VisitResumed{"v1", "A001", "cash", "es", "1", "ana", 3},
		VisitReturned{"v1", "A001", "cash"},
		VisitReleased{"v1", "A001", "cash"},
		VisitTransferred{"v1", "A001", "cash", "1", PlaceFirst, NextLeg{Service: "cash", ForTeller: "bea", Key: key}},
		VisitLeft{"v1", "A001", "cash", "1"},
		CommandUndone{"1", "c1", "finish", "A001", []VisitID{"v1"}},
		CounterOpened{"1", "ana", "desk"},
		CounterPaused{"1", "lunch", PauseBreak},
		CounterClosed{"1"},
		RushBegan{"desk", []CounterID{"1"}, at},
		RushEnded{[]CounterID{"1"}},
		DayOpened{"2026-03-02", at, ""},
		DayClosed{"2026-03-02", []VisitID{"v1"}, []CounterID{"1"}},
		BranchLoaded{Branch{
			ID: "b", Bank: "Banco Alameda", Name: "Centro", Zone: "Europe/Madrid", Languages: []string{"es", "cs"}, Colour: "#0F4F55",
			Ticker: Text{"es": "Abierto"}, DayClose: 120,
			Services: []Service{{
				ID: "cash", Series: "A", Shared: true, Names: Text{"es": "Caja"}, Hints: Text{"es": "Ingresos"}, About: Text{"es": "En la planta baja"},
				Bring: map[string][]string{"es": {"DNI"}}, Icon: "money", Target: 600, Usual: 240, Hours: []Hours{{540, 780}}, Forms: []string{"account"},
			}},
			Counters: []CounterSetup{{ID: "1", Profile: "desk"}, {ID: "2", Services: []ServiceID{"cash"}}},
			Profiles: []Profile{{
				ID: "desk", Names: Text{"es": "Mesa"}, Services: []ServiceID{"cash"}, WrapUp: 120, Final: FinalTurns, Turns: []Turn{{Service: "cash"}, {Class: "senior"}},
				Rules: []Rule{{ID: "late", Services: []ServiceID{"cash"}, WaitOver: 1200, Share: 50}},
			}},
			Classes:   []Class{{ID: "senior", Names: Text{"es": "Mayores"}, Credit: 600, Way: WayAccumulating, Rate: 200, Share: 60}},
			Tellers:   []Teller{{ID: "ana", Name: "Ana", Role: "teller"}},
			RecallGap: 10, LateReturn: 900, UndoWindow: 60, NoShowAfter: 180, MaxBoard: 6,
		}},
		DraftKept{"v1", "A001", "AC-01"},
		FeedbackGiven{"v1", "A001", "cash", &five, &nine, &six},
		PersonalSeen{"v1", "A001", []string{"draft:AC-01"}},
		Audited{DeviceAdded, "kiosk-2"},
		HelpCalled{"h7", "kiosk-1", "cs"},
		HelpAnswered{"h7", "kiosk-1", "eva"},
		HelpEnded{"h7", "kiosk-1", true},
		NumbersLeased{"kiosk-1", "2026-03-02", "A", []ServiceID{"cash"}, 901, 940},
		TicketRecorded{"v1", "A901", "2026-03-02", "A", 901, "cash", "cs", "senior", "kiosk-1", at, DayEnded},
		DeviceReported{"kiosk-1", "kiosk", "paper_low", 2, "1.4"},
	}
}

// TestStoredFacts holds the stored form: testdata/facts.golden has every kind as
// it was first written, one to a line, and is read and written as the same
// bytes for ever. -update adds the kinds that are missing and changes none.
func TestStoredFacts(t *testing.T) {
	const file = "testdata/facts.golden"
	old, err := os.ReadFile(file)
	if err != nil && !*update {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for line := range strings.Lines(string(old)) {
		kind, data, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		have[kind] = true
		f, err := UnmarshalFact(kind, []byte(data))
		if err != nil {
			t.Errorf("an old log can't be read any more: %v", err)
			continue
		}
		if _, again, _ := MarshalFact(f); string(again) != data {
			t.Errorf("%s is written otherwise (-was +is):\n%s", kind, cmp.Diff(data, string(again)))
		}
	}
	for _, f := range sampleFacts() {
		kind, data, err := MarshalFact(f)
		if err != nil {
			t.Fatal(err)
		}
		if !have[kind] && *update {
			old = append(old, kind+" "+string(data)+"\n"...)
		}
		have[kind] = have[kind] || *update
	}
	for _, kind := range Kinds() {
		if !have[kind] {
			t.Errorf("%s is missing in %s: add it with -update", kind, file)
		}
	}
	if *update {
		if err := os.WriteFile(file, old, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFactsAreWrittenAsByTheLibrary: a fact of each kind, filled with anything or
// with some of it, has the bytes of encoding/json: logs are proved by them.
func TestFactsAreWrittenAsByTheLibrary(t *testing.T) {
	for _, kind := range Kinds() {
		blank, err := UnmarshalFact(kind, []byte(`{}`))
		if err != nil {
			t.Fatal(err)
		}
		rapid.Check(t, func(t *rapid.T) {
			v := reflect.New(reflect.TypeOf(blank)).Elem()
			fill(t, v)
			empty(t, v)
			f := v.Interface().(Fact)
			want, err := json.Marshal(f)
			if err != nil {
				t.Fatal(err)
			}
			if _, got, err := MarshalFact(f); err != nil || string(got) != string(want) {
				t.Fatalf("%s was written as\n%s (%v), want\n%s", kind, got, err, want)
			}
		})
	}
}

// empty takes some values out again, and gives some strings what JSON escapes.
func empty(t *rapid.T, v reflect.Value) {
	switch rapid.IntRange(0, 4).Draw(t, "what to do") {
	case 0:
		v.SetZero()
	case 1:
		if v.Kind() == reflect.String {
			v.SetString(rapid.SampledFrom([]string{"a<b>&\"\\", "č\u2028", "\xff", "\x1f\x7f\n", "A042"}).Draw(t, "text"))
		}
	}
	if _, is := v.Interface().(time.Time); v.Kind() == reflect.Struct && !is {
		for i := range v.NumField() {
			empty(t, v.Field(i))
		}
	}
}

func BenchmarkMarshalIssued(b *testing.B) {
	f := TicketIssued{Visit: "v-0000abcd-ABCDEFGHIJKLMNOP", Ticket: "A042", Series: "A", Number: 42, Service: "cash", Language: "es",
		Key: PlaceKey{At: time.Unix(1772442000, 123456789).UTC(), Seq: 4711}, Ahead: 17, Quote: &Quote{P50: 300, P80: 600}}
	b.Run("library", func(b *testing.B) {
		for b.Loop() {
			_, _ = json.Marshal(f)
		}
	})
	b.Run("hand", func(b *testing.B) {
		for b.Loop() {
			_, _, _ = MarshalFact(f)
		}
	})
}
