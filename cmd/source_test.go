package cmd_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A source is one Go file of the tree.
type source struct {
	name string // relative to the tree: "hub/queue/state.go"
	dir  string // "hub/queue"
	test bool
	file *ast.File
	size int // lines
}

// sources parses every Go file below the folder, build tags or not: an import
// behind a tag is an import.
func sources(t *testing.T, root string) []source {
	t.Helper()
	var all []source
	fset := token.NewFileSet()
	walk(t, root, func(name string) {
		if filepath.Ext(name) != ".go" {
			return
		}
		file, err := parser.ParseFile(fset, filepath.Join(root, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Errorf("can't read a Go file: %v", err)
			return
		}
		all = append(all, source{
			name: name,
			dir:  filepath.ToSlash(filepath.Dir(name)),
			test: strings.HasSuffix(name, "_test.go"),
			file: file,
			size: fset.File(file.Pos()).LineCount(),
		})
	})
	return all
}

// walk calls visit with every file that the go command would look at, and with
// those beside them.
func walk(t *testing.T, root string, visit func(name string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() {
			if path != root && (strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "testdata" || name == "turno-data") {
				return filepath.SkipDir
			}
			return nil
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		visit(filepath.ToSlash(rel))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// text answers the value of a string literal.
func text(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// imported answers the import paths of a file, each with its name in the file.
func imported(f *ast.File) map[string]string {
	names := map[string]string{}
	for _, spec := range f.Imports {
		path, _ := text(spec.Path)
		name := path[strings.LastIndex(path, "/")+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[path] = name
	}
	return names
}

// plant writes a small tree to find faults in.
func plant(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// wantFaults fails unless each fault that must be found is there, and no other.
func wantFaults(t *testing.T, got []string, want ...string) {
	t.Helper()
	left := append([]string{}, got...)
	for _, w := range want {
		found := false
		for i, g := range left {
			if strings.Contains(g, w) {
				left, found = append(left[:i], left[i+1:]...), true
				break
			}
		}
		if !found {
			t.Errorf("not caught: %q", w)
		}
	}
	for _, g := range left {
		t.Errorf("not a fault: %s", g)
	}
}
