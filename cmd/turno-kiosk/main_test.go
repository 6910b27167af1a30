package main

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFlags: what is wrong with the command line is said in one line, and
// nothing is started.
func TestFlags(t *testing.T) {
	t.Setenv("TURNO_TOKEN", "")
	for _, c := range []struct{ args, says string }{
		{"-lease 500", "-lease 500 is out of range"},
		{"-config /nowhere/kiosk.toml", "the configuration: open /nowhere/kiosk.toml"},
		{"-pin abc -hub http://127.0.0.1:1", "plain HTTP, which recognises no hub"},
		{"-token x -lang de", `-lang "de" is none of [es cs pt sv en]`},
		{"-token x -hub 127.0.0.1:8080", "is no address such as http://127.0.0.1:8080"},
		{"-token x -size big", `-size "big" is no size such as 1080x1920`},
		{"-token x -speak loudly", `-speak "loudly" is none of auto, on, off`},
		{"-token x -keys F5=forward", `"forward" means nothing for a key`},
		{"-token x -scale 9", "-scale 9 is out of range"},
		{"-token x more", `"more" is no flag`},
	} {
		var out, errs bytes.Buffer
		if status := run(strings.Fields(c.args), &out, &errs); status != 2 || !strings.Contains(errs.String(), c.says) {
			t.Errorf("turno-kiosk %s: status %d, said %q; want 2 and %q", c.args, status, errs.String(), c.says)
		}
	}
}

func TestPrinterAddress(t *testing.T) {
	if p, _, _, err := printer("", "", false, nil); p != nil || err != nil {
		t.Errorf("no printer: %v, %v", p, err)
	}
	for _, address := range []string{"tcp://", "lpt1"} {
		if _, _, _, err := printer(address, "", false, nil); err == nil {
			t.Errorf("%q was taken for a ticket printer", address)
		}
	}
	if p, _, _, err := printer("tcp://192.0.2.7:9100", "", false, nil); p == nil || err != nil {
		t.Errorf("a receipt printer was refused: %v", err)
	}
}

// TestStories lists the stories and draws one without a display.
func TestStories(t *testing.T) {
	var out, errs bytes.Buffer
	if status := run([]string{"-story", "list"}, &out, &errs); status != 0 {
		t.Fatalf("status %d: %s", status, errs.String())
	}
	for _, name := range []string{"greeting ", "services-low ", "ticket-landscape ", "unprinted-landscape-low "} {
		if !strings.Contains(out.String(), name) {
			t.Errorf("there is no story %q in:\n%s", name, out.String())
		}
	}
	file := filepath.Join(t.TempDir(), "services.png")
	if status := run([]string{"-story", "services", "-lang", "cs", "-png", file}, &out, &errs); status != 0 {
		t.Fatalf("status %d: %s", status, errs.String())
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != 1080 || b.Dy() != 1920 {
		t.Errorf("the picture is %v", b)
	}
	if status := run([]string{"-story", "nowhere", "-png", file}, &out, &errs); status != 1 {
		t.Errorf("an unknown story: status %d", status)
	}
}
