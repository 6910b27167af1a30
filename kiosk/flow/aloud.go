package flow

import (
	"strings"
	"time"

	"turno/hub/words"
)

// Aloud says when a kiosk reads its screens to the headphones.
type Aloud string

// The ways of reading aloud.
const (
	AloudNever Aloud = ""     // there is nothing to hear it with, and no control for it
	AloudAuto  Aloud = "auto" // when somebody asks, plugs headphones in or presses a key of the pad
	AloudOn    Aloud = "on"   // for everybody, from the greeting on
)

// The verbs of the voice. Hear with no argument goes to its screen and turns
// it on; with Off it turns it off.
const (
	Pace     Verb = "pace"   // Arg is Faster or Slower
	Loudness Verb = "volume" // Arg is Louder or Softer
)

// What Pace, Loudness and Hear take.
const (
	Faster = "faster"
	Slower = "slower"
	Louder = "louder"
	Softer = "softer"
	Off    = "off"
)

// Listening is the screen of the voice: on, how fast, how loud.
const Listening Screen = "listening"

// MostEase is how far speed and loudness go from normal, either way.
const MostEase = 3

// Keyed is a key pressed on the pad or the keyboard, whatever came of it.
type Keyed struct{}

// Plugged is the plug of headphones put in or pulled out.
type Plugged struct{ In bool }

// Tuned is a key that changes the voice, on whatever screen.
type Tuned struct{ Key Key }

// Voiced says whether the voice works: Missing is "" or one of hub/voice's
// reasons, by its name.
type Voiced struct{ Missing string }

func (Keyed) input()   {}
func (Plugged) input() {}
func (Voiced) input()  {}
func (Tuned) input()   {}

// listener is what the machine knows of the person's ears and keys.
type listener struct {
	keyed    bool   // the pad or the keyboard is used
	silenced bool   // the person turned the voice off
	missing  string // why nothing can be heard
}

// slowly is how much longer a screen stays for who listens to it or goes
// through it key by key.
const slowly = 3

func (m *Machine) slow() bool { return m.ease.Aloud || m.ears.keyed }

// lasting is a stay as long as this person needs it.
func (m *Machine) lasting(d time.Duration) time.Duration {
	if m.slow() {
		return d * slowly
	}
	return d
}

// warnsFor is how long before its end a screen says that it will go.
func (m *Machine) warnsFor() time.Duration {
	if m.slow() {
		return 2 * warnTime
	}
	return warnTime
}

// hears takes what the pad, the plug and the voice say.
func (m *Machine) hears(in Input) {
	switch in := in.(type) {
	case Keyed:
		m.ears.keyed = true
		m.listen(m.config.Aloud != AloudNever && !m.ears.silenced)
		m.renew()
	case Plugged:
		m.ears.silenced = false
		m.listen(in.In && m.config.Aloud != AloudNever)
		if !in.In {
			m.ease.Aloud = m.config.Aloud == AloudOn
		}
		m.renew()
	case Tuned:
		m.tune(in.Key)
		m.renew()
	case Voiced:
		m.ears.missing = in.Missing
	}
}

func (m *Machine) listen(on bool) {
	if on {
		m.ease.Aloud = true
	}
}

// renew gives the screen its whole time again. A screen that stays by itself
// stays no shorter; the greeting waits for nobody until somebody was there.
func (m *Machine) renew() {
	switch {
	case m.wish != nil, m.screen == Ticket && m.ends.IsZero():
	case m.screen == Ticket:
		m.stay(keepTime)
	default:
		m.stay(idleTime)
	}
}

// tune does what a key of the voice says. Without a voice it does nothing.
func (m *Machine) tune(k Key) {
	act := map[Key]Action{
		KeyFaster: {Pace, Faster}, KeySlower: {Pace, Slower}, KeyLouder: {Loudness, Louder}, KeySofter: {Loudness, Softer},
	}
	switch {
	case m.config.Aloud == AloudNever:
	case k == KeyVoice:
		m.ease.Aloud, m.ears.silenced = !m.ease.Aloud, m.ease.Aloud
	default:
		m.hear(act[k])
	}
}

