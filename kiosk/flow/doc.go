// Package flow is the kiosk without its glass: what a person may do, what the
// screen says to it in their language, and what is asked of the hub and of the
// printer. A Machine takes inputs (the mirror, a touch, an answer, the
// printer's word, the passing of time), gives effects for the app to carry
// out, and a View for the screens to draw.
//
// It is pure: time comes with every input, it starts no goroutine, prints and
// dials nothing, and draws nothing. The View holds finished sentences, so that
// whoever reads the screen aloud reads what it shows. The kiosk's screens, its
// app and their tests may use it.
//
// Everything that can be touched is a Button with an Action; View.Controls
// lists them, so that a finger, five keys, a keyboard and speech treat all
// alike. The core (greeting, needs, services, ticket) is methods on Machine. A
// stretch with state of its own (the forms, the rating) is a part in a file of
// its own: it fills the View of its screens, does what their controls say, asks
// the hub by an effect of its own and takes the answer by an input of its own.
// A line in entrances makes the way to it; tools, languages, help and time-outs
// work above it without its doing. What is written lives in a writing, which
// also gives the keys of the language.
package flow
