package counter

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"turno/counter/desk"
	"turno/hub/words"
)

var openAccount = desk.Print{Form: "AC-01", Language: words.CS, Ticket: "B042", Service: "accounts"}

func TestAFormIsWrittenIntoTheFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "forms", "today")
	p, err := PaperAt("", folder)
	if err != nil {
		t.Fatal(err)
	}
	if p.Name() != folder {
		t.Errorf("the printer is called %q, want %q", p.Name(), folder)
	}
	at := time.Date(2026, 11, 24, 10, 41, 0, 0, time.FixedZone("CET", 3600))
	first := p.Print(t.Context(), openAccount, "Banco Alameda", at)
	if first.Err != nil {
		t.Fatal(first.Err)
	}
	b, err := os.ReadFile(first.File)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(b, []byte("%PDF-")) {
		t.Errorf("%s does not begin as a PDF does: %q", first.File, b[:min(8, len(b))])
	}
	second := p.Print(t.Context(), openAccount, "Banco Alameda", at)
	if second.Err != nil || second.File == first.File {
		t.Errorf("the second print took the place of the first: %s, %v", second.File, second.Err)
	}
	left, _ := os.ReadDir(folder)
	if len(left) != 2 {
		t.Errorf("%d files are in the folder, want the two forms alone", len(left))
	}
}

func TestAFailedPrintSaysWhy(t *testing.T) {
	file := filepath.Join(t.TempDir(), "taken")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := PaperAt("pdf://"+file, "")
	if err != nil {
		t.Fatal(err)
	}
	if r := p.Print(t.Context(), openAccount, "Banco Alameda", time.Now()); r.Err == nil || r.Code == "" || r.File != "" {
		t.Errorf("a folder that is a file: got %+v, want an error with a code", r)
	}
	unknown := openAccount
	unknown.Form = "XX-99"
	if r := p.Print(t.Context(), unknown, "Banco Alameda", time.Now()); r.Err == nil {
		t.Error("a form that the bank does not have was printed")
	}
}

func TestPrinterAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"pdf:///srv/forms": "/srv/forms",
		"cups://Kancelar":  "Kancelar",
		"":                 "/home/lucia/forms",
	} {
		p, err := PaperAt(address, "/home/lucia/forms")
		if err != nil {
			t.Errorf("%q: %v", address, err)
		} else if p.Name() != want {
			t.Errorf("%q is called %q, want %q", address, p.Name(), want)
		}
	}
	for _, address := range []string{"lobby", "pdf://relative", "ftp://x", "tcp://192.0.2.1", "cups://"} {
		if _, err := PaperAt(address, "/tmp"); err == nil {
			t.Errorf("%q was taken for a printer of forms", address)
		}
	}
}
