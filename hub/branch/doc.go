// Package branch reads the file that says what a branch is: its services and
// their words, its counters, its rules, its people. It reads strictly: a key
// that it does not know, a value of the wrong type, a series that two services
// share, each is told with file, line and what to write instead, all at once.
// A file is taken whole or not at all.
//
// Services have a letter each, or share its numbers (shared_series = true in both),
// or share the letter, each with its own part (numbers = "1-499", numbers =
// "500-899"). Past its last number a service goes on above the parts of all.
//
// What is only shown (a ticker, a colour, an icon) and is wrong is left out with a
// message, so that it keeps no branch from opening. Rules never are.
//
// A branch that names its country takes that country's pack (packs/*.toml): its
// priority classes with their evidence, and a limit of waits where a law sets one.
//
// It never writes the file, never opens a socket, keeps nothing, and decides
// nothing about visits. Only hub and cmd use it, and tests.
//
// Two branches come with the program: "demo", a bank's branch with six
// counters, and "recorded", to which the recorded days of a real bank can be
// played.
package branch
