package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// checkFormat names every Go file that gofmt would change. It formats in this
// process: a machine may have the go command and no gofmt beside it.
func checkFormat(_ context.Context, g *gate) (string, error) {
	files, wrong := 0, 0
	err := filepath.WalkDir(g.root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		// Folders that the go command doesn't look into are not ours to judge.
		if name := entry.Name(); entry.IsDir() && path != g.root &&
			(strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "testdata") {
			return filepath.SkipDir
		}
		if entry.IsDir() || filepath.Ext(path) != ".go" {
			return nil
		}
		files++
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		formatted, err := format.Source(source)
		rel, _ := filepath.Rel(g.root, path)
		switch {
		case err != nil:
			wrong++
			fmt.Fprintf(g.stdout, "  %s: %v\n", rel, err)
		case !bytes.Equal(source, formatted):
			wrong++
			fmt.Fprintf(g.stdout, "  %s: not formatted; gofmt -w %s\n", rel, rel)
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	if files == 0 {
		return "", errors.New("found no Go file: is this the module?")
	}
	if wrong > 0 {
		return "", fmt.Errorf("%s", plural(wrong, "file"))
	}
	return ", " + plural(files, "file"), nil
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
