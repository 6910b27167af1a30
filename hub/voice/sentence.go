package voice

import (
	"errors"
	"strings"
	"unicode"

	"turno/hub/words"
)

// Call is one announcement. Language is the ticket's, not the wall's.
type Call struct {
	Ticket   string // "B042"
	Counter  string // "3"
	Language words.Lang
}

// ErrUnsayable answers a call whose ticket or counter is empty, too long or
// holds anything but letters, digits, spaces and hyphens: names on walls do not,
// and a synthesizer has a markup of its own that no caller should reach.
var ErrUnsayable = errors.New("voice: ticket or counter can't be said")

// The longest ticket and counter that are said, in characters.
const (
	maxTicket  = 8
	maxCounter = 24
)

// Sentence is the call as people read it: "Turno B042, puesto 3."
func (c Call) Sentence() string {
	return words.T(c.Language, "voice.call", words.A{"ticket": c.Ticket, "counter": c.Counter})
}

// spoken is the call as the voice reads it best: the letter by its name with a
// breath after it, the digits one by one, the counter as a number.
func (c Call) spoken() (string, error) {
	if !sayable(c.Ticket, maxTicket) || !sayable(c.Counter, maxCounter) {
		return "", ErrUnsayable
	}
	return words.T(c.Language, "voice.call", words.A{
		"ticket": spell(c.Ticket), "counter": c.Counter,
	}), nil
}

func sayable(s string, longest int) bool {
	n := 0
	for _, r := range s {
		if n++; n > longest {
			return false
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != ' ' && r != '-' {
			return false
		}
	}
	return strings.TrimSpace(s) != ""
}

// spell writes "B042" as "B, 0 4 2": the comma makes the voice name the letter
// instead of reading a word, the spaces keep the digits apart.
func spell(ticket string) string {
	var parts []string
	for _, r := range ticket {
		switch {
		case unicode.IsDigit(r):
			parts = append(parts, string(r))
		case unicode.IsLetter(r):
			parts = append(parts, string(unicode.ToUpper(r))+",")
		}
	}
	return strings.TrimSuffix(strings.Join(parts, " "), ",")
}

// voices are espeak-ng's names of our languages and of the regions that it
// speaks apart.
var voices = map[words.Lang]string{
	words.ES: "es", words.CS: "cs", words.PT: "pt", words.SV: "sv", words.EN: "en-gb",
	"es-419": "es-419", "es-MX": "es-419", "es-AR": "es-419", "es-CO": "es-419", "es-CL": "es-419", "es-PE": "es-419",
	"pt-BR": "pt-br", "en-US": "en-us",
}

// voiceOf falls back as the sentences do: the region, its base, English.
func voiceOf(l words.Lang) string {
	for _, tag := range []words.Lang{l, l.Base(), words.EN} {
		if v, ok := voices[tag]; ok {
			return v
		}
	}
	return voices[words.EN]
}
