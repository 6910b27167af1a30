package wire

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Both ways to read an object give the same fields, or leave it to the one that
// knows what is wrong.
func objectsAgree(t *testing.T, b []byte) {
	t.Helper()
	fast, ok := plainObject(b)
	slow, err := anyObject(b)
	if !ok {
		return
	}
	if err != nil {
		t.Fatalf("%q is read, and it is wrong: %v", b, err)
	}
	if d := cmp.Diff(named(slow), named(fast)); d != "" {
		t.Fatalf("%q (-any +plain):\n%s", b, d)
	}
}

// named is fields by name; a map, so that none is there twice.
func named(fields []member) map[string]string {
	m := map[string]string{}
	for _, f := range fields {
		m[string(f.name)] = string(f.raw)
	}
	return m
}

func TestObjectsAgree(t *testing.T) {
	for text, plain := range map[string]bool{
		`{"id":"a","do":"issue"}`:                         true,
		" { \"id\" : \"a\" ,\n\"n\" : 17 } ":              true,
		`{"a":{"b":[1,{"c":"}"}]},"d":"x\",\\","e":null}`: true,
		`{}`:                               true,
		`{"a":1,"a":2}`:                    false,
		`{"":1}`:                           false,
		`{"\u0061":1,"a":2}`:               false,
		`{"a":1}{"b":2}`:                   false,
		`{"a":1},`:                         false,
		`{"a":1`:                           false,
		`[1]`:                              false,
		``:                                 false,
		"{\"a\":\"\xff\"}":                 true,
		`{"do":"x","é":"ü","z":[":",","]}`: true,
		manyNames(manyFields):              true,
		manyNames(manyFields + 1):          false,
	} {
		if _, ok := plainObject([]byte(text)); ok != plain {
			t.Errorf("%q: plain is %v, want %v", text, ok, plain)
		}
		objectsAgree(t, []byte(text))
	}
}

// manyNames is an object with n names.
func manyNames(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,"n%d":%d`, i, i)
	}
	return "{" + b.String()[1:] + "}"
}

func FuzzObject(f *testing.F) {
	for _, s := range []string{`{"id":"a","do":"issue","service":"cash"}`, `{"a":{"b":[1,{"c":"}"}]},"d":"x\",\\","e":null}`, `{"a":1,"a":2}`, "{\"\xff\":1}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) { objectsAgree(t, b) })
}
