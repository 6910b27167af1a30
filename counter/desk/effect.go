package desk

import (
	"turno/hub/wire"
	"turno/hub/words"
)

// Effect is something that the app has to do because of what the teller did.
// There is one type for each kind.
type Effect interface{ effect() }

// Send asks the hub for something; the app gives the answer to Answered.
type Send struct{ Body wire.Body }

// Enter opens a staff session; the app gives the outcome to Entered.
type Enter struct{ Who wire.SignIn }

// Exit ends the staff session. Nothing comes back.
type Exit struct{}

// Print prints one form for a visit, in the background; the app gives the
// outcome to Printed.
type Print struct {
	Form     string
	Language words.Lang // the visit's, not the teller's
	Ticket   string
	Service  string
	Values   map[string]string // what was filled in elsewhere; personal
}

func (Send) effect()  {}
func (Enter) effect() {}
func (Exit) effect()  {}
func (Print) effect() {}
