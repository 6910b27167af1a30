// Package voice turns sentences into sound: the call of a ticket in the
// ticket's own language ("Turno B042, puesto 3"), after a chime of two soft
// tones, spoken offline by the machine's espeak-ng.
//
// The hub uses it for browser displays and phones, the display and the kiosk
// for themselves. It never reaches the net, never starts a shell, never speaks a
// name, and is never needed: where there is no synthesizer or no loudspeaker it
// says so with a Reason that has words in five languages, and the screens go on.
package voice

import "turno/hub/words"

// Reason says why there is no sound; "" means that there is. Append only: the
// displays report it to the hub.
type Reason string

// The reasons.
const (
	Fine          Reason = ""
	NotInstalled  Reason = "not_installed"  // there is no espeak-ng on this machine
	NoSpeech      Reason = "no_speech"      // espeak-ng is there and failed
	NoPlayer      Reason = "no_player"      // no program that plays sound is installed
	NoLoudspeaker Reason = "no_loudspeaker" // the program is there and failed: no sound card, or not ours
	Muted         Reason = "muted"          // a browser that plays nothing before it is touched
	NoHeadset     Reason = "no_headset"     // nobody said which output the headphones are on
)

// In says the reason to people; for Fine it is "".
func (r Reason) In(l words.Lang) string {
	if r == Fine {
		return ""
	}
	return words.T(l, "voice.reason."+string(r))
}
