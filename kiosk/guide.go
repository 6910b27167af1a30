package kiosk

import (
	"turno/hub/voice"
	"turno/kiosk/flow"
)

// Mouth says what there is to hear; a Voice is one, run by its owner.
type Mouth interface {
	// Say says an utterance in place of whatever is being said.
	Say(flow.Utterance, flow.Ease)
	// Missing is why nothing can be heard; Changed has a function called, by any
	// goroutine, when that is another.
	Missing() voice.Reason
	Changed(func())
}

// Key takes a key of the pad or of a keyboard: it moves the ring, touches what
// the ring is on, and says what there is to say.
func (r *Runner) Key(k flow.Key) {
	switch k {
	case flow.KeyPlug, flow.KeyUnplug:
		r.In(flow.Plugged{In: k == flow.KeyPlug})
		return
	case flow.KeyVoice, flow.KeyFaster, flow.KeySlower, flow.KeyLouder, flow.KeySofter:
		r.In(flow.Tuned{Key: k})
		return
	}
	r.do(flow.Keyed{})
	v := r.Flow.View()
	r.focus.Follow(v)
	a, touches := r.focus.Press(k, v)
	if touches {
		r.do(flow.Touch{Action: a})
	}
	spoke := r.show()
	if u, ok := r.reader.Press(k, r.Flow.View(), r.focus, touches, spoke); ok {
		r.say(u)
	}
}

// Rune takes a letter of a keyboard that stands before the screen.
func (r *Runner) Rune(letter rune) {
	v := r.Flow.View()
	r.focus.Follow(v)
	a, ok := r.focus.Write(letter, v)
	if !ok {
		return
	}
	r.do(flow.Keyed{})
	r.do(flow.Touch{Action: a})
	r.show()
}

// guide shows where the keys are and says what is new; it tells whether it
// said anything.
func (r *Runner) guide(v flow.View) bool {
	r.Screen.Ring(r.focus.At())
	u, ok := r.reader.Show(v, r.focus)
	if ok {
		r.say(u)
	}
	return ok
}

func (r *Runner) say(u flow.Utterance) {
	if r.Voice != nil {
		r.Voice.Say(u, r.Flow.View().Ease)
	}
}

// listen joins the keys and the voice to the flow.
func (r *Runner) listen() {
	r.Screen.glass.pressed, r.Screen.glass.wrote = r.Key, r.Rune
	if r.Voice == nil {
		return
	}
	r.Flow.Do(flow.Voiced{Missing: string(r.Voice.Missing())}, r.Now())
	r.Voice.Changed(func() {
		if r.ctx.Err() == nil {
			r.Do(func() { r.In(flow.Voiced{Missing: string(r.Voice.Missing())}) })
		}
	})
}
