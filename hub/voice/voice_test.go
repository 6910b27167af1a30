package voice

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"turno/hub/words"
)

// fake speaks half a second of a loud tone and remembers what it was asked.
type fake struct {
	mu    sync.Mutex
	asked []string
	fails error
	held  chan struct{} // when set, Speak waits for it
	begun chan struct{} // when set, told when Speak begins
}

func (f *fake) Speak(ctx context.Context, voice, text string) ([]byte, error) {
	f.mu.Lock()
	f.asked = append(f.asked, voice+": "+text)
	fails := f.fails
	f.mu.Unlock()
	if f.begun != nil {
		f.begun <- struct{}{}
	}
	if f.held != nil {
		select {
		case <-f.held:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if fails != nil {
		return nil, fails
	}
	tone := make([]int16, Rate/2)
	for i := range tone {
		tone[i] = int16(4000 * (i%2*2 - 1))
	}
	return wavOf(tone), nil
}

func TestSentenceInFiveLanguages(t *testing.T) {
	for _, c := range []struct {
		lang            words.Lang
		read, said, by  string
		ticket, counter string
	}{
		{words.ES, "Turno B042, puesto 3.", "Turno B, 0 4 2, puesto 3.", "es", "B042", "3"},
		{words.CS, "Číslo B042, přepážka 3.", "Číslo B, 0 4 2, přepážka 3.", "cs", "B042", "3"},
		{words.PT, "Senha B042, balcão 3.", "Senha B, 0 4 2, balcão 3.", "pt", "B042", "3"},
		{words.SV, "Kölapp B042, lucka 3.", "Kölapp B, 0 4 2, lucka 3.", "sv", "B042", "3"},
		{words.EN, "Ticket A1042, counter 12.", "Ticket A, 1 0 4 2, counter 12.", "en-gb", "A1042", "12"},
		{"es-419", "Turno B042, puesto 3.", "Turno B, 0 4 2, puesto 3.", "es-419", "B042", "3"},
		{"pt-BR", "Senha B042, balcão 3.", "Senha B, 0 4 2, balcão 3.", "pt-br", "B042", "3"},
		{"pt-PT", "Senha B042, balcão 3.", "Senha B, 0 4 2, balcão 3.", "pt", "B042", "3"},
		{"fi", "Ticket B042, counter 3.", "Ticket B, 0 4 2, counter 3.", "en-gb", "B042", "3"},
	} {
		call := Call{Ticket: c.ticket, Counter: c.counter, Language: c.lang}
		if got := call.Sentence(); got != c.read {
			t.Errorf("%s reads %q, want %q", c.lang, got, c.read)
		}
		f := &fake{}
		if _, err := New(Config{Engine: f}).Announce(t.Context(), call); err != nil {
			t.Errorf("%s: %v", c.lang, err)
		}
		if want := c.by + ": " + c.said; !slices.Equal(f.asked, []string{want}) {
			t.Errorf("%s says %q, want %q", c.lang, f.asked, want)
		}
	}
}

func TestWhatCantBeSaidIsRefused(t *testing.T) {
	f := &fake{}
	s := New(Config{Engine: f})
	for _, c := range []Call{
		{}, {Ticket: "B042"}, {Counter: "3"}, {Ticket: "B042", Counter: "[[x]]"}, {Ticket: "<b>", Counter: "3"},
		{Ticket: "B042", Counter: "3\n"}, {Ticket: "B04212345", Counter: "3"}, {Ticket: "B042", Counter: strings.Repeat("3", 25)},
		{Ticket: " ", Counter: "3"},
	} {
		if _, err := s.Announce(t.Context(), c); !errors.Is(err, ErrUnsayable) {
			t.Errorf("%+v: %v, want ErrUnsayable", c, err)
		}
	}
	if len(f.asked) != 0 {
		t.Errorf("the synthesizer heard %q", f.asked)
	}
}

func TestSayKeepsMarkupFromTheSynthesizer(t *testing.T) {
	f := &fake{}
	if _, err := New(Config{Engine: f}).Say(t.Context(), words.CS, "v\u00a0bance [[h@]]"); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(f.asked[0], "[]\u00a0") {
		t.Errorf("asked %q", f.asked[0])
	}
}

// paced is a fake that speaks at any speed.
type paced struct{ fake }

func (p *paced) SpeakAt(ctx context.Context, voice, text string, perMinute int) ([]byte, error) {
	return p.Speak(ctx, fmt.Sprint(voice, " at ", perMinute), text)
}

func TestReadingHasItsSpeedAndKeepsNothingPrivate(t *testing.T) {
	f := &paced{}
	s := New(Config{Engine: f})
	for _, r := range []Reading{
		{Language: words.CS, Text: "ano", PerMinute: 260}, {Language: words.CS, Text: "ano", PerMinute: 260},
		{Language: words.CS, Text: "ano"}, {Language: words.SV, Text: "Ann", PerMinute: 150, Private: true},
		{Language: words.SV, Text: "Ann", PerMinute: 150, Private: true},
	} {
		if wav, err := s.Read(t.Context(), r); err != nil || Seconds(wav) < 0.4 {
			t.Errorf("%+v: %.2f s, %v", r, Seconds(wav), err)
		}
	}
	want := []string{"cs at 260: ano", "cs: ano", "sv at 150: Ann", "sv at 150: Ann"}
	if !slices.Equal(f.asked, want) {
		t.Errorf("the synthesizer was asked %q, want %q", f.asked, want)
	}
	if _, err := New(Config{Program: "no-such-voice"}).Read(t.Context(), Reading{Text: "x", Private: true}); !errors.Is(err, ErrNoVoice) {
		t.Errorf("no synthesizer: %v", err)
	}
}

func TestVolume(t *testing.T) {
	loudest := func(wav []byte) (most int16) {
		samples, err := samplesOf(wav)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range samples {
			most = max(most, v)
		}
		return most
	}
	whole := wavOf([]int16{100, 20000, -20000})
	if got := loudest(Volume(whole, 0.5)); got != 10000 {
		t.Errorf("half of 20000 is %d", got)
	}
	if got := loudest(Volume(whole, 4)); got != 32767 {
		t.Errorf("too loud is %d, and not cut at the loudest there is", got)
	}
	if got := Volume([]byte("no sound"), 0.5); string(got) != "no sound" {
		t.Errorf("what is no sound became %q", got)
	}
}

func TestTheSameCallIsMadeOnce(t *testing.T) {
	f := &fake{held: make(chan struct{}), begun: make(chan struct{}, 1)}
	s := New(Config{Engine: f})
	call := Call{Ticket: "B042", Counter: "3", Language: words.ES}
	sounds := make(chan []byte)
	for range 5 {
		go func() {
			wav, err := s.Announce(context.Background(), call)
			if err != nil {
				t.Error(err)
			}
			sounds <- wav
		}()
	}
	<-f.begun
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Announce(gone, call); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller who went away got %v", err)
	}
	close(f.held)
	for range 5 {
		if wav := <-sounds; Seconds(wav) < 1.4 {
			t.Errorf("%.2f s of sound: want the chime (0.9), a rest and the voice (0.5)", Seconds(wav))
		}
	}
	if _, err := s.Announce(t.Context(), call); err != nil {
		t.Error(err)
	}
	if len(f.asked) != 1 {
		t.Errorf("synthesized %d times", len(f.asked))
	}
}

func TestAFailureLeavesTheChimeAndAReason(t *testing.T) {
	f := &fake{fails: errors.New("no data files")}
	s := New(Config{Engine: f})
	call := Call{Ticket: "B042", Counter: "3", Language: words.ES}
	wav, err := s.Announce(t.Context(), call)
	if !errors.Is(err, ErrNoVoice) || !strings.Contains(err.Error(), "no data files") {
		t.Errorf("error %v", err)
	}
	if Seconds(wav) != Seconds(Chime()) {
		t.Error("no chime")
	}
	if s.Reason() != NoSpeech {
		t.Errorf("reason %q", s.Reason())
	}
	f.fails = nil
	if _, err := s.Announce(t.Context(), call); err != nil || s.Reason() != Fine {
		t.Errorf("after the mend: %v, reason %q", err, s.Reason())
	}
}

func TestASlowSynthesizerIsLeft(t *testing.T) {
	f := &fake{held: make(chan struct{})}
	s := New(Config{Engine: f, Timeout: time.Millisecond})
	_, err := s.Announce(t.Context(), Call{Ticket: "B042", Counter: "3", Language: words.ES})
	if !errors.Is(err, ErrNoVoice) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
}

func TestNoSynthesizer(t *testing.T) {
	s := New(Config{Program: "no-such-synthesizer"})
	if s.Reason() != NotInstalled {
		t.Errorf("reason %q", s.Reason())
	}
	wav, err := s.Announce(t.Context(), Call{Ticket: "B042", Counter: "3", Language: words.ES})
	if !errors.Is(err, ErrNoVoice) || Seconds(wav) == 0 {
		t.Errorf("%v with %.1f s of sound, want ErrNoVoice and the chime", err, Seconds(wav))
	}
}

func TestReasonsHaveWords(t *testing.T) {
	for _, r := range []Reason{NotInstalled, NoSpeech, NoPlayer, NoLoudspeaker, Muted} {
		for _, l := range words.All {
			if text := r.In(l); text == "" || strings.HasPrefix(text, "[") {
				t.Errorf("%s in %s: %q", r, l, text)
			}
		}
	}
	if Fine.In(words.ES) != "" {
		t.Error("fine needs no words")
	}
}

func TestCacheIsBounded(t *testing.T) {
	c := newCache(10)
	c.put("a", make([]byte, 4))
	c.put("b", make([]byte, 4))
	c.get("a")
	c.put("c", make([]byte, 4))
	c.put("huge", make([]byte, 11))
	for key, want := range map[string]bool{"a": true, "b": false, "c": true, "huge": false} {
		if _, ok := c.get(key); ok != want {
			t.Errorf("%s kept: %t, want %t", key, ok, want)
		}
	}
	if c.size != 8 {
		t.Errorf("size %d, want 8", c.size)
	}
}

func TestRealSynthesizer(t *testing.T) {
	if _, err := exec.LookPath("espeak-ng"); err != nil {
		t.Skip("espeak-ng is not installed here")
	}
	s := New(Config{})
	for _, l := range append(slices.Clone(words.All), "es-419", "pt-BR") {
		wav, err := s.Announce(t.Context(), Call{Ticket: "B042", Counter: "12", Language: l})
		if err != nil {
			t.Errorf("%s: %v", l, err)
			continue
		}
		if long := Seconds(wav); long < 2 || long > 8 {
			t.Errorf("%s: %.1f s", l, long)
		}
	}
	if s.Reason() != Fine {
		t.Errorf("reason %q", s.Reason())
	}
}

func BenchmarkAnnounceCached(b *testing.B) {
	s := New(Config{Engine: &fake{}})
	call := Call{Ticket: "B042", Counter: "3", Language: words.ES}
	for b.Loop() {
		_, _ = s.Announce(context.Background(), call)
	}
}
