package flow

import (
	"turno/hub/wire"
	"turno/hub/words"
)

// Call asks the hub to send somebody of the staff to the kiosk, or to send
// nobody any more. It is one wish as Issue is, and answered with Reached.
type Call struct {
	Wish    int
	Command wire.Help
}

// Reached is what came of a Call: the hub's answer, or Lost when none came
// within the time that the app waits for one.
type Reached struct {
	Wish   int
	Lost   bool
	Answer wire.Answer
}

func (Call) effect()   {}
func (Reached) input() {}

// help is the kiosk's call for somebody of the staff. It outlives the person's
// time at the screen: who called stands there still.
type help struct {
	wish   int    // of the Call under way; 0 is none
	sent   bool   // the Call is with the app
	back   bool   // it takes the call back
	call   string // the hub's id; "" until it answered
	seq    uint64 // of the state in which the hub has it
	ending bool   // nobody needs to come any more
	anew   bool   // and then somebody does
	failed bool   // the hub refused
}

// helpRow is the open call of this kiosk as the hub tells it, or nil.
func (m *Machine) helpRow() *wire.HelpRow {
	if m.state.You == nil {
		return nil
	}
	for i := range m.state.Helps {
		if r := &m.state.Helps[i]; r.Device == m.state.You.Device && r.Device != "" {
			return r
		}
	}
	return nil
}

// How far a call for help has come.
type helpState string

const (
	helpNone   helpState = ""
	helpUnsent helpState = "unsent" // the hub is away: it goes out when it is back
	helpSent   helpState = "sent"
	helpCalled helpState = "called"
	helpComing helpState = "coming"
	helpFailed helpState = "failed"
)

func (m *Machine) helpState() helpState {
	row := m.helpRow()
	switch {
	case m.help != nil && m.help.ending && !m.help.anew:
		return helpNone
	case m.help != nil && m.help.failed:
		return helpFailed
	case row != nil && row.State == wire.HelpComing:
		return helpComing
	case row != nil, m.help != nil && m.help.call != "":
		return helpCalled
	case m.help == nil:
		return helpNone
	case !m.live:
		return helpUnsent
	}
	return helpSent
}

// callHelp calls somebody, unless that is done, and shows how far it came.
func (m *Machine) callHelp() []Effect {
	m.over(Helping)
	if s := m.helpState(); s != helpNone && s != helpFailed {
		return nil
	}
	if h := m.help; h != nil && h.ending {
		switch {
		case h.call == "": // the call is still on its way: it stands
			h.ending = false
			return nil
		case h.wish != 0: // the taking back is; a new call follows it
			h.anew = true
			return nil
		}
	}
	return m.newCall()
}

func (m *Machine) newCall() []Effect {
	m.wishes++
	m.help = &help{wish: m.wishes, sent: true}
	return []Effect{Call{Wish: m.wishes, Command: wire.Help{Step: wire.HelpCall, Language: string(m.lang)}}}
}

// cancelHelp takes the call back.
func (m *Machine) cancelHelp() []Effect {
	m.resume()
	if m.help == nil {
		m.help = &help{}
	}
	if row := m.helpRow(); row != nil {
		m.help.call = row.Call
	}
	m.help.ending, m.help.anew, m.help.failed = true, false, false
	if m.help.call == "" || m.help.wish != 0 {
		return nil // the call's own answer comes first
	}
	return m.endHelp()
}

func (m *Machine) endHelp() []Effect {
	m.wishes++
	m.help.wish, m.help.sent, m.help.back = m.wishes, true, true
	return []Effect{Call{Wish: m.wishes, Command: wire.Help{Call: m.help.call, Step: wire.HelpCancel}}}
}

// reached takes what came of a Call.
func (m *Machine) reached(in Reached) []Effect {
	h := m.help
	if h == nil || h.wish != in.Wish {
		return nil
	}
	switch {
	case in.Lost:
		h.sent = false // it goes out again when the hub is back
		if m.live {
			return m.again()
		}
		return nil
	case h.back: // the mirror follows
		h.wish, h.seq = 0, in.Answer.Seq
		if h.anew {
			return m.newCall()
		}
		if !in.Answer.OK || m.helpRow() == nil {
			m.help = nil
		}
		return nil
	case !in.Answer.OK || in.Answer.Result == nil:
		h.failed, h.wish = true, 0
		if h.ending {
			m.help = nil
		}
		return nil
	}
	h.call, h.seq, h.wish = in.Answer.Result.Call, in.Answer.Seq, 0
	if h.ending {
		return m.endHelp()
	}
	m.helpDone()
	return nil
}

// again asks once more for what the hub never answered, under the same wish.
func (m *Machine) again() []Effect {
	h := m.help
	if h == nil || h.wish == 0 || h.sent || !m.live {
		return nil
	}
	h.sent = true
	if h.back {
		return []Effect{Call{Wish: h.wish, Command: wire.Help{Call: h.call, Step: wire.HelpCancel}}}
	}
	return []Effect{Call{Wish: h.wish, Command: wire.Help{Step: wire.HelpCall, Language: string(m.lang)}}}
}

// helpDone forgets the call when the hub has it no more.
func (m *Machine) helpDone() {
	h := m.help
	if h == nil || h.wish != 0 || h.call == "" || m.helpRow() != nil || m.state.Seq < h.seq {
		return
	}
	m.help = nil
	if m.screen == Helping {
		m.resume()
	}
}

// helpTool is the control that every screen has for help; it says how far the
// call has come.
func (m *Machine) helpTool() Button {
	b := Button{Action: Action{Verb: CallHelp}, Icon: "hand-waving", Label: m.say("tool.help")}
	switch m.helpState() {
	case helpCalled, helpSent, helpUnsent:
		b.Label, b.Selected = m.say("tool.help_called"), true
	case helpComing:
		b.Label, b.Selected = m.say("tool.help_coming"), true
	}
	return b
}

// helpView is the screen of the call.
func (m *Machine) helpView(v *View) {
	state := m.helpState()
	if state == helpNone {
		state = helpSent
	}
	v.Title, v.Lead = m.say("help."+string(state)), m.say("help."+string(state)+"_now")
	if state == helpUnsent {
		v.Notice = &Notice{Icon: "wifi-slash", What: words.T(m.lang, "kiosk.away.since", words.A{"time": words.ClockIn(m.lang, m.since.In(m.zone))})}
	}
	v.Buttons = []Button{{Action: Action{Verb: Done}, Label: words.T(m.lang, "common.continue"), Primary: true}}
	if state == helpFailed {
		v.Buttons = append(v.Buttons, Button{Action: Action{CallHelp, "again"}, Icon: "arrow-clockwise", Label: m.say("help.again")})
		return
	}
	v.Buttons = append(v.Buttons, Button{Action: Action{Verb: CancelHelp}, Icon: "x-circle", Label: m.say("help.cancel")})
}
