package flow

// Verb names what a touch asks for.
type Verb string

// The verbs. Each is offered by the views that list it and does nothing on
// any other: a late touch on a screen that has gone is harmless.
const (
	Speak     Verb = "speak"     // go on in the language Arg
	Choose    Verb = "choose"    // look at the service Arg
	Take      Verb = "take"      // ask for a ticket for the service shown
	Back      Verb = "back"      // one step back
	Next      Verb = "next"      // the next page of services
	Previous  Verb = "previous"  // the page before
	Done      Verb = "done"      // the person is finished here
	More      Verb = "more"      // more time
	Reprint   Verb = "reprint"   // print the ticket again
	Languages Verb = "languages" // choose another language
	Settings  Verb = "settings"  // text, contrast, position of the controls
	Text      Verb = "text"      // the next text size
	Contrast  Verb = "contrast"  // the next contrast
	Lower     Verb = "lower"     // controls in the lowest third, or not
)

// Action is what one control does: a verb and, where it needs one, an id.
type Action struct {
	Verb Verb
	Arg  string
}

// String is "choose cash", for logs and transcripts.
func (a Action) String() string {
	if a.Arg == "" {
		return string(a.Verb)
	}
	return string(a.Verb) + " " + a.Arg
}
