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
	Hear      Verb = "hear"      // read the screens aloud, or no more

	Type       Verb = "type"      // a letter, or what Backspace and its like name
	Search     Verb = "search"    // look for a need or a service by words
	ByNeeds    Verb = "needs"     // choose by what one needs
	ByService  Verb = "services"  // choose among the services
	Others     Verb = "others"    // what else one can do here
	Need       Verb = "need"      // what the need Arg leads to
	JoinAnyway Verb = "join"      // a ticket although the queue is long
	OnPhone    Verb = "phone"     // a ticket that is followed on the phone
	Priority   Verb = "priority"  // be served with priority; Arg is a class, or None
	CallHelp   Verb = "help"      // call somebody of the staff, or see who comes
	CancelHelp Verb = "nohelp"    // nobody needs to come
	PrintList  Verb = "printlist" // print what to bring
	Pick       Verb = "pick"      // choose Arg, in parts that have choices
	Continue   Verb = "continue"  // go on, in parts of several screens

	OpenForms    Verb = "forms"    // enter the forms
	OpenFeedback Verb = "feedback" // enter the rating of a visit
)

// None is the argument that takes a choice back.
const None = "none"

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
