package cmd_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// wrongImports holds every file that is not a test to the table.
func wrongImports(t *testing.T, root string) []string {
	var faults []string
	unknown := map[string]bool{}
	for _, s := range sources(t, root) {
		if s.test {
			continue
		}
		r, ok := roomOf(s.dir)
		if !ok {
			if !unknown[s.dir] {
				faults = append(faults, s.dir+": no line in the table of cmd/house_test.go; say there what it may import")
			}
			unknown[s.dir] = true
			continue
		}
		for _, path := range slices.Sorted(maps.Keys(imported(s.file))) {
			if why := refused(r, s.dir, path); why != "" {
				faults = append(faults, fmt.Sprintf("%s imports %s: %s", s.name, path, why))
			}
		}
	}
	return faults
}

// roomOf finds the line of the table for a folder.
func roomOf(dir string) (room, bool) {
	for _, r := range rooms {
		if r.path == dir || strings.HasSuffix(r.path, "/") && strings.HasPrefix(dir+"/", r.path) {
			return r, true
		}
	}
	return room{}, false
}

// refused says why the package in dir may not import path; "" when it may.
func refused(r room, dir, path string) string {
	for _, k := range keepers {
		if under(path, k.path) && !slices.Contains(k.only, dir) {
			return k.why
		}
	}
	inside, ours := strings.CutPrefix(path+"/", module+"/")
	inside = strings.TrimSuffix(inside, "/")
	if ours {
		if slices.Contains(r.ours, inside) || slices.ContainsFunc(r.ours, func(pattern string) bool {
			prefix, star := strings.CutSuffix(pattern, "*")
			return star && strings.HasPrefix(inside+"/", prefix)
		}) {
			return ""
		}
	}
	// The ban that says most: "net/http" before "net".
	why, longest := "", -1
	for _, b := range r.never {
		if under(path, b.path) && len(b.path) > longest {
			why, longest = b.why, len(b.path)
		}
	}
	if why != "" {
		return why
	}
	first, _, _ := strings.Cut(path, "/")
	standard := !ours && !strings.Contains(first, ".")
	if standard || slices.ContainsFunc(r.other, func(mod string) bool { return under(path, mod) }) {
		return ""
	}
	return "the table of cmd/house_test.go does not allow it"
}

// under tells whether path is parent or below it.
func under(path, parent string) bool {
	return path == parent || strings.HasPrefix(path, parent+"/")
}

