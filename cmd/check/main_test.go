package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"turno/cmd/internal/toolchain"
)

// A bench is a made-up module and a made-up machine: its go command is a shell
// script that writes down how it was called and answers as the test says.
type bench struct {
	t    *testing.T
	root string // the module
	bin  string // PATH
	sys  string // the file system's root
	log  string // calls of the fake go
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, root: t.TempDir(), bin: t.TempDir(), sys: t.TempDir()}
	b.log = filepath.Join(b.bin, "calls.log")
	b.file(b.root, "go.mod", "module turno\n", 0o644)
	b.file(b.root, "a.go", "package a\n", 0o644)
	b.goSays("")
	return b
}

func (b *bench) file(dir, name, text string, mode os.FileMode) {
	b.t.Helper()
	file := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), mode); err != nil {
		b.t.Fatal(err)
	}
}

// goSays adds cases of a shell's case statement, which win over the usual
// answers: success, one passing test, and a static hub (the fake is given one
// by newBench's caller through HUB).
func (b *bench) goSays(cases string) {
	b.file(b.bin, "go", `#!/bin/sh
echo "CGO_ENABLED=$CGO_ENABLED go $*" >> `+b.log+`
case "$*" in
`+cases+`
"env GOMOD") echo `+b.root+`/go.mod ;;
"build -v -o "*) echo turno/hub >&2; for a; do case "$a" in */) /bin/cp "$HUB" "$a/turno-hub" ;; esac; done ;;
"test "*) printf '%s\n' '{"Action":"pass","Package":"turno/hub","Test":"TestOne"}'
          printf '%s\n' '{"Action":"output","Package":"turno/hub","Output":"ok  \tturno/hub\t0.1s\n"}' ;;
esac
`, 0o755)
}

// withParts gives the machine a compiler and the headers.
func (b *bench) withParts(parts ...toolchain.Part) {
	for _, p := range parts {
		if p.Command != "" {
			b.file(b.bin, p.Command, "#!/bin/sh\n", 0o755)
		} else {
			b.file(b.sys, "usr/include/"+p.Header, "", 0o644)
		}
	}
}

// run runs the gate and returns its status, its output and the fake's calls.
func (b *bench) run(args ...string) (int, string, []string) {
	b.t.Helper()
	machine := toolchain.Machine{Root: b.sys, Env: []string{"PATH=" + b.bin, "HUB=" + staticProgram(b.t)}}
	var out bytes.Buffer
	status := run(context.Background(), args, machine, &out, &out)
	calls, err := os.ReadFile(b.log)
	if err != nil && !os.IsNotExist(err) {
		b.t.Fatal(err)
	}
	return status, out.String(), strings.Split(strings.TrimSpace(string(calls)), "\n")
}

