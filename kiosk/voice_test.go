package kiosk_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"testing"

	"turno/hub/voice"
	"turno/hub/words"
	"turno/kiosk"
	"turno/kiosk/flow"
)

// tone is an Engine that makes a sound as long as its text.
type tone struct{ asked chan string }

func (o tone) Speak(_ context.Context, v, text string) ([]byte, error) {
	if o.asked != nil {
		o.asked <- v + ": " + text
	}
	if text == "unsayable" {
		return nil, errors.New("no such sound")
	}
	return voice.Volume(voice.Chime(), float64(len(text)+1)/50), nil
}

// socket is an Output whose sounds last until the test lets them end.
type socket struct {
	begins chan int
	ends   chan error
}

func newSocket() socket { return socket{make(chan int, 16), make(chan error)} }

func (s socket) Play(ctx context.Context, wav []byte) error {
	s.begins <- len(wav)
	select {
	case err := <-s.ends:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func speaks(t *testing.T, c kiosk.VoiceConfig) *kiosk.Voice {
	t.Helper()
	c.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	v := kiosk.NewVoice(c)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { v.Run(ctx); close(done) }()
	t.Cleanup(func() { cancel(); <-done })
	return v
}

func utter(lines ...string) flow.Utterance {
	var u flow.Utterance
	for _, l := range lines {
		u.Lines = append(u.Lines, flow.Line{Lang: words.CS, Text: l})
	}
	return u
}

// TestVoiceIsCutByWhatIsNew: the newest utterance takes the place of what is
// being said and of all that waited, and only the headset hears it.
func TestVoiceIsCutByWhatIsNew(t *testing.T) {
	headset, loud := newSocket(), newSocket()
	asked := make(chan string, 64)
	v := speaks(t, kiosk.VoiceConfig{Speaker: voice.New(voice.Config{Engine: tone{asked}}), Headset: headset, Loudspeaker: loud})
	v.Say(utter("a long screen", "with many lines", "and more", "and more still", "to the end"), flow.Ease{})
	<-headset.begins
	for i := range 20 {
		v.Say(utter(fmt.Sprint("key ", i)), flow.Ease{})
	}
	v.Say(utter("the last"), flow.Ease{})
	var heard []string
	for !slices.Contains(heard, "cs: the last") {
		heard = append(heard, <-asked)
	}
	if slices.Contains(heard, "cs: to the end") {
		t.Errorf("what was cut was made all the same: %q", heard)
	}
	if len(loud.begins) > 0 {
		t.Error("the loudspeaker reads aloud")
	}
}

// TestVoiceChimes: the sound of a screen's end is for everybody, and for who
// has no headset as well.
func TestVoiceChimes(t *testing.T) {
	loud := newSocket()
	v := speaks(t, kiosk.VoiceConfig{Speaker: voice.New(voice.Config{Engine: tone{}}), Loudspeaker: loud})
	if got := v.Missing(); got != voice.NoHeadset {
		t.Errorf("with no headset: %q", got)
	}
	v.Say(flow.Utterance{Chime: true, Lines: utter("heard by nobody").Lines}, flow.Ease{})
	if got := <-loud.begins; got != len(voice.Chime()) {
		t.Errorf("the loudspeaker plays %d bytes, and the chime is %d", got, len(voice.Chime()))
	}
	loud.ends <- nil
}

// TestVoiceSaysWhyNothingIsHeard: a headset that fails and a synthesizer that
// fails are told, and so is that they work again.
func TestVoiceSaysWhyNothingIsHeard(t *testing.T) {
	headset := newSocket()
	v := speaks(t, kiosk.VoiceConfig{Speaker: voice.New(voice.Config{Engine: tone{}}), Headset: headset})
	told := make(chan voice.Reason, 4)
	v.Changed(func() { told <- v.Missing() })
	for _, c := range []struct {
		says string
		play error
		want voice.Reason
	}{{"one", errors.New("no card"), voice.NoLoudspeaker}, {"two", nil, voice.Fine}, {"unsayable", nil, voice.NoSpeech}} {
		v.Say(utter(c.says), flow.Ease{})
		if c.says != "unsayable" {
			<-headset.begins
			headset.ends <- c.play
		}
		if got := <-told; got != c.want {
			t.Errorf("%q: told %q, want %q", c.says, got, c.want)
		}
	}
}

// TestVoiceIsLouder: the person's loudness is in what the headset gets.
func TestVoiceIsLouder(t *testing.T) {
	c := kiosk.VoiceConfig{Speaker: voice.New(voice.Config{Engine: tone{}})}
	peaks := map[int]int16{}
	for _, volume := range []int{-flow.MostEase, 0, flow.MostEase} {
		got := make(chan []byte, 1)
		c.Headset = taker(got)
		v := speaks(t, c)
		v.Say(utter("some words to hear"), flow.Ease{Volume: volume})
		for _, b := range pairs16(<-got) {
			peaks[volume] = max(peaks[volume], b)
		}
	}
	if peaks[-flow.MostEase]*2 > peaks[0] || peaks[0] >= peaks[flow.MostEase] {
		t.Errorf("peaks by volume: %v", peaks)
	}
}

// taker is an Output that keeps what it is given.
type taker chan []byte

func (o taker) Play(_ context.Context, wav []byte) error { o <- wav; return nil }

func pairs16(wav []byte) []int16 {
	var out []int16
	for i := 44; i+1 < len(wav); i += 2 {
		out = append(out, int16(uint16(wav[i])|uint16(wav[i+1])<<8))
	}
	return out
}
