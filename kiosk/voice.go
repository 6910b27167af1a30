package kiosk

import (
	"context"
	"errors"
	"log/slog"
	"sync"

	"turno/hub/voice"
	"turno/kiosk/flow"
)

// VoiceConfig says what a kiosk speaks with. Speech goes to the headphones
// alone; the chime of a screen that is about to go sounds for everybody.
type VoiceConfig struct {
	Speaker     *voice.Speaker
	Headset     voice.Output // nil where the headphones' output is not known
	Loudspeaker voice.Output // nil where there is none
	Log         *slog.Logger
}

// Voice says utterances, the newest in place of the one before. Say may be
// called by any goroutine; Run is the one that plays.
type Voice struct {
	VoiceConfig
	next chan speech // the newest, if Run has not taken it yet

	mu      sync.Mutex
	cancel  context.CancelFunc // of the newest
	missing voice.Reason
	changed func()
}

// speech is an utterance and the context that ends with it.
type speech struct {
	flow.Utterance
	ease flow.Ease
	ctx  context.Context
	end  context.CancelFunc
}

// NewVoice makes a voice that says nothing before Run.
func NewVoice(c VoiceConfig) *Voice {
	v := &Voice{VoiceConfig: c, next: make(chan speech, 1), cancel: func() {}}
	v.missing = c.Speaker.Reason()
	if v.missing == voice.Fine && c.Headset == nil {
		v.missing = voice.NoHeadset
	}
	return v
}

// Missing says why nothing can be heard, as far as is known.
func (v *Voice) Missing() voice.Reason {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.missing
}

// Changed has f called, by the goroutine that plays, when Missing is another.
func (v *Voice) Changed(f func()) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.changed = f
}

// Say says an utterance now: whatever is being said ends.
func (v *Voice) Say(u flow.Utterance, e flow.Ease) {
	ctx, end := context.WithCancel(context.Background())
	v.mu.Lock()
	defer v.mu.Unlock()
	v.cancel()
	v.cancel = end
	select {
	case old := <-v.next:
		old.end()
	default:
	}
	v.next <- speech{u, e, ctx, end}
}

// Run says what it is told until ctx ends. Call it once, on a goroutine of its
// own; nothing that it starts outlives it.
func (v *Voice) Run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case s := <-v.next:
			stop := context.AfterFunc(ctx, s.end)
			v.play(s)
			stop()
			s.end()
		}
	}
}

// play sounds the chime and reads the lines.
func (v *Voice) play(s speech) {
	if s.Chime && v.Loudspeaker != nil {
		if err := v.Loudspeaker.Play(s.ctx, voice.Chime()); err != nil && s.ctx.Err() == nil {
			v.Log.Warn("the sound of a screen's end", "err", err)
		}
	}
	if v.Headset == nil || len(s.Lines) == 0 {
		return
	}
	// The next line is made while one is heard.
	sounds := make(chan []byte, 1)
	var maker sync.WaitGroup
	defer maker.Wait()
	defer s.end()
	maker.Go(func() {
		defer close(sounds)
		v.synthesize(s, sounds)
	})
	for wav := range sounds {
		err := v.Headset.Play(s.ctx, voice.Volume(wav, volumes[s.ease.Volume+flow.MostEase]))
		if s.ctx.Err() != nil {
			return
		}
		if err != nil {
			v.note(voice.NoLoudspeaker, err)
			return
		}
		v.note(voice.Fine, nil)
	}
}

// What the steps of speed and loudness are: words a minute, and how much of
// the synthesizer's own loudness.
var (
	paces   = [2*flow.MostEase + 1]int{80, 105, 130, 155, 195, 245, 310}
	volumes = [2*flow.MostEase + 1]float64{0.12, 0.22, 0.38, 0.6, 0.8, 1, 1.3}
)

// synthesize makes the sounds of the lines, one after the other.
func (v *Voice) synthesize(s speech, sounds chan<- []byte) {
	for _, l := range s.Lines {
		wav, err := v.Speaker.Read(s.ctx, voice.Reading{
			Language: l.Lang, Text: l.Text, PerMinute: paces[s.ease.Speed+flow.MostEase], Private: l.Private,
		})
		switch {
		case s.ctx.Err() != nil:
			return
		case errors.Is(err, voice.ErrNoVoice):
			v.note(v.Speaker.Reason(), err)
			return
		case err != nil:
			continue // nothing in the line can be said
		}
		select {
		case sounds <- wav:
		case <-s.ctx.Done():
			return
		}
	}
}

// note keeps whether there is sound, and tells of a change.
func (v *Voice) note(reason voice.Reason, err error) {
	v.mu.Lock()
	was, tell := v.missing, v.changed
	v.missing = reason
	v.mu.Unlock()
	if was == reason {
		return
	}
	if err != nil {
		v.Log.Warn("the kiosk can't read aloud", "reason", reason, "err", err)
	}
	if tell != nil {
		tell()
	}
}
