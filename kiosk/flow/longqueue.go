package flow

import "turno/hub/words"

// long tells whether the wait for a service is so long that people should be
// asked whether they mean to join.
func (m *Machine) long(service string) bool {
	if m.state.Branch == nil || m.state.Branch.LongWaitS == 0 || m.adrift() {
		return false
	}
	q := m.queue(service)
	w := m.waitOf(q)
	return q.Open && !w.Unknown && int(w.P50S) >= m.state.Branch.LongWaitS
}

// phones tells whether phones reach the hub.
func (m *Machine) phones() bool {
	return m.state.Branch != nil && m.state.Branch.PublicURL != "" && !m.adrift()
}

func (m *Machine) longView(v *View) {
	s := m.find(m.service)
	q := m.queue(m.service)
	v.Title = m.say("long.title")
	v.Lead = words.T(m.lang, "kiosk.long.lead", words.A{"service": words.Pick(s.Names, m.lang), "wait": m.quoted(m.waitOf(q))})
	if q.Waiting > 0 {
		v.Lead += " " + m.sentence(words.N(m.lang, "kiosk.people_ahead", q.Waiting))
	}
	if m.phones() {
		v.Text = []Section{{Lines: []string{m.say("long.phone")}}}
	} else {
		v.Text = []Section{{Lines: []string{m.say("long.no_phone")}}}
	}
	stay := Button{Action: Action{Verb: JoinAnyway}, Icon: "ticket", Label: m.say("long.join"), Primary: true}
	along := Button{Action: Action{Verb: OnPhone}, Icon: "device-mobile", Label: m.say("long.on_phone")}
	if m.wish != nil {
		b := &stay
		if m.wish.phone {
			b = &along
			b.Primary = true
		}
		b.Sent, b.Label, b.Icon = true, m.say("service.taking"), ""
		v.Buttons = []Button{*b}
		return
	}
	v.Buttons = []Button{stay}
	if m.phones() {
		v.Buttons = append(v.Buttons, along)
	}
	v.Buttons = append(v.Buttons, m.backButton())
}

// sentence makes a clause into a sentence of its own.
func (m *Machine) sentence(clause string) string { return clause + "." }
