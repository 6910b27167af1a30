package branch

import (
	"reflect"
	"slices"
	"strings"
)

// keysOf lists the keys that may stand at a place in the document, sorted; nil
// where any may (languages) or the place is unknown.
func keysOf(path []string) []string {
	t := typeAt(path)
	if t == nil || t.Kind() != reflect.Struct {
		return nil
	}
	var keys []string
	for i := range t.NumField() {
		if key := t.Field(i).Tag.Get("toml"); key != "" {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// howToWrite is the line that an operator should write for a key.
func howToWrite(path []string) string {
	if len(path) == 0 {
		return ""
	}
	t := typeAt(path[:len(path)-1])
	if t == nil {
		return ""
	}
	if t.Kind() != reflect.Struct { // a text per language: its table says it
		return howToWrite(path[:len(path)-1])
	}
	if f, ok := fieldOf(t, path[len(path)-1]); ok {
		return f.Tag.Get("write")
	}
	return ""
}

// typeAt follows keys through the document's types.
func typeAt(path []string) reflect.Type {
	t := reflect.TypeFor[document]()
	for _, key := range path {
		if t.Kind() != reflect.Struct {
			return nil
		}
		f, ok := fieldOf(t, key)
		if !ok {
			return nil
		}
		t = f.Type
		if t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct {
			t = t.Elem()
		}
	}
	return t
}

func fieldOf(t reflect.Type, key string) (reflect.StructField, bool) {
	for i := range t.NumField() {
		if f := t.Field(i); strings.EqualFold(f.Tag.Get("toml"), key) {
			return f, true
		}
	}
	return reflect.StructField{}, false
}

// nearest gives the known word that a mistyped one most likely means, or ""
// where none is near.
func nearest(word string, known []string) string {
	word = strings.ToLower(word)
	best, least := "", max(1, min(3, len(word)/3))+1
	for _, k := range known {
		d := distance(word, k)
		if len(k) >= 4 && strings.Contains(word, k) {
			d = 1 // "timezone" for "zone"
		}
		if d < least {
			best, least = k, d
		}
	}
	return best
}

// distance counts the letters to insert, drop, change or swap with their
// neighbour that lie between two words.
func distance(a, b string) int {
	older, old, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		old[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(old[j]+cost, old[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], older[j-1]+1)
			}
		}
		older, old, row = old, row, older
	}
	return old[len(b)]
}
