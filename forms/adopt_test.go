package forms

import (
	"strings"
	"testing"
	"testing/fstest"
)

// own is a bank's form with its own id and version, made of the embedded one.
func own(t *testing.T, id, version string) []byte {
	t.Helper()
	return []byte(strings.NewReplacer(`"id": "AC-01"`, `"id": "`+id+`"`, `"version": 3`, `"version": `+version).Replace(source(t, "AC-01.json")))
}

func TestABanksOwnForms(t *testing.T) {
	t.Cleanup(func() { adopted.Store(nil) })
	if err := Adopt(fstest.MapFS{
		"LN-07.json":          {Data: own(t, "LN-07", "1")},
		"AC-01.json":          {Data: own(t, "AC-01", "9")},
		"packs/loans.json":    {Data: []byte(`{"service":"loans","title":{"es":"Un préstamo","cs":"Půjčka","pt":"Um empréstimo","sv":"Ett lån","en":"A loan"},"order":["LN-07","AC-01"]}`)},
		"read-me.txt":         {Data: []byte("ours")},
		"drafts/LN-08.json":   {Data: []byte("not yet")},
		"packs/old/cash.json": {Data: []byte("not any more")},
	}); err != nil {
		t.Fatal(err)
	}
	if f, err := Load("LN-07"); err != nil || f.Version != 1 {
		t.Errorf("the bank's form: %v", err)
	}
	if f, err := Load("AC-01"); err != nil || f.Version != 9 || len(All()) != 2 {
		t.Errorf("in place of the embedded one: version %d of %d, %v", f.Version, len(All()), err)
	}
	loan, err := LoadPack("loans")
	if err != nil || len(loan.forms) != 2 || loan.forms[0].ID != "LN-07" {
		t.Errorf("the bank's pack: %+v, %v", loan.Order, err)
	}
	if p, err := LoadPack("accounts"); err != nil || p.forms[0].Version != 9 {
		t.Errorf("the embedded pack has the old form: %v", err)
	}
}

// A folder with one mistake is not taken at all, and each file that is wrong is
// named with its place.
func TestABadFolderOfFormsChangesNothing(t *testing.T) {
	t.Cleanup(func() { adopted.Store(nil) })
	good := own(t, "LN-07", "1")
	for name, c := range map[string]struct {
		files fstest.MapFS
		want  []string
	}{
		"an empty one":    {fstest.MapFS{"read-me.txt": {Data: []byte("x")}}, []string{"neither a form"}},
		"a torn file":     {fstest.MapFS{"LN-07.json": {Data: good}, "LN-08.json": {Data: good[:len(good)/2]}}, []string{"LN-08.json", "line "}},
		"another id":      {fstest.MapFS{"LN-09.json": {Data: good}}, []string{"LN-09.json: holds form LN-07"}},
		"an unknown name": {fstest.MapFS{"LN-07.json": {Data: []byte(strings.Replace(string(good), `"version"`, `"verson"`, 1))}}, []string{"LN-07.json", "verson"}},
		"a pack of a form that is not there": {fstest.MapFS{"packs/loans.json": {Data: []byte(`{"service":"loans","title":{"es":"a","cs":"a","pt":"a","sv":"a","en":"a"},"order":["LN-07"]}`)}},
			[]string{"packs/loans.json", `there is no form "LN-07"`}},
		"two mistakes": {fstest.MapFS{"LN-07.json": {Data: []byte("{")}, "packs/loans.json": {Data: []byte("[]")}}, []string{"LN-07.json", "packs/loans.json"}},
	} {
		err := Adopt(c.files)
		for _, want := range c.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want %q", name, err, want)
			}
		}
		if adopted.Load() != nil {
			t.Fatalf("%s was taken", name)
		}
	}
}
