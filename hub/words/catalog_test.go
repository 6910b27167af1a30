package words

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestCatalogsParse(t *testing.T) {
	for _, err := range Problems() {
		t.Error(err)
	}
}

func TestEveryRoomHasFiveFiles(t *testing.T) {
	rooms, err := fs.ReadDir(files, "catalog")
	if err != nil {
		t.Fatal(err)
	}
	for _, room := range rooms {
		for _, l := range All {
			if _, err := fs.Stat(files, path.Join("catalog", room.Name(), string(l)+".json")); err != nil {
				t.Errorf("room %s has no sentences in %s", room.Name(), Name(l))
			}
		}
	}
}

func TestFiveLanguagesSayTheSame(t *testing.T) {
	english := catalog().messages[EN]
	for _, l := range All {
		mine := catalog().messages[l]
		for key := range english {
			if _, ok := mine[key]; !ok {
				t.Errorf("%s: no %q", l, key)
			}
		}
		for key, f := range mine {
			for _, problem := range faults(l, f, english[key]) {
				t.Errorf("%s: %q %s", l, key, problem)
			}
		}
	}
}

// faults compares one sentence with the English one of the same key.
func faults(l Lang, f, english forms) []string {
	if english == nil {
		return []string{"is not in English"}
	}
	var out []string
	want := []string{"other"}
	if len(english) > 1 {
		want = []string{"one", "other"}
		if l == CS {
			want = []string{"few", "one", "other"}
		}
	}
	var have []string
	for name, text := range f {
		if name != "many" {
			have = append(have, name)
		}
		if strings.TrimSpace(text) == "" {
			out = append(out, name+" is empty")
		}
	}
	slices.Sort(have)
	if diff := cmp.Diff(want, have); diff != "" {
		out = append(out, "has other plural forms than it needs:\n"+diff)
	}
	for name, text := range f {
		need := names(english["other"])
		got := names(text)
		if len(english) > 1 { // "one person" may go without its figure
			need, got = without(need, "n"), without(got, "n")
		}
		if diff := cmp.Diff(need, got); diff != "" {
			out = append(out, name+" has other placeholders than English:\n"+diff)
		}
	}
	return out
}

var placeholder = regexp.MustCompile(`\{([^}]*)\}`)

// names lists the placeholders of a sentence, each once, sorted. A date is put
// together differently in every language, so its parts count as one.
func names(text string) []string {
	set := []string{}
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		name := m[1]
		if datePart[name] {
			name = "date"
		}
		if !slices.Contains(set, name) {
			set = append(set, name)
		}
	}
	slices.Sort(set)
	return set
}

var datePart = map[string]bool{
	"weekday": true, "day": true, "day2": true, "month": true,
	"month.n": true, "month2": true, "year": true,
}

func without(list []string, name string) []string {
	return slices.DeleteFunc(list, func(s string) bool { return s == name })
}

func TestFaultsAreFound(t *testing.T) {
	english := forms{"one": "{n} person at {counter}", "other": "{n} people at {counter}"}
	for _, c := range []struct {
		name string
		lang Lang
		have forms
		want int
	}{
		{"whole", CS, forms{"one": "{n} člověk {counter}", "few": "{n} lidé {counter}", "other": "{n} lidí {counter}"}, 0},
		{"no few in Czech", CS, forms{"one": "{n} {counter}", "other": "{n} {counter}"}, 1},
		{"one form alone", ES, forms{"other": "{n} {counter}"}, 1},
		{"lost placeholder", ES, forms{"one": "{n}", "other": "{n} {counter}"}, 1},
		{"empty", ES, forms{"one": " ", "other": "{n} {counter}"}, 2},
	} {
		if got := faults(c.lang, c.have, english); len(got) != c.want {
			t.Errorf("%s: %d faults, want %d: %q", c.name, len(got), c.want, got)
		}
	}
}

func TestOneBadFileCostsItselfAlone(t *testing.T) {
	s := read(fstest.MapFS{
		"catalog/good/en.json": {Data: []byte(`{"a":"good"}`)},
		"catalog/bad/en.json":  {Data: []byte(`{"a":`)},
		"catalog/odd/en.json":  {Data: []byte(`{"a":{"two":"x"}}`)},
	})
	if len(s.problems) != 2 {
		t.Errorf("problems %q, want one for each of two files", s.problems)
	}
	if s.messages[EN]["good.a"]["other"] != "good" {
		t.Error("the good room went with the bad ones")
	}
}

func TestNoArrowsOrSignsThatTheFontLacks(t *testing.T) {
	for l, messages := range catalog().messages {
		for key, f := range messages {
			for _, text := range f {
				if i := strings.IndexAny(text, "→←↑↓✓≈≤≥№‰\u202f"); i >= 0 {
					t.Errorf("%s: %q has a sign the typeface can't draw: %q", l, key, text[i:])
				}
			}
		}
	}
}
