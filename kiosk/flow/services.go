package flow

import (
	"time"

	"turno/hub/wire"
	"turno/hub/words"
)

// perPage is how many services one page of the list holds. Rows grow with the
// text and the page does not, so lists become pages, and then one service a
// page with a control of its own.
func (m *Machine) perPage(all int) int {
	switch {
	case m.ease.Low || m.ease.Percent >= 200:
		return 1
	case m.ease.Percent >= 150:
		return 2
	case all > 6:
		return 5 // the sixth's room holds the way to the next page
	}
	return 6
}

func (m *Machine) servicesView(v *View) {
	v.Title = m.say("services.title")
	all := m.state.Branch.Services
	if len(all) == 0 {
		v.Lead = m.say("services.none")
		return
	}
	per := m.perPage(len(all))
	from := m.pageOf(v, len(all), per)
	for _, s := range all[from:min(from+per, len(all))] {
		v.Cards = append(v.Cards, m.card(s))
	}
	m.pageButtons(v)
	switch {
	case m.firstScreen() == ByNeed:
		v.Buttons = append(v.Buttons, m.backButton())
	case m.ease.Compact(), m.landscape: // a bar has no room for them
		v.Buttons = append(v.Buttons, Button{Action: Action{Verb: Others}, Label: m.say("needs.others")})
	default:
		v.Buttons = append(v.Buttons, m.ways()...)
	}
}

// card puts a service and its queue into words.
func (m *Machine) card(s wire.Service) Card {
	q := m.queue(s.ID)
	c := Card{
		Action: Action{Choose, s.ID}, Icon: s.Icon, Closed: !q.Open,
		Name: words.Pick(s.Names, m.lang), Hint: words.Pick(s.Hints, m.lang),
	}
	if !q.Open {
		c.Hint, c.Wait = m.say("service.closed"), m.say("service.closed_short")
		if at, ok := m.opens(q); ok {
			c.Hint = words.T(m.lang, "kiosk.service.opens_at", words.A{"time": at})
			c.Wait = words.T(m.lang, "kiosk.service.opens_at_short", words.A{"time": at})
		}
		m.aloneCard(&c)
		return c
	}
	c.Wait = m.quoted(m.waitOf(q))
	c.People = m.say("nobody_ahead")
	switch {
	case m.unserved(q):
		c.People = m.say("service.no_counter")
	case q.Waiting > 0:
		c.People = words.N(m.lang, "kiosk.people_ahead_short", q.Waiting)
	}
	m.aloneCard(&c)
	return c
}

// unserved tells whether no counter is open that could call the tickets of a
// service. A kiosk without its hub knows of no counter.
func (m *Machine) unserved(q wire.Queue) bool { return q.Serving == 0 && !m.adrift() }

// waitOf is the wait that a person may be told of. While a service is unserved
// the hub quotes what the branch could do with a counter open, for the staff to
// plan by; nobody promises that to who waits.
func (m *Machine) waitOf(q wire.Queue) wire.Wait {
	if m.unserved(q) {
		return wire.Wait{Unknown: true}
	}
	return q.Wait
}

// unservedNote says on a service's screen why there is no wait to tell.
func (m *Machine) unservedNote(q wire.Queue) string {
	switch {
	case m.landscape && m.ease.Percent > 100: // no room for sentences
		return m.say("service.no_counter")
	case q.Waiting > 0:
		return m.sentence(words.N(m.lang, "kiosk.people_ahead", q.Waiting)) + " " + m.say("service.nobody_serves")
	}
	return m.say("service.nobody_serves")
}

// quoted is a wait, or that nothing honest can be said.
func (m *Machine) quoted(w wire.Wait) string {
	if w.Unknown {
		return m.say("service.unknown_wait")
	}
	return m.wait(w)
}

// opens is the opening time of a closed queue as the language writes it.
func (m *Machine) opens(q wire.Queue) (string, bool) {
	t, err := time.Parse("15:04", q.OpensAt)
	if err != nil {
		return "", false
	}
	return words.ClockIn(m.lang, t), true
}

