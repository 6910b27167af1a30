package desk

import (
	"turno/hub/pairing"
	"turno/hub/words"
)

// Model is everything the screen shows, in finished words. It is a plain value
// that the screen may keep and compare.
type Model struct {
	Lang    words.Lang
	Stage   Stage
	Top     Top
	Side    Side
	Hero    Hero
	SignIn  *SignInForm
	Pair    *pairing.Text // in the place of all below, until the hub knows this machine
	Open    *Choice       // profile and counter, before the counter is opened
	Card    *Card
	Facts   []Fact // up to three numbers below the large button
	Papers  *Papers
	Note    *Note
	Print   *Button
	Primary *Button  // the large one; in service it is the first of Actions
	Actions []Button // the bar, in order; those with Right stand at its right end
	Panel   *Panel
	Banner  *Banner
}

// Top is the bar over everything.
type Top struct {
	Title, Services string
	Live            bool
	Link            string // "Live", or since when it is not
	Teller, Clock   string
}

// Side is the queue beside the visit.
type Side struct {
	Stale       bool // not live: numbers may be old
	Title       string
	Longest     string // heads the column of waits
	Queues      []QueueRow
	NextTitle   string
	Next        []VisitRow
	Nobody      string // said instead of Next
	ParkedTitle string
	Parked      []VisitRow
}

// QueueRow is one service's line.
type QueueRow struct {
	Service, Icon, Name string
	Waiting, Longest    string
	Late                string // "late", or ""
	Mine                bool   // this counter calls from it
}

// VisitRow is a ticket in a list.
type VisitRow struct {
	Ticket, Line, Detail string
	Late, Priority       bool
}

// Hero is the sentence that the screen is about.
type Hero struct{ Title, Note string }

// Button is an action as it stands now. One that is not live says why.
type Button struct {
	Do      Action
	Label   string
	Key     string // "F8"; "" for none
	Cap     string // stands in the key's cap instead while a countdown runs
	Icon    string
	Live    bool
	Why     string // why it is not live, in words; "" while it is
	Sent    bool   // asked, not answered yet
	Primary bool
	Right   bool
	Detail  string // what stands beside it, for the print button
}

// CardLook is how the ticket is drawn.
type CardLook int

// A ticket that waits, one that is called now (sun), one on record; and the
// place of a ticket where there is none, with an icon and words in it.
const (
	CardNext CardLook = iota
	CardCalled
	CardServing
	CardNone
)

// Card is the ticket.
type Card struct {
	Look     CardLook
	Tag      string
	TagIcon  string
	Icon     string // CardNone's, in place of a number
	Ticket   string
	Title    string
	Speaks   string // "Speaks"
	Language string // "Spanish"
	Lines    []CardLine
	Running  string // "06:24"; "" where no time runs
	RunLabel string
	Bar      *Bar
	Usual    string
	Stale    bool
}

// CardLine is a line of facts on the ticket.
type CardLine struct {
	Text string
	Late bool
}

// Bar is a time within its usual range, in parts of the whole (0 to 1).
type Bar struct{ At, From, To float32 }

// Fact is one number with its words.
type Fact struct{ Number, Label string }

// Papers is the list of what is needed for the service.
type Papers struct {
	Title, Count string
	Rows         []Paper
	Cursor       int
	Space        string // what the key is called
	None         string // said instead of rows
	HasFocus     bool
}

// Paper is one of them.
type Paper struct {
	Text string
	Done bool
	Seen string
}

// Note is the text for the file.
type Note struct {
	Title, Text, Help, Empty string
	HasFocus                 bool
}

// Choice is a question with a few columns of answers.
type Choice struct {
	Columns []Column
	Focus   int // the column that the arrow keys move in
}

// Column is a list of options under a title. Columns that share a Group share
// one answer.
type Column struct {
	Title   string
	Group   string
	Options []Option
	Cursor  int
	None    string // said instead of options
	Plain   bool   // rows to read: Detail stands over Label, and nothing is chosen
}

// Option is one answer.
type Option struct {
	ID, Label, Detail string
	Chosen            bool
	Live              bool
}

// Panel is a question that has to be answered before something is sent.
type Panel struct {
	For    Action
	Title  string
	Help   string
	Field  *Field
	Choice Choice
	OK     Button
	Back   Button
}

// Field is a line that is typed.
type Field struct {
	ID, Label, Text string
	Secret          bool
	HasFocus        bool
}

// SignInForm asks who sits there.
type SignInForm struct {
	Fields []Field
	OK     Button
}

// Tone says what a banner's news is like.
type Tone int

// News, a warning, something that did not work.
const (
	Info Tone = iota
	Warn
	Bad
)

// Banner says what happened and what to do now.
type Banner struct {
	Tone      Tone
	Icon      string
	What, Now string
	Close     string
	Do        Action // what can be done about it, where something can
	Label     string
	Key       string
	Sent      bool // Do was asked and not answered yet

	key, call string // what it speaks of
}
