package flow

// StopKind says what a stop of the focus is to who hears it.
type StopKind string

// The kinds of stops.
const (
	KindField    StopKind = "field"
	KindChoice   StopKind = "choice"
	KindKey      StopKind = "key"
	KindCard     StopKind = "card"
	KindLanguage StopKind = "language"
	KindButton   StopKind = "button"
	KindTool     StopKind = "tool"
)

// FieldStop stands for the field among the stops: it is written into and not
// touched.
var FieldStop = Action{Verb: Type}

// Stop is a place that five keys or a keyboard come to.
type Stop struct {
	Button Button // what select does there; the field's has FieldStop
	Kind   StopKind
	Row    int     // of a key in its grid, from 0; -1 elsewhere
	X      float64 // middle of a key, in the widths of a letter
}

// Live tells whether select does anything there.
func (s Stop) Live() bool { return !s.Button.Off && !s.Button.Sent && s.Kind != KindField }

// Stops are all of a view in reading order: what is written, choices, keys,
// cards, buttons, tools. What is closed is among them, so that it is heard why.
func (v View) Stops() []Stop {
	var all []Stop
	add := func(b Button, k StopKind) { all = append(all, Stop{Button: b, Kind: k, Row: -1}) }
	if f := v.Field; f != nil && f.Kind != Choice {
		add(Button{Action: FieldStop, Label: f.Label}, KindField)
	}
	for _, b := range v.Choices {
		add(b, KindChoice)
	}
	for row, keys := range v.Keys {
		all = append(all, rowOf(keys, row)...)
	}
	if !v.Pages.Single {
		for _, c := range v.Cards {
			add(c.Button(), KindCard)
		}
	}
	for _, b := range v.Buttons {
		if b.Action.Verb == Speak {
			add(b, KindLanguage)
		} else {
			add(b, KindButton)
		}
	}
	for _, b := range v.Tools {
		add(b, KindTool)
	}
	return all
}

// rowOf are a row's keys, centred as they are drawn.
func rowOf(keys []Button, row int) []Stop {
	share := func(b Button) float64 {
		if b.Share == 0 {
			return 1
		}
		return b.Share
	}
	whole := 0.0
	for _, b := range keys {
		whole += share(b)
	}
	x := -whole / 2
	var all []Stop
	for _, b := range keys {
		all = append(all, Stop{Button: b, Kind: KindKey, Row: row, X: x + share(b)/2})
		x += share(b)
	}
	return all
}
