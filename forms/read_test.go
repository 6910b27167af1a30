package forms

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func account(t testing.TB) Form {
	t.Helper()
	f, err := Load("AC-01")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func source(t testing.TB, name string) string {
	t.Helper()
	data, err := files.ReadFile("data/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestEmbeddedFilesAreRight(t *testing.T) {
	for _, err := range Problems() {
		t.Error(err)
	}
	if len(All()) == 0 || len(stock().packs) == 0 {
		t.Errorf("%d forms and %d packs", len(All()), len(stock().packs))
	}
}

func TestAccountFormAsks(t *testing.T) {
	var got []string
	for _, f := range account(t).Fields() {
		line := fmt.Sprintf("%s %s", f.Key, f.Type)
		if f.Required {
			line += " required"
		}
		got = append(got, line)
	}
	want := []string{
		"surname text required", "second_surname text", "given_name text required", "id_number id_document required",
		"birth_date date required", "nationality text required", "birth_country text required",
		"street text required", "postcode text required", "town text required", "phone phone required", "email email",
		"account choice required", "extras choices", "tax_abroad choice required", "tax_country country required", "tax_number text required",
		"occupation text required", "income money required", "source choices required", "public_office choice required", "from_iban iban",
		"offers consent", "profiling consent", "declared consent required", "sign_place text", "sign_date date",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
}

// Each case spoils the whole form in one place; the error must name it.
func TestReadRefuses(t *testing.T) {
	whole := source(t, "AC-01.json")
	for _, c := range []struct{ name, old, new, want string }{
		{"no JSON", `"version": 3,`, `"version": 3`, "line 4: invalid character"},
		{"cut off", whole[2000:], "", "line"},
		{"wrong kind", `"version": 3`, `"version": "3"`, "line 3: version is a string here, want int"},
		{"unknown name", `"version": 3`, `"version": 3, "versoin": 3`, `unknown field "versoin"`},
		{"name twice", `"version": 3`, `"version": 3, "version": 4`, `line 3: "version" stands twice`},
		{"more after it", "\n}\n", "\n}\n{}", "more after the end"},
		{"id", `"AC-01"`, `"ac1"`, `form ac1, id: "ac1"`},
		{"version", `"version": 3`, `"version": 0`, "version: 0"},
		{"service", `"service": "accounts"`, `"service": ""`, "service:"},
		{"language missing", `"sv": "Öppna konto", `, ``, "title: nothing in sv"},
		{"sign without glyph", `"en": "Opening an account"`, `"en": "Opening → account"`, "title: in en: a sign"},
		{"unknown type", `"type": "phone"`, `"type": "telephone"`, `field phone: unknown type "telephone"`},
		{"key twice", `"key": "given_name"`, `"key": "surname"`, "key stands twice"},
		{"key shape", `"key": "given_name"`, `"key": "Given name"`, "is not lower case"},
		{"too wide", `"cells": 29`, `"cells": 30`, "30 cells, want 1 to 29"},
		{"row too wide", `"cells": 23`, `"cells": 24`, "section where, row 2: is 30 cells wide"},
		{"groups", `[3, 3, 3, 3]`, `[3, 3, 3]`, "groups make 9 cells, not 12"},
		{"date groups", `[2, 2, 4]`, `[4, 4]`, "a date needs the groups"},
		{"money groups", `[7, 2]`, `[6, 3]`, "money needs two groups"},
		{"when nowhere", `"field": "tax_abroad"`, `"field": "tax_aboard"`, `there is no field "tax_aboard"`},
		{"when never", `"is": "yes"`, `"is": "maybe"`, `has no option "maybe"`},
		{"card unknown", `"like": ["dni", "nie"]`, `"like": ["cic"]`, `like "cic"`},
		{"show", `"show": "question"`, `"show": "maybe"`, `show "maybe"`},
		{"documents nowhere", `"documents": true`, `"documents": false`, "documents: 0 pages list them, want 1"},
		{"office too wide", "\"cells\": 6\n", "\"cells\": 16\n", "cells wide with its gaps, and"},
		{"length", `"max": 64`, `"max": 301`, "length from 0 to 301"},
	} {
		spoilt := strings.Replace(whole, c.old, c.new, 1)
		if spoilt == whole {
			t.Errorf("%s: the form has no %q", c.name, c.old)
			continue
		}
		_, err := Read([]byte(spoilt))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
}

func TestReadTellsAllFaultsAtOnce(t *testing.T) {
	whole := source(t, "AC-01.json")
	spoilt := strings.NewReplacer(`"version": 3`, `"version": 0`, `"cells": 29`, `"cells": 30`).Replace(whole)
	_, err := Read([]byte(spoilt))
	if err == nil || strings.Count(err.Error(), "\n") < 2 {
		t.Errorf("error %v, want a line for each fault", err)
	}
}

func TestOneBadFileCostsItselfAlone(t *testing.T) {
	good := source(t, "AC-01.json")
	s := stack(fstest.MapFS{
		"data/AC-01.json":          {Data: []byte(good)},
		"data/AC-02.json":          {Data: []byte(`{"id":`)},
		"data/AC-03.json":          {Data: []byte(good)},
		"data/packs/accounts.json": {Data: []byte(source(t, "packs/accounts.json"))},
		"data/packs/loans.json":    {Data: []byte(`{"service":"loans","title":{"en":"Loans"},"order":["LN-01"]}`)},
	}, "data")
	if len(s.problems) != 3 {
		t.Errorf("problems %q, want one for each of three files", s.problems)
	}
	if len(s.forms) != 1 || len(s.packs) != 1 {
		t.Errorf("%d forms and %d packs are left, want the good ones", len(s.forms), len(s.packs))
	}
}

func TestPackHoldsFormsInOrderAndEachDocumentOnce(t *testing.T) {
	p, err := LoadPack("accounts")
	if err != nil {
		t.Fatal(err)
	}
	if len(p.forms) != 1 || p.forms[0].ID != "AC-01" {
		t.Errorf("forms %v", p.Order)
	}
	p.forms = append(p.forms, p.forms[0])
	var keys []string
	for _, d := range p.Documents() {
		keys = append(keys, d.Key)
	}
	if want := []string{"identity", "address", "income", "foreign_tax"}; !slices.Equal(keys, want) {
		t.Errorf("documents %v, want %v", keys, want)
	}
	if _, err := LoadPack("cash"); err == nil {
		t.Error("cash has a pack")
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(source(f, "AC-01.json")))
	f.Add([]byte(`{"id":"AC-01","version":1,"pages":[{"sections":[{"key":"a","rows":[{}]}]}]}`))
	f.Add([]byte(`[{"a":1},{"a":{"a":[]}}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		form, err := Read(data)
		if err != nil {
			return
		}
		// What was accepted can be printed, unless it is for a taller sheet.
		if err := form.PDF(nowhere{}, sample("es")); err != nil && !errors.Is(err, ErrTooTall) {
			t.Errorf("a form that was read can't be printed: %v", err)
		}
	})
}

type nowhere struct{}

func (nowhere) Write(p []byte) (int, error) { return len(p), nil }
