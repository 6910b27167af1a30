package flow

import (
	"time"

	"turno/hub/wire"
	"turno/hub/words"
)

// ticket is the one that the person in front of the kiosk was given.
type ticket struct {
	number   string
	service  string
	ahead    int // -1: the hub did not say
	wait     *wire.Wait
	url      string
	code     string // of the phone page: proof that it is the person's; "" where the hub gave none
	unserved bool   // nobody served its service when it was given
	formed   bool   // a form that was filled in goes with it
	paper    Paper
	asked    bool      // its person asked for the slip once more
	sent     time.Time // when it last went to the printer
	slip     Slip
	phone    bool // to be followed on the phone: paper comes only when it is asked for
}

// answer takes what came of a wish. Only the wish under way counts.
func (m *Machine) answer(in Answer) []Effect {
	if m.wish == nil || m.wish.number != in.Wish {
		return nil
	}
	service, phone := m.wish.command.Service, m.wish.phone
	if in.Lost {
		m.lost = m.wish
	}
	m.wish = nil
	if in.Lost || !in.Answer.OK || in.Answer.Result == nil {
		m.refused(in, service)
		return m.issued()
	}
	r := in.Answer.Result
	t := &ticket{number: r.Ticket, service: service, ahead: -1, wait: r.Wait, url: r.URL, code: r.Code, paper: NoPrinter, phone: phone && r.URL != ""}
	if r.PeopleAhead != nil {
		t.ahead = *r.PeopleAhead
	}
	if !in.Alone && m.unserved(m.queue(service)) {
		t.unserved, t.wait = true, nil
	}
	t.slip = Slip{Ticket: t.number, Service: service, Language: string(m.lang), Ahead: t.ahead, URL: t.url, At: m.now(), Offline: in.Alone, Unserved: t.unserved}
	if t.wait != nil {
		t.slip.Wait = *t.wait
	} else {
		t.slip.Wait.Unknown = true
	}
	m.ticket, m.notice = t, nil
	m.enter(Ticket)
	return append(m.print(), m.issued()...)
}

// print sends the ticket to the printer, if there is one.
func (m *Machine) print() []Effect {
	m.show()
	if !m.config.Printer || m.ticket.phone {
		return nil
	}
	m.ticket.paper, m.ticket.sent = Printing, m.at
	m.show()
	return []Effect{Print{Slip: m.ticket.slip}}
}

// pressed takes the printer's word.
func (m *Machine) pressed(in Pressed) {
	m.heard(in)
	if m.ticket == nil || m.ticket.number != in.Ticket {
		m.pressedLate(in)
		return
	}
	m.ticket.paper = in.Paper
	if m.screen == Ticket {
		m.entered = m.at
		m.show()
	}
}

// show gives the ticket's screen the time that its state asks for: none while
// it prints, longer when the screen is all that there is.
func (m *Machine) show() {
	switch m.ticket.paper {
	case Printing:
		m.stay(0)
	case Printed:
		m.stay(ticketTime)
	default:
		m.stay(keepTime)
	}
}

func (m *Machine) touchTicket(v Verb) []Effect {
	switch v {
	case Done:
		m.welcome()
	case More:
		m.stay(keepTime)
	case Reprint:
		m.ticket.asked, m.ticket.phone = !m.ticket.phone, false
		return m.print()
	case OpenForms:
		return m.through(v)
	case CallHelp:
		return m.callHelp()
	case Hear:
		m.hear(Action{Verb: v})
	default:
		m.tool(v)
		if m.screen == Ticket {
			m.show()
		}
	}
	return nil
}

// unprinted tells whether the printer could not print the ticket.
func (t *ticket) unprinted() bool {
	switch t.paper {
	case OutOfPaper, CoverOpen, Unreachable, Failed:
		return true
	}
	return false
}

