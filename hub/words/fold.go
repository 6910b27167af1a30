package words

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold is a text as a search sees it: small letters without their accents,
// words apart by one space, nothing else.
func Fold(s string) string {
	var b strings.Builder
	gap := false
	s = strings.ToValidUTF8(s, " ") // behind a byte that is none, letters would stay as they are
	for _, r := range norm.NFKD.String(strings.ToLower(norm.NFKD.String(s))) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteString(bare(r))
		default:
			gap = true
		}
	}
	return b.String()
}

// bare is a letter that no accent can be taken from, as people write it who
// have no key for it.
func bare(r rune) string {
	switch r {
	case 'ø':
		return "o"
	case 'æ':
		return "ae"
	case 'ß':
		return "ss"
	case 'ł':
		return "l"
	case 'đ':
		return "d"
	case 'ı':
		return "i"
	}
	return string(r)
}
