package cmd_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

// apps are the commands that FyneApp.toml speaks of.
var apps = []string{"cmd/turno-kiosk", "cmd/turno-counter", "cmd/turno-display"}

// wrongIdentity holds FyneApp.toml and the constants of the apps to each other:
// the name and the version are one for all, an id is each app's own.
func wrongIdentity(t *testing.T, root string) []string {
	t.Helper()
	var shared struct {
		Details struct {
			Name, Version, Icon, ID string
			Build                   int
		}
		Migrations map[string]bool
	}
	data, err := os.ReadFile(filepath.Join(root, "FyneApp.toml"))
	if err != nil {
		return []string{err.Error()}
	}
	if err := toml.Unmarshal(data, &shared); err != nil {
		return []string{"FyneApp.toml: " + err.Error()}
	}
	var faults []string
	d := shared.Details
	if d.Name == "" || d.Version == "" {
		faults = append(faults, "FyneApp.toml: name and version must be there")
	}
	if d.ID != "" {
		faults = append(faults, "FyneApp.toml: an id for all apps; each has its own, in its code")
	}
	if !shared.Migrations["fyneDo"] {
		faults = append(faults, "FyneApp.toml: fyneDo must be true, as the windows are built with migrated_fynedo")
	}
	if err := squareIcon(filepath.Join(root, d.Icon)); err != nil {
		faults = append(faults, fmt.Sprintf("FyneApp.toml: icon %q: %v", d.Icon, err))
	}

	consts := constants(t, root)
	ids := map[string]string{}
	for _, app := range apps {
		for constant, want := range map[string]string{"appName": d.Name, "appVersion": d.Version} {
			if got := consts[app][constant]; got != want {
				faults = append(faults, fmt.Sprintf("%s: const %s is %q, FyneApp.toml says %q", app, constant, got, want))
			}
		}
		id := consts[app]["appID"]
		switch {
		case id == "":
			faults = append(faults, app+": no const appID")
		case ids[id] != "":
			faults = append(faults, fmt.Sprintf("%s: its id %q is that of %s", app, id, ids[id]))
		}
		ids[id] = app
	}
	return faults
}

func squareIcon(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	c, err := png.DecodeConfig(f)
	if err != nil {
		return err
	}
	if c.Width != c.Height || c.Width < 256 {
		return fmt.Errorf("%d×%d, want a square of 256 or more", c.Width, c.Height)
	}
	return nil
}

// constants answers the text constants of each folder of the tree.
func constants(t *testing.T, root string) map[string]map[string]string {
	found := map[string]map[string]string{}
	for _, s := range sources(t, root) {
		if s.test {
			continue
		}
		if found[s.dir] == nil {
			found[s.dir] = map[string]string{}
		}
		for _, decl := range s.file.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok || gen.Tok != token.CONST {
				continue
			}
			for _, spec := range gen.Specs {
				v := spec.(*ast.ValueSpec)
				for i, name := range v.Names {
					if i < len(v.Values) {
						if value, ok := text(v.Values[i]); ok {
							found[s.dir][name.Name] = value
						}
					}
				}
			}
		}
	}
	return found
}

func TestPlantedIdentityIsCaught(t *testing.T) {
	app := func(name, id, version string) string {
		return fmt.Sprintf("package main\n\nconst (\n\tappName = %q\n\tappID = %q\n\tappVersion = %q\n)\n", name, id, version)
	}
	dir := plant(t, map[string]string{
		"FyneApp.toml":              "[Details]\nName = \"Turno\"\nVersion = \"0.1.0\"\nID = \"bank.turno\"\nIcon = \"icon.png\"\n",
		"icon.png":                  "not a picture",
		"cmd/turno-kiosk/main.go":   app("Turno", "bank.turno.kiosk", "0.1.0"),
		"cmd/turno-counter/main.go": app("Turno", "bank.turno.kiosk", "0.2.0"),
		"cmd/turno-display/main.go": "package main\n\nvar appName = \"Turno\"\n",
	})
	wantFaults(t, wrongIdentity(t, dir),
		"an id for all apps",
		"fyneDo must be true",
		`icon "icon.png"`,
		`cmd/turno-counter: const appVersion is "0.2.0", FyneApp.toml says "0.1.0"`,
		"cmd/turno-counter: its id \"bank.turno.kiosk\" is that of cmd/turno-kiosk",
		`cmd/turno-display: const appName is ""`,
		`cmd/turno-display: const appVersion is ""`,
		"cmd/turno-display: no const appID",
	)
	wantFaults(t, wrongIdentity(t, t.TempDir()), "FyneApp.toml: no such file")
	broken := plant(t, map[string]string{"FyneApp.toml": "[Details\n"})
	if got := wrongIdentity(t, broken); len(got) != 1 || !strings.HasPrefix(got[0], "FyneApp.toml: ") {
		t.Errorf("a file that is no TOML: %q", got)
	}
}