// hear does what a control of the voice says.
func (m *Machine) hear(a Action) {
	switch {
	case a.Verb == Pace && a.Arg == Faster:
		m.ease.Speed = min(m.ease.Speed+1, MostEase)
	case a.Verb == Pace:
		m.ease.Speed = max(m.ease.Speed-1, -MostEase)
	case a.Verb == Loudness && a.Arg == Louder:
		m.ease.Volume = min(m.ease.Volume+1, MostEase)
	case a.Verb == Loudness:
		m.ease.Volume = max(m.ease.Volume-1, -MostEase)
	case a.Arg == Off:
		m.ease.Aloud, m.ears.silenced = false, true
	default:
		m.ease.Aloud, m.ears.silenced = true, false
		if m.screen != Listening {
			m.over(Listening)
		}
	}
	if m.wish == nil {
		m.stay(idleTime)
	}
}

// over enters a screen that lies over the person's own for a while.
func (m *Machine) over(s Screen) {
	if m.screen != LanguageOf && m.screen != Adjust && m.screen != Listening && m.screen != Helping {
		m.from = m.screen
	}
	m.enter(s)
}

// hearTool is the control that every screen has for the voice.
func (m *Machine) hearTool() Button {
	return Button{Action: Action{Verb: Hear}, Icon: "speaker-high", Label: m.spoken("tool"), Selected: m.ease.Aloud && m.ears.missing == ""}
}

// listeningView is the screen of the voice.
func (m *Machine) listeningView(v *View) {
	done := Button{Action: Action{Verb: Done}, Label: m.say("settings.done"), Primary: true}
	v.Tools = nil
	if m.ears.missing != "" {
		v.Title, v.Lead = m.spoken("missing.title"), m.spoken("missing.lead")
		v.Buttons = []Button{done}
		return
	}
	v.Title, v.Lead = m.spoken("title"), m.spoken("lead")
	at := func(n int) string {
		return words.T(m.lang, "kiosk.services.page", words.A{"n": n + MostEase + 1, "total": 2*MostEase + 1})
	}
	step := func(verb Verb, arg string, now, limit int) Button {
		return Button{Action: Action{verb, arg}, Label: m.spoken(arg), Note: at(now), Off: now == limit}
	}
	v.Buttons = []Button{
		done,
		step(Pace, Slower, m.ease.Speed, -MostEase), step(Pace, Faster, m.ease.Speed, MostEase),
		step(Loudness, Softer, m.ease.Volume, -MostEase), step(Loudness, Louder, m.ease.Volume, MostEase),
	}
	if m.ease.Aloud {
		v.Buttons = append(v.Buttons, Button{Action: Action{Hear, Off}, Icon: "prohibit", Label: m.spoken("turn_off")})
	} else {
		v.Buttons = append(v.Buttons, Button{Action: Action{Verb: Hear}, Icon: "speaker-high", Label: m.spoken("turn_on")})
	}
}

func (m *Machine) spoken(key string) string { return words.T(m.lang, "spoken."+key) }

// hearSetting is the same among the settings, with what it is now.
func (m *Machine) hearSetting() Button {
	b := m.hearTool()
	b.Note = m.spoken("is_off")
	if b.Selected {
		b.Selected, b.Note = false, m.spoken("is_on")
	}
	return b
}

// slipWords are what the paper says besides what the screen shows: somebody who
// can't read it hears it before it is taken.
func (m *Machine) slipWords(t *ticket) []string {
	say := func(key string, args ...words.A) string { return words.T(m.lang, "forms.slip."+key, args...) }
	lines := []string{m.spoken("slip"), say("arrived") + " " + words.Clock(t.slip.At)}
	if s := m.find(t.service); s != nil {
		if bring := Bring(*s, m.lang); len(bring) > 0 {
			lines = append(lines, say("bring")+": "+strings.Join(bring, ", "))
		}
	}
	if b := m.state.Branch; b != nil {
		lines = append(lines, say("place", words.A{"date": words.LongDate(m.lang, t.slip.At), "branch": b.Name}))
	}
	return lines
}
