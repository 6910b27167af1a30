package main

import (
	"fmt"
	"sort"
	"strings"
)

// An outcome of a test. Over several runs the greatest counts: who passed once
// was not skipped, and who failed once has failed.
type outcome int

const (
	skipped outcome = iota + 1
	passed
	failed
)

// A tally counts tests, subtests among them, each once: "package Test/sub".
type tally struct {
	of      map[string]outcome
	reasons map[string]string // why a test was skipped
}

func newTally() *tally {
	return &tally{of: map[string]outcome{}, reasons: map[string]string{}}
}

func (t *tally) set(name string, o outcome) { t.of[name] = max(t.of[name], o) }

func (t *tally) merge(run *tally) {
	for name, o := range run.of {
		t.set(name, o)
	}
	for name, why := range run.reasons {
		t.reasons[name] = why
	}
}

func (t *tally) any() bool { return len(t.of) > 0 }

func (t *tally) count(o outcome) int {
	n := 0
	for _, each := range t.of {
		if each == o {
			n++
		}
	}
	return n
}

func (t *tally) failed() int { return t.count(failed) }

// failedIn counts the failed tests of one package.
func (t *tally) failedIn(pkg string) int {
	n := 0
	for name, o := range t.of {
		if o == failed && strings.HasPrefix(name, pkg+" ") {
			n++
		}
	}
	return n
}

// line is the form that test runners close with.
func (t *tally) line() string {
	return fmt.Sprintf("%d passed, %d failed, %d skipped", t.count(passed), t.count(failed), t.count(skipped))
}

// skips says which tests never ran and why, one line a reason.
func (t *tally) skips() []string {
	by := map[string][]string{}
	for name, o := range t.of {
		if o == skipped {
			by[t.reasons[name]] = append(by[t.reasons[name]], name)
		}
	}
	var lines []string
	for why, names := range by {
		sort.Strings(names)
		line := names[0]
		if len(names) > 1 {
			line += fmt.Sprintf(" and %d more", len(names)-1)
		}
		if why != "" {
			line += ": " + why
		}
		lines = append(lines, line)
	}
	sort.Strings(lines)
	return lines
}
