package queue

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what the transcripts say now")

// TestScripts plays each testdata/*.txt: a day in words. Lines that begin with
// two blanks are what followed; the rest is what people did. See play.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := newScript(t).play(string(text))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(text), got); diff != "" {
				t.Errorf("%s (-want +got; -update writes what is so):\n%s", file, diff)
			}
		})
	}
}

// script is a branch under a transcript.
type script struct {
	t      *testing.T
	zone   *time.Location
	now    time.Time
	branch Branch
	state  State
	log    []Event
	visits int
	asked  int
}

func newScript(t *testing.T) *script {
	zone := time.FixedZone("", 3600)
	return &script{t: t, zone: zone, now: time.Date(2026, 3, 2, 9, 0, 0, 0, zone)}
}

// play runs the lines and answers the transcript as it should be: each line
// with what followed it, indented.
func (s *script) play(text string) string {
	var out strings.Builder
	for _, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if strings.HasPrefix(line, "  ") {
			continue
		}
		fmt.Fprintln(&out, line)
		words := strings.Fields(strings.Split(line, "#")[0])
		if len(words) == 0 {
			continue
		}
		for _, answer := range s.line(words) {
			fmt.Fprintln(&out, "  "+answer)
		}
	}
	s.checkReplay()
	return out.String()
}

// line does what one line says.
func (s *script) line(words []string) []string {
	switch words[0] {
	case "use":
		text, err := os.ReadFile(filepath.Join("testdata", words[1]))
		if err != nil {
			s.t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if w := strings.Fields(strings.Split(line, "#")[0]); len(w) > 0 {
				s.line(w)
			}
		}
		return nil
	case "service", "counter", "profile", "class", "teller", "rule", "without", "when", "pause", "holiday", "break", "week", "late", "most-calls":
		s.build(words)
		return nil
	case "at":
		return s.waitUntil(s.clock(words[1]))
	case "show":
		return s.show(words[1:])
	}
	by, do := s.parse(words)
	return s.do(Command{ID: s.nextID(), By: by, Do: do})
}

func (s *script) nextID() string {
	s.asked++
	return fmt.Sprintf("c%d", s.asked)
}

// do decides and applies one command and says what followed.
func (s *script) do(c Command) []string {
	before := s.json()
	events, err := Decide(s.state, c, s.now)
	if after := s.json(); after != before {
		s.t.Errorf("%s: Decide changed the state:\n%s", c.Do.Verb(), cmp.Diff(before, after))
	}
	var no *Refusal
	if errors.As(err, &no) {
		if events != nil {
			s.t.Errorf("%s: refused with events", c.Do.Verb())
		}
		return []string{"no: " + no.Error()}
	}
	if err != nil {
		s.t.Fatalf("%s: %v is no refusal", c.Do.Verb(), err)
	}
	var said []string
	for _, e := range events {
		s.state = Apply(s.state, e)
		s.log = append(s.log, e)
		said = append(said, describe(e.Fact, s.zone))
	}
	return said
}

// waitUntil lets time pass; what falls due on the way happens at its time.
func (s *script) waitUntil(to time.Time) (said []string) {
	for {
		at, c, ok := Due(s.state)
		if !ok || at.After(to) {
			break
		}
		if at.After(s.now) {
			s.now = at.In(s.zone)
		}
		for _, line := range s.do(c) {
			said = append(said, s.now.Format("15:04:05 ")+line)
		}
	}
	s.now = to
	return said
}

// clock reads 9:05 or 09:05:30 on the day of now, or a date and a time.
func (s *script) clock(word string) time.Time {
	day := s.now
	if date, rest, ok := strings.Cut(word, "T"); ok {
		d, err := time.ParseInLocation(time.DateOnly, date, s.zone)
		if err != nil {
			s.t.Fatal(err)
		}
		day, word = d, rest
	}
	for _, layout := range []string{"15:04", "15:04:05"} {
		if c, err := time.Parse(layout, word); err == nil {
			return time.Date(day.Year(), day.Month(), day.Day(), c.Hour(), c.Minute(), c.Second(), 0, s.zone)
		}
	}
	s.t.Fatalf("%q is no time", word)
	return time.Time{}
}

func (s *script) json() string {
	data, err := s.state.MarshalJSON()
	if err != nil {
		s.t.Fatal(err)
	}
	return string(data)
}

// checkReplay holds that the events alone, as they are stored, give the state.
func (s *script) checkReplay() {
	var again State
	for _, e := range s.log {
		again = Apply(again, stored(s.t, e))
	}
	data, err := again.MarshalJSON()
	if err != nil {
		s.t.Fatal(err)
	}
	if diff := cmp.Diff(s.json(), string(data)); diff != "" {
		s.t.Errorf("the replay differs (-state +replay):\n%s", diff)
	}
}

// fataler is a testing.T or a rapid.T.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// stored is e after a journey through the store's form.
func stored(t fataler, e Event) Event {
	t.Helper()
	kind, data, err := MarshalFact(e.Fact)
	if err != nil {
		t.Fatalf("%v", err)
	}
	if e.Fact, err = UnmarshalFact(kind, data); err != nil {
		t.Fatalf("%v", err)
	}
	return e
}
