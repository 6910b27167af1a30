package flow

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"turno/hub/words"
)

// writingView is a screen with a field and the keys of a language.
func writingView(value string, kind Kind) View {
	w := &writing{kind: kind}
	w.set(value)
	f := w.field()
	f.Label = "Name"
	return View{
		Screen: Searching, Language: words.EN, Ease: Ease{Percent: 100, Aloud: true}, Title: "Search", Field: f, Keys: w.keys(words.EN),
		Buttons: []Button{{Action: Action{Verb: Search}, Label: "Search", Primary: true}, {Action: Action{Verb: Back}, Label: "Back"}},
		Tools:   []Button{{Action: Action{Verb: Settings}, Label: "Settings"}},
	}
}

// TestFocusInKeys goes over a keyboard on the screen as arrows do: left and
// right key by key, up and down by rows and out of them.
func TestFocusInKeys(t *testing.T) {
	v := writingView("", Plain)
	letter := func(s string) Action { return Action{Type, s} }
	for _, c := range []struct {
		from Action
		key  Key
		to   Action
	}{
		{FieldStop, KeyNext, letter("q")},
		{letter("q"), KeyNext, letter("w")},
		{letter("w"), KeyPrevious, letter("q")},
		{letter("q"), KeyUp, FieldStop},
		{letter("t"), KeyDown, letter("f")},
		{letter("g"), KeyDown, letter("v")},
		{letter("v"), KeyDown, letter(Space)},
		{letter(Space), KeyDown, Action{Verb: Search}},
		{Action{Verb: Search}, KeyUp, letter(Space)},
		{FieldStop, KeyPrevious, Action{Verb: Settings}},
	} {
		f := Focus{}
		f.Follow(v)
		f.on, f.at = true, c.from
		f.Press(c.key, v)
		if got, _ := f.At(); got != c.to {
			t.Errorf("%s from %q comes to %q, want %q", c.key, c.from, got, c.to)
		}
	}
}

// TestFocusWrites: letters of a keyboard before the screen go into the field
// wherever the ring is, Enter in the field does what the screen is for, and a
// space on a button is no letter.
func TestFocusWrites(t *testing.T) {
	v := writingView("an", Plain)
	f := Focus{}
	f.Follow(v)
	for _, c := range []struct {
		letter rune
		want   string
	}{{'n', "type n"}, {' ', "type space"}, {'á', "type á"}} {
		if a, ok := f.Write(c.letter, v); !ok || a.String() != c.want {
			t.Errorf("%q touches %q", c.letter, a)
		}
	}
	for _, c := range []struct {
		at   Action
		key  Key
		want Action
	}{
		{FieldStop, KeySelect, Action{Verb: Search}}, {FieldStop, KeySpace, Action{}}, {Action{Verb: Back}, KeySpace, Action{Verb: Back}},
		{FieldStop, KeyErase, Action{Type, Backspace}}, {Action{Verb: Back}, KeyDelete, Action{Type, Delete}}, {FieldStop, KeyBack, Action{Verb: Back}},
	} {
		f.on, f.at = true, c.at
		if a, _ := f.Press(c.key, v); a != c.want {
			t.Errorf("%s on %q touches %q, want %q", c.key, c.at, a, c.want)
		}
	}
	f.at = Action{Verb: Back}
	if _, ok := f.Write(' ', v); ok {
		t.Error("a space on a button is written into the field")
	}
}

// TestFirstKeyMovesNothing: somebody who tries what select does has not chosen.
func TestFirstKeyMovesNothing(t *testing.T) {
	for _, k := range []Key{KeyNext, KeySelect, KeySpace, KeyUp} {
		v := writingView("", Plain)
		v.Field, v.Keys = nil, nil
		f := Focus{}
		f.Follow(v)
		a, touches := f.Press(k, v)
		if at, on := f.At(); touches || !on || at.Verb != Search {
			t.Errorf("the first %s touches %q and comes to %q", k, a, at)
		}
	}
}

