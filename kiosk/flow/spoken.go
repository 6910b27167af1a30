package flow

import (
	"strings"

	"turno/hub/words"
)

// Role says what a spoken line is of the screen.
type Role string

// The roles, in the order in which a screen is read.
const (
	AsTitle   Role = "title"
	AsLead    Role = "lead"
	AsNotice  Role = "notice"
	AsFact    Role = "fact"
	AsField   Role = "field"
	AsControl Role = "control"
	AsTime    Role = "time"  // how long the screen stays
	AsVoice   Role = "voice" // what no screen shows: how the keys work
)

// Line is one sentence or a few as a voice reads them. Lang is of its words: a
// language says its own name.
type Line struct {
	Role    Role
	Lang    words.Lang
	Text    string
	Action  Action // of a control
	Private bool   // a person typed it: nothing keeps it
}

// Spoken is everything that a view shows, in reading order, for who does not
// see it: the words of View itself, each control with what it is, its state and
// its place among the others, tickets letter by letter, ranges in words.
func Spoken(v View) []Line {
	s := speech{v: v}
	s.head()
	s.facts()
	s.field()
	s.controls()
	if v.Left != nil {
		s.say(AsTime, v.Left.Text)
	}
	return s.lines
}

// speech is a view being put into lines.
type speech struct {
	v     View
	lines []Line
}

func (s *speech) say(r Role, parts ...string) {
	var kept []string
	for _, p := range parts {
		if p = Legible(p, s.v.Language); p != "" {
			kept = append(kept, ended(p))
		}
	}
	if len(kept) > 0 {
		s.lines = append(s.lines, Line{Role: r, Lang: s.v.Language, Text: strings.Join(kept, " ")})
	}
}

func (s *speech) head() {
	s.say(AsTitle, s.v.Title)
	if p := s.v.Pass; p != nil {
		s.say(AsFact, p.Number)
	}
	if s.v.Step != nil {
		s.say(AsLead, s.v.Step.Label)
	}
	s.say(AsLead, s.v.Lead)
	if n := s.v.Notice; n != nil {
		s.say(AsNotice, n.What, n.Now)
	}
}

func (s *speech) facts() {
	for _, t := range s.v.Text {
		s.say(AsFact, append([]string{t.Title}, t.Lines...)...)
	}
	if s.v.Pages.Of > 1 {
		s.say(AsFact, s.v.Pages.Label)
	}
	if s.v.Pages.Single {
		for _, c := range s.v.Cards {
			s.say(AsFact, c.Name, c.Hint, c.Wait, c.People)
		}
	}
	if d := s.v.Detail; d != nil {
		s.say(AsFact, d.For)
		for _, f := range d.Facts {
			s.say(AsFact, f.Label+": "+f.Value, f.Note)
		}
		s.say(AsFact, append([]string{d.BringTitle}, d.Bring...)...)
		s.say(AsFact, d.Unavailable)
	}
	p := s.v.Pass
	if p == nil {
		return
	}
	s.say(AsFact, p.Service)
	if p.Wait != "" {
		s.say(AsFact, p.WaitLabel+": "+p.Wait)
	}
	s.say(AsFact, p.WaitNote)
	s.say(AsFact, p.People)
	s.say(AsFact, p.URLTitle, p.URLText)
	s.say(AsFact, p.Called)
	s.say(AsFact, p.Slip...)
}

func (s *speech) field() {
	if f := s.v.Field; f != nil {
		s.lines = append(s.lines, s.v.fieldLine())
	}
}

// fieldLine is the field with what is written in it.
func (v View) fieldLine() Line {
	f := v.Field
	l := Line{Role: AsField, Lang: v.Language, Action: FieldStop, Private: f.Value != ""}
	parts := []string{f.Label, words.T(v.Language, "spoken.kind.field")}
	switch {
	case f.Kind == Choice:
		parts[1] = ""
	case f.Value == "":
		parts = append(parts, words.T(v.Language, "spoken.empty"))
	case f.Kind == Secret:
		parts = append(parts, words.N(v.Language, "spoken.hidden", len([]rune(f.Value))))
		l.Private = false
	default:
		parts = append(parts, f.Value)
	}
	var kept []string
	for _, p := range append(parts, f.Hint, f.Problem) {
		if p = Legible(p, v.Language); p != "" {
			kept = append(kept, ended(p))
		}
	}
	l.Text = strings.Join(kept, " ")
	return l
}

// controls are all but the keys: a keyboard is heard key by key.
func (s *speech) controls() {
	all := s.v.Stops()
	for _, stop := range all {
		if stop.Kind != KindKey && stop.Kind != KindField {
			s.lines = append(s.lines, s.v.controlLine(stop, all))
		}
	}
}

// controlLine is a control in words: its name, what it says below it, its
// state, its kind and its place. all are the stops of the view.
func (v View) controlLine(stop Stop, all []Stop) Line {
	b := stop.Button
	line := Line{Role: AsControl, Lang: v.Language, Action: b.Action}
	if stop.Kind == KindKey {
		line.Text = v.keyName(b)
		return line
	}
	if b.Action.Verb == Speak && b.Action.Arg != "" {
		line.Lang = words.Lang(b.Action.Arg)
	}
	say := func(key string) string { return words.T(line.Lang, "spoken."+key) }
	parts := []string{b.Label, b.Note}
	if b.Note == "" {
		parts[1] = v.value(b.Action)
	}
	if c, ok := v.card(b.Action); ok && stop.Kind == KindCard {
		parts = []string{c.Name, c.Hint, c.Wait, c.People}
		if opens := strings.Fields(c.Wait); c.Closed && len(opens) > 0 && strings.Contains(c.Hint, opens[len(opens)-1]) {
			parts[2] = "" // the hint said when it opens
		}
	}
	switch {
	case b.Sent:
		parts = append(parts, say("sent"))
	case b.Off:
		parts = append(parts, say("off"))
	case b.Selected && b.Action.Verb != Hear:
		parts = append(parts, say("selected"))
	}
	at, of := place(stop, all)
	kind := say("kind." + string(stop.Kind))
	if of > 1 {
		kind = words.T(line.Lang, "spoken.place", words.A{"kind": kind, "n": at, "total": of})
	}
	var kept []string
	for _, p := range append(parts, kind) {
		if p = Legible(p, line.Lang); p != "" {
			kept = append(kept, ended(p))
		}
	}
	line.Text = strings.Join(kept, " ")
	return line
}

// place is where a control stands among those that are no keys.
func place(stop Stop, all []Stop) (at, of int) {
	for _, s := range all {
		if s.Kind == KindKey || s.Kind == KindField {
			continue
		}
		of++
		if s.Button.Action == stop.Button.Action {
			at = of
		}
	}
	return at, of
}

// value is what a tool changes, as it is now.
func (v View) value(a Action) string {
	switch a.Verb {
	case Text:
		return words.Percent(v.Language, float64(v.Ease.Percent)/100)
	case Contrast:
		return words.T(v.Language, "kiosk.settings.contrast."+string(v.Ease.Contrast))
	case Hear:
		if v.Ease.Aloud {
			return words.T(v.Language, "spoken.is_on")
		}
		return words.T(v.Language, "spoken.is_off")
	case Lower:
		if v.Ease.Low {
			return words.T(v.Language, "kiosk.settings.position.low")
		}
		return words.T(v.Language, "kiosk.settings.position.normal")
	}
	return ""
}

// card is the card that an action chooses.
func (v View) card(a Action) (Card, bool) {
	for _, c := range v.Cards {
		if c.Action == a {
			return c, true
		}
	}
	return Card{}, false
}
