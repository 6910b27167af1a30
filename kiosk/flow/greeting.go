package flow

import (
	"time"

	"turno/hub/words"
)

// evening and afternoon say from which hour a language's people change their
// greeting; Czech and Swedish ones keep theirs in the afternoon by the words.
var (
	afternoonFrom = map[words.Lang]int{words.ES: 14, words.PT: 12, words.EN: 12}
	eveningFrom   = map[words.Lang]int{words.ES: 20, words.PT: 20, words.EN: 18, words.CS: 18, words.SV: 18}
)

// Greet is the word with which a language greets at a time of day, in the zone
// that t bears.
func Greet(l words.Lang, t time.Time) string {
	afternoon, evening := 12, 18
	if h, ok := afternoonFrom[l.Base()]; ok {
		afternoon = h
	}
	if h, ok := eveningFrom[l.Base()]; ok {
		evening = h
	}
	switch h := t.Hour(); {
	case h >= 5 && h < afternoon:
		return words.T(l, "kiosk.greeting.morning")
	case h >= afternoon && h < evening:
		return words.T(l, "kiosk.greeting.afternoon")
	}
	return words.T(l, "kiosk.greeting.evening")
}

func (m *Machine) greetingView(v *View) {
	v.Title, v.Lead = Greet(m.lang, m.now()), m.aloneLead(m.say("greeting.lead"))
	v.Buttons = m.languageButtons()
	v.Buttons[0].Icon = "arrow-right"
	v.Buttons[0].Note = ""
	v.Buttons[0].Primary = true
}

// languageButtons offer each language by its own name and greeting.
func (m *Machine) languageButtons() []Button {
	var all []Button
	for _, l := range m.languages() {
		all = append(all, Button{
			Action:   Action{Speak, string(l)},
			Label:    words.Name(l),
			Note:     Greet(l, m.now()),
			Selected: l == m.lang && (m.screen != Greeting || m.cover() != ""),
		})
	}
	return all
}
