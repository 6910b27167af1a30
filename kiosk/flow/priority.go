package flow

import (
	"turno/hub/wire"
	"turno/hub/words"
)

// classes are those that a person may ask for here: the branch says whom each
// is for. What a class is for is the bank's and the law's; the reason of the
// person in front of the screen is nobody's, and asked nowhere.
func (m *Machine) classes() []wire.Class {
	var all []wire.Class
	if b := m.state.Branch; b != nil {
		for _, c := range b.Classes {
			if words.Pick(c.For, m.lang) != "" {
				all = append(all, c)
			}
		}
	}
	return all
}

// class is the one that the person asked for, or nil.
func (m *Machine) class() *wire.Class {
	for _, c := range m.classes() {
		if c.ID == m.priority {
			return &c
		}
	}
	return nil
}

// priorityButton is the quiet way to being served with priority; when it was
// taken, it says so.
func (m *Machine) priorityButton() []Button {
	if len(m.classes()) == 0 {
		return nil
	}
	b := Button{Action: Action{Verb: Priority}, Label: m.say("priority.open")}
	if m.ease.Compact() {
		b.Label = m.say("priority.title")
	}
	if c := m.class(); c != nil {
		b.Label, b.Icon, b.Selected = words.Pick(c.Names, m.lang), "check-circle", true
	}
	return []Button{b}
}

func (m *Machine) priorityView(v *View) {
	v.Title, v.Lead = m.say("priority.title"), m.say("priority.lead")
	none := Button{Action: Action{Priority, None}, Label: m.say("priority.none"), Selected: m.class() == nil}
	for _, c := range m.classes() {
		b := Button{Action: Action{Priority, c.ID}, Label: words.Pick(c.Names, m.lang), Note: words.Pick(c.For, m.lang), Selected: c.ID == m.priority}
		if m.ease.Compact() { // the controls have no room for it
			v.Text = append(v.Text, Section{Lines: []string{b.Label + ": " + b.Note}})
			b.Note = ""
		}
		v.Choices = append(v.Choices, b)
	}
	v.Choices = append(v.Choices, none)
	v.Buttons = []Button{m.backButton()}
}

// prioritize opens the choice, or takes it.
func (m *Machine) prioritize(class string) {
	switch class {
	case "":
		m.enter(Ahead)
		return
	case None:
		m.priority = ""
	default:
		m.priority = class
	}
	m.page = 0
	m.enter(OneService)
}
