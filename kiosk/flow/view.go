package flow

import (
	"strings"

	"turno/hub/words"
)

// Screen names what is shown.
type Screen string

// The screens.
const (
	Starting   Screen = "starting" // no word from the hub yet, only just started
	Greeting   Screen = "greeting"
	LanguageOf Screen = "languages"
	Services   Screen = "services"
	OneService Screen = "service"
	Ticket     Screen = "ticket"    // printing, printed, or no printer
	Unprinted  Screen = "unprinted" // the ticket, which the printer could not print
	Refused    Screen = "refused"   // a notice that large text leaves no room beside
	Adjust     Screen = "settings"
	Away       Screen = "away"   // the hub is out of reach
	Asking     Screen = "asking" // it went out of reach while a ticket was asked for
	Closed     Screen = "closed" // no business day is open

	ByNeed    Screen = "needs"     // what do you need today?
	Ways      Screen = "ways"      // what else one can do here, where it has no room beside
	Searching Screen = "search"    // words are written, what fits is shown
	Found     Screen = "found"     // what fits, where it has no room beside the keys
	LongQueue Screen = "longqueue" // stay, or follow on the phone?
	Ahead     Screen = "priority"  // to be served with priority
	Helping   Screen = "helping"   // somebody of the staff is called, or comes
)

// Tone is a set of colours.
type Tone string

// The tones, in the order in which a touch goes through them.
const (
	Light Tone = "light"
	High  Tone = "high"
	Dark  Tone = "dark"
)

// Ease is how one person wants the screen. It lasts as long as they stay.
type Ease struct {
	Percent  int // text size: 100, 150 or 200
	Contrast Tone
	Low      bool // every control in the lowest third
	Aloud    bool // the screens are read to the headphones
	Speed    int  // of the voice: 0 is normal, up to MostEase either way
	Volume   int  // the same
}

// Compact tells whether the tools fold into one button, as large text and low
// controls leave them no room.
func (e Ease) Compact() bool { return e.Percent > 100 || e.Low }

// View is everything that one screen says and offers.
type View struct {
	Screen    Screen
	Language  words.Lang
	Ease      Ease
	Landscape bool
	Bank      string
	Brand     string // the bank's colour, "#0F4F55"; "" is the default
	Clock     string
	Title     string
	Lead      string
	Notice    *Notice
	Step      *Step      // how far a person is on a way of several screens
	Text      []Section  // to read
	Field     *Field     // what is being written
	Choices   []Button   // one of them, Selected, or none
	Keys      [][]Button // the keyboard on the screen, row by row
	Cards     []Card     // services and needs: those of this page
	Pages     Pages      // where this page is among them
	Detail    *Detail    // service
	Pass      *Pass      // ticket, unprinted
	Buttons   []Button
	Tools     []Button
	Left      *Left // how long the screen stays, where that should be said
}

// Button is a control with its words. The first of View.Buttons with Primary
// is the one thing that the screen is for.
type Button struct {
	Action   Action
	Icon     string // an icon of look/brand without its weight; "" is none
	Label    string
	Note     string // smaller, beside or below the label
	Primary  bool
	Sent     bool // touched and under way: shown busy, takes no touch
	Selected bool
	Off      bool    // offered later; the label says when or why
	Share    float64 // a key's width in those of a letter; 0 is 1
}

// Step is a place on a way of several screens.
type Step struct {
	At, Of int
	Label  string // a whole sentence: "Step 2 of 4: your address"
}

// Section is words to read, below a title where there is one.
type Section struct {
	Title  string
	Lines  []string
	Listed bool // things, each with a mark; else running text
}

// Field is one text that the person writes, with the keys on the screen or
// with those of a keyboard: both send Type.
type Field struct {
	Label   string
	Hint    string
	Value   string
	Problem string // what is wrong with the value, as a sentence; "" is nothing
	Kind    Kind
	Caret   int // letters of Value before it
}

// Card is a service in the list.
type Card struct {
	Action Action
	Icon   string
	Name   string
	Hint   string
	Wait   string // a range; for a closed service when it opens
	People string // who is ahead, in short
	Closed bool   // shown, and not offered
}

// Pages counts services or pages of them.
type Pages struct {
	At, Of int
	Label  string // "2 of 5"; "" when there is one page
	Single bool   // a page is one service, chosen by a button of its own
}

// Detail is what a person should know before taking a ticket.
type Detail struct {
	Icon        string
	For         string // whom the service is for, a sentence
	Facts       []Fact
	BringTitle  string
	Bring       []string
	Unavailable string // why no ticket can be taken; "" when one can
}

// Fact is a figure with its words.
type Fact struct {
	Label string
	Value string
	Ahead int // people drawn as rings; -1 draws none
	Note  string
}

// Pass is a ticket on the screen.
type Pass struct {
	Number    string
	Service   string
	WaitLabel string
	Wait      string // "" when nothing honest can be said
	WaitNote  string // why not, where the person should know
	Ahead     int    // -1 is not known
	People    string
	AheadText string // the label beside the bare figure
	URL       string // drawn as QR; "" where phones can't reach the hub
	URLTitle  string
	URLText   string
	Called    string   // how the person will be called
	Slip      []string // what the paper says besides, for who does not read it; drawn nowhere
	Paper     Paper
}

// Notice is something that happened and what to do now.
type Notice struct {
	Icon string
	Bad  bool // of consequence for the person; else a warning
	What string
	Now  string
}

// Left is the time that a screen stays unless somebody asks for more.
type Left struct {
	Seconds int
	Share   float64 // of its whole time, 1 down to 0
	Text    string  // a whole sentence
	Short   string  // "12 seconds left", beside the control for more
}

// Button finds the control for a verb, among the buttons first.
func (v View) Button(verb Verb) (Button, bool) {
	for _, list := range [][]Button{v.Buttons, v.Tools, v.Choices} {
		for _, b := range list {
			if b.Action.Verb == verb {
				return b, true
			}
		}
	}
	return Button{}, false
}

// Controls are everything on the screen that can be touched, or could be if it
// were not Sent or Off, in the order in which a person comes to it: choices,
// keys, cards, buttons, tools. A card is a Button whose Note says its hint and
// its wait.
func (v View) Controls() []Button {
	all := append([]Button(nil), v.Choices...)
	for _, row := range v.Keys {
		all = append(all, row...)
	}
	if !v.Pages.Single {
		for _, c := range v.Cards {
			all = append(all, c.Button())
		}
	}
	return append(append(all, v.Buttons...), v.Tools...)
}

// Button is the card as a control with its words.
func (c Card) Button() Button {
	var notes []string
	for _, s := range []string{c.Hint, c.Wait, c.People} {
		if s != "" {
			notes = append(notes, strings.TrimRight(s, "."))
		}
	}
	return Button{Action: c.Action, Icon: c.Icon, Label: c.Name, Note: strings.Join(notes, ". "), Off: c.Closed}
}
