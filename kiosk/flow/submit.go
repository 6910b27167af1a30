package flow

import "turno/hub/wire"

// Submit hands the hub something that a part of the flow has put together. It
// is one wish of one person, as Issue is: the app makes one command id for it,
// resends under that id, and answers with Submitted. The same wish may be asked
// again after an answer that was Lost. Body may be personal: whoever carries it
// out keeps it no longer than the try takes, and writes none of it down.
type Submit struct {
	Wish int
	Body wire.Body
}

// Submitted is what came of a Submit: the hub's answer, or Lost when none came
// within the time that the app waits for one.
type Submitted struct {
	Wish   int
	Lost   bool
	Answer wire.Answer
}

// PrintForm asks for a form on A4 with what was filled in. The app prints in
// the background and answers with FormPrinted. It is personal as Submit is.
type PrintForm struct {
	Form     string
	Language string // of the form
	Ticket   string // the person's; "" where there is none yet
	Values   map[string]string
}

// FormPrinted is what came of a PrintForm.
type FormPrinted struct {
	Form string
	OK   bool
}

func (Submit) effect()     {}
func (PrintForm) effect()  {}
func (Submitted) input()   {}
func (FormPrinted) input() {}
