package flow

import "math"

// Focus is where somebody is who has no finger on the screen: on one of the
// view's stops, once a key was pressed. It belongs to whoever shows the views
// and is told of each; it is pure, and the zero value is ready.
type Focus struct {
	on     bool // keys are used; a touch hides the ring
	at     Action
	screen Screen
	been   map[Screen]Action // where the person was on screens that may come back
}

// At is the stop that has the focus; false while nobody uses keys.
func (f *Focus) At() (Action, bool) { return f.at, f.on }

// Touched tells that a finger is used: the ring goes, its place stays.
func (f *Focus) Touched() { f.on = false }

// Follow goes on to the view on the screen: it stays on the same control where
// that is still there, else goes where the person was on that screen before,
// else to the first thing that the screen is for.
func (f *Focus) Follow(v View) {
	if v.Screen == Greeting && f.screen != Greeting {
		f.been, f.on = nil, false // another person
	}
	if f.been == nil {
		f.been = map[Screen]Action{}
	}
	came := v.Screen != f.screen
	f.screen = v.Screen
	stops := v.Stops()
	was, ok := f.been[v.Screen]
	switch {
	case came && ok && at(stops, was) >= 0 && stops[at(stops, was)].Live():
		f.at = was
	case !came && tools[f.at.Verb] && at(stops, f.at) < 0 && at(stops, Action{Verb: Settings}) >= 0:
		f.at = Action{Verb: Settings} // the tool that had the focus went in there
	case came || at(stops, f.at) < 0:
		f.at = first(stops)
	}
	f.been[v.Screen] = f.at
}

func at(stops []Stop, a Action) int {
	for i, s := range stops {
		if s.Button.Action == a {
			return i
		}
	}
	return -1
}

// first is where a person begins: a field, a choice or a card, else the primary
// button, else the first that does anything.
func first(stops []Stop) Action {
	for _, s := range stops {
		if s.Kind == KindField || s.Button.Selected && s.Kind == KindChoice {
			return s.Button.Action
		}
	}
	for _, s := range stops {
		if s.Live() && (s.Kind == KindChoice || s.Kind == KindCard) {
			return s.Button.Action
		}
	}
	for _, s := range stops {
		if s.Live() && s.Button.Primary {
			return s.Button.Action
		}
	}
	for _, s := range stops {
		if s.Live() {
			return s.Button.Action
		}
	}
	if len(stops) > 0 {
		return stops[0].Button.Action
	}
	return Action{}
}

// Press takes a key on the view on the screen, which Follow was told of, and
// answers what it touches, if anything.
func (f *Focus) Press(k Key, v View) (Action, bool) {
	hidden := !f.on
	f.on = true
	stops := v.Stops()
	now := at(stops, f.at)
	switch k {
	case KeyBack:
		return v.wayBack()
	case KeyErase:
		if v.written() {
			return f.write(Backspace), true
		}
		return v.wayBack()
	case KeyDelete:
		if v.written() {
			return f.write(Delete), true
		}
	case KeyPrevious, KeyNext, KeyUp, KeyDown:
		if hidden || now < 0 {
			return Action{}, false // the first key shows where one is
		}
		f.move(k, stops, now)
		f.been[v.Screen] = f.at
	case KeySelect, KeySpace:
		return f.choose(k, v, stops, now, hidden)
	}
	return Action{}, false
}

// choose is select and space: what the focus is on, or, in a field, the thing
// that the screen is for. A space in a field is a letter, and comes as one.
func (f *Focus) choose(k Key, v View, stops []Stop, now int, hidden bool) (Action, bool) {
	writing := v.written() && f.at == FieldStop
	switch {
	case writing && k == KeySpace:
		return Action{}, false
	case writing:
		for _, s := range stops {
			if s.Live() && s.Button.Primary {
				return s.Button.Action, true
			}
		}
		return Action{}, false
	case hidden || now < 0 || !stops[now].Live():
		return Action{}, false
	}
	return stops[now].Button.Action, true
}

// Write takes a letter of a keyboard that stands before the screen.
func (f *Focus) Write(letter rune, v View) (Action, bool) {
	if !v.written() || letter == ' ' && f.on && f.at != FieldStop {
		return Action{}, false
	}
	f.on = true
	if letter == ' ' {
		return f.write(Space), true
	}
	return f.write(string(letter)), true
}

func (f *Focus) write(arg string) Action {
	f.at = FieldStop
	f.been[f.screen] = f.at
	return Action{Type, arg}
}

// written tells whether the view has a field for letters.
func (v View) written() bool { return v.Field != nil && v.Field.Kind != Choice }

// wayBack is the control that goes one step back.
func (v View) wayBack() (Action, bool) {
	for _, s := range v.Stops() {
		if s.Button.Action.Verb == Back && s.Live() {
			return s.Button.Action, true
		}
	}
	if v.Screen == Adjust || v.Screen == Listening {
		return Action{Verb: Done}, true
	}
	return Action{}, false
}

// move goes to another stop, around the ends.
func (f *Focus) move(k Key, stops []Stop, now int) {
	n := len(stops)
	if s := stops[now]; s.Kind == KindKey && (k == KeyUp || k == KeyDown) {
		f.at = stops[f.row(k, stops, now)].Button.Action
		return
	}
	next := (now + 1) % n
	if k == KeyPrevious || k == KeyUp {
		next = (now + n - 1) % n
	}
	f.at = stops[next].Button.Action
}

// row is the key above or below, or what stands before or behind all keys.
func (f *Focus) row(k Key, stops []Stop, now int) int {
	n := len(stops)
	step := 1
	if k == KeyUp {
		step = n - 1
	}
	row := stops[now].Row + 1
	if k == KeyUp {
		row = stops[now].Row - 1
	}
	best, near := -1, math.Inf(1)
	for i, s := range stops {
		if s.Kind == KindKey && s.Row == row {
			if d := math.Abs(s.X - stops[now].X); d < near {
				best, near = i, d
			}
		}
	}
	if best >= 0 {
		return best
	}
	for i := (now + step) % n; i != now; i = (i + step) % n {
		if stops[i].Kind != KindKey {
			return i
		}
	}
	return now
}
