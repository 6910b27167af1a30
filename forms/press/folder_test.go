package press

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFolderKeepsEveryPrint(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "prints")
	p := connect(t, "pdf://"+dir)
	for _, job := range []Job{
		{Name: "AC-01 B042", Kind: PDF, Data: []byte("one")},
		{Name: "AC-01 B042", Kind: PDF, Data: []byte("two")},
		{Name: "B042", Kind: ESCPOS, Data: []byte("slip")},
		{Name: "../../etc/žluťoučký", Kind: PDF, Data: []byte("out")},
		{Name: "", Kind: PDF, Data: []byte("nameless")},
	} {
		if err := p.Print(t.Context(), job); err != nil {
			t.Fatal(err)
		}
	}
	got := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		got[e.Name()] = string(data)
		if info, err := e.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v, %v, want its owner's alone", e.Name(), info.Mode(), err)
		}
	}
	want := map[string]string{
		"AC-01-B042.pdf": "one", "AC-01-B042-2.pdf": "two", "B042.escpos": "slip", "etc-žluťoučký.pdf": "out", "print.pdf": "nameless",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

func TestFolderThatIsNone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	p := connect(t, "pdf://"+file)
	fails(t, p.Print(t.Context(), Job{Name: "x", Kind: PDF}), Unreachable)
	if _, err := p.Status(t.Context()); CodeOf(err) != Unreachable {
		t.Errorf("status: %v", err)
	}
	fails(t, p.Print(t.Context(), Job{Name: "x", Kind: "fax"}), Unsuitable)
}
