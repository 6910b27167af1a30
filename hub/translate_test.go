package hub

import (
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"turno/hub/queue"
	"turno/hub/wire"
	"turno/hub/words"
)

// Every verb of the contract reaches the engine under the same name, with
// every id that it carries.
func TestEveryVerbReachesTheEngine(t *testing.T) {
	for _, b := range wire.Bodies() {
		filled := reflect.New(reflect.TypeOf(b)).Elem()
		fillIn(filled)
		b = filled.Interface().(wire.Body)
		a := ask(b)
		if _, clock := b.(wire.Advance); clock {
			if a != nil {
				t.Errorf("advance reaches the engine as %T", a)
			}
			continue
		}
		if a == nil || a.Verb() != b.Do() {
			t.Errorf("%s reaches the engine as %v", b.Do(), a)
			continue
		}
		for _, personal := range []string{"Name", "Phone", "Note"} {
			if _, ok := reflect.TypeOf(a).FieldByName(personal); ok {
				t.Errorf("%T has a field for what is personal: %s", a, personal)
			}
		}
		if want, got := ids(filled), ids(reflect.ValueOf(a)); len(want) > got["id"] {
			t.Errorf("%s: %d fields filled, %d reached the engine: %+v", b.Do(), len(want), got["id"], a)
		}
	}
}

// fillIn puts a value into every field that the engine is to know.
func fillIn(v reflect.Value) {
	for i := range v.NumField() {
		f, name := v.Field(i), v.Type().Field(i).Name
		switch {
		case name == "Name" || name == "Phone" || name == "Note":
		case f.Kind() == reflect.String:
			f.SetString("x")
		case f.Kind() == reflect.Struct && f.Type() != reflect.TypeFor[time.Time]():
			fillIn(f)
		case f.Type() == reflect.TypeFor[*time.Time]():
			at := time.Unix(1, 0)
			f.Set(reflect.ValueOf(&at))
		case f.Kind() == reflect.Pointer:
			f.Set(reflect.New(f.Type().Elem()))
		}
	}
}

// ids counts the filled values under "id" and, for messages, by field.
func ids(v reflect.Value) map[string]int {
	m := map[string]int{}
	var walk func(reflect.Value)
	walk = func(v reflect.Value) {
		for i := range v.NumField() {
			f := v.Field(i)
			if f.Kind() == reflect.Struct && f.Type() != reflect.TypeFor[time.Time]() {
				walk(f)
			} else if !f.IsZero() {
				m["id"]++
			}
		}
	}
	walk(v)
	return m
}

// Every fact of the engine has its name and its ids on the stream, and the
// wall learns of none more than numbers, counters and the language of a call.
func TestEveryFactIsTold(t *testing.T) {
	for _, kind := range queue.Kinds() {
		f, err := queue.UnmarshalFact(kind, []byte("{}"))
		if err != nil {
			t.Fatal(err)
		}
		v := reflect.New(reflect.TypeOf(f)).Elem()
		v.Set(reflect.ValueOf(f))
		for i := range v.NumField() {
			if v.Field(i).Kind() == reflect.String {
				v.Field(i).SetString(strings.ToLower(v.Type().Field(i).Name))
			}
		}
		w := fact(v.Interface().(queue.Fact))
		if w.Type != f.Kind() {
			t.Errorf("%s is told as %q", f.Kind(), w.Type)
		}
		for name, told := range map[string]string{"Visit": w.Visit, "Ticket": w.Ticket, "Counter": w.Counter, "Service": w.Service} {
			if field := v.FieldByName(name); field.IsValid() && field.String() != told {
				t.Errorf("%s: %s is told as %q", f.Kind(), name, told)
			}
		}
		if p := factFor(public, w); p != nil && (p.Visit != "" || p.Reason != "" || p.Why != nil || p.Undone != "") {
			t.Errorf("%s tells the wall %+v", f.Kind(), p)
		}
	}
}

// The engine's refusals, the contract's codes and the people's words are one list.
func TestEveryRefusalHasACodeAndWords(t *testing.T) {
	known := map[string]bool{}
	for _, c := range wire.Codes() {
		known[string(c)] = true
		for _, l := range words.All {
			if m := message(string(l), c); m == "" || strings.Contains(m, "refusal") {
				t.Errorf("%s has no words in %s: %q", c, l, m)
			}
		}
	}
	file, err := parser.ParseFile(token.NewFileSet(), "queue/refusal.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	ast.Inspect(file, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		lit, ok := spec.Values[0].(*ast.BasicLit)
		if !ok {
			return true
		}
		code, _ := strconv.Unquote(lit.Value)
		n++
		if !known[code] && !innerCodes[queue.Code(code)] {
			t.Errorf("the engine refuses with %s, which the contract does not list", code)
		}
		if known[code] && wire.Code(code).Status() != 404 && queue.Code(code).Missing() {
			t.Errorf("%s is not answered with 404", code)
		}
		return true
	})
	if n < 20 {
		t.Errorf("only %d codes were found in the engine", n)
	}
}

func TestBusinessDate(t *testing.T) {
	madrid, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		at    string
		close queue.TimeOfDay
		date  queue.Date
		ends  string
	}{
		{"2026-03-02T09:15:00+01:00", 0, "2026-03-02", "2026-03-03T00:00:00+01:00"},
		{"2026-03-01T23:30:00Z", 0, "2026-03-02", "2026-03-03T00:00:00+01:00"}, // not the UTC date
		{"2026-03-02T02:59:00+01:00", 3 * 60, "2026-03-01", "2026-03-02T03:00:00+01:00"},
		{"2026-03-02T03:00:00+01:00", 3 * 60, "2026-03-02", "2026-03-03T03:00:00+01:00"},
		{"2026-03-29T01:59:59+01:00", 0, "2026-03-29", "2026-03-30T00:00:00+02:00"}, // a day of 23 hours
		{"2026-03-02T21:00:00+01:00", 22 * 60, "2026-03-02", "2026-03-02T22:00:00+01:00"},
		{"2026-03-02T22:00:00+01:00", 22 * 60, "2026-03-03", "2026-03-03T22:00:00+01:00"},
		{"2026-03-02T23:00:00+01:00", 24 * 60, "2026-03-02", "2026-03-03T00:00:00+01:00"},
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		date, ends := businessDate(at, madrid, c.close)
		if date != c.date || ends.Format(time.RFC3339) != c.ends {
			t.Errorf("%s with close %v: %s until %s, want %s until %s", c.at, c.close, date, ends.Format(time.RFC3339), c.date, c.ends)
		}
	}
}
