package voice

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// Output plays one WAV to its end; a program of the machine outside tests.
type Output interface {
	Play(ctx context.Context, wav []byte) error
}

// Player plays whole announcements one after another: none cuts another off,
// and none is heard half.
type Player struct {
	output Output
	queue  chan []byte
	report func(Reason, error)

	mu     sync.Mutex
	reason Reason
}

// PlayerConfig of a Player. The zero value plays through the first of pw-play,
// paplay and aplay on PATH.
type PlayerConfig struct {
	Output Output
	Waits  int                 // announcements that may wait; 0 is 16
	Report func(Reason, error) // told on every change of Reason, from Run's goroutine; may be nil
}

// ErrQueueFull answers an announcement that found no place: so many calls wait
// that it would be heard minutes late.
var ErrQueueFull = errors.New("voice: too many announcements wait")

// NewPlayer makes a Player that plays nothing before Run.
func NewPlayer(c PlayerConfig) *Player {
	if c.Waits == 0 {
		c.Waits = 16
	}
	p := &Player{output: c.Output, queue: make(chan []byte, c.Waits), report: c.Report}
	if p.output == nil {
		p.output, p.reason = findProgram()
	}
	return p
}

// Reason says whether there is sound, as far as the Player knows.
func (p *Player) Reason() Reason {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.reason
}

// Play queues a WAV and returns at once. Without a program that plays it
// answers an error with ErrNoVoice.
func (p *Player) Play(wav []byte) error {
	if p.output == nil {
		return fmt.Errorf("%w: none of %s is installed", ErrNoVoice, strings.Join(programs, ", "))
	}
	select {
	case p.queue <- wav:
		return nil
	default:
		return ErrQueueFull
	}
}

// Run plays what is queued until ctx ends; the announcement under way ends with
// it. Call it once, on a goroutine of its own.
func (p *Player) Run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case wav := <-p.queue:
			err := p.output.Play(ctx, wav)
			if ctx.Err() != nil {
				return
			}
			p.note(err)
		}
	}
}

func (p *Player) note(err error) {
	reason := Fine
	if err != nil {
		reason = NoLoudspeaker
	}
	p.mu.Lock()
	changed := reason != p.reason
	p.reason = reason
	p.mu.Unlock()
	if changed && p.report != nil {
		p.report(reason, err)
	}
}

// programs that play a WAV file named as their last argument, the one nearest to
// the desktop's sound first.
var programs = []string{"pw-play", "paplay", "aplay"}

func findProgram() (Output, Reason) { return FindOutput("") }

// FindOutput is the way to one output of this machine: the headphones of a
// kiosk, say, which nobody else hears. A device is named as the program that
// plays names it (aplay -L, or the sinks of PulseAudio and PipeWire); "" is the
// machine's usual output. Without a program it answers no Output and why.
func FindOutput(device string) (Output, Reason) {
	for _, name := range programs {
		if path, err := exec.LookPath(name); err == nil {
			p := program{path: path}
			if device != "" {
				p.options = []string{deviceOption[name], device}
			}
			return p, Fine
		}
	}
	return nil, NoPlayer
}

// deviceOption is how each program is told a device.
var deviceOption = map[string]string{"pw-play": "--target", "paplay": "--device", "aplay": "-D"}

// program plays through a file of its own, which all three can read; what they
// do with standard input differs.
type program struct {
	path    string
	options []string
}

func (p program) Play(ctx context.Context, wav []byte) error {
	file, err := os.CreateTemp("", "turno-*.wav")
	if err != nil {
		return fmt.Errorf("keeping the sound to play it: %w", err)
	}
	defer os.Remove(file.Name())
	_, err = file.Write(wav)
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("keeping the sound to play it: %w", err)
	}
	// A sound server that hangs must not silence the lobby for ever.
	limit := time.Duration(Seconds(wav)*float64(time.Second)) + 10*time.Second
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, p.path, append(p.options[:len(p.options):len(p.options)], file.Name())...)
	cmd.WaitDelay = time.Second
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", p.path, err, strings.TrimSpace(string(out)))
	}
	return nil
}
