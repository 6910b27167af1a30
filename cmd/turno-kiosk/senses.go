package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"

	"turno/hub/voice"
	"turno/kiosk"
	"turno/kiosk/flow"
)

// senses are the flags of ears and keys.
type senses struct {
	speak       string
	headset     string
	loudspeaker string
	jack        string
	changes     string
	keys        kiosk.KeyMap // after check
}

func addSenses(f *flag.FlagSet) *senses {
	s := &senses{}
	f.StringVar(&s.speak, "speak", "auto", "read the screens aloud in the headphones: auto (who asks, plugs in or uses the keys), on (everybody), off")
	f.StringVar(&s.headset, "headset", "", "output of the headphones as the player names it (aplay -L), or default; nothing is read aloud elsewhere, and without it nothing is")
	f.StringVar(&s.loudspeaker, "loudspeaker", "default", "output that sounds when a screen is about to close, or none")
	f.StringVar(&s.jack, "jack", "", "input device that says when headphones are plugged in, such as /dev/input/event5")
	f.StringVar(&s.changes, "keys", "", "changes of the key map, such as F5=next,F6=previous,scan:191=plug")
	return s
}

// check says what is wrong with the flags.
func (s *senses) check() error {
	switch s.speak {
	case "auto", "on", "off":
	default:
		return fmt.Errorf("-speak %q is none of auto, on, off", s.speak)
	}
	keys, err := kiosk.ParseKeys(s.changes)
	if err != nil {
		return fmt.Errorf("-keys: %w", err)
	}
	s.keys = keys
	return nil
}

// aloud is what the flow is told.
func (s *senses) aloud() flow.Aloud {
	return map[string]flow.Aloud{"auto": flow.AloudAuto, "on": flow.AloudOn}[s.speak]
}

// voice is what the kiosk speaks and chimes with. It is there even with -speak
// off: the end of a screen is heard as well as seen.
func (s *senses) voice(log *slog.Logger) *kiosk.Voice {
	c := kiosk.VoiceConfig{Speaker: voice.New(voice.Config{}), Log: log}
	c.Loudspeaker = output(s.loudspeaker, log)
	if s.speak != "off" {
		c.Headset = output(s.headset, log)
	}
	return kiosk.NewVoice(c)
}

// output is a named way for sound; nil where there is none.
func output(name string, log *slog.Logger) voice.Output {
	if name == "" || name == "none" {
		return nil
	}
	if name == "default" {
		name = ""
	}
	out, reason := voice.FindOutput(name)
	if reason != voice.Fine {
		log.Warn("nothing plays sound on this machine: install alsa-utils or pipewire", "reason", reason)
		return nil
	}
	return out
}

// plugs tells the kiosk of headphones until ctx ends. Without -jack it returns
// at once: a pad with a socket of its own sends a key, which -keys names.
func (s *senses) plugs(ctx context.Context, tell func(in bool), log *slog.Logger) {
	if s.jack == "" {
		return
	}
	if err := watchJack(ctx, s.jack, tell); err != nil && ctx.Err() == nil {
		log.Error("nobody says whether headphones are plugged in; check -jack and that this user may read it", "err", err)
	}
}
