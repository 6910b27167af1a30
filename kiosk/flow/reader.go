package flow

import (
	"strings"

	"turno/hub/words"
)

// Utterance is what is to be heard because of something that happened. It
// takes the place of whatever is being said.
type Utterance struct {
	Lines []Line
	// Chime sounds for everybody, as a screen is about to go: who does not look
	// hears it, and who hears nothing sees it.
	Chime bool
}

// Reader decides what is said of the views as they come, to somebody who may
// see none of them. It is pure, and the zero value is ready.
type Reader struct {
	was    View
	at     Action
	ring   bool
	shown  bool
	taught words.Lang // in which the keys were explained
	asked  bool       // the help key was the last one
	chimes int        // how near the end was when it was last heard; 0 is not at all
}

// chimeAt are the seconds left at which the end of a screen is heard.
var chimeAt = []int{20, 10}

// Show takes the view on the screen and where the focus is, and answers what to
// say: a screen that is new whole, else what is new on it.
func (r *Reader) Show(v View, f Focus) (Utterance, bool) {
	at, ring := f.At()
	was, wasAt, wasRing, shown := r.was, r.at, r.ring, r.shown
	r.was, r.at, r.ring, r.shown = v, at, ring, true
	var u Utterance
	u.Chime = r.chime(v)
	switch {
	case !v.Ease.Aloud:
		if shown && was.Ease.Aloud {
			u.Lines = r.farewell(was, v)
		}
	case !shown || !was.Ease.Aloud || fresh(was, v):
		u.Lines = r.whole(v, f, false)
	default:
		u.Lines = r.news(was, v)
		if ring && (at != wasAt || !wasRing) && !typed(was, v) {
			u.Lines = append(u.Lines, v.lineAt(at)...)
		}
	}
	if u.Chime && v.Ease.Aloud && !fresh(was, v) {
		u.Lines = append(r.leaving(v), u.Lines...)
	}
	return u, u.Chime || len(u.Lines) > 0
}

// Press takes a key, after the view that it leads to was shown, and answers
// what only the key asks to be heard. touched says that it touched a control,
// spoke that Show had something to say of that.
func (r *Reader) Press(k Key, v View, f Focus, touched, spoke bool) (Utterance, bool) {
	again := r.asked && k == KeyHelp
	r.asked = k == KeyHelp
	if !v.Ease.Aloud {
		return Utterance{}, false
	}
	var lines []Line
	switch {
	case again:
		lines = []Line{v.voice("keys")}
		r.asked = false
	case k == KeyHelp:
		lines = r.whole(v, f, true)
	case touched && !spoke && f.at.Verb == More && v.Left != nil:
		s := speech{v: v}
		s.say(AsTime, v.Left.Text)
		lines = s.lines
	case touched || spoke:
	case k == KeyBack || k == KeyErase && !v.written():
		lines = []Line{v.voice("no_way_back")}
	case k == KeySelect || k == KeySpace && !v.written():
		at, _ := f.At()
		lines = v.lineAt(at)
	}
	return Utterance{Lines: lines}, len(lines) > 0
}

// fresh tells whether a view is another screen to who hears it.
func fresh(a, b View) bool {
	if a.Screen != b.Screen || a.Language != b.Language || a.Title != b.Title || a.Pages.At != b.Pages.At {
		return true
	}
	if (a.Pass == nil) != (b.Pass == nil) || a.Pass != nil && (a.Pass.Number != b.Pass.Number || a.Pass.Paper != b.Pass.Paper) {
		return true
	}
	return a.Ease.Compact() != b.Ease.Compact() && len(a.Stops()) != len(b.Stops())
}

// whole is a screen from its title on. Who goes by keys hears the controls one
// by one, and here the one that the focus is on; languages are all said, each
// by its own voice.
func (r *Reader) whole(v View, f Focus, again bool) []Line {
	at, ring := f.At()
	var lines []Line
	if r.taught != v.Language && v.Screen != Greeting && v.Screen != LanguageOf || r.taught == "" {
		if r.taught == "" {
			lines = append(lines, v.voice("begin"))
		}
		lines = append(lines, v.voice("keys"))
		r.taught = v.Language
	}
	one := ring && !again
	for _, l := range Spoken(v) {
		tongue := l.Action.Verb == Speak && (v.Screen == Greeting || v.Screen == LanguageOf)
		if l.Role == AsControl && one && !tongue || l.Role == AsField && ring && at == FieldStop && !again {
			continue
		}
		lines = append(lines, l)
	}
	if ring && !again {
		lines = append(lines, v.lineAt(at)...)
	}
	return lines
}

