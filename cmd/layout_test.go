package cmd_test

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// wrongComments finds packages that do not say what they are for, in the form
// that the documentation tools expect.
func wrongComments(t *testing.T, root string) []string {
	type pkg struct {
		name string
		docs []string
		in   []string
	}
	all := map[string]*pkg{}
	var order []string
	for _, s := range sources(t, root) {
		if s.test {
			continue
		}
		p := all[s.dir]
		if p == nil {
			p = &pkg{name: s.file.Name.Name}
			all[s.dir] = p
			order = append(order, s.dir)
		}
		if doc := strings.TrimSpace(s.file.Doc.Text()); doc != "" {
			p.docs, p.in = append(p.docs, doc), append(p.in, s.name)
		}
	}
	var faults []string
	for _, dir := range order {
		p := all[dir]
		if len(p.docs) == 0 {
			faults = append(faults, dir+": no package comment; say what it is for, what it never does, who may use it")
			continue
		}
		if len(p.docs) > 1 {
			faults = append(faults, fmt.Sprintf("%s: package comments in %s; keep one", dir, strings.Join(p.in, " and ")))
		}
		want := "Package " + p.name + " "
		if p.name == "main" {
			want = "Command " + path.Base(dir) + " "
		}
		if !strings.HasPrefix(p.docs[0], want) {
			faults = append(faults, fmt.Sprintf("%s: its comment must begin with %q", p.in[0], want))
		} else if len(p.docs[0]) < 80 {
			faults = append(faults, p.in[0]+": its comment says too little: what for, what never, for whom")
		}
	}
	return faults
}

// longest is the greatest number of lines of a Go file.
const longest = 500

func longFiles(t *testing.T, root string) []string {
	var faults []string
	for _, s := range sources(t, root) {
		if s.size > longest {
			faults = append(faults, fmt.Sprintf("%s has %d lines, over %d: it holds two things", s.name, s.size, longest))
		}
	}
	return faults
}

// strangers finds names at the top that do not belong there. What .gitignore
// keeps out of the tree (built programs, a demo's data) is not looked at.
func strangers(t *testing.T, root string) []string {
	t.Helper()
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	var ignored []string
	if data, err := os.ReadFile(filepath.Join(root, ".gitignore")); err == nil {
		for _, line := range strings.Fields(string(data)) {
			ignored = append(ignored, strings.Trim(line, "/"))
		}
	}
	var faults []string
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, ".") || slices.Contains(top, name) ||
			slices.ContainsFunc(ignored, func(pattern string) bool { ok, _ := path.Match(pattern, name); return ok }) {
			continue
		}
		faults = append(faults, fmt.Sprintf("%s lies at the top: a folder or file more there needs a reason, and a line in cmd/house_test.go", name))
	}
	return faults
}

// links finds what README.md points at: [text](path) and src="path".
var links = regexp.MustCompile(`\]\(([^)\s]+)\)|src="([^"]+)"`)

// brokenLinks finds links of README.md that lead nowhere in the tree.
func brokenLinks(t *testing.T, root string) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		return []string{err.Error()}
	}
	var faults []string
	for _, m := range links.FindAllStringSubmatch(string(data), -1) {
		target := m[1] + m[2]
		if strings.Contains(target, "://") || strings.HasPrefix(target, "#") {
			continue
		}
		if _, err := os.Stat(filepath.Join(root, target)); err != nil {
			faults = append(faults, "README.md points at "+target+", which is not there")
		}
	}
	return faults
}

func TestPlantedBrokenLinkIsCaught(t *testing.T) {
	dir := plant(t, map[string]string{
		"README.md":   "![a](pics/a.png) <img src=\"pics/b.png\" width=\"3\"> [c](hub/c.go) [d](https://go.dev/dl) [e](#two)\n",
		"pics/a.png":  "",
		"hub/code.go": "package hub\n",
	})
	wantFaults(t, brokenLinks(t, dir), "pics/b.png", "hub/c.go")
	wantFaults(t, brokenLinks(t, t.TempDir()), "README.md: no such file")
}

func TestPlantedCommentsAreCaught(t *testing.T) {
	long := strings.Repeat(" and so on", 10)
	dir := plant(t, map[string]string{
		"hub/a.go":             "// Package hub runs a branch" + long + "\npackage hub\n",
		"hub/b.go":             "package hub\n",
		"hub/wire/a.go":        "package wire\n",
		"hub/words/a.go":       "// Words are here" + long + "\npackage words\n",
		"hub/voice/a.go":       "// Package voice speaks.\npackage voice\n",
		"hub/store/a.go":       "// Package store keeps" + long + "\npackage store\n",
		"hub/store/b.go":       "// Package store also keeps" + long + "\npackage store\n",
		"cmd/turno/a.go":       "// Command turno runs a branch" + long + "\npackage main\n",
		"cmd/turno-hub/a.go":   "// Package main is the hub" + long + "\npackage main\n",
		"cmd/turno/a_test.go":  "package main\n",
		"cmd/house_test.go":    "package cmd_test\n",
		"hub/testdata/bad.go":  "package bad\n",
		"hub/tagged/tagged.go": "//go:build never\n\npackage tagged\n",
	})
	wantFaults(t, wrongComments(t, dir),
		"hub/wire: no package comment",
		`hub/words/a.go: its comment must begin with "Package words "`,
		"hub/voice/a.go: its comment says too little",
		"hub/store: package comments in hub/store/a.go and hub/store/b.go",
		`cmd/turno-hub/a.go: its comment must begin with "Command turno-hub "`,
		"hub/tagged: no package comment",
	)
}

func TestPlantedLongFileIsCaught(t *testing.T) {
	dir := plant(t, map[string]string{
		"hub/long.go":  "package hub\n" + strings.Repeat("//\n", longest),
		"hub/short.go": "package hub\n" + strings.Repeat("//\n", longest-1),
	})
	wantFaults(t, longFiles(t, dir), "hub/long.go has 501 lines")
}

func TestPlantedStrangersAreCaught(t *testing.T) {
	dir := plant(t, map[string]string{
		".gitignore":         "/bin/\n*.out\n",
		".ci/run":            "",
		"README.md":          "",
		"bin/turno-hub":      "",
		"cover.out":          "",
		"hub/a.go":           "package hub\n",
		"util/a.go":          "package util\n",
		"docs/deep/notes.md": "",
		"Makefile":           "",
	})
	wantFaults(t, strangers(t, dir), "util lies at the top", "docs lies at the top", "Makefile lies at the top")
}
