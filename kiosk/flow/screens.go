package flow

import (
	"math"
	"time"

	"turno/hub/words"
)

// View is what the screen says now.
func (m *Machine) View() View {
	v := View{Screen: m.screen, Language: m.lang, Ease: m.ease, Landscape: m.landscape, Clock: words.Clock(m.now())}
	if b := m.state.Branch; b != nil {
		v.Bank, v.Brand = b.Bank, b.Brand
	}
	v.Tools = m.tools()
	v.Notice = m.noticeView()
	if c := m.cover(); c != "" {
		v.Screen, v.Notice = c, nil
		m.coverView(&v)
	} else {
		m.ownView(&v)
	}
	m.leftView(&v)
	return v
}

func (m *Machine) ownView(v *View) {
	if m.refusal() {
		v.Screen, v.Title, v.Lead, v.Notice = Refused, v.Notice.What, v.Notice.Now, nil
		v.Buttons = []Button{{Action: Action{Verb: Back}, Label: words.T(m.lang, "common.continue"), Primary: true}}
		return
	}
	switch m.screen {
	case Greeting:
		m.greetingView(v)
	case LanguageOf:
		v.Title = m.say("language.title")
		v.Buttons = append(m.languageButtons(), Button{Action: Action{Verb: Back}, Icon: "arrow-left", Label: words.T(m.lang, "common.back")})
	case ByNeed:
		m.needsView(v)
	case Ways:
		m.waysView(v)
	case Searching:
		m.searchView(v)
	case Found:
		m.foundView(v)
	case LongQueue:
		m.longView(v)
	case Ahead:
		m.priorityView(v)
	case Helping:
		m.helpView(v)
	case Services:
		m.servicesView(v)
	case OneService:
		m.serviceView(v)
	case Ticket:
		m.ticketView(v)
	case Adjust:
		m.settingsView(v)
	case Listening:
		m.listeningView(v)
	default:
		if m.part != nil {
			m.part.view(m, v)
		}
	}
}

// cover is the screen that lies over the person's own because of the branch,
// or "". A ticket that was given is never covered.
func (m *Machine) cover() Screen {
	switch {
	case m.alone(), m.ticket != nil, m.screen == Adjust, m.screen == Listening, m.screen == Helping:
		return ""
	case m.state.Branch == nil && m.at.Sub(m.started) < startTime:
		return Starting
	case !m.live && m.at.Sub(m.since) < blipTime && m.state.Branch != nil:
		return ""
	case m.adrift() && (m.wish == nil || m.wish.alone):
		return ""
	case !m.live && m.wish != nil && !m.wish.alone:
		return Asking
	case !m.live || m.state.Branch == nil:
		return Away
	case m.state.Day != "open" && m.wish == nil:
		return Closed
	}
	return ""
}

func (m *Machine) coverView(v *View) {
	switch v.Screen {
	case Starting:
		v.Title, v.Lead, v.Tools = m.say("starting.title"), m.say("starting.lead"), nil // it lasts five seconds
		return
	case Asking:
		v.Title, v.Lead, v.Tools = m.say("asking.title"), m.say("asking.lead"), m.helpTools()
		return
	case Away:
		v.Title, v.Lead = m.say("away.title"), m.say("away.what_now")
		since := words.T(m.lang, "kiosk.away.since", words.A{"time": words.ClockIn(m.lang, m.since.In(m.zone))})
		v.Notice = &Notice{Icon: "wifi-slash", What: since}
	case Closed:
		v.Title, v.Lead = m.say("closed.title"), m.say("closed.lead")
	}
	v.Buttons = m.languageButtons()
}

// leftView says how long the screen stays: a ticket's from the start, the
// others' shortly before the end, with a control that stops it.
func (m *Machine) leftView(v *View) {
	left := m.ends.Sub(m.at)
	if m.ends.IsZero() || left > m.warning() {
		return
	}
	seconds := max(int(math.Ceil(left.Seconds())), 0)
	key := "kiosk.idle.warning"
	whole := m.warnsFor()
	if m.screen == Ticket {
		key, whole = "kiosk.ticket.closing", m.span
	} else {
		v.Tools = append([]Button{{Action: Action{Verb: More}, Icon: "timer", Label: m.say("more_time")}}, m.helpTools()...)
	}
	v.Left = &Left{Seconds: seconds, Share: share(left, whole), Text: words.N(m.lang, key, seconds), Short: words.N(m.lang, "kiosk.seconds_left", seconds)}
}

// helpTools is the control for help, but on the screen that it leads to.
func (m *Machine) helpTools() []Button {
	if m.screen == Helping {
		return nil
	}
	return []Button{m.helpTool()}
}

func share(part, whole time.Duration) float64 {
	return min(max(float64(part)/float64(whole), 0), 1)
}

// tools are the controls at the foot of every screen.
func (m *Machine) tools() []Button {
	if m.ease.Compact() {
		if m.screen == Adjust {
			return m.helpTools()
		}
		return append([]Button{{Action: Action{Verb: Settings}, Icon: "sliders-horizontal", Label: m.say("tool.settings")}}, m.helpTools()...)
	}
	tools := []Button{
		{Action: Action{Verb: Languages}, Icon: "translate", Label: m.say("tool.language")},
		{Action: Action{Verb: Text}, Icon: "text-aa", Label: m.say("tool.text")},
		{Action: Action{Verb: Contrast}, Icon: "circle-half", Label: m.say("tool.contrast")},
	}
	if m.config.Aloud != AloudNever {
		tools = append(tools, m.hearTool())
	}
	tools = append(tools, Button{Action: Action{Verb: Lower}, Icon: "arrow-line-down", Label: m.say("tool.lower")})
	tools = append(tools, m.helpTools()...)
	switch {
	case m.screen == Adjust:
		return m.helpTools()
	case m.screen == Greeting, m.screen == LanguageOf, m.cover() != "":
		return tools[1:]
	}
	return tools
}

func (m *Machine) settingsView(v *View) {
	v.Title, v.Lead = m.say("settings.title"), m.say("settings.lead")
	position := "normal"
	if m.ease.Low {
		position = "low"
	}
	v.Buttons = []Button{
		{Action: Action{Verb: Done}, Label: m.say("settings.done"), Primary: true},
		{Action: Action{Verb: Text}, Icon: "text-aa", Label: m.say("settings.text"), Note: words.Percent(m.lang, float64(m.ease.Percent)/100)},
		{Action: Action{Verb: Contrast}, Icon: "circle-half", Label: m.say("settings.contrast"), Note: m.say("settings.contrast." + string(m.ease.Contrast))},
		{Action: Action{Verb: Lower}, Icon: "arrow-line-down", Label: m.say("settings.position"), Note: m.say("settings.position." + position)},
		{Action: Action{Verb: Languages}, Icon: "translate", Label: m.say("tool.language"), Note: words.Name(m.lang)},
	}
	if m.config.Aloud != AloudNever {
		v.Buttons = append(v.Buttons, m.hearSetting())
	}
}

// say is a sentence of the kiosk in the person's language.
func (m *Machine) say(key string) string { return words.T(m.lang, "kiosk."+key) }
