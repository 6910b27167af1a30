package look_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

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

func TestKeypad(t *testing.T) {
	var got []rune
	done := 0
	pad := look.NewKeypad(kiosk, look.KeypadSpec{Done: "Listo", OnRune: func(r rune) { got = append(got, r) }, OnBack: func() { got = got[:len(got)-1] }, OnDone: func() { done++ }})
	test.NewTempWindow(t, pad)
	for _, f := range []string{"1", "9", "0"} {
		tapKey(pad, f)
	}
	tapKey(pad, "Listo")
	if string(got) != "190" || done != 1 {
		t.Errorf("wrote %q, done %d times", string(got), done)
	}
}
