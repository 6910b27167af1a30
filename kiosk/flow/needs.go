package flow

import (
	"turno/hub/wire"
	"turno/hub/words"
)

// first is the first question after the language: what the person needs, where
// the branch file says what people come for, else which service.
func (m *Machine) first() {
	m.service, m.page = "", 0
	m.enter(m.firstScreen())
}

func (m *Machine) firstScreen() Screen {
	if b := m.state.Branch; b != nil && len(b.Needs) > 0 {
		return ByNeed
	}
	return Services
}

// needs are what the branch's people come for, as far as a service is there
// for it.
func (m *Machine) needs() []wire.Need {
	var all []wire.Need
	if b := m.state.Branch; b != nil {
		for _, n := range b.Needs {
			if m.find(n.Service) != nil {
				all = append(all, n)
			}
		}
	}
	return all
}

// perNeeds is how many needs one page holds.
func (m *Machine) perNeeds(all int) int {
	switch {
	case m.ease.Low || m.ease.Percent >= 200:
		return 1
	case m.ease.Percent >= 150:
		return 4
	case all > 12, m.landscape && all > 10:
		return 10
	}
	return 12
}

func (m *Machine) needsView(v *View) {
	v.Title = m.say("needs.title")
	all := m.needs()
	per := m.perNeeds(len(all))
	from := m.pageOf(v, len(all), per)
	for _, n := range all[from:min(from+per, len(all))] {
		v.Cards = append(v.Cards, m.needCard(n, per == 1))
	}
	m.pageButtons(v)
	if m.ease.Compact() {
		v.Buttons = append(v.Buttons, Button{Action: Action{Verb: Others}, Label: m.say("needs.others")})
		return
	}
	v.Buttons = append(v.Buttons, m.ways()...)
}

// ways are what one can do besides choosing a need.
func (m *Machine) ways() []Button {
	all := []Button{{Action: Action{Verb: Search}, Icon: "magnifying-glass", Label: m.say("search.open")}}
	if m.screen != Services {
		all = append(all, Button{Action: Action{Verb: ByService}, Icon: "ticket", Label: m.say("services.open")})
	}
	for _, e := range m.doors() {
		all = append(all, Button{Action: Action{Verb: e.verb}, Icon: e.icon, Label: words.T(m.lang, e.key)})
	}
	return all
}

// waysView is the screen of the ways, where they have no room beside others.
func (m *Machine) waysView(v *View) {
	v.Title = m.say("ways.title")
	v.Buttons = append(m.ways(), m.backButton())
}

func (m *Machine) backButton() Button {
	return Button{Action: Action{Verb: Back}, Icon: "arrow-left", Label: words.T(m.lang, "common.back")}
}

// pageOf fills the view's pages for a list, and gives the first that is shown.
func (m *Machine) pageOf(v *View, all, per int) int {
	pages := max((all+per-1)/per, 1)
	page := min(m.page, pages-1)
	v.Pages = Pages{At: page + 1, Of: pages, Single: per == 1 && all > 0}
	if pages > 1 {
		v.Pages.Label = words.T(m.lang, "kiosk.services.page", words.A{"n": page + 1, "total": pages})
	}
	return page * per
}

// pageButtons are the ways through the pages, and on a page of one card the
// control that chooses it.
func (m *Machine) pageButtons(v *View) {
	previous := Button{Action: Action{Verb: Previous}, Icon: "arrow-left", Label: m.say("services.previous")}
	next := Button{Action: Action{Verb: Next}, Icon: "arrow-right", Label: m.say("services.next")}
	if v.Pages.Single {
		c := v.Cards[0]
		pick := Button{Action: c.Action, Label: m.say("services.choose"), Primary: true}
		if c.Closed {
			pick.Off, pick.Label, pick.Icon = true, c.Wait, "clock"
		}
		v.Buttons = append(v.Buttons, pick)
	}
	switch {
	case v.Pages.Of == 1:
	case v.Pages.Single, v.Pages.Of > 2:
		v.Buttons = append(v.Buttons, previous, next)
	case v.Pages.At == 1:
		v.Buttons = append(v.Buttons, next)
	default:
		v.Buttons = append(v.Buttons, previous)
	}
}

// needCard is a need as something to choose. On a page of its own it says what
// it leads to, and how long that takes.
func (m *Machine) needCard(n wire.Need, whole bool) Card {
	s := m.find(n.Service)
	c := m.card(*s)
	c.Action, c.Name = Action{Need, n.ID}, words.Pick(n.Names, m.lang)
	if n.Icon != "" {
		c.Icon = n.Icon
	}
	if whole {
		if !c.Closed {
			c.Hint = words.Pick(s.Names, m.lang)
		}
		return c
	}
	c.Hint, c.People = "", ""
	if !c.Closed {
		c.Wait = "" // the service's own screen says it, after the choice
	}
	return c
}

// need is what a need leads to.
func (m *Machine) need(id string) {
	for i, n := range m.needs() {
		if n.ID == id {
			m.came, m.camePage = m.screen, m.page
			if m.screen == ByNeed {
				m.camePage = i
			}
			m.choose(n.Service)
		}
	}
}