// news is what changed on a screen that stays: letters, a notice, a state.
func (r *Reader) news(a, b View) []Line {
	if typed(a, b) {
		return echo(a, b)
	}
	var lines []Line
	if b.Notice != nil && (a.Notice == nil || *a.Notice != *b.Notice) {
		s := speech{v: b}
		s.say(AsNotice, b.Notice.What, b.Notice.Now)
		lines = append(lines, s.lines...)
	}
	if a.Left != nil && b.Left == nil {
		lines = append(lines, b.voice("more_time"))
	}
	if b.Screen != Listening {
		lines = append(lines, tuned(a.Ease, b)...)
	}
	if b.Field != nil && (a.Field == nil || a.Field.Label != b.Field.Label || a.Field.Problem != b.Field.Problem) {
		lines = append(lines, b.fieldLine())
	}
	if b.Lead != a.Lead && b.Lead != "" {
		s := speech{v: b}
		s.say(AsLead, b.Lead)
		lines = append(lines, s.lines...)
	}
	return append(lines, altered(a, b)...)
}

// tuned says how fast and how loud it is now, where a key changed it.
func tuned(was Ease, b View) []Line {
	now := b.Ease
	name, at := "", 0
	switch {
	case now.Speed != was.Speed:
		name, at = Faster, now.Speed
		if now.Speed < was.Speed {
			name = Slower
		}
	case now.Volume != was.Volume:
		name, at = Louder, now.Volume
		if now.Volume < was.Volume {
			name = Softer
		}
	default:
		return nil
	}
	text := words.T(b.Language, "spoken.place", words.A{"kind": words.T(b.Language, "spoken."+name), "n": at + MostEase + 1, "total": 2*MostEase + 1})
	return []Line{{Role: AsVoice, Lang: b.Language, Text: text + "."}}
}

// altered are the controls whose own state or words changed, at most three: a
// list whose waits move is not read again and again.
func altered(a, b View) []Line {
	before := map[Action]Button{}
	for _, s := range a.Stops() {
		before[s.Button.Action] = s.Button
	}
	var lines []Line
	stops := b.Stops()
	for _, s := range stops {
		was, ok := before[s.Button.Action]
		now := s.Button
		same := was.Sent == now.Sent && was.Off == now.Off && (was.Selected || !now.Selected) && was.Label == now.Label && was.Note == now.Note
		if s.Kind == KindCard || s.Kind == KindKey || !ok {
			continue
		}
		if !same || a.value(now.Action) != b.value(now.Action) {
			lines = append(lines, b.controlLine(s, stops))
		}
	}
	return lines[:min(len(lines), 3)]
}

// typed tells whether letters came or went.
func typed(a, b View) bool {
	return a.Field != nil && b.Field != nil && a.Field.Label == b.Field.Label && a.Field.Kind == b.Field.Kind && a.Field.Value != b.Field.Value
}

// echo says the letter that came, or the one that went; of a secret, that there
// is one more or one less.
func echo(a, b View) []Line {
	l := b.Language
	line := Line{Role: AsField, Lang: l, Action: FieldStop, Private: true}
	was, now := []rune(a.Field.Value), []rune(b.Field.Value)
	secret := b.Field.Kind == Secret
	switch {
	case secret:
		line.Text, line.Private = words.N(l, "spoken.hidden", len(now)), false
	case len(now) == len(was)+1:
		line.Text = letterName(string(different(now, was)), l)
	case len(now) == len(was)-1:
		line.Text = words.T(l, "spoken.deleted", words.A{"letter": letterName(string(different(was, now)), l)})
	case len(now) == 0:
		line.Text, line.Private = words.T(l, "spoken.empty"), false
	default:
		line.Text = b.Field.Value
	}
	return []Line{line}
}

// different is the first letter of the longer text that the shorter lacks.
func different(long, short []rune) rune {
	for i, r := range short {
		if long[i] != r {
			return long[i]
		}
	}
	return long[len(long)-1]
}

// lineAt is the control or the field that the focus is on.
func (v View) lineAt(a Action) []Line {
	if a == FieldStop && v.Field != nil {
		return []Line{v.fieldLine()}
	}
	stops := v.Stops()
	if i := at(stops, a); i >= 0 {
		return []Line{v.controlLine(stops[i], stops)}
	}
	return nil
}

// chime tells whether the end of the screen is to be heard now: as soon as it
// is shown, except a ticket's, which is shown from the start, and then at 20
// and at 10 seconds.
func (r *Reader) chime(v View) bool {
	stage := 0
	if v.Left != nil {
		if v.Pass == nil {
			stage = 1
		}
		for i, at := range chimeAt {
			if v.Left.Seconds <= at {
				stage = i + 2
			}
		}
	}
	sounds := stage > r.chimes
	r.chimes = stage
	return sounds
}

// leaving says how long the screen stays, and the control that keeps it.
func (r *Reader) leaving(v View) []Line {
	s := speech{v: v}
	s.say(AsTime, v.Left.Text)
	if b, ok := v.Button(More); ok {
		s.lines = append(s.lines, v.lineAt(b.Action)...)
	}
	return s.lines
}

// farewell is the last thing said when the voice falls silent.
func (r *Reader) farewell(was, now View) []Line {
	r.taught = ""
	key := "ends"
	if now.Screen == Greeting && was.Screen != Listening {
		key = "start_again"
	}
	return []Line{was.voice(key)}
}

// voice is a sentence that no screen shows.
func (v View) voice(key string) Line {
	return Line{Role: AsVoice, Lang: v.Language, Text: strings.TrimSpace(words.T(v.Language, "spoken."+key))}
}
