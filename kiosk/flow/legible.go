package flow

import (
	"regexp"
	"strings"
	"unicode"

	"turno/hub/words"
)

var (
	ticketWord = regexp.MustCompile(`\b[A-Z][0-9]{3,6}\b`)
	rangeWord  = regexp.MustCompile(`(\d+)–(\d+) min\b`)
	minuteWord = regexp.MustCompile(`(\d+) min\b`)
)

// Legible is a sentence of the screen as a voice understands it in a language:
// tickets letter by letter and digit by digit, ranges and minutes in words, no
// marks that are only to be seen.
func Legible(text string, l words.Lang) string {
	text = strings.NewReplacer("\u00a0", " ", "\n", " ", "*", "", "…", "", " · ", ". ").Replace(text)
	text = rangeWord.ReplaceAllStringFunc(text, func(s string) string {
		m := rangeWord.FindStringSubmatch(s)
		return words.T(l, "spoken.range", words.A{"low": m[1], "high": m[2]})
	})
	text = minuteWord.ReplaceAllStringFunc(text, func(s string) string {
		return words.T(l, "spoken.minutes", words.A{"n": minuteWord.FindStringSubmatch(s)[1]})
	})
	text = ticketWord.ReplaceAllStringFunc(text, spell)
	return strings.Join(strings.Fields(text), " ")
}

// spell writes "B042" as "B, 0 4 2": the comma makes a voice name the letter,
// the spaces keep the digits apart.
func spell(ticket string) string {
	var b strings.Builder
	for i, r := range ticket {
		switch {
		case i == 0:
			b.WriteString(string(r) + ",")
		default:
			b.WriteString(" " + string(r))
		}
	}
	return b.String()
}

// ended gives a sentence the stop that makes a voice pause.
func ended(s string) string {
	if strings.ContainsRune(".?!:", rune(s[len(s)-1])) {
		return s
	}
	return strings.TrimRight(s, ",; ") + "."
}

// signs are the names of what a voice would leave out.
var signs = map[string]string{
	".": "dot", ",": "comma", ":": "colon", ";": "semicolon", "-": "hyphen", "–": "dash", "_": "underscore", "+": "plus", "/": "slash",
	"(": "open", ")": "close", "&": "and", "'": "apostrophe", "\"": "quote", "„": "quote", "“": "quote", "«": "quote", "»": "quote",
	"!": "exclamation", "¡": "exclamation", "?": "question", "¿": "question", "€": "euro", "%": "percent", "@": "at", "§": "section",
	"ª": "ordinal", "º": "ordinal", "·": "middot", " ": "space",
}

// letterName is how a letter or a sign is said when it stands alone.
func letterName(letter string, l words.Lang) string {
	if s, ok := signs[letter]; ok {
		return words.T(l, "spoken.sign."+s)
	}
	r := []rune(letter)
	if len(r) == 1 && unicode.IsUpper(r[0]) {
		return words.T(l, "spoken.capital", words.A{"letter": string(unicode.ToLower(r[0]))})
	}
	return letter
}

// keyName is what a key of the keyboard on the screen is called.
func (v View) keyName(b Button) string {
	name := b.Label
	switch b.Action.Arg {
	case Letters, Accents, Figures:
		name = words.T(v.Language, "spoken.plane."+b.Action.Arg)
	default:
		if len([]rune(b.Label)) == 1 {
			name = letterName(b.Label, v.Language)
		}
	}
	if b.Selected {
		name += ", " + words.T(v.Language, "spoken.selected")
	}
	if b.Off {
		name += ", " + words.T(v.Language, "spoken.off")
	}
	return name
}
