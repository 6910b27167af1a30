package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/pelletier/go-toml/v2"
)

// configFile is read when no other is named and it is there.
const configFile = "/etc/turno/kiosk.toml"

// places are the flags that name a file or a folder.
var places = []string{"ca", "forms", "jack", "profile", "state"}

// configure reads a file in which every flag may stand by its name (hub =
// "https://…"), and admin, the hash that the verb pin writes. What the command
// line says goes before it; a name that is no flag is an error. A place without
// / at its front is one beside the file: a service has no working folder that
// anybody meant.
func configure(f *flag.FlagSet, file string) (admin string, err error) {
	named := file != ""
	if !named {
		file = configFile
	}
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) && !named {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("the configuration: %w", err)
	}
	values := map[string]any{}
	if err := toml.Unmarshal(data, &values); err != nil {
		return "", fmt.Errorf("the configuration %s: %w", file, err)
	}
	given := map[string]bool{}
	f.Visit(func(f *flag.Flag) { given[f.Name] = true })
	for _, name := range slices.Sorted(maps.Keys(values)) {
		text := fmt.Sprint(values[name])
		if slices.Contains(places, name) && text != "" && !filepath.IsAbs(text) {
			text = filepath.Join(filepath.Dir(file), text)
		}
		switch {
		case name == "admin":
			admin = text
		case f.Lookup(name) == nil || name == "config":
			return "", fmt.Errorf("the configuration %s: %q is no setting of a kiosk; turno-kiosk -help lists them", file, name)
		case !given[name]:
			if err := f.Set(name, text); err != nil {
				return "", fmt.Errorf("the configuration %s: %s: %w", file, name, err)
			}
		}
	}
	return admin, nil
}
