package flow

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"turno/hub/words"
)

// faces are the letters that a keyboard shows.
func faces(rows [][]Button) string {
	var all strings.Builder
	for _, row := range rows {
		for _, b := range row {
			all.WriteString(b.Label)
		}
	}
	return all.String()
}

// Every letter of a language has a key, small and large.
func TestKeysHaveTheAlphabet(t *testing.T) {
	for lang, alphabet := range map[words.Lang]string{
		words.ES: "abcdefghijklmnñopqrstuvwxyzáéíóúü",
		words.CS: "aábcčdďeéěfghiíjklmnňoópqrřsštťuúůvwxyýzž",
		words.PT: "aáâãàbcçdeéêfghiíjklmnoóôõpqrstuúvwxyz",
		words.SV: "abcdefghijklmnopqrstuvwxyzåäöé",
		words.EN: "abcdefghijklmnopqrstuvwxyz",
	} {
		for _, upper := range []bool{false, true} {
			letters, accents := &writing{upper: upper}, &writing{upper: upper, plane: Accents}
			shown := faces(letters.keys(lang)) + faces(accents.keys(lang))
			if upper {
				alphabet = strings.ToUpper(alphabet)
			}
			for _, r := range alphabet {
				if !strings.ContainsRune(shown, r) {
					t.Errorf("%s: no key for %q", lang, r)
				}
			}
		}
	}
}

// What is written is what a plain string with a caret would hold; a large
// letter is one letter long.
func TestWritingAgainstModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const most = 12
		w := &writing{most: most}
		var model []rune
		at, upper := 0, false
		write := func(r rune) {
			if len(model) == most {
				return
			}
			if upper {
				r, upper = []rune(strings.ToUpper(string(r)))[0], false
			}
			model = append(model[:at:at], append([]rune{r}, model[at:]...)...)
			at++
		}
		t.Repeat(map[string]func(*rapid.T){
			"letter": func(t *rapid.T) {
				r := rapid.RuneFrom([]rune("abñěž7@")).Draw(t, "r")
				w.touch(string(r))
				write(r)
			},
			"space": func(*rapid.T) { w.touch(Space); write(' ') },
			"shift": func(*rapid.T) { w.touch(Shift); upper = !upper },
			"back": func(*rapid.T) {
				w.touch(Backspace)
				if at > 0 {
					model = append(model[:at-1:at-1], model[at:]...)
					at--
				}
			},
			"delete": func(*rapid.T) {
				w.touch(Delete)
				if at < len(model) {
					model = append(model[:at:at], model[at+1:]...)
				}
			},
			"left":  func(*rapid.T) { w.touch(Leftward); at = max(0, at-1) },
			"right": func(*rapid.T) { w.touch(Rightward); at = min(len(model), at+1) },
			"begin": func(*rapid.T) { w.touch(Begin); at = 0 },
			"end":   func(*rapid.T) { w.touch(End); at = len(model) },
			"": func(t *rapid.T) {
				if got := w.text(); got != string(model) || w.caret != at {
					t.Fatalf("holds %q with the caret at %d, want %q at %d", got, w.caret, string(model), at)
				}
			},
		})
	})
}
