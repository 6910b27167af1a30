package look_test

import (
	"strings"
	"testing"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"

	"turno/look"
)

// tapKey taps the key that shows a face, and says whether there is one.
func tapKey(o fyne.CanvasObject, face string) bool {
	for _, t := range look.Targets(o) {
		if got := look.Texts(t.Object); len(got) == 1 && got[0] == face {
			t.Object.(fyne.Tappable).Tapped(nil)
			return true
		}
	}
	return false
}

// Every letter of the language can be written, small and large.
func TestKeyboardHasTheAlphabet(t *testing.T) {
	alphabets := map[string]string{
		"es": "abcdefghijklmnñopqrstuvwxyzáéíóúü",
		"cs": "aábcčdďeéěfghiíjklmnňoópqrřsštťuúůvwxyýzž",
		"pt": "aáâãàbcçdeéêfghiíjklmnoóôõpqrstuúvwxyz",
		"sv": "abcdefghijklmnopqrstuvwxyzåäöé",
		"en": "abcdefghijklmnopqrstuvwxyz",
	}
	planes := map[string]string{"es": "áéñ", "cs": "ěšč", "pt": "ãéç", "sv": "éüø", "en": "éñü"}
	for lang, alphabet := range alphabets {
		var got []rune
		kb := look.NewKeyboard(kiosk, look.KeyboardSpec{Lang: lang, Space: "espacio", Done: "Listo", OnRune: func(r rune) { got = append(got, r) }})
		test.NewTempWindow(t, kb).Resize(fyne.NewSize(952, 450))
		letters := strings.Join(look.Texts(kb), "")
		tapKey(kb, planes[lang])
		letters += strings.Join(look.Texts(kb), "")
		for _, r := range alphabet {
			if !strings.ContainsRune(letters, r) {
				t.Errorf("%s: no key for %q", lang, r)
			}
		}
		if !tapKey(kb, "abc") || !tapKey(kb, "a") || !tapKey(kb, "123") || !tapKey(kb, "7") || !tapKey(kb, "@") || !tapKey(kb, "espacio") {
			t.Errorf("%s: a key is missing", lang)
		}
		if string(got) != "a7@ " {
			t.Errorf("%s: wrote %q", lang, string(got))
		}
	}
}

func TestShiftHoldsForOneLetter(t *testing.T) {
	var got []rune
	kb := look.NewKeyboard(kiosk, look.KeyboardSpec{Lang: "cs", Space: " ", Done: "Hotovo", OnRune: func(r rune) { got = append(got, r) }})
	test.NewTempWindow(t, kb).Resize(fyne.NewSize(952, 450))
	for _, target := range look.Targets(kb) { // the first key without a word is shift
		if len(look.Texts(target.Object)) == 0 {
			target.Object.(fyne.Tappable).Tapped(nil)
			break
		}
	}
	tapKey(kb, "N")
	tapKey(kb, "e")
	if string(got) != "Ne" {
		t.Errorf("wrote %q, want Ne", string(got))
	}
}

func TestKeypad(t *testing.T) {
	var got []rune
	done := 0
	pad := look.NewKeypad(kiosk, look.KeypadSpec{Done: "Listo", OnRune: func(r rune) { got = append(got, r) }, OnBack: func() { got = got[:len(got)-1] }, OnDone: func() { done++ }})
	test.NewTempWindow(t, pad)
	for _, f := range []string{"1", "9", "0"} {
		tapKey(pad, f)
	}
	pad.SetDone(false)
	tapKey(pad, "Listo")
	pad.SetDone(true)
	tapKey(pad, "Listo")
	if string(got) != "190" || done != 1 {
		t.Errorf("wrote %q, done %d times", string(got), done)
	}
}

// An entry holds what a plain string with a caret would hold.
func TestEntryAgainstModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := look.NewEntry(kiosk, look.EntrySpec{Max: 12})
		var model []rune
		at := 0
		key := func(k fyne.KeyName) { e.TypedKey(&fyne.KeyEvent{Name: k}) }
		t.Repeat(map[string]func(*rapid.T){
			"type": func(t *rapid.T) {
				r := rapid.RuneFrom([]rune("abñěž 7")).Draw(t, "r")
				e.TypedRune(r)
				if len(model) < 12 {
					model = append(model[:at], append([]rune{r}, model[at:]...)...)
					at++
				}
			},
			"back": func(*rapid.T) {
				key(fyne.KeyBackspace)
				if at > 0 {
					model = append(model[:at-1], model[at:]...)
					at--
				}
			},
			"delete": func(*rapid.T) {
				key(fyne.KeyDelete)
				if at < len(model) {
					model = append(model[:at], model[at+1:]...)
				}
			},
			"left":  func(*rapid.T) { key(fyne.KeyLeft); at = max(0, at-1) },
			"right": func(*rapid.T) { key(fyne.KeyRight); at = min(len(model), at+1) },
			"home":  func(*rapid.T) { key(fyne.KeyHome); at = 0 },
			"end":   func(*rapid.T) { key(fyne.KeyEnd); at = len(model) },
			"": func(t *rapid.T) {
				if e.Value() != string(model) {
					t.Fatalf("holds %q, want %q", e.Value(), string(model))
				}
			},
		})
	})
}

func TestEntryOfFiguresAndItsEvents(t *testing.T) {
	var changed, done string
	e := look.NewEntry(kiosk, look.EntrySpec{Label: "Telefon", Figures: true, OnChange: func(v string) { changed = v }, OnDone: func(v string) { done = v }})
	for _, r := range "60a 1\n2" {
		e.TypedRune(r)
	}
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if e.Value() != "6012" || changed != "6012" || done != "6012" {
		t.Errorf("value %q, changed %q, done %q", e.Value(), changed, done)
	}
}

// A note shows every letter of it, however it wraps.
func TestLongEntryShowsEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.StringOfN(rapid.RuneFrom([]rune("aábcd efgh\n ñ")), 0, 150, -1).Draw(t, "value")
		e := look.NewEntry(kiosk, look.EntrySpec{Value: v, Lines: 3})
		e.Resize(fyne.NewSize(420, e.HeightFor(420)))
		bare := func(s string) string {
			return strings.Map(func(r rune) rune {
				if unicode.IsSpace(r) {
					return -1
				}
				return r
			}, s)
		}
		if got := bare(strings.Join(look.Texts(e), "")); got != bare(v) {
			t.Fatalf("shows %q of %q", got, v)
		}
		if cut := look.Cut(e, 420, 1e6); len(cut) > 0 {
			t.Fatal(cut)
		}
	})
}
