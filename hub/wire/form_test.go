package wire

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// words are what strings are drawn from: what needs care in JSON is among it.
var words = rapid.OneOf(rapid.SampledFrom([]string{"", "cash", "A042", "a<b>&c", "\"\\/", "č\u2028\u2029", "\xff\xfe", "\x00\x1f\x7f", "😀", "null"}), rapid.String())

// fillAny puts something drawn into whatever v is.
func fillAny(t *rapid.T, v reflect.Value) {
	if v.Type() == reflect.TypeOf(time.Time{}) {
		if rapid.Bool().Draw(t, "time") {
			zone := time.FixedZone("", rapid.IntRange(-12, 14).Draw(t, "hours")*3600)
			v.Set(reflect.ValueOf(time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "s"), rapid.Int64Range(0, 999_999_999).Draw(t, "ns")).In(zone)))
		}
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(words.Draw(t, "text"))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(rapid.IntRange(-3, 1000).Draw(t, "n")))
	case reflect.Uint64:
		v.SetUint(rapid.Uint64().Draw(t, "n"))
	case reflect.Float64:
		v.SetFloat(rapid.OneOf(rapid.SampledFrom([]float64{0, 1, 17, 0.1, 1e21, 1e-7, -2.5}), rapid.Float64Range(-1e9, 1e9)).Draw(t, "x"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "yes"))
	case reflect.Pointer:
		if rapid.Bool().Draw(t, "there") {
			v.Set(reflect.New(v.Type().Elem()))
			fillAny(t, v.Elem())
		}
	case reflect.Slice:
		if n := rapid.IntRange(-1, 3).Draw(t, "n"); n >= 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
		}
		for i := range v.Len() {
			fillAny(t, v.Index(i))
		}
	case reflect.Map:
		if n := rapid.IntRange(-1, 3).Draw(t, "n"); n >= 0 {
			v.Set(reflect.MakeMap(v.Type()))
			for range n {
				v.SetMapIndex(reflect.ValueOf(words.Draw(t, "key")), reflect.ValueOf(words.Draw(t, "value")))
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fillAny(t, v.Field(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			fillAny(t, v.Index(i))
		}
	default:
		t.Fatalf("no way to draw a %s", v.Type())
	}
}

// A command is written by its form as encoding/json would write the same fields
// in a map: fingerprints that lie on disks were made so.
func TestCommandsAreWrittenAsByTheLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		verb := rapid.SampledFrom(Verbs()).Draw(t, "verb")
		body := reflect.New(forms[verb].body).Elem()
		fillAny(t, body)
		c := Command{ID: words.Draw(t, "id"), Body: body.Interface().(Body)}
		for kind, write := range map[string]func() ([]byte, error){"": c.MarshalJSON, "command": c.Frame} {
			got, err := write()
			if err != nil {
				t.Fatal(err)
			}
			fields := map[string]json.RawMessage{}
			b, err := json.Marshal(c.Body)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(b, &fields); err != nil {
				t.Fatal(err)
			}
			fields["id"], _ = json.Marshal(c.ID)
			fields["do"], _ = json.Marshal(verb)
			if kind != "" {
				fields["kind"], _ = json.Marshal(kind)
			}
			want, err := json.Marshal(fields)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != string(want) {
				t.Fatalf("written as\n%s, want\n%s", got, want)
			}
		}
	})
}

// No field of a verb bears a name of the head, or one that JSON writes otherwise.
func TestNamesOfFieldsArePlain(t *testing.T) {
	for verb, f := range forms {
		for _, field := range f.fields {
			for _, h := range head {
				if field.name == h {
					t.Errorf("%s has a field %q of its own", verb, h)
				}
			}
			if b, _ := json.Marshal(field.name); field.name == "" || string(b) != `"`+field.name+`"` {
				t.Errorf("%s has a field %q", verb, field.name)
			}
		}
	}
}

func TestIDsAreShortPlainWords(t *testing.T) {
	long := make([]byte, 65)
	for i := range long {
		long[i] = 'x'
	}
	for id, ok := range map[string]bool{"a": true, "Z9_.-": true, string(long[:64]): true, string(long): false, "": false, "a b": false, "č": false, "a\n": false, "a/b": false, "@": false, "[": false, "`": false, "{": false, "/": false, ":": false} {
		if isID(id) != ok {
			t.Errorf("%q: is an id: %v, want %v", id, !ok, ok)
		}
	}
	for tag, ok := range map[string]bool{"es": true, "pt-BR": true, "fil": true, "e": false, "ES": false, "e1": false, "{a": false, "a`": false, "": false, "es-": false} {
		if isLanguage(tag) != ok {
			t.Errorf("%q: is a language: %v, want %v", tag, !ok, ok)
		}
	}
}

// BenchmarkWish is what each command passes through before the writer: read,
// checked and written again for its fingerprint.
func BenchmarkWish(b *testing.B) {
	body := []byte(`{"id":"p-000000123","do":"issue","service":"cash","language":"es"}`)
	b.ReportAllocs()
	for b.Loop() {
		raw, err := Parse(body)
		if err != nil {
			b.Fatal(err)
		}
		c, err := raw.Command()
		if err != nil {
			b.Fatal(err)
		}
		if _, err := c.MarshalJSON(); err != nil {
			b.Fatal(err)
		}
	}
}
