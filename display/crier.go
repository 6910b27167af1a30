package display

import (
	"context"
	"log/slog"
	"sync"

	"turno/display/board"
	"turno/hub/voice"
)

// CrierConfig of a Crier. The zero value speaks through espeak-ng and plays
// through the first program of the machine that plays sound.
type CrierConfig struct {
	Engine voice.Engine
	Output voice.Output
	Mute   bool              // this screen is to make no sound
	Report func(board.Sound) // told once at the start of Run and on every change; from goroutines of Run; may be nil
	Log    *slog.Logger      // why there is no sound, for operators; nil: nothing
}

// Crier speaks the calls, one after another and each to its end, and knows
// whether it is heard.
type Crier struct {
	config  CrierConfig
	speaker *voice.Speaker
	player  *voice.Player
	calls   chan board.Announcement

	mu    sync.Mutex
	sound board.Sound
	told  bool
}

// NewCrier makes a Crier that says nothing before Run.
func NewCrier(c CrierConfig) *Crier {
	k := &Crier{config: c, calls: make(chan board.Announcement, 32)}
	if k.config.Log == nil {
		k.config.Log = slog.New(slog.DiscardHandler)
	}
	k.speaker = voice.New(voice.Config{Engine: c.Engine})
	k.player = voice.NewPlayer(voice.PlayerConfig{Output: c.Output, Report: func(voice.Reason, error) { k.tell() }})
	return k
}

// Say asks for an announcement and returns at once. One that finds no place
// is not spoken: it would be heard minutes late, and it stands on the screen.
func (k *Crier) Say(a board.Announcement) {
	if k.config.Mute {
		return
	}
	select {
	case k.calls <- a:
	default:
		k.config.Log.Warn("too many calls wait to be spoken", "ticket", a.Ticket)
	}
}

// Run speaks until ctx ends. Call it once, on a goroutine of its own.
func (k *Crier) Run(ctx context.Context) {
	var player sync.WaitGroup
	defer player.Wait()
	if !k.config.Mute {
		player.Go(func() { k.player.Run(ctx) })
	}
	k.tell()
	for {
		select {
		case <-ctx.Done():
			return
		case a := <-k.calls:
			k.announce(ctx, a)
		}
	}
}

func (k *Crier) announce(ctx context.Context, a board.Announcement) {
	wav, err := k.speaker.Announce(ctx, voice.Call{Ticket: a.Ticket, Counter: a.Counter, Language: a.Language})
	if err != nil {
		k.config.Log.Warn("the call was not spoken", "ticket", a.Ticket, "err", err)
	}
	if len(wav) > 0 { // without speech it is the chime
		if err := k.player.Play(wav); err != nil {
			k.config.Log.Warn("the call was not played", "ticket", a.Ticket, "err", err)
		}
	}
	k.tell()
}

// tell reports what can be heard, if that has changed.
func (k *Crier) tell() {
	sound := board.Speaks
	reason := k.player.Reason()
	switch {
	case k.config.Mute:
		sound, reason = board.Silent, voice.Muted
	case reason != voice.Fine:
		sound = board.Silent
	case k.speaker.Reason() != voice.Fine:
		sound, reason = board.Chimes, k.speaker.Reason()
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.told && sound == k.sound {
		return
	}
	k.sound, k.told = sound, true
	if sound != board.Speaks {
		k.config.Log.Warn("calls are not heard", "reason", string(reason))
	}
	if k.config.Report != nil {
		k.config.Report(sound)
	}
}
