package words

import (
	"regexp"
	"testing"
)

// otherWords are, by language, what another word was said for something that has
// one: the hub is "la central", "ústředna", "a central" and "centralen", the
// branch "la sucursal", the kiosk "kiosken", a ticket "číslo" and "kölapp".
var otherWords = map[Lang]*regexp.Regexp{
	EN: regexp.MustCompile(`(?i)\b(backend|office|site|token|window|terminal)s?\b`),
	ES: regexp.MustCompile(`(?i)\b(hub|oficinas?|ventanillas?|mostrador|terminal)\b`),
	CS: regexp.MustCompile(`(?i)\b(hub(u|em)?|okénk\w*|terminál\w*)\b|lístek už`),
	PT: regexp.MustCompile(`(?i)\b(hub|sucursal|guichês?|terminal)\b`),
	SV: regexp.MustCompile(`(?i)\b(nav|navets?|hubb\w*|automat\w*|biljett\w*|disken|terminal\w*)\b`),
}

// Whoever reads two words looks for two things.
func TestOneWordForAThing(t *testing.T) {
	for _, l := range All {
		for key, f := range catalog().messages[l] {
			for _, text := range f {
				if found := otherWords[l].FindString(placeholder.ReplaceAllString(text, "")); found != "" {
					t.Errorf("%s: %q says %q: %s", l, key, found, text)
				}
			}
		}
	}
}
