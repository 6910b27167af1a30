package main

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What the README tells an operator to type is what the program takes: each verb is
// there, and each flag is that verb's.
func TestTheReadmesCommandsAreTrue(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	commands := 0
	for line := range strings.Lines(string(text)) {
		typed, code := strings.CutPrefix(line, "    turno-hub ")
		if !code {
			continue
		}
		commands++
		typed, _, _ = strings.Cut(typed, "  ") // a remark stands behind
		words := strings.Fields(typed)
		verb := words[0]
		for _, w := range words[1:] {
			switch {
			case w == "--" && verb == "install":
				verb = "serve"
			case strings.HasPrefix(w, "-") && !takes(t, verb, strings.TrimLeft(w, "-")):
				t.Errorf("%q: %s has no %s", strings.TrimSpace(line), verb, w)
			}
		}
	}
	if commands < 10 {
		t.Errorf("the README has %d commands: are they written in another way?", commands)
	}
	for _, m := range regexp.MustCompile("`turno-hub ([a-z]+)((?: [^`]*)?)`").FindAllStringSubmatch(string(text), -1) {
		if m[1] != "help" && !slices.ContainsFunc(verbs, func(v verb) bool { return v.name == m[1] }) {
			t.Errorf("%s: there is no such verb", m[0])
			continue
		}
		for _, f := range regexp.MustCompile(` -{1,2}([a-z-]+)`).FindAllStringSubmatch(m[2], -1) {
			if !takes(t, m[1], f[1]) {
				t.Errorf("%s: the verb has no such flag", m[0])
			}
		}
	}
	for _, m := range regexp.MustCompile("`(--[a-z-]+)").FindAllStringSubmatch(forOperators.FindString(string(text)), -1) {
		if !slices.ContainsFunc(verbs, func(v verb) bool { return takes(t, v.name, m[1][2:]) }) {
			t.Errorf("no verb takes %s", m[1])
		}
	}
}

// forOperators is the part of the README that names flags without their verb.
var forOperators = regexp.MustCompile("(?s)### Certificates.*## A kiosk in the lobby")

// takes says that a verb's help lists a flag.
func takes(t *testing.T, verb, flag string) bool {
	t.Helper()
	exit, help, errs := verbed(t, "help", verb)
	if exit != 0 {
		t.Fatalf("help %s: %s", verb, errs)
	}
	return strings.Contains(help, "\n  -"+flag+" ") || strings.Contains(help, "\n  -"+flag+"\n") || strings.Contains(help, "\n  -"+flag+"\t")
}