// deepFyne looks for Fyne through all depths, other modules' packages included,
// and shows the way to it.
func deepFyne(t *testing.T, root string, patterns ...string) []string {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-e", "-deps", "-tags", "ci", "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`}, patterns...)...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOPROXY=off", "GOWORK=off")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	imports := map[string][]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		fields := strings.Fields(line)
		imports[fields[0]] = fields[1:]
	}
	var faults []string
	for _, pkg := range slices.Sorted(maps.Keys(imports)) {
		if !under(pkg, module) {
			continue
		}
		if way := wayTo(imports, pkg, fyne); way != nil {
			faults = append(faults, strings.Join(way, " → ")+": "+noToolkit)
		}
	}
	return faults
}

// wayTo finds a shortest chain of imports from a package to what lies under
// target, or nil.
func wayTo(imports map[string][]string, from, target string) []string {
	before := map[string]string{from: ""}
	for line := []string{from}; len(line) > 0; line = line[1:] {
		for _, next := range imports[line[0]] {
			if _, seen := before[next]; seen {
				continue
			}
			before[next] = line[0]
			if under(next, target) {
				way := []string{next}
				for at := line[0]; at != ""; at = before[at] {
					way = append([]string{at}, way...)
				}
				return way
			}
			line = append(line, next)
		}
	}
	return nil
}

// clocks finds uses of the machine's time in a package that is told the time.
func clocks(t *testing.T, root, dir string) []string {
	reads := []string{"Now", "Since", "Until", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer", "Sleep"}
	var faults []string
	for _, s := range sources(t, root) {
		name := imported(s.file)["time"]
		if s.dir != dir || s.test || name == "" {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == name && slices.Contains(reads, sel.Sel.Name) {
				faults = append(faults, fmt.Sprintf("%s uses time.%s: time reaches the engine as data, or a replay would differ", s.name, sel.Sel.Name))
			}
			return true
		})
	}
	return faults
}

func TestPlantedImportsAreCaught(t *testing.T) {
	file := func(pkg string, imports ...string) string {
		return "package " + pkg + "\n\nimport (\n\t_ \"" + strings.Join(imports, "\"\n\t_ \"") + "\"\n)\n"
	}
	dir := plant(t, map[string]string{
		"hub/queue/a.go":       file("queue", "sort", "time", "math/rand/v2", "net/url", "turno/hub/wire", "example.com/x"),
		"hub/queue/a_test.go":  file("queue", "os", "turno/hub/store"), // tests may
		"hub/store/a.go":       file("store", "os", "net/http", "turno/hub/queue", "turno/hub/wire", "go.etcd.io/bbolt/errors"),
		"hub/voice/a.go":       file("voice", "turno/hub/words", "turno/hub"),
		"hub/hub.go":           file("hub", "turno/hub/dial", "turno/hub/store", "turno/forms", "turno/kiosk"),
		"hub/web/tagged.go":    "//go:build never\n\n" + file("web", "turno/hub/stats"),
		"hub/new/a.go":         file("new", "fmt"),
		"hub/new/b.go":         file("new", "fmt"),
		"kiosk/a.go":           file("kiosk", "fyne.io/fyne/v2/widget", "fyne.io/fyne/v2/app", "turno/kiosk/flow", "turno/counter", "turno/hub/hubtest"),
		"counter/desk/a.go":    file("desk", "fyne.io/fyne/v2", "turno/hub/dial", "turno/hub/wire"),
		"look/a.go":            file("look", "fyne.io/fyne/v2/canvas", "turno/hub/words", "turno/look/brand"),
		"forms/a.go":           file("forms", "github.com/go-pdf/fpdf", "turno/forms/slip"),
		"cmd/turno-kiosk/a.go": file("main", "fyne.io/fyne/v2/app", "turno/kiosk", "turno/hub/dial"),
		"cmd/turno-hub/a.go":   file("main", "turno/hub", "turno/hub/sim", "fyne.io/fyne/v2/app"),
		"cmd/check/a.go":       file("main", "turno/hub/sim"),
	})
	wantFaults(t, wrongImports(t, dir),
		"hub/queue/a.go imports math/rand/v2: randomness reaches the engine as data",
		"hub/queue/a.go imports net/url: the engine does no I/O",
		"hub/queue/a.go imports turno/hub/wire: the rules know nobody",
		"hub/queue/a.go imports example.com/x: the table",
		"hub/store/a.go imports net/http: the store knows files",
		"hub/store/a.go imports turno/hub/wire: the wire and the stored log",
		"hub/voice/a.go imports turno/hub: kiosk and display speak",
		"hub/hub.go imports turno/hub/dial: the hub is what clients dial",
		"hub/hub.go imports turno/kiosk: the hub serves rooms",
		"hub/web/tagged.go imports turno/hub/stats: screens hold mirrors",
		"hub/new: no line in the table",
		"kiosk/a.go imports fyne.io/fyne/v2/app: widgets are tested",
		"kiosk/a.go imports turno/counter: rooms share look",
		"kiosk/a.go imports turno/hub/hubtest: it is for tests",
		"counter/desk/a.go imports fyne.io/fyne/v2: what a screen shows",
		"counter/desk/a.go imports turno/hub/dial: it takes what came",
		"look/a.go imports turno/hub/words: widgets are given words",
		"forms/a.go imports turno/forms/slip: the table",
		"cmd/turno-hub/a.go imports fyne.io/fyne/v2/app: widgets are tested",
		"cmd/check/a.go imports turno/hub/sim: a simulated day",
	)
}

func TestPlantedClockIsCaught(t *testing.T) {
	dir := plant(t, map[string]string{
		"hub/queue/a.go":      "package queue\n\nimport clock \"time\"\n\nvar at = clock.Now()\nvar d = clock.Second\n",
		"hub/queue/b.go":      "package queue\n\ntype time struct{}\n\nfunc (time) Now() {}\n\nfunc f(time time) { time.Now() }\n",
		"hub/queue/a_test.go": "package queue\n\nimport \"time\"\n\nvar at2 = time.Now()\n",
	})
	wantFaults(t, clocks(t, dir, "hub/queue"), "hub/queue/a.go uses time.Now")
}

func TestPlantedFyneIsCaughtThroughAllDepths(t *testing.T) {
	dir := plant(t, map[string]string{
		"go.mod":           "module turno\n\ngo 1.26\n\nrequire (\n\tfyne.io/fyne/v2 v2.7.4\n\texample.com/chart v1.0.0\n)\n\nreplace (\n\tfyne.io/fyne/v2 => ./.fyne\n\texample.com/chart => ./.chart\n)\n",
		".fyne/go.mod":     "module fyne.io/fyne/v2\n",
		".fyne/theme/t.go": "package theme\n",
		".chart/go.mod":    "module example.com/chart\n",
		".chart/c.go":      "package chart\n\nimport _ \"fyne.io/fyne/v2/theme\"\n",
		"hub/a.go":         "package hub\n\nimport _ \"example.com/chart\"\n",
		"hub/stats/a.go":   "package stats\n\nimport _ \"strings\"\n",
		"forms/a.go":       "package forms\n\nimport _ \"turno/look\"\n",
		"look/a.go":        "package look\n\nimport _ \"fyne.io/fyne/v2/theme\"\n",
	})
	wantFaults(t, deepFyne(t, dir, "./hub/...", "./forms/..."),
		"turno/hub → example.com/chart → fyne.io/fyne/v2/theme",
		"turno/forms → turno/look → fyne.io/fyne/v2/theme",
		"turno/look → fyne.io/fyne/v2/theme",
	)
}
