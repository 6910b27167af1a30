package main

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What is asked wrongly is said in one line that says what to do, with status 2.
func TestWrongFlags(t *testing.T) {
	t.Setenv("TURNO_TOKEN", "")
	for _, tt := range []struct {
		args string
		want string
	}{
		{"-pin abc", "plain HTTP, which recognises no hub"},
		{"-token x -lang de", `-lang "de" is none of`},
		{"-token x -hub localhost", `-hub "localhost" is no address`},
		{"-token x -hub ftp://a", `-hub "ftp://a" is no address`},
		{"-token x -rows 5", "-rows 5 is neither 3 nor 4"},
		{"-token x -scale 0", "-scale 0 is out of range"},
		{"-token x -fullscreen -windowed", "exclude each other"},
		{"-token x more", `"more" is no flag`},
		{"-nonsense", "flag provided but not defined"},
	} {
		var out, errs bytes.Buffer
		if status := run(strings.Fields(tt.args), &out, &errs); status != 2 {
			t.Errorf("%q: status %d, want 2", tt.args, status)
		}
		if !strings.Contains(errs.String(), tt.want) {
			t.Errorf("%q: said %q, want %q", tt.args, errs.String(), tt.want)
		}
	}
}

func TestWithoutScreenItSaysSo(t *testing.T) {
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	var out, errs bytes.Buffer
	if status := run([]string{"-token", "x"}, &out, &errs); status != 1 || !strings.Contains(errs.String(), "there is no screen here") {
		t.Errorf("status %d, said %q", status, errs.String())
	}
}

// The program draws its stories with no display, as the design is judged by them.
func TestStoryWithoutScreen(t *testing.T) {
	t.Setenv("DISPLAY", "")
	var out, errs bytes.Buffer
	if status := run([]string{"-story", "list"}, &out, &errs); status != 0 || !strings.Contains(out.String(), "veil ") {
		t.Fatalf("status %d, listed %q", status, out.String())
	}
	file := filepath.Join(t.TempDir(), "called.png")
	if status := run([]string{"-story", "called", "-lang", "cs", "-png", file, "-pixels", "2"}, &out, &errs); status != 0 {
		t.Fatalf("status %d: %s", status, errs.String())
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if c, err := png.DecodeConfig(f); err != nil || c.Width != 3840 || c.Height != 2160 {
		t.Errorf("a picture of %d by %d (%v), want 3840 by 2160", c.Width, c.Height, err)
	}
	if status := run([]string{"-story", "called"}, &out, &errs); status != 1 || !strings.Contains(errs.String(), "needs -png") {
		t.Errorf("without a file: status %d, said %q", status, errs.String())
	}
	if status := run([]string{"-story", "nope", "-png", file}, &out, &errs); status != 1 || !strings.Contains(errs.String(), "there are: called, veil") {
		t.Errorf("an unknown story: status %d, said %q", status, errs.String())
	}
}
