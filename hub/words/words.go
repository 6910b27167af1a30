// Package words holds every sentence that a person reads or hears from Turno,
// in the five languages of the branch, and the formats of times, dates,
// numbers and waits in each of them.
//
// The language is always an argument: one process speaks several languages at
// once (a Czech ticket is called in Czech on a Spanish wall). Sentences live in
// catalog/<room>/<language>.json, one folder a room of the house, so that each
// room owns its own; a test holds the five languages to the same keys and the
// same placeholders. The package imports nothing of ours and holds no state
// but the parsed catalogs.
package words

// Lang is a language of the branch, as its BCP 47 tag. A regional variant that
// a branch file adds (es-419, pt-BR) falls back to its base language.
type Lang string

// The languages that every sentence exists in. Append only: tickets store them.
const (
	ES Lang = "es"
	CS Lang = "cs"
	PT Lang = "pt"
	SV Lang = "sv"
	EN Lang = "en"
)

// All lists the languages in the order in which a kiosk offers them.
var All = []Lang{ES, CS, PT, SV, EN}

// A holds the named values of a sentence: words.A{"ticket": "B042"}.
type A map[string]any
