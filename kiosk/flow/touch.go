package flow

import (
	"turno/hub/wire"
	"turno/hub/words"
)

// touch does what a control says, if the screen on view offers it. The second
// of two quick touches often meets the next screen: it counts for nothing.
func (m *Machine) touch(a Action) []Effect {
	if !m.View().offers(a) || m.at.Sub(m.entered) < bounceTime && a.Verb != More {
		return nil
	}
	if m.screen == Ticket {
		return m.touchTicket(a.Verb)
	}
	if !m.ends.IsZero() {
		m.stay(idleTime)
	}
	if m.cover() != "" && a.Verb == Speak {
		m.lang = words.Lang(a.Arg)
		m.stay(idleTime)
		return nil
	}
	if m.within() && !tools[a.Verb] {
		return m.part.touch(m, a)
	}
	switch a.Verb {
	case Hear, Pace, Loudness:
		m.hear(a)
	case Speak:
		m.speak(words.Lang(a.Arg))
	case Choose:
		m.came, m.camePage = m.screen, m.page
		m.choose(a.Arg)
	case Take:
		if m.long(m.service) {
			m.notice = nil
			m.enter(LongQueue)
			return nil
		}
		return m.take()
	case Back, Done:
		m.back()
	case Next, Previous:
		m.turn(a.Verb)
	case OpenForms, OpenFeedback:
		return m.through(a.Verb)
	case More:
	default:
		return m.guideTouch(a)
	}
	return nil
}

// guideTouch does what leads to a service, and what every screen offers.
func (m *Machine) guideTouch(a Action) []Effect {
	switch a.Verb {
	case JoinAnyway:
		return m.take()
	case OnPhone:
		return m.takeWith(true)
	case Need:
		m.need(a.Arg)
	case ByService:
		m.page = 0
		m.enter(Services)
	case Others:
		m.enter(Ways)
	case Search:
		m.search()
	case Type:
		m.typed(a.Arg)
	case Priority:
		m.prioritize(a.Arg)
	case PrintList:
		return m.printList()
	case CallHelp:
		return m.callHelp()
	case CancelHelp:
		return m.cancelHelp()
	default:
		m.tool(a.Verb)
	}
	return nil
}

// offers tells whether the view has a control for the action that can be
// touched. What is typed on a keyboard need not be among the keys on the
// screen.
func (v View) offers(a Action) bool {
	for _, b := range v.Controls() {
		if b.Action == a {
			return !b.Sent && !b.Off
		}
	}
	return a.Verb == Type && v.Field != nil
}

// tools are the verbs that mean the same on every screen.
var tools = map[Verb]bool{Languages: true, Settings: true, Text: true, Contrast: true, Lower: true, Hear: true, CallHelp: true, More: true}

// speak goes on in a language: from the greeting to the services, from the
// choice of a language back to where the person was.
func (m *Machine) speak(l words.Lang) {
	m.lang = l
	switch m.screen {
	case Greeting:
		m.first()
	case LanguageOf:
		if m.from == Greeting {
			m.from = m.firstScreen()
		}
		m.resume()
	}
}

// resume goes back to the screen from which Languages or Settings was entered.
func (m *Machine) resume() {
	m.enter(m.from)
	switch {
	case m.from == Ticket:
		m.show()
	case m.wish != nil:
		m.stay(0)
	case m.from == Greeting && m.ease == m.config.Ease:
		m.stay(0)
	}
}

func (m *Machine) choose(service string) {
	m.service, m.notice = service, nil
	m.page = 0
	m.enter(OneService)
}

// listPage is the page of the list that holds the service looked at.
func (m *Machine) listPage() int {
	if m.state.Branch == nil {
		return 0
	}
	all := m.state.Branch.Services
	for i, s := range all {
		if s.ID == m.service {
			return i / m.perPage(len(all))
		}
	}
	return 0
}

// take asks for a ticket, once: until an answer is there the control is busy,
// and a wish that got none keeps its number, so that the hub gives the ticket
// it may have made already.
func (m *Machine) take() []Effect { return m.takeWith(false) }

// takeWith asks for a ticket that is printed, or followed on the phone.
func (m *Machine) takeWith(phone bool) []Effect {
	if m.wish != nil {
		return nil
	}
	if m.adrift() {
		return m.takeAlone()
	}
	if m.lost != nil && m.lost.command.Service == m.service {
		m.wish, m.lost = m.lost, nil
	} else {
		m.wishes++
		m.wish = &wish{number: m.wishes, command: m.issue()}
	}
	m.wish.phone = phone
	m.notice = nil
	m.stay(0)
	return []Effect{Issue{Wish: m.wish.number, Command: m.wish.command}}
}

// issue is the ticket that the person wants. Of their priority it names the
// class and nothing else.
func (m *Machine) issue() wire.Issue {
	i := wire.Issue{Service: m.service, Language: string(m.lang)}
	if c := m.class(); c != nil {
		i.Priority = c.ID
	}
	return i
}

func (m *Machine) back() {
	if m.refusal() {
		m.notice = nil
		return
	}
	m.notice = nil
	switch m.screen {
	case LanguageOf, Adjust, Listening, Helping:
		m.resume()
	case OneService:
		if m.page > 0 && m.View().Pages.Of > 1 {
			m.page = 0
			return
		}
		m.backToList()
	case LongQueue, Ahead:
		m.page = 0
		m.enter(OneService)
	case Found:
		m.page = 0
		m.enter(Searching)
	case Searching:
		m.page = m.listPage()
		m.enter(m.searched)
	case Services, Ways:
		m.first()
	default:
		m.welcome()
	}
}

// backToList goes from a service to the list that it was chosen from, at the
// same place.
func (m *Machine) backToList() {
	switch m.came {
	case ByNeed:
		m.page = m.camePage / m.perNeeds(len(m.needs()))
		m.enter(ByNeed)
	case Searching, Found:
		m.page = m.camePage
		m.enter(m.came)
	default:
		m.page = m.listPage()
		m.enter(Services)
	}
}

// turn goes to the next or the previous page, around the ends.
func (m *Machine) turn(v Verb) {
	n := m.View().Pages.Of
	if n == 0 {
		return
	}
	if v == Next {
		m.page = (m.page + 1) % n
	} else {
		m.page = (m.page + n - 1) % n
	}
	m.notice = nil
}

// tool changes how the screen is, or goes where that is changed.
func (m *Machine) tool(v Verb) {
	switch v {
	case Languages, Settings:
		next := LanguageOf
		if v == Settings {
			next = Adjust
		}
		m.over(next)
	case Text:
		m.ease.Percent = map[int]int{100: 150, 150: 200}[m.ease.Percent]
		if m.ease.Percent == 0 {
			m.ease.Percent = 100
		}
		m.keepPlace()
	case Contrast:
		m.ease.Contrast = map[Tone]Tone{Light: High, High: Dark, Dark: Light}[m.ease.Contrast]
	case Lower:
		m.ease.Low = !m.ease.Low
		m.keepPlace()
	}
	if m.wish == nil {
		m.stay(idleTime)
	}
}

// keepPlace finds the page anew: pages have another size now.
func (m *Machine) keepPlace() {
	m.page = 0
	if m.screen == Services {
		m.page = m.listPage()
	}
}
