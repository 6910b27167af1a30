package flow

import (
	"time"

	"turno/hub/words"
)

// InfoSlip is paper that is no ticket: what to bring for a service. Title and
// Lines are in Language; lines are things, one each.
type InfoSlip struct {
	Number   int // of this kiosk's info slips, so that the answer finds its question
	Language string
	Service  string // its id
	Title    string // the service's name
	Heading  string // of the lines
	Lines    []string
	Usual    string // how long it takes at the counter; "" is not known
	At       time.Time
}

// PrintInfo asks for an info slip. The app prints in the background and answers
// with InfoPressed.
type PrintInfo struct{ Slip InfoSlip }

// InfoPressed is what came of a PrintInfo.
type InfoPressed struct {
	Number int
	Paper  Paper
}

func (PrintInfo) effect()  {}
func (InfoPressed) input() {}

// info is the list that was asked for last.
type info struct {
	number  int
	service string
	lang    words.Lang
	paper   Paper
	sent    time.Time
}

// listButton prints what to bring, where there is something and a printer.
func (m *Machine) listButton(d *Detail) []Button {
	if !m.config.Lists || len(d.Bring) == 0 {
		return nil
	}
	b := Button{Action: Action{Verb: PrintList}, Icon: "printer", Label: m.say("list.print")}
	if i := m.info; i != nil && i.service == m.service && i.lang == m.lang {
		switch i.paper {
		case Printing:
			b.Sent, b.Label = true, m.say("list.printing")
		case Printed:
			b.Icon, b.Label = "check-circle", m.say("list.printed")
			b.Selected, b.Off = true, false
		default:
			b.Label, b.Note = m.say("list.again"), m.say("printer."+string(i.paper))
		}
	}
	return []Button{b}
}

// printList asks for the list of the service looked at, once: a second touch
// while it prints or after it did gives no second paper.
func (m *Machine) printList() []Effect {
	s := m.find(m.service)
	if s == nil || !m.config.Lists {
		return nil
	}
	if i := m.info; i != nil && i.service == m.service && i.lang == m.lang && (i.paper == Printing || i.paper == Printed) {
		return nil
	}
	m.infos++
	m.info = &info{number: m.infos, service: m.service, lang: m.lang, paper: Printing, sent: m.at}
	slip := InfoSlip{
		Number: m.infos, Language: string(m.lang), Service: m.service, Title: words.Pick(s.Names, m.lang),
		Heading: m.say("service.bring"), Lines: Bring(*s, m.lang), At: m.now(),
	}
	if f := m.usual(*s); f != nil {
		slip.Usual = f.Value
	}
	return []Effect{PrintInfo{Slip: slip}}
}

// infoPressed takes the printer's word.
func (m *Machine) infoPressed(in InfoPressed) {
	if m.info != nil && m.info.number == in.Number {
		m.info.paper = in.Paper
	}
}
