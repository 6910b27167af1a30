package queue

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// lobby is the branch of the transcripts, its day open at 9:00.
func lobby(t *testing.T) *script {
	s := newScript(t)
	s.line([]string{"use", "lobby.branch"})
	s.line([]string{"open", "day", "2026-03-02"})
	return s
}

// refusal asks and wants a no.
func (s *script) refusal(do Ask) *Refusal {
	s.t.Helper()
	_, err := Decide(s.state, Command{ID: s.nextID(), Do: do}, s.now)
	var no *Refusal
	if !errors.As(err, &no) {
		s.t.Fatalf("%T: got %v, want a refusal", do, err)
	}
	return no
}

// unheard is a command of no engine.
type unheard struct{}

func (unheard) Verb() string { return "dance" }

// TestRefusalsWithoutScript holds the refusals that people can't cause with the
// words of a transcript.
func TestRefusalsWithoutScript(t *testing.T) {
	s := lobby(t)
	s.line(strings.Fields("ticket cash es"))
	for _, c := range []struct {
		do   Ask
		want Code
	}{
		{Issue{Visit: "v1", Service: "cash"}, VisitExists},
		{Issue{Visit: "", Service: "cash"}, VisitExists},
		{Return{Visit: "v1"}, NothingDue},
		{Return{Visit: "v9"}, NothingDue},
		{LoadBranch{Branch: s.branch, Date: "tomorrow"}, BadDate},
		{LoadBranch{}, BadBranch},
		{unheard{}, UnknownCommand},
	} {
		if no := s.refusal(c.do); no.Code != c.want {
			t.Errorf("%T: refused with %s, want %s", c.do, no.Code, c.want)
		}
	}
}

// TestEveryRefusalIsShown: a code that no test can cause is not one of the rules'.
func TestEveryRefusalIsShown(t *testing.T) {
	shown := map[Code]bool{VisitExists: true, UnknownCommand: true} // above
	files, _ := filepath.Glob("testdata/*.txt")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^  no: (\w+)`).FindAllStringSubmatch(string(text), -1) {
			shown[Code(m[1])] = true
		}
	}
	for _, code := range Codes() {
		if !shown[code] {
			t.Errorf("no transcript shows %s", code)
		}
		delete(shown, code)
	}
	for code := range shown {
		t.Errorf("%s is given but not in the list", code)
	}
}

// TestClockGoesBack: no event is earlier than the one before.
func TestClockGoesBack(t *testing.T) {
	s := lobby(t)
	s.now = s.now.Add(-time.Hour)
	events, err := Decide(s.state, Command{Do: Issue{Visit: "v1", Service: "cash"}}, s.now)
	if err != nil {
		t.Fatal(err)
	}
	if at := events[0].At; !at.Equal(s.state.At) {
		t.Errorf("issued at %v, want %v", at, s.state.At)
	}
}

// TestNumbersWiden: past 999 a number has four digits, and never starts over.
func TestNumbersWiden(t *testing.T) {
	s := lobby(t)
	s.state.series["A"] = 998
	for _, want := range []string{"A999 waits for cash, 0 ahead", "A1000 waits for cash, 1 ahead", "A1001 waits for cash, 2 ahead"} {
		if got := s.line(strings.Fields("ticket cash es")); got[0] != want {
			t.Errorf("got %q, want %q", got[0], want)
		}
	}
}