// ticketView fills the view of a ticket.
func (m *Machine) ticketView(v *View) {
	t := m.ticket
	v.Pass = m.pass(t)
	done := Button{Action: Action{Verb: Done}, Label: m.say("ticket.have_it"), Primary: true}
	more := Button{Action: Action{Verb: More}, Label: m.say("more_time")}
	v.Title = m.say("ticket.title")
	switch {
	case t.paper == Printing:
		v.Title, v.Lead = m.say("ticket.printing_title"), m.say("ticket.printing_lead")
		v.Buttons = []Button{{Action: Action{Verb: Done}, Label: m.say("ticket.done"), Primary: true}}
	case t.paper == Printed:
		v.Title, v.Lead = m.say("ticket.printed_title"), m.say("ticket.printed_lead")
		done.Label = m.say("ticket.done")
		v.Buttons = append([]Button{done, more}, m.formWay()...)
	case t.unprinted():
		v.Screen = Unprinted
		v.Notice = &Notice{Icon: "printer", What: m.say("printer." + string(t.paper)), Now: m.comfort(t)}
		again := Button{Action: Action{Verb: Reprint}, Icon: "arrow-clockwise", Label: m.say("ticket.reprint")}
		v.Buttons = []Button{done, again, more}
	case t.phone && m.config.Printer:
		v.Buttons = []Button{done, {Action: Action{Verb: Reprint}, Icon: "printer", Label: m.say("ticket.print_too")}, more}
	default:
		v.Buttons = append([]Button{done, more}, m.formWay()...)
	}
}

// formWay is the way from a ticket to the form that its service wants, so that
// it can go along.
func (m *Machine) formWay() []Button {
	t := m.ticket
	s := m.find(t.service)
	if t.code == "" || t.formed || !m.live || s == nil || m.part != nil || len(m.formsOf(*s, nil)) == 0 {
		return nil
	}
	return []Button{{Action: Action{Verb: OpenForms}, Icon: "identification-card", Label: words.T(m.lang, "fill.meanwhile")}}
}

// pass puts a ticket into words.
func (m *Machine) pass(t *ticket) *Pass {
	p := &Pass{
		Number: t.number, Ahead: t.ahead, Paper: t.paper, URL: t.url,
		WaitLabel: m.say("ticket.wait"), AheadText: m.say("ticket.ahead"), Called: m.say("ticket.called"),
	}
	if s := m.find(t.service); s != nil {
		p.Service = words.Pick(s.Names, m.lang)
	}
	if t.wait != nil && !t.wait.Unknown {
		p.Wait = m.wait(*t.wait)
	}
	if t.unserved && m.unserved(m.queue(t.service)) {
		p.WaitNote = m.say("ticket.nobody_serves")
		if m.ease.Percent > 100 || t.unprinted() { // no room for the sentence
			p.WaitNote = p.WaitLabel + ": " + m.say("service.no_counter")
		}
	}
	switch {
	case t.ahead == 0:
		p.People = m.say("next_in_line")
	case t.ahead > 0:
		p.People = words.N(m.lang, "kiosk.people_ahead", t.ahead)
	}
	if t.paper == Printed {
		p.Slip = m.slipWords(t)
	}
	switch {
	case t.url == "" && (t.paper == Printed || t.paper == Printing):
		p.URLText = m.say("ticket.no_phone")
	case t.url == "":
		p.URLTitle, p.URLText = m.say("ticket.note_title"), m.say("ticket.note_text")+" "+m.say("ticket.no_phone")
	case t.phone:
		p.URLTitle, p.URLText = m.say("ticket.phone_title"), m.say("ticket.phone_text")
	case t.paper == Printed || t.paper == Printing:
		p.URLTitle = m.say("ticket.follow")
	default:
		p.URLTitle, p.URLText = m.say("ticket.along_title"), m.say("ticket.along_text")
	}
	m.alonePass(t, p)
	return p
}

// wait writes a quoted wait.
func (m *Machine) wait(w wire.Wait) string {
	return words.Range(m.lang, time.Duration(w.P50S)*time.Second, time.Duration(w.P80S)*time.Second)
}
