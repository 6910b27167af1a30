package flow

import (
	"time"

	"turno/hub/wire"
)

// Input is anything that happens to the kiosk.
type Input interface{ input() }

// Mirror is the newest picture of the branch, and whether it is live.
type Mirror struct {
	Live  bool
	Since time.Time // when Live last changed
	State wire.State
}

// Touch is a control touched by the person at the kiosk.
type Touch struct{ Action Action }

// Answer is what came of an Issue: the hub's answer, or Lost when none came
// within the time that the app waits for one.
type Answer struct {
	Wish   int // of the Issue
	Lost   bool
	Alone  bool // to an IssueAlone: the ticket is the kiosk's own
	Answer wire.Answer
}

// Pressed is what came of a Print.
type Pressed struct {
	Ticket string
	Paper  Paper
}

// Panel says how the screen is mounted.
type Panel struct{ Landscape bool }

// Tick is time passing with nothing else happening; see Machine.Wake.
type Tick struct{}

func (Mirror) input()  {}
func (Touch) input()   {}
func (Answer) input()  {}
func (Pressed) input() {}
func (Panel) input()   {}
func (Tick) input()    {}

// Effect is what the app has to do for the flow.
type Effect interface{ effect() }

// Issue asks the hub for a ticket. It is one wish of one person: the app makes
// one command id for it, resends under that id, and answers with Answer. The
// same wish may be asked again after an answer that was Lost.
type Issue struct {
	Wish    int
	Command wire.Issue
}

// Print asks for the slip of a ticket that the hub has acknowledged. The app
// prints in the background and answers with Pressed.
type Print struct{ Slip Slip }

func (Issue) effect() {}
func (Print) effect() {}

// Slip is what a ticket's paper says.
type Slip struct {
	Ticket   string
	Service  string // its id
	Language string
	Ahead    int // people ahead; -1 is not known
	Wait     wire.Wait
	URL      string // the phone page; "" where there is none
	At       time.Time
	Offline  bool // from the kiosk's lease: nobody knows who is ahead
	Unserved bool // no counter was open for it: there is no wait to speak of
}

// Paper is how far a slip has come. Append only.
type Paper string

// The states of a slip.
const (
	NoPrinter   Paper = "no_printer"   // this kiosk has none; the screen is the ticket
	Printing    Paper = "printing"     // sent, no word yet
	Printed     Paper = "printed"      // it can be taken
	OutOfPaper  Paper = "out_of_paper" // the printer says so
	CoverOpen   Paper = "cover_open"   // the printer says so
	Unreachable Paper = "unreachable"  // no connection to the printer, or no answer
	Failed      Paper = "failed"       // anything else
)
