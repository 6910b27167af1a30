package voice

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// loud is an Output whose sounds end when the test says so.
type loud struct {
	begins chan string
	ends   chan error
}

func (l loud) Play(ctx context.Context, wav []byte) error {
	l.begins <- string(wav)
	select {
	case err := <-l.ends:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func run(t *testing.T, c PlayerConfig) *Player {
	t.Helper()
	p := NewPlayer(c)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { p.Run(ctx); close(done) }()
	t.Cleanup(func() { cancel(); <-done })
	return p
}

func TestAnnouncementsAreHeardWholeAndInOrder(t *testing.T) {
	out := loud{make(chan string), make(chan error)}
	p := run(t, PlayerConfig{Output: out})
	for _, s := range []string{"one", "two", "three"} {
		if err := p.Play([]byte(s)); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"one", "two", "three"} {
		if got := <-out.begins; got != want {
			t.Errorf("heard %q, want %q", got, want)
		}
		select {
		case next := <-out.begins:
			t.Errorf("%q began before %q ended", next, want)
		default:
		}
		out.ends <- nil
	}
}

func TestAFullQueueSaysSo(t *testing.T) {
	p := NewPlayer(PlayerConfig{Output: loud{}, Waits: 1})
	if err := p.Play(nil); err != nil {
		t.Fatal(err)
	}
	if err := p.Play(nil); !errors.Is(err, ErrQueueFull) {
		t.Errorf("error %v", err)
	}
}

func TestReasonFollowsTheLoudspeaker(t *testing.T) {
	out := loud{make(chan string), make(chan error)}
	told := make(chan string, 4)
	p := run(t, PlayerConfig{Output: out, Report: func(r Reason, err error) { told <- fmt.Sprint(r, " ", err) }})
	for _, err := range []error{errors.New("no card"), errors.New("no card"), nil} {
		if e := p.Play(nil); e != nil {
			t.Fatal(e)
		}
		<-out.begins
		out.ends <- err
	}
	for _, want := range []string{"no_loudspeaker no card", " <nil>"} {
		if got := <-told; got != want {
			t.Errorf("told %q, want %q", got, want)
		}
	}
}

// A program of the test's own stands for aplay: it writes down what it was given.
func TestProgramGetsAFileThatIsGoneAfterwards(t *testing.T) {
	dir := t.TempDir()
	script := filepath.Join(dir, "player")
	body := "#!/bin/sh\ncp \"$1\" " + dir + "/heard && echo \"$1\" > " + dir + "/name\n"
	if err := os.WriteFile(script, []byte(body), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := (program{path: script}).Play(t.Context(), Chime()); err != nil {
		t.Fatal(err)
	}
	heard, err := os.ReadFile(filepath.Join(dir, "heard"))
	if err != nil || Seconds(heard) != Seconds(Chime()) {
		t.Errorf("heard %d bytes, %v", len(heard), err)
	}
	name, _ := os.ReadFile(filepath.Join(dir, "name"))
	if _, err := os.Stat(strings.TrimSpace(string(name))); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file %s is left behind", name)
	}
}

func TestProgramThatFails(t *testing.T) {
	script := filepath.Join(t.TempDir(), "player")
	if err := os.WriteFile(script, []byte("#!/bin/sh\necho no such card >&2\nexit 1\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	err := program{path: script}.Play(t.Context(), Chime())
	if err == nil || !strings.Contains(err.Error(), "no such card") {
		t.Errorf("error %v", err)
	}
}

func TestNoProgramToPlay(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	p := NewPlayer(PlayerConfig{})
	if p.Reason() != NoPlayer {
		t.Errorf("reason %q", p.Reason())
	}
	if err := p.Play(Chime()); !errors.Is(err, ErrNoVoice) {
		t.Errorf("error %v", err)
	}
}

// An output that is named is told to the program, and none is made up where no
// program is.
func TestNamedOutput(t *testing.T) {
	dir := t.TempDir()
	body := "#!/bin/sh\necho \"$@\" > " + dir + "/asked\n"
	for _, name := range []string{"paplay", "aplay"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o700); err != nil {
			t.Fatal(err)
		}
		t.Setenv("PATH", dir)
		out, reason := FindOutput("headset")
		if reason != Fine {
			t.Fatalf("%s is there and the reason is %s", name, reason)
		}
		if err := out.Play(t.Context(), Chime()); err != nil {
			t.Fatal(err)
		}
		asked, _ := os.ReadFile(filepath.Join(dir, "asked"))
		if want := deviceOption[name] + " headset "; !strings.HasPrefix(string(asked), want) {
			t.Errorf("%s was asked %q, want %q and a file", name, asked, want)
		}
		os.Remove(filepath.Join(dir, name))
	}
	if out, reason := FindOutput("headset"); out != nil || reason != NoPlayer {
		t.Errorf("with no program: %v, %q", out, reason)
	}
}
