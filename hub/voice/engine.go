package voice

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// Engine is what makes sound of text; espeak-ng outside tests. Speak answers a
// mono 16-bit WAV at Rate, and is called by several goroutines at once.
type Engine interface {
	Speak(ctx context.Context, voice, text string) ([]byte, error)
}

// Paced is an Engine that can speak faster and slower; one that can't speaks as
// it always does. perMinute is a number of words, 80 to 450 for espeak-ng.
type Paced interface {
	SpeakAt(ctx context.Context, voice, text string, perMinute int) ([]byte, error)
}

// espeak runs the program once for each sentence: it starts in 10-70 ms, keeps
// nothing, and a crash costs one sentence.
type espeak struct {
	path  string
	speed int // words a minute
}

// Speak hands the text over on standard input, so that nothing in it can be
// taken for an option.
func (e espeak) Speak(ctx context.Context, voice, text string) ([]byte, error) {
	return e.SpeakAt(ctx, voice, text, e.speed)
}

// SpeakAt is Speak at another speed.
func (e espeak) SpeakAt(ctx context.Context, voice, text string, perMinute int) ([]byte, error) {
	cmd := exec.CommandContext(ctx, e.path, "-v", voice, "-s", strconv.Itoa(perMinute), "-b", "1", "--stdout", "--stdin")
	cmd.WaitDelay = time.Second
	cmd.Stdin = strings.NewReader(text)
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("espeak-ng took too long: %w", ctx.Err())
		}
		return nil, fmt.Errorf("espeak-ng: %w: %s", err, strings.TrimSpace(complaint.String()))
	}
	return out.Bytes(), nil
}
