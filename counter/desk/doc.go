// Package desk is the counter app without its screen: it folds what the hub
// says, what the teller does and what time it is into a Model to draw and into
// Effects for the app to carry out. It knows which button is live and why
// another is not, keeps one wish in flight at a time, and says every refusal
// in the teller's language together with what to do now.
//
// It never dials, never draws, never looks at a clock and starts nothing: the
// time is an argument of every method. It holds no truth about the branch; what
// it keeps by itself is what the hub does not know yet: typed text, an open
// panel, the ticks on a list of papers. A Desk belongs to one goroutine. The
// counter's screens and its command use it.
package desk
