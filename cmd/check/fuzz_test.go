package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fuzzBench is a module with two packages that have targets, and a go command
// that finds two new inputs for one of them and a failure for another.
func fuzzBench(t *testing.T) *bench {
	b := newBench(t)
	b.file(b.root, "hub/wire/a_test.go", "package wire\n\nfunc FuzzCommand(f *testing.F) {\n}\n\nfunc FuzzAnswer(f *testing.F) {}\n", 0o644)
	b.file(b.root, "forms/a_test.go", "package forms\n\n// FuzzNothing(f *testing.F) is no function.\nfunc FuzzRead(f *testing.F) {}\n", 0o644)
	b.file(b.root, "forms/testdata/b_test.go", "package b\n\nfunc FuzzFixture(f *testing.F) {}\n", 0o644)
	cache := filepath.Join(b.sys, "cache")
	b.file(cache, "fuzz/turno/hub/wire/FuzzCommand/old", "old", 0o644)
	b.goSays(`"env GOCACHE") echo ` + cache + ` ;;
"test "*FuzzCommand*) cd ` + cache + `/fuzz/turno/hub/wire/FuzzCommand && printf 'longer' > b1 && printf 'x' > a1
  echo "fuzz: elapsed: 0s, gathering baseline coverage: 0/3 completed"
  echo "fuzz: elapsed: 3s, execs: 7 (2/sec), new interesting: 2 (total: 5)"; echo "ok turno/hub/wire 3s" ;;
"test "*FuzzRead*) echo "fuzz: elapsed: 1s, execs: 9 (9/sec), new interesting: 0 (total: 1)" ;;
"test "*FuzzAnswer*) echo "--- FAIL: FuzzAnswer"; exit 1 ;;`)
	return b
}

func TestFuzzRunsEveryTarget(t *testing.T) {
	b := fuzzBench(t)
	status, out, calls := b.run("-fuzz", "3s", "-fuzz-workers", "1", "-fuzz-keep", "1")
	if status != 1 {
		t.Errorf("status %d, and one target failed", status)
	}
	call := func(name, pkg string) string {
		return "CGO_ENABLED=0 go test -tags ci -run ^$ -fuzz ^" + name + "$ -fuzztime 3s -parallel 1 -timeout 0 " + pkg
	}
	want := []string{"CGO_ENABLED= go env GOMOD", "CGO_ENABLED= go env GOCACHE",
		call("FuzzRead", "./forms"), call("FuzzAnswer", "./hub/wire"), call("FuzzCommand", "./hub/wire")}
	if diff := cmp.Diff(want, calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	for _, want := range []string{"./forms FuzzRead", "1s, execs: 9", "--- FAIL: FuzzAnswer", "3s, execs: 7 (2/sec), new interesting: 2 (total: 5); 1 input kept"} {
		if !strings.Contains(out, want) {
			t.Errorf("the output lacks %q:\n%s", want, out)
		}
	}
	if got := lastLine(out); got != "1 of 3 targets failed: ./hub/wire FuzzAnswer" {
		t.Errorf("last line %q", got)
	}
	entries, err := os.ReadDir(filepath.Join(b.root, "hub/wire/testdata/fuzz/FuzzCommand"))
	if err != nil || len(entries) != 1 || entries[0].Name() != "a1" {
		t.Errorf("kept %v, %v; want the shorter of the new ones alone", entries, err)
	}
}

func TestFuzzOnlySome(t *testing.T) {
	status, out, _ := fuzzBench(t).run("-fuzz", "3s", "-fuzz-only", "wire FuzzC|forms")
	if status != 0 || lastLine(out) != "2 targets, none failed" {
		t.Errorf("status %d:\n%s", status, out)
	}
	if status, out, _ := fuzzBench(t).run("-fuzz", "3s", "-fuzz-only", "nowhere"); status != 1 || !strings.Contains(out, "no fuzz target") {
		t.Errorf("status %d:\n%s", status, out)
	}
	for _, args := range [][]string{{"-fuzz", "-1s"}, {"-fuzz", "1s", "-fuzz-only", "("}, {"-fuzz", "1s", "-fuzz-workers", "0"}} {
		if status, out, _ := fuzzBench(t).run(args...); status != 2 {
			t.Errorf("%q: status %d:\n%s", args, status, out)
		}
	}
}
