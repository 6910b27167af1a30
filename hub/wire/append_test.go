package wire

import (
	"encoding/json"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// What is written by hand has the bytes of the library, whatever is in it.
func TestAnswersAreWrittenAsByTheLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a Answer
		fillAny(t, reflect.ValueOf(&a).Elem())
		want, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		if got := a.Append([]byte("x")); string(got) != "x"+string(want) {
			t.Fatalf("written as\n%s, want\nx%s", got, want)
		}
	})
}

func BenchmarkAnswer(b *testing.B) {
	ahead := 17
	a := Answer{ID: "p-000000123", OK: true, Seq: 4711, Result: &Result{Visit: "v-0000abcd-ABCDEFGHIJKLMNOP", Ticket: "A042", Service: "cash", Language: "es", PeopleAhead: &ahead, Wait: &Wait{P50S: 300, P80S: 600}, Code: "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}}
	b.Run("library", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = json.Marshal(a)
		}
	})
	b.Run("hand", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = a.Append(make([]byte, 0, 512))
		}
	})
}
