package desk

// Action is something a teller can ask for. The names of those that become a
// command are the command's verb.
type Action string

// Everything a teller can ask for.
const (
	DoSignIn  Action = "sign_in"
	DoSignOut Action = "sign_out"
	Open      Action = "open"
	CallNext  Action = "call_next"
	Serve     Action = "serve"
	Finish    Action = "finish"
	Recall    Action = "recall"
	NoShow    Action = "no_show"
	Requeue   Action = "requeue"
	Transfer  Action = "transfer"
	Park      Action = "park"
	Add       Action = "add_service"
	Undo      Action = "undo"
	Search    Action = "search"
	Pause     Action = "pause"
	Close     Action = "close"
	PrintForm Action = "print"

	Accept  Action = "accept"  // the open panel's main button
	Cancel  Action = "cancel"  // leaves the panel; nothing is asked of the hub
	Dismiss Action = "dismiss" // puts the banner away
)

// keys gives each action the function key that it always has, whatever the
// stage. F2 goes on with the person, F12 puts away: the counter while it is
// free, the called visit back in line while there is one.
var keys = map[Action]string{
	Search: "F1", CallNext: "F2", Serve: "F2", Open: "F2", Recall: "F3", Undo: "F4", Add: "F5",
	Transfer: "F6", Park: "F7", Finish: "F8", PrintForm: "F9", Pause: "F10", NoShow: "F11",
	Close: "F12", Requeue: "F12", DoSignOut: "F12", Accept: "Return", Cancel: "Escape", Dismiss: "Escape", DoSignIn: "Return",
	DoPair: "Return", OtherPlace: "F1", SignInHere: "F12",
	HelpComing: "Insert", HelpDone: "Insert",
}

// slots names the places on the screen that several actions take in turn, so
// that the second half of a double click never hits what came there meanwhile.
var slots = map[Action]string{
	Search: "first", Finish: "first", NoShow: "first",
	CallNext: "large", Serve: "large", Open: "large",
	Undo: "last", DoSignOut: "last",
}

// icons are those that stand on a button; the rest are words alone.
var icons = map[Action]string{
	Search: "magnifying-glass-bold", Finish: "check-bold", CallNext: "megaphone-bold", Serve: "user-sound-bold",
	Pause: "pause-bold", PrintForm: "printer-bold", Open: "check-bold", DoSignIn: "check-bold",
	DoPair: "check-bold",
}

// sameFinger tells whether two actions are reached by the same key or lie at
// the same place of the screen.
func sameFinger(a, b Action) bool {
	return keys[a] == keys[b] || (slots[a] != "" && slots[a] == slots[b])
}
