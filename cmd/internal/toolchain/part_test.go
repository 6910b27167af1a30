package toolchain_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"turno/cmd/internal/toolchain"
)

// put writes an empty file into a made-up file system.
func put(t *testing.T, mode os.FileMode, parts ...string) string {
	t.Helper()
	file := filepath.Join(parts...)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, nil, mode); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestBareMachineLacksEverything(t *testing.T) {
	bare := toolchain.Machine{Root: t.TempDir(), Env: []string{"PATH=" + t.TempDir()}}
	parts := append(append([]toolchain.Part{}, toolchain.Compiler...), toolchain.Windows...)
	want := strings.Fields(`gcc libc6-dev pkg-config libgl-dev libx11-dev libxcursor-dev
		libxrandr-dev libxinerama-dev libxi-dev libxxf86vm-dev`)
	if diff := cmp.Diff(want, toolchain.Packages(bare.Missing(parts...))); diff != "" {
		t.Errorf("packages to install (-want +got):\n%s", diff)
	}
}

func TestPartIsFound(t *testing.T) {
	root, bin, include := t.TempDir(), t.TempDir(), t.TempDir()
	put(t, 0o755, bin, "gcc")
	put(t, 0o644, bin, "pkg-config") // not executable: not a command
	put(t, 0o755, bin, "clang")
	put(t, 0o644, root, "usr/include/stdlib.h")
	put(t, 0o644, include, "GL/gl.h")

	compiler, libc, pkgconfig, gl := toolchain.Compiler[0], toolchain.Compiler[1], toolchain.Windows[0], toolchain.Windows[1]
	for name, tc := range map[string]struct {
		part toolchain.Part
		env  []string
		want bool
	}{
		"command on the path":         {compiler, nil, true},
		"not executable":              {pkgconfig, nil, false},
		"CC names another":            {compiler, []string{"CC=clang -O1"}, true},
		"CC names one that is gone":   {compiler, []string{"CC=tcc"}, false},
		"CC is a path":                {compiler, []string{"CC=" + filepath.Join(bin, "clang")}, true},
		"header in the usual folder":  {libc, nil, true},
		"header nowhere":              {gl, nil, false},
		"header where CPATH points":   {gl, []string{"CPATH=/nowhere:" + include}, true},
		"the later setting is in use": {compiler, []string{"CC=tcc", "CC=gcc"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			m := toolchain.Machine{Root: root, Env: append([]string{"PATH=/nowhere::" + bin}, tc.env...)}
			if got := len(m.Missing(tc.part)) == 0; got != tc.want {
				t.Errorf("found %s: %v, want %v", tc.part.Name, got, tc.want)
			}
		})
	}
}

// The script that prepares a CI machine is bash, so it can't import the list:
// it holds a copy, and this holds the copy to the list.
func TestCIInstallsEveryPart(t *testing.T) {
	script, err := os.ReadFile("../../../.ci/run")
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]bool{}
	for _, w := range strings.Fields(string(script)) {
		words[w] = true
	}
	for _, parts := range [][]toolchain.Part{toolchain.Compiler, toolchain.Windows, toolchain.Voice} {
		for _, p := range toolchain.Packages(parts) {
			if !words[p] {
				t.Errorf(".ci/run does not install %s", p)
			}
		}
	}
}
