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
package flow
