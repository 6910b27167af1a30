package display

import (
	"context"
	"errors"
	"testing"

	"turno/display/board"
	"turno/hub/voice"
)

// engine speaks every sentence as a second of tone, or fails.
type engine struct{ broken bool }

func (e engine) Speak(context.Context, string, string) ([]byte, error) {
	if e.broken {
		return nil, errors.New("no voice in this box")
	}
	return voice.Chime(), nil
}

// output keeps what was played.
type output struct {
	played chan int
	broken bool
}

func (o output) Play(_ context.Context, wav []byte) error {
	o.played <- len(wav)
	if o.broken {
		return errors.New("no sound card")
	}
	return nil
}

func start(t *testing.T, c CrierConfig) (*Crier, chan board.Sound) {
	t.Helper()
	sounds := make(chan board.Sound, 8)
	c.Report = func(s board.Sound) { sounds <- s }
	k := NewCrier(c)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); k.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	return k, sounds
}

var aCall = board.Announcement{Ticket: "B042", Counter: "3", Language: "cs"}

func TestCrierSpeaks(t *testing.T) {
	out := output{played: make(chan int, 8)}
	k, sounds := start(t, CrierConfig{Engine: engine{}, Output: out})
	if s := <-sounds; s != board.Speaks {
		t.Fatalf("at the start: %v", s)
	}
	k.Say(aCall)
	k.Say(board.Announcement{Ticket: "A117", Counter: "1", Language: "es"})
	if first, second := <-out.played, <-out.played; first <= len(voice.Chime()) || second <= len(voice.Chime()) {
		t.Errorf("played %d and %d bytes, want chime and speech", first, second)
	}
}

func TestCrierWithoutVoiceChimes(t *testing.T) {
	out := output{played: make(chan int, 8)}
	k, sounds := start(t, CrierConfig{Engine: engine{broken: true}, Output: out})
	<-sounds
	k.Say(aCall)
	if n := <-out.played; n != len(voice.Chime()) {
		t.Errorf("played %d bytes, want the chime's %d", n, len(voice.Chime()))
	}
	if s := <-sounds; s != board.Chimes {
		t.Errorf("reported %v, want chimes alone", s)
	}
}

func TestCrierWithoutLoudspeakerSaysSo(t *testing.T) {
	k, sounds := start(t, CrierConfig{Engine: engine{}, Output: output{played: make(chan int, 8), broken: true}})
	<-sounds
	k.Say(aCall)
	if s := <-sounds; s != board.Silent {
		t.Errorf("reported %v, want silence", s)
	}
}

func TestMutedCrierSaysSo(t *testing.T) {
	out := output{played: make(chan int, 8)}
	k, sounds := start(t, CrierConfig{Engine: engine{}, Output: out, Mute: true})
	if s := <-sounds; s != board.Silent {
		t.Errorf("reported %v, want silence", s)
	}
	k.Say(aCall)
	if len(out.played) != 0 || len(k.calls) != 0 {
		t.Error("a muted screen keeps or plays a call")
	}
}