func (m *Machine) serviceView(v *View) {
	s := m.find(m.service)
	q := m.queue(s.ID)
	v.Title = words.Pick(s.Names, m.lang)
	v.Lead = words.Pick(s.About, m.lang)
	if v.Lead == "" {
		v.Lead = words.Pick(s.Hints, m.lang)
	}
	d := &Detail{Icon: s.Icon}
	now := Fact{Label: m.say("service.wait"), Value: m.quoted(m.waitOf(q)), Ahead: q.Waiting, Note: m.say("nobody_ahead")}
	if q.Waiting > 0 {
		now.Note = words.N(m.lang, "kiosk.people_ahead", q.Waiting)
	}
	if m.unserved(q) {
		now.Ahead, now.Note = -1, m.unservedNote(q)
	}
	m.aloneFact(&now)
	if q.Open {
		d.Facts = append(d.Facts, now)
	}
	if f := m.usual(*s); f != nil {
		d.Facts = append(d.Facts, *f)
	}
	d.For = words.Pick(s.For, m.lang)
	d.Bring = Bring(*s, m.lang)
	if len(d.Bring) > 0 {
		d.BringTitle = m.say("service.bring")
	}
	m.fold(v, d)
	take := Button{Action: Action{Verb: Take}, Icon: "ticket", Label: m.say("service.take"), Primary: true}
	back := m.backButton()
	switch {
	case m.wish != nil:
		take.Sent, take.Label, take.Icon = true, m.say("service.taking"), ""
		v.Buttons = []Button{take}
	case !q.Open:
		d.Unavailable = m.card(*s).Hint
		take.Off, take.Label, take.Icon = true, m.card(*s).Wait, "clock"
		v.Buttons = []Button{take, back}
	default:
		v.Buttons = []Button{take, back}
	}
	if m.wish == nil {
		v.Buttons = append(v.Buttons, m.besides(v, d, q.Open)...)
	}
	v.Detail = d
}

// besides is what one can do at a service besides taking a ticket. What was
// folded away comes first; the way back stays where it was.
func (m *Machine) besides(v *View, d *Detail, open bool) []Button {
	var all []Button
	if v.Pages.At < v.Pages.Of {
		b := Button{Action: Action{Verb: Next}, Icon: "arrow-right", Label: m.say("service.more")}
		if v.Pages.At == 1 && d.For != "" || v.Pages.Of > v.Pages.At+1 {
			b.Label = m.say("service.about")
		}
		all = append(all, b)
	}
	all = append(all, m.listButton(d)...)
	if open && v.Pages.At < 2 {
		all = append(all, m.priorityButton()...)
	}
	return all
}

// usual is how long a service takes at the counter, or nil.
func (m *Machine) usual(s wire.Service) *Fact {
	if s.UsualS[1] == 0 {
		return nil
	}
	return &Fact{
		Label: m.say("service.at_counter"), Value: m.wait(wire.Wait{P50S: s.UsualS[0], P80S: s.UsualS[1]}),
		Ahead: -1, Note: m.say("service.at_counter_note"),
	}
}

// fold leaves the wait on the first page of a service and the rest on a second,
// or a second and a third, where large text has no room for all.
func (m *Machine) fold(v *View, d *Detail) {
	if m.ease.Percent < 150 || len(d.Bring) == 0 && d.For == "" {
		return
	}
	pages := 2
	if m.ease.Percent >= 200 && len(d.Bring) > 0 && d.For != "" {
		pages = 3
	}
	v.Pages = Pages{At: min(m.page, pages-1) + 1, Of: pages}
	v.Pages.Label = words.T(m.lang, "kiosk.services.page", words.A{"n": v.Pages.At, "total": pages})
	wait, rest := d.Facts[:min(1, len(d.Facts))], d.Facts[min(1, len(d.Facts)):]
	switch {
	case v.Pages.At == 1:
		d.Facts, d.Bring, d.BringTitle, d.For = wait, nil, "", ""
	case pages == 3 && v.Pages.At == 2:
		d.Facts, d.Bring, d.BringTitle = rest, nil, ""
		v.Lead = ""
	default:
		d.Facts = rest
		if pages == 3 {
			d.Facts, d.For = nil, ""
		}
		v.Lead = ""
		if d.BringTitle != "" {
			v.Title, d.BringTitle = d.BringTitle, ""
		}
	}
}

// Bring is what to have ready for a service, in a language, chosen as
// words.Pick chooses a sentence.
func Bring(s wire.Service, l words.Lang) []string {
	for _, tag := range append([]words.Lang{l, l.Base(), words.EN}, words.All...) {
		var lines []string
		for _, line := range s.Bring[string(tag)] {
			lines = append(lines, words.Pick(map[string]string{string(tag): line}, l))
		}
		if len(lines) > 0 {
			return lines
		}
	}
	return nil
}