// TestEcho: what is typed is heard letter by letter, and a secret never.
func TestEcho(t *testing.T) {
	for _, c := range []struct {
		kind     Kind
		was, now string
		want     string
		private  bool
	}{
		{Plain, "an", "ann", "n", true},
		{Plain, "an", "An", "An", true},
		{Plain, "ann", "an", "n deleted", true},
		{Plain, "a", "", "a deleted", true},
		{Email, "ann", "ann@", "at", true},
		{Plain, "ann", "annA", "capital a", true},
		{Plain, "ann", "ann ", "space", true},
		{Plain, "annemarie", "", "empty", false},
		{Secret, "1", "12", "2 hidden characters", false},
		{Secret, "12", "1", "1 hidden character", false},
	} {
		r, f := Reader{}, Focus{}
		a, b := writingView(c.was, c.kind), writingView(c.now, c.kind)
		f.Follow(a)
		r.Show(a, f)
		f.Follow(b)
		u, _ := r.Show(b, f)
		if len(u.Lines) != 1 || u.Lines[0].Text != c.want || u.Lines[0].Private != c.private {
			t.Errorf("%q to %q: heard %+v, want %q", c.was, c.now, u.Lines, c.want)
		}
	}
	for _, l := range Spoken(writingView("4711", Secret)) {
		if strings.Contains(l.Text, "4711") {
			t.Errorf("a secret is read aloud: %q", l.Text)
		}
	}
}

// TestLegible: what is only to be seen is put into words.
func TestLegible(t *testing.T) {
	for _, c := range []struct {
		lang       words.Lang
		text, want string
	}{
		{words.CS, "Číslo B042, 10–15\u00a0min", "Číslo B, 0 4 2, 10 až 15 minut"},
		{words.ES, "hasta 5\u00a0min", "hasta 5 minutos"},
		{words.EN, "More time · 10 seconds left…", "More time. 10 seconds left"},
		{words.SV, "*Klar*\nnu", "Klar nu"},
	} {
		if got := Legible(c.text, c.lang); got != c.want {
			t.Errorf("%q is read as %q, want %q", c.text, got, c.want)
		}
	}
}

// TestRandomKeys: whatever keys are pressed and whatever screens come, the
// focus is on a stop of the view, only what is live is touched, and every live
// stop is reached by next alone.
func TestRandomKeys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var f Focus
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			v := randomView(t)
			f.Follow(v)
			stops := v.Stops()
			a, touches := f.Press(rapid.SampledFrom(AllKeys).Draw(t, "key"), v)
			now, _ := f.At()
			if at(stops, now) < 0 && len(stops) > 0 {
				t.Fatalf("the focus is on %q, which is not there", now)
			}
			if touches && !v.offers(a) {
				t.Fatalf("%q is touched and not offered", a)
			}
			seen := map[Action]bool{}
			for range stops {
				f.Press(KeyNext, v)
				now, _ = f.At()
				seen[now] = true
			}
			for _, s := range stops {
				if !seen[s.Button.Action] {
					t.Fatalf("next never comes to %q", s.Button.Action)
				}
			}
		}
	})
}

func randomView(t *rapid.T) View {
	v := writingView("a", Plain)
	v.Screen = rapid.SampledFrom([]Screen{Services, OneService, Searching, Greeting}).Draw(t, "screen")
	if rapid.Bool().Draw(t, "no field") {
		v.Field, v.Keys = nil, nil
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "cards") {
		v.Cards = append(v.Cards, Card{Action: Action{Choose, string(rune('a' + i))}, Name: "x", Closed: rapid.Bool().Draw(t, "closed")})
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "choices") {
		v.Choices = append(v.Choices, Button{Action: Action{Pick, string(rune('a' + i))}, Label: "x", Off: rapid.Bool().Draw(t, "off")})
	}
	v.Buttons[0].Sent = rapid.Bool().Draw(t, "sent")
	return v
}
