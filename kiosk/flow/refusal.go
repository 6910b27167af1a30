package flow

import (
	"turno/hub/wire"
	"turno/hub/words"
)

// notice is something that happened, kept by its key so that it can be said
// again in another language.
type notice struct {
	key     string
	service string
}

// refused says why there is no ticket and what to do now. Where another try
// may help the person stays at the service, else the list is shown.
func (m *Machine) refused(in Answer, service string) {
	n := &notice{service: service}
	at := OneService
	switch code := in.Answer.Code; {
	case in.Lost:
		n.key, at = "unanswered", Services
	case code == wire.ServiceClosed:
		n.key, at = "refused.service_closed", Services
	case code == wire.UnknownService:
		n.key, at = "refused.unknown_service", Services
	case code == wire.TooMany:
		n.key = "refused.busy"
	case code == wire.Unavailable:
		n.key = "refused.unsaved"
	default:
		n.key, at = "refused.other", Services
	}
	m.notice = n
	m.page = 0
	if at == Services {
		m.page = m.listPage()
	}
	m.enter(at)
}

// noticeView puts the notice into the person's language.
func (m *Machine) noticeView() *Notice {
	n := m.notice
	if n == nil {
		return nil
	}
	if n.key == "unanswered" {
		return &Notice{Icon: "warning-octagon", Bad: true, What: m.say("unanswered.title"), Now: m.say("unanswered.now")}
	}
	name := ""
	if s := m.find(n.service); s != nil {
		name = words.Pick(s.Names, m.lang)
	}
	return &Notice{
		Icon: "info",
		What: words.T(m.lang, "kiosk."+n.key, words.A{"service": name}),
		Now:  m.say(n.key + "_now"),
	}
}

// refusal tells whether the notice takes the whole screen until it was read:
// large text and low screens leave it no room beside anything else.
func (m *Machine) refusal() bool {
	wide := !m.ease.Compact() && !m.landscape
	return m.notice != nil && (m.screen == Services && !(wide && m.firstScreen() == Services) || m.screen == OneService && !wide)
}
