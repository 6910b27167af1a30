package flow

import "turno/hub/words"

// mostWritten is longer than anything that one looks for.
const mostWritten = 40

// beside is how many of a search's finds stand beside the keys.
func (m *Machine) beside() int {
	if m.landscape {
		return 5
	}
	return 4
}

// openSearch begins a search, with an empty field.
func (m *Machine) openSearch() {
	m.query = writing{most: mostWritten}
	m.searched = m.screen
	m.page = 0
	m.enter(Searching)
}

// typed takes a key.
func (m *Machine) typed(arg string) {
	if m.query.touch(arg) {
		m.page = 0
	}
}

// found are the cards of what the search finds. Where one is not drawn whole it
// has a single line: the wait, or why there is none to tell.
func (m *Machine) found(whole bool) []Card {
	var all []Card
	add := func(c Card, service string) {
		if !whole && !c.Closed {
			if m.waitOf(m.queue(service)).Unknown {
				c.Wait = c.People
			}
			c.Hint, c.People = "", ""
		}
		all = append(all, c)
	}
	for _, h := range look(m.state.Branch, m.lang, m.query.text()) {
		if h.need == "" {
			add(m.card(*m.find(h.service)), h.service)
			continue
		}
		for _, n := range m.needs() {
			if n.ID == h.need {
				add(m.needCard(n, true), n.Service)
			}
		}
	}
	return all
}

func (m *Machine) searchView(v *View) {
	v.Title = m.say("search.title")
	v.Field = m.query.field()
	v.Field.Label = m.say("search.label")
	v.Keys = m.query.keys(m.lang)
	all := m.found(false)
	switch {
	case m.query.text() == "":
		v.Field.Hint = m.say("search.hint")
	case len(all) == 0:
		v.Text = []Section{{Lines: []string{m.say("search.none")}}}
		v.Buttons = append(v.Buttons, Button{Action: Action{CallHelp, "search"}, Icon: "hand-waving", Label: m.say("search.ask")})
	case m.ease.Compact():
		v.Field.Hint = words.N(m.lang, "kiosk.search.found", len(all))
		v.Buttons = append(v.Buttons, Button{Action: Action{Verb: Search}, Label: m.say("search.show"), Primary: true})
	default:
		v.Cards = all[:min(len(all), m.beside())]
	}
	v.Buttons = append(v.Buttons, m.backButton())
}

// foundView is what a search found, where it had no room beside the keys.
func (m *Machine) foundView(v *View) {
	v.Title = m.say("search.found_title")
	per := 1
	if m.ease.Percent < 200 && !m.ease.Low {
		per = 2
	}
	all := m.found(true)
	if len(all) == 0 {
		v.Lead = m.say("search.none")
		v.Buttons = []Button{m.backButton()}
		return
	}
	from := m.pageOf(v, len(all), per)
	v.Cards = all[from:min(from+per, len(all))]
	m.pageButtons(v)
	v.Buttons = append(v.Buttons, m.backButton())
}

// search opens the search, or shows what it found.
func (m *Machine) search() {
	if m.screen != Searching {
		m.openSearch()
		return
	}
	m.page = 0
	m.enter(Found)
}
