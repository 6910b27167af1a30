package words

import "testing"

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"":                                "",
		"Účty, karty\u00a0a elektronické": "ucty karty a elektronicke",
		"ÑANDÚ ¿qué?":                     "nandu que",
		"Numerário – câmbio":              "numerario cambio",
		"Säkerhetsfack Ångström":          "sakerhetsfack angstrom",
		"Łódź, smørrebrød, Straße, Æble":  "lodz smorrebrod strasse aeble",
		"e-mail  24/7":                    "e mail 24 7",
		"ěščřžýáíéúůťďň":                  "escrzyaieuutdn",
		"n\u0303":                         "n", // the accent as a letter of its own
		"...":                             "",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

// Whatever is written, folding twice is folding once.
func FuzzFold(f *testing.F) {
	for _, s := range []string{"Účty a karty", "İstanbul", "ﬁn", "\xff\xfe", "½"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if again := Fold(once); again != once {
			t.Errorf("Fold(%q) is %q, and folded again %q", s, once, again)
		}
	})
}
