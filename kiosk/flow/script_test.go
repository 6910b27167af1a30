package flow

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what the flow does into testdata")

// transcripts plays each file of a pattern and compares what came of it with
// the file.
func transcripts(t *testing.T, pattern string, play func(*testing.T, string) string) {
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := play(t, string(src))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if d := cmp.Diff(string(src), got); d != "" {
				t.Errorf("the screen said something else (-want +got):\n%s", d)
			}
		})
	}
}

// replay does what a transcript says anew: a line that begins with ">" is done,
// and what do tells of it takes the place of the lines below it.
func replay(src string, do func(line string) string) string {
	var out strings.Builder
	for _, line := range strings.Split(src, "\n") {
		switch {
		case strings.HasPrefix(line, "#"):
			out.WriteString(line + "\n")
		case strings.HasPrefix(line, ">"):
			if out.Len() > 0 {
				out.WriteString("\n")
			}
			out.WriteString(line + "\n" + do(strings.TrimSpace(line[1:])))
		}
	}
	return out.String()
}

// touch touches the last control that says label, on itself or below; twice where
// "twice " stands before it. A second goes by before it.
func touch(t *testing.T, at *time.Time, m *Machine, label string, say func(View) string) []Effect {
	t.Helper()
	times := 1
	if rest, ok := strings.CutPrefix(label, "twice "); ok {
		label, times = rest, 2
	}
	v := m.View()
	var a Action
	for _, b := range v.Controls() {
		if plain(b.Label) == label || plain(b.Note) == label {
			a = b.Action
		}
	}
	if a.Verb == "" {
		t.Fatalf("nothing says %q on\n%s", label, say(v))
	}
	*at = at.Add(time.Second)
	var all []Effect
	for range times {
		all = append(all, m.Do(Touch{a}, *at)...)
		*at = at.Add(150 * time.Millisecond)
	}
	return all
}

// plain makes no-break spaces into those that a transcript's author types.
func plain(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }
