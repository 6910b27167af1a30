package main

import (
	"bytes"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"turno/counter"
	"turno/hub/words"
)

func TestTheCommandLineIsRead(t *testing.T) {
	t.Setenv("LANG", "cs_CZ.UTF-8")
	o, story, err := parse([]string{"-hub", "http://127.0.0.1:4711", "-token", "demo-counter-3", "-windowed", "-dark", "-text", "2", "-printer", "cups://Kancelar"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if o.hub != "http://127.0.0.1:4711" || o.token != "demo-counter-3" || !o.windowed || o.lang != words.CS || story.Wanted() {
		t.Errorf("read as %+v", o)
	}
	if !o.look.Dark || o.look.Scale != 2 || o.paper.Name() != "Kancelar" {
		t.Errorf("read as %+v, printer %s", o.look, o.paper.Name())
	}
}

func TestABadCommandLineSaysWhatToWrite(t *testing.T) {
	for _, c := range []struct{ args, says string }{
		{"-hub 127.0.0.1:8080", "http://"},
		{"-lang fr", "es, cs, pt, sv, en"},
		{"-printer lobby", "cups://NAME"},
		{"-printer tcp://192.0.2.1", "cups://NAME"},
		{"-forms /nowhere/at/all", "neither a form"},
		{"serve", "-help"},
	} {
		_, _, err := parse(strings.Fields(c.args), io.Discard)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, want %q in it", c.args, err, c.says)
		}
	}
}

func TestTheSystemsLanguageIsTaken(t *testing.T) {
	for system, want := range map[string]words.Lang{"sv_SE.UTF-8": words.SV, "pt_BR.UTF-8": words.PT, "C": words.ES, "": words.ES, "de_DE.UTF-8": words.ES} {
		if got, err := language("", system); err != nil || got != want {
			t.Errorf("LANG=%s: %s, %v; want %s", system, got, err, want)
		}
	}
}

func TestAStoryIsDrawnWithNoDisplay(t *testing.T) {
	t.Setenv("DISPLAY", "")
	file := filepath.Join(t.TempDir(), "serving.png")
	o, story, err := parse([]string{"-story", "serving", "-png", file, "-lang", "cs"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if err := draw(story, o, io.Discard); err != nil {
		t.Fatal(err)
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
	if s := img.Bounds().Size(); s.X != 1366 || s.Y != 768 {
		t.Errorf("the picture is %v", s)
	}
}

func TestStoriesAreListed(t *testing.T) {
	o, story, err := parse([]string{"-story", "list"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := draw(story, o, &out); err != nil {
		t.Fatal(err)
	}
	for _, s := range counter.Stories() {
		if !strings.Contains(out.String(), s.Name) {
			t.Errorf("%s is not listed", s.Name)
		}
	}
}
