package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"turno/hub/wire"
)

// A bank's own form, in a folder beside the hub, is one like any other: a visit
// carries it. A folder with a mistake starts nothing and says where it is.
func TestABanksOwnFormsInAFolder(t *testing.T) {
	form, err := os.ReadFile("../../forms/data/AC-01.json")
	if err != nil {
		t.Fatal(err)
	}
	own := strings.Replace(string(form), `"id": "AC-01"`, `"id": "LN-07"`, 1)
	dir := t.TempDir()
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, "LN-07.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(own)
	draft := func(args ...string) wire.Answer {
		t.Helper()
		p := serving(t, append([]string{"--data", t.TempDir(), "--demo", "--listen", "127.0.0.1:0"}, args...)...)
		defer p.kill()
		kiosk := client(t, p.url, "demo-kiosk-1")
		issued := ask(t, kiosk, wire.Issue{Service: "cash", Language: "es"}).Result
		return ask(t, kiosk, wire.Draft{Ticket: issued.Ticket, Code: issued.Code, Form: "LN-07", Values: map[string]string{"surname": "Vega"}})
	}
	if a := draft("--forms", dir); !a.OK {
		t.Errorf("with the folder: %+v", a)
	}
	if a := draft(); a.Code != wire.NotFound || a.Field != "form" {
		t.Errorf("without it: %+v", a)
	}
	write(strings.Replace(own, `"version"`, `"verson"`, 1))
	for folder, want := range map[string]string{dir: `LN-07.json: form: line `, filepath.Join(dir, "none"): "neither a form"} {
		if words, exit := refused(t, "serve", "--data", t.TempDir(), "--demo", "--forms", folder); exit != 2 || !strings.Contains(words, want) {
			t.Errorf("%s: %d %s", folder, exit, words)
		}
	}
}
