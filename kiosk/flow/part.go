package flow

// part is a stretch of the flow that lives in a file of its own, with its own
// screens and its own state: rating a visit, filling in a form. The machine
// keeps it from begin to end, lays languages, settings and help over it, and
// drops it when the person leaves.
type part interface {
	// view fills the view of the screen that the machine is on.
	view(m *Machine, v *View)
	// touch does what one of that view's own controls says. The tools and
	// More never come here.
	touch(m *Machine, a Action) []Effect
}

// taker is a part that waits for more than touches: the answer to what it
// asked of the hub. Every input that the machine does not know comes to it.
type taker interface {
	take(m *Machine, in Input) []Effect
}

// entrance is the way into a part, drawn among the things that a person can do
// besides taking a ticket.
type entrance struct {
	verb  Verb
	icon  string
	key   string                  // of its words, as "rate.entrance"
	there func(*Machine) bool     // nil: always
	begin func(*Machine) []Effect // calls m.begin
}

// entrances are all of them, in the order in which they are offered. A part
// adds its line here; what is not here is drawn nowhere.
func entrances() []entrance {
	return []entrance{
		{OpenForms, "identification-card", "fill.entrance", hasForms, beginFilling},
		{OpenFeedback, "chat-circle-text", "rate.entrance", nil, beginRating},
	}
}

// begin enters a part at one of its screens.
func (m *Machine) begin(p part, s Screen) {
	m.part, m.notice = p, nil
	m.enter(s)
}

// end leaves the part for the first question.
func (m *Machine) end() {
	m.part = nil
	m.first()
}

// within tells whether the screen is the part's own.
func (m *Machine) within() bool {
	return m.part != nil && m.screen != LanguageOf && m.screen != Adjust && m.screen != Listening && m.screen != Helping
}

// doors are the entrances that lead somewhere now.
func (m *Machine) doors() []entrance {
	var all []entrance
	for _, e := range entrances() {
		if e.there == nil || e.there(m) {
			all = append(all, e)
		}
	}
	return all
}

// issuer is a part that asked for a ticket by m.take: it is told what came of
// it, when the ticket stands or the notice says why there is none.
type issuer interface {
	issued(m *Machine) []Effect
}

func (m *Machine) issued() []Effect {
	if i, ok := m.part.(issuer); ok {
		return i.issued(m)
	}
	return nil
}

// loner is a part that can go on while the hub is away or the day is closed.
type loner interface {
	alone() bool
}

// alone tells whether the person is busy with something that needs no hub.
func (m *Machine) alone() bool {
	l, ok := m.part.(loner)
	return ok && l.alone()
}

// through goes in by an entrance.
func (m *Machine) through(v Verb) []Effect {
	for _, e := range m.doors() {
		if e.verb == v {
			return e.begin(m)
		}
	}
	return nil
}

// Enter goes in by an entrance from wherever the person is, as a touch on it
// does: for stories, and for a kiosk that stands for one thing alone.
func (m *Machine) Enter(v Verb) []Effect { return m.through(v) }
