package voice

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"time"

	"turno/hub/words"
)

// Config of a Speaker. The zero value speaks through the espeak-ng on PATH.
type Config struct {
	Engine     Engine        // nil: espeak-ng
	Program    string        // its path; "" looks for espeak-ng on PATH
	Speed      int           // words a minute; 0 is 150, slow enough for a lobby
	CacheBytes int           // of finished sounds; 0 is 16 MiB, about a hundred calls
	Timeout    time.Duration // of one sentence; 0 is 5 s
	AtOnce     int           // sentences synthesized at the same time; 0 is 2
}

// ErrNoVoice is in the chain of every error that means "no speech here now".
var ErrNoVoice = errors.New("voice: no speech")

// Speaker makes announcements. Its methods may be called by many goroutines.
type Speaker struct {
	engine  Engine
	timeout time.Duration
	slots   chan struct{}

	mu      sync.Mutex
	reason  Reason
	cache   cache
	pending map[string]*pending
}

// pending is a sentence being made; whoever asks for it meanwhile waits for it.
type pending struct {
	done chan struct{}
	wav  []byte
	err  error
}

// New makes a Speaker. It starts no goroutine and never fails: a machine
// without a synthesizer gets a Speaker whose Reason says so.
func New(c Config) *Speaker {
	if c.Timeout == 0 {
		c.Timeout = 5 * time.Second
	}
	if c.CacheBytes == 0 {
		c.CacheBytes = 16 << 20
	}
	if c.AtOnce == 0 {
		c.AtOnce = 2
	}
	s := &Speaker{
		engine: c.Engine, timeout: c.Timeout, slots: make(chan struct{}, c.AtOnce),
		cache: newCache(c.CacheBytes), pending: map[string]*pending{},
	}
	if s.engine == nil {
		s.engine, s.reason = findEspeak(c)
	}
	return s
}

func findEspeak(c Config) (Engine, Reason) {
	program := c.Program
	if program == "" {
		program = "espeak-ng"
	}
	path, err := exec.LookPath(program)
	if err != nil {
		return nil, NotInstalled
	}
	speed := c.Speed
	if speed == 0 {
		speed = 150
	}
	return espeak{path: path, speed: speed}, Fine
}

// Reason says whether the Speaker can speak, as far as it knows: what it found
// at the start, then how its last sentence went.
func (s *Speaker) Reason() Reason {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reason
}

// Announce answers the chime and the spoken call as one WAV, from the cache
// where it can. Without a synthesizer it answers the chime alone and an error
// with ErrNoVoice: a chime still makes people look up.
func (s *Speaker) Announce(ctx context.Context, c Call) ([]byte, error) {
	text, err := c.spoken()
	if err != nil {
		return nil, err
	}
	wav, err := s.sound(ctx, sentence{voiceOf(c.Language), text, 0, true})
	if errors.Is(err, ErrNoVoice) {
		return Chime(), err
	}
	return wav, err
}

// maxText bounds what Say speaks, in bytes: a screen's sentence, not a book.
const maxText = 2000

// Say answers a WAV of any sentence of ours. Text that people typed does not
// belong here: the sound is kept. Read has a way not to.
func (s *Speaker) Say(ctx context.Context, l words.Lang, text string) ([]byte, error) {
	return s.Read(ctx, Reading{Language: l, Text: text})
}

// Reading is a sentence to be read, and how.
type Reading struct {
	Language  words.Lang
	Text      string
	PerMinute int  // words; 0 is the speaker's own speed. An engine that is not Paced ignores it
	Private   bool // what a person typed: the sound is not kept
}

// Read answers a WAV of a sentence, for a kiosk that reads its screen aloud.
func (s *Speaker) Read(ctx context.Context, r Reading) ([]byte, error) {
	text := strings.NewReplacer("[[", " ", "]]", " ", "\u00a0", " ").Replace(r.Text) // [[ ]] is espeak's own markup
	if strings.TrimSpace(text) == "" || len(text) > maxText {
		return nil, ErrUnsayable
	}
	if !r.Private {
		return s.sound(ctx, sentence{voiceOf(r.Language), text, r.PerMinute, false})
	}
	if s.engine == nil {
		return nil, fmt.Errorf("%w: espeak-ng is not installed", ErrNoVoice)
	}
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	return s.synthesize(ctx, sentence{voiceOf(r.Language), text, r.PerMinute, false})
}

// sentence is all that a sound depends on.
type sentence struct {
	voice, text string
	perMinute   int
	chime       bool // before it
}

func (s *Speaker) sound(ctx context.Context, of sentence) ([]byte, error) {
	key := fmt.Sprintf("%s|%t|%d|%s", of.voice, of.chime, of.perMinute, of.text)
	s.mu.Lock()
	if wav, ok := s.cache.get(key); ok {
		s.mu.Unlock()
		return wav, nil
	}
	if s.engine == nil {
		s.mu.Unlock()
		return nil, fmt.Errorf("%w: espeak-ng is not installed", ErrNoVoice)
	}
	p, running := s.pending[key]
	if !running {
		p = &pending{done: make(chan struct{})}
		s.pending[key] = p
		// Apart from the caller's own context: a display that goes away must not
		// take the sound from another that waits for the same call.
		go s.make(context.WithoutCancel(ctx), p, key, of)
	}
	s.mu.Unlock()
	select {
	case <-p.done:
		return p.wav, p.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// make fills p and ends within the timeout, which is its owner.
func (s *Speaker) make(ctx context.Context, p *pending, key string, of sentence) {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	p.wav, p.err = s.synthesize(ctx, of)
	s.mu.Lock()
	delete(s.pending, key)
	if p.err == nil {
		s.reason = Fine
		s.cache.put(key, p.wav)
	} else {
		s.reason = NoSpeech
	}
	s.mu.Unlock()
	close(p.done)
}

func (s *Speaker) synthesize(ctx context.Context, of sentence) ([]byte, error) {
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-ctx.Done():
		return nil, fmt.Errorf("%w: too many sentences at once: %w", ErrNoVoice, ctx.Err())
	}
	speak := s.engine.Speak
	if paced, ok := s.engine.(Paced); ok && of.perMinute > 0 {
		speak = func(ctx context.Context, voice, text string) ([]byte, error) {
			return paced.SpeakAt(ctx, voice, text, of.perMinute)
		}
	}
	wav, err := speak(ctx, of.voice, of.text)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoVoice, err)
	}
	speech, err := samplesOf(wav)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoVoice, err)
	}
	if speech = trim(speech); len(speech) < Rate/25 {
		return nil, fmt.Errorf("%w: the synthesizer made no sound", ErrNoVoice)
	}
	if !of.chime {
		return wavOf(speech), nil
	}
	return wavOf(append(append(chime(), gap...), speech...)), nil
}