// staticProgram is an ELF program without loader and libraries. A test binary
// built without C is one; under the race detector it is not, and then the
// smallest program is built.
func staticProgram(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "linux" || static(self) == nil {
		return self
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte("package main\n\nfunc main() {}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "build", "-o", filepath.Join(dir, "hub"), filepath.Join(dir, "main.go"))
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("building a static program: %v\n%s", err, out)
	}
	return filepath.Join(dir, "hub")
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	return lines[len(lines)-1]
}

func TestEveryStepRunsInOrder(t *testing.T) {
	b := newBench(t)
	b.withParts(toolchain.Compiler...)
	b.withParts(toolchain.Windows...)
	status, out, calls := b.run()
	if status != 0 {
		t.Fatalf("status %d:\n%s", status, out)
	}
	for i, call := range calls {
		if before, rest, ok := strings.Cut(call, "-o /"); ok { // the scratch folder has a random name
			_, after, _ := strings.Cut(rest, "/ ./")
			calls[i] = before + "-o DIR/ ./" + after
		}
	}
	want := []string{
		"CGO_ENABLED= go env GOMOD",
		"CGO_ENABLED=0 go vet -tags ci ./...",
		"CGO_ENABLED=0 go tool staticcheck -tags ci ./...",
		"CGO_ENABLED=0 go test -json -count=1 -tags ci ./cmd",
		"CGO_ENABLED=0 go test -json -tags ci ./...",
		"CGO_ENABLED=0 go build -v -o DIR/ ./cmd/turno-hub",
		"CGO_ENABLED=1 go build -v -tags gles,migrated_fynedo -o DIR/ ./cmd/turno-kiosk ./cmd/turno-counter ./cmd/turno-display",
		"CGO_ENABLED=1 go test -json -race -timeout=20m -tags ci ./...",
	}
	if diff := cmp.Diff(want, calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	if !strings.Contains(out, "ok  \tturno/hub\t0.1s") {
		t.Errorf("the runner's own lines are not shown:\n%s", out)
	}
	// One test, seen in three runs.
	if got := lastLine(out); got != "1 passed, 0 failed, 0 skipped" {
		t.Errorf("last line %q", got)
	}
}

func TestWhatIsLeftOutIsSaid(t *testing.T) {
	b := newBench(t)
	b.withParts(toolchain.Compiler...)
	status, out, calls := b.run()
	if status != 0 {
		t.Fatalf("status %d:\n%s", status, out)
	}
	if !strings.Contains(out, "left out: windows (this machine has no pkg-config, OpenGL headers,") ||
		!strings.Contains(out, "apt-get install pkg-config libgl-dev ") {
		t.Errorf("it does not say what is missing:\n%s", out)
	}
	if all := strings.Join(calls, "\n"); strings.Contains(all, "turno-kiosk") || !strings.Contains(all, "-race") {
		t.Errorf("want the race run and no windows, got\n%s", all)
	}

	_, out, calls = newBench(t).run("-quick")
	if all := strings.Join(calls, "\n"); strings.Contains(all, "-race") || !strings.Contains(out, "left out: race (-quick)") {
		t.Errorf("-quick: calls\n%s\noutput\n%s", all, out)
	}
}

func TestFirstFailureEndsTheGate(t *testing.T) {
	for name, tc := range map[string]struct {
		cases string   // what the fake go does
		want  []string // in the output
		last  string   // last line
		never string   // not among the calls any more
	}{
		"vet": {
			`"vet "*) echo "go: downloading x v1.0.0" >&2; echo "hub/hub.go:3:1: unreachable code"; exit 1 ;;`,
			[]string{"hub/hub.go:3:1: unreachable code", "vet          FAILED"}, "the gate failed at vet", "staticcheck",
		},
		"staticcheck": {
			`"tool "*) echo "hub/hub.go:3:1: func f is unused (U1000)"; exit 1 ;;`,
			[]string{"func f is unused"}, "the gate failed at staticcheck", "test",
		},
		"house": {
			`*" ./cmd") printf '%s\n' '{"Action":"output","Package":"turno/cmd","Test":"TestImports","Output":"hub imports fyne\n"}'
			  printf '%s\n' '{"Action":"fail","Package":"turno/cmd","Test":"TestImports"}'
			  printf '%s\n' '{"Action":"fail","Package":"turno/cmd"}'; exit 1 ;;`,
			[]string{"hub imports fyne", "the gate failed at house"}, "0 passed, 1 failed, 0 skipped", "./...\nCGO_ENABLED=0 go test -json -tags",
		},
		"a package that does not build": {
			`"test -json -tags"*) printf '%s\n' '{"Action":"build-output","ImportPath":"turno/hub","Output":"hub.go:7: undefined: x\n"}'
			  printf '%s\n' '{"Action":"fail","Package":"turno/hub"}'; exit 1 ;;`,
			[]string{"hub.go:7: undefined: x"}, "1 passed, 1 failed, 0 skipped", "build",
		},
		"go test itself": {
			`"test -json -tags"*) echo "go: no such module" >&2; exit 1 ;;`,
			[]string{"go: no such module"}, "1 passed, 1 failed, 0 skipped", "build",
		},
		"a hub with libraries": {
			`"build "*) for a; do case "$a" in */) echo "no program" > "$a/turno-hub" ;; esac; done ;;`,
			[]string{"reading the built hub", "the gate failed at hub"}, "1 passed, 0 failed, 0 skipped", "turno-kiosk",
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.goSays(tc.cases)
			status, out, calls := b.run()
			if status != 1 {
				t.Errorf("status %d, want 1", status)
			}
			if strings.Contains(out, "downloading") {
				t.Errorf("modules that were fetched are no fault:\n%s", out)
			}
			for _, want := range tc.want {
				if !strings.Contains(out, want) {
					t.Errorf("output lacks %q:\n%s", want, out)
				}
			}
			if !strings.HasPrefix(lastLine(out), tc.last) {
				t.Errorf("last line %q, want %q", lastLine(out), tc.last)
			}
			if all := strings.Join(calls, "\n"); strings.Contains(all, tc.never) {
				t.Errorf("it went on to %q:\n%s", tc.never, all)
			}
		})
	}
}

func TestFormatNamesTheFile(t *testing.T) {
	b := newBench(t)
	b.file(b.root, "hub/crooked.go", "package hub\nvar   x = 1\n", 0o644)
	b.file(b.root, "hub/testdata/crooked.go", "package   hub\n", 0o644)
	status, out, calls := b.run()
	if status != 1 || !strings.Contains(out, "hub/crooked.go: not formatted") || strings.Contains(out, "testdata") {
		t.Errorf("status %d:\n%s", status, out)
	}
	if len(calls) > 1 {
		t.Errorf("it went on: %q", calls)
	}
}

func TestSkippedTestsAreNamedWithTheirReason(t *testing.T) {
	b := newBench(t)
	b.goSays(`"test "*) printf '%s\n' '{"Action":"output","Package":"turno/hub/voice","Test":"TestSpeak","Output":"=== RUN   TestSpeak\n"}'
	  printf '%s\n' '{"Action":"output","Package":"turno/hub/voice","Test":"TestSpeak","Output":"    speak_test.go:12: no espeak-ng here\n"}'
	  printf '%s\n' '{"Action":"skip","Package":"turno/hub/voice","Test":"TestSpeak"}' ;;`)
	status, out, _ := b.run("-quick")
	if status != 0 || !strings.Contains(out, "skipped:  turno/hub/voice TestSpeak: no espeak-ng here") {
		t.Errorf("status %d:\n%s", status, out)
	}
	if got := lastLine(out); got != "0 passed, 0 failed, 1 skipped" {
		t.Errorf("last line %q", got)
	}
}

func TestALongStepBreaksItsSilence(t *testing.T) {
	var text bytes.Buffer
	out := &lockedWriter{w: &text}
	g := &gate{stdout: out, out: out}
	ticks := make(chan time.Time)
	end := g.breakSilence("vet", time.Now().Add(-time.Minute), ticks)
	ticks <- time.Now() // nothing was written: it speaks
	ticks <- time.Now() // its own line does not count: it speaks again
	io.WriteString(out, "hub.go:1: something\n")
	ticks <- time.Now() // somebody spoke, before this tick or before the last: one of the two is silent
	end()
	if got := strings.Count(text.String(), "vet          goes on, 1m0"); got != 2 {
		t.Errorf("it spoke %d times, want 2:\n%s", got, text.String())
	}
}

func TestInterruptedGateFails(t *testing.T) {
	b := newBench(t)
	b.goSays(`"vet "*) kill -TERM $$ ;;`)
	if status, out, _ := b.run(); status != 1 {
		t.Errorf("a step that was killed passed:\n%s", out)
	}
	if status, out, _ := newBench(t).run("-limit", "1ns"); status != 1 {
		t.Errorf("out of time and passed:\n%s", out)
	}
}

func TestArguments(t *testing.T) {
	for _, args := range [][]string{{"-what"}, {"./hub"}, {"-limit", "soon"}} {
		if status, out, _ := newBench(t).run(args...); status != 2 {
			t.Errorf("%q: status %d:\n%s", args, status, out)
		}
	}
	outside := newBench(t)
	outside.goSays(`"env GOMOD") echo /dev/null ;;`)
	if status, out, _ := outside.run(); status != 1 || !strings.Contains(out, "no go.mod") {
		t.Errorf("outside a module: status %d:\n%s", status, out)
	}
	nothing := newBench(t)
	if err := os.Remove(filepath.Join(nothing.bin, "go")); err != nil {
		t.Fatal(err)
	}
	if status, out, _ := nothing.run(); status != 1 || !strings.Contains(out, "no go command") {
		t.Errorf("without go: status %d:\n%s", status, out)
	}
}
